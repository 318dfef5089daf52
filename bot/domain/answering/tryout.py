"""What an entry would change before it is published: the same questions asked of the knowledge without it and with it.

`python -m bot.domain.answering.tryout` does the asking in a process of its own, for an index is made for it: it reads
one JSON object (before, entry, questions) and writes, for each question, what came of it before and after. Questions
are found by words.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import structlog

from bot.domain.overlay import Overlay, fields_of, laid_over
from bot.library.schemas import Article, Faq, Lesson

log = structlog.get_logger("bot.domain.answering.tryout")

LONGEST = 30.0
DECIDED = ("curated", "person")
ONE_AT_A_TIME = asyncio.Semaphore(1)


class TooSlow(Exception):
    """The process did not come back in time, or broke off."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a question: its kind, and the entry that answered, if one did."""

    kind: str
    entry: str

    @property
    def answer(self) -> str:
        """The entry that decides, "" where none does."""
        return self.entry if self.kind in DECIDED else ""


@dataclass(frozen=True, slots=True)
class Tried:
    """A question of citizens, how often it was asked, and what comes of it without and with the entry."""

    question: str
    times: int
    before: Outcome
    after: Outcome


@dataclass(frozen=True, slots=True)
class Result:
    """`won`: answered by the entry from now on. `lost`: no more. `disturbed`: another entry no longer decides."""

    won: Sequence[Tried]
    lost: Sequence[Tried]
    disturbed: Sequence[Tried]
    asked: int


async def try_out(before: Overlay, entry: Faq, questions: Mapping[str, int]) -> Result:
    """Ask every question twice. `questions`: how often each was asked. Raises TooSlow."""
    told = {"before": _plain(before), "entry": {**fields_of(entry), "id": entry.id}, "questions": list(questions)}
    async with ONE_AT_A_TIME:
        answers = await _asked(json.dumps(told, ensure_ascii=False).encode())
    tried = [
        Tried(question, times, Outcome(*one), Outcome(*other))
        for (question, times), (one, other) in zip(questions.items(), answers, strict=True)
    ]
    return judged(entry.id, sorted(tried, key=lambda one: (-one.times, one.question)))


def judged(name: str, tried: Sequence[Tried]) -> Result:
    """Which questions an entry wins and loses, and which ones it takes from others without answering them."""
    won = [one for one in tried if one.after.answer == name != one.before.answer]
    lost = [one for one in tried if one.before.answer == name != one.after.answer]
    others = [one for one in tried if one.before.answer not in ("", name)]
    disturbed = [one for one in others if one.after.answer not in (name, one.before.answer)]
    return Result(won, lost, disturbed, len(tried))


async def _asked(told: bytes) -> list[Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        said, complaints = await asyncio.wait_for(process.communicate(told), LONGEST)
    except (TimeoutError, asyncio.CancelledError) as error:
        if process.returncode is None:
            process.kill()
            await process.wait()
        if isinstance(error, asyncio.CancelledError):
            raise
        raise TooSlow from error
    if process.returncode:
        last = complaints.decode(errors="replace").strip().rpartition("\n")[2]
        log.error("trying an entry out broke off", code=process.returncode, why=last.partition(":")[0][:80])
        raise TooSlow
    return list(json.loads(said))


def _plain(overlay: Overlay) -> dict[str, Any]:
    entries = {
        name: [{**fields_of(one), "id": one.id} for one in getattr(overlay, name)] for name in ("entries", "edits")
    }
    pages = {
        name: [one.model_dump(mode="json", by_alias=True) for one in getattr(overlay, name)]
        for name in ("lessons", "articles")
    }
    return {**entries, **pages, "corrections": dict(overlay.corrections), "confirmed": sorted(overlay.confirmed)}


def _overlay(told: Mapping[str, Any]) -> Overlay:
    entries, edits = ([Faq.model_validate(one) for one in told[name]] for name in ("entries", "edits"))
    lessons = [Lesson.model_validate(one) for one in told["lessons"]]
    articles = [Article.model_validate(one) for one in told["articles"]]
    return Overlay(entries, edits, told["corrections"], frozenset(told["confirmed"]), lessons, articles)


def _with(overlay: Overlay, entry: Faq, *, in_files: bool) -> Overlay:
    """The same with the entry published."""
    entries = [one for one in overlay.entries if one.id != entry.id]
    edits = [one for one in overlay.edits if one.id != entry.id]
    (edits if in_files else entries).append(entry)
    return replace(overlay, entries=entries, edits=edits)


async def _answers(told: Mapping[str, Any]) -> list[list[list[str]]]:
    """For each question [[kind, entry] before, [kind, entry] after]."""
    from bot.domain.answering.answer import Answering
    from bot.domain.answering.guard import Guard
    from bot.library.files import content_dir
    from bot.library.library import Library

    files, before, entry = Library.load(content_dir()), _overlay(told["before"]), Faq.model_validate(told["entry"])
    after = _with(before, entry, in_files=any(one.id == entry.id for one in files.faqs))
    sides = []
    for overlay in (before, after):
        answering = Answering(laid_over(files, overlay), Guard(files.register))
        found = [await answering.prepare(question, 0) for question in told["questions"]]
        sides.append([[one.kind, one.entry] for one in found])
    return [list(pair) for pair in zip(*sides, strict=True)]


if __name__ == "__main__":
    json.dump(asyncio.run(_answers(json.load(sys.stdin))), sys.stdout)
