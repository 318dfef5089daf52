"""What becomes of questions that nothing answers, and of our own, without and with `words/beyond.yaml`.

`python -m tests.benches.beyond [FAR.jsonl …]` prints the table of docs/search.md, by words alone and by meaning too,
and how long the step takes. Further files hold questions of others that nothing answers, {"text"} a line.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bot.cli.search import cache_dir
from bot.domain.answering.answer import Answering
from bot.domain.answering.asked import without_personal_data
from bot.domain.answering.guard import Guard
from bot.domain.answering.search.meaning import Floats, Later, Meaning
from bot.library.files import content_dir
from bot.library.library import Library
from tests.benches.questions import QUESTIONS
from tests.typing_forms import as_typed

TODAY = date(2026, 11, 27)
OFFERED, QUOTED, NOTHING, GIVEN = "offered", "quoted", "nothing", "given"
NAMES = {"near": OFFERED, "extract": QUOTED, "none": NOTHING}
FORMS = {"words": ("plain", "nodiac", "typo"), "meaning": ("plain", "nodiac")}
PATIENT = 60.0
"""Seconds that a question may take: here none is found by words because the machine was busy."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a question. `right`: its entry was given, or stands among those offered."""

    text: str
    kind: str
    right: bool = False


def rows(path: Path) -> list[dict[str, str]]:
    """The questions of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def unanswerable() -> dict[str, list[str]]:
    """Questions that nothing answers: near our subjects; far ones, those that lines may be tuned on and the others."""
    near, far = ([row["text"] for row in rows(QUESTIONS / f"{name}.jsonl")] for name in ("no-entry", "far"))
    return {"no entry": near, "far": far[::2], "far, kept back": far[1::2]}


def answerable() -> list[tuple[str, str]]:
    """Our own questions with their entries."""
    found = [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in rows(path)]
    return [(row["text"], row["entry"]) for row in found if row["entry"]]


async def answering(library: Library, meaning: Meaning | None = None) -> Answering:
    """As it is in use, without a model."""
    made = Answering(library, Guard(library.register), today=lambda: TODAY, meaning=meaning)
    if meaning is not None:
        await made.learn_meanings()
        made._later = Later(meaning, PATIENT)
    return made


class Remembering(Meaning):
    """Reads no question twice: without the lines and with them most are understood alike."""

    @cache  # noqa: B019 - for as long as the bench runs
    def question(self, words: Sequence[str]) -> Floats:
        """As the model says."""
        return super().question(words)


async def ask(answers: Answering, asked: Sequence[tuple[str, str]], form: str = "plain") -> list[Came]:
    """Every question alone, with the entry that is right for it ("" for none)."""
    came = []
    for text, entry in asked:
        found = await answers.prepare(as_typed(text, form), 1)
        right = bool(entry) and entry in (found.entry if found.kind != "extract" else "", *dict(found.near))
        came.append(Came(text, NAMES.get(found.kind, GIVEN), right))
    return came


def lost(before: Sequence[Came], after: Sequence[Came]) -> list[str]:
    """The questions whose entry was offered or given before and is no more."""
    return [one.text for one, other in zip(before, after, strict=True) if one.right and not other.right]


def won(before: Sequence[Came], after: Sequence[Came]) -> list[str]:
    """The questions whose entry is offered or given only now."""
    return lost(after, before)


def step_ms(answers: Answering) -> tuple[float, float]:
    """p50 and p95 of the step by words, in ms of processor time, over our own questions as they are understood."""
    base, spent = answers.base, []
    for text, _ in answerable():
        words = without_personal_data(text)
        entries = base.find_entries(words, TODAY)
        begin = time.thread_time()
        base.find_beyond(base.find_lines(words), entries)
        spent.append((time.thread_time() - begin) * 1000)
    return float(np.percentile(spent, 50)), float(np.percentile(spent, 95))


async def main(more: Sequence[Path]) -> None:
    """The table."""
    library, console = Library.load(content_dir()), Console(width=150)
    sets = {name: [(text, "") for text in texts] for name, texts in unanswerable().items()}
    sets |= {f"{path.parent.name}/{path.stem}": [(row["text"], "") for row in rows(path)] for path in more}
    sets["our own"] = answerable()
    columns = ("offered, quoted, given: before", "after", "right before", "lost", "won")
    table = Table("how", "typed", "questions", "of", *columns)
    for how, meaning in (("words", None), ("meaning", Remembering.at(cache_dir()))):
        before, after = [await answering(one, meaning) for one in (replace(library, beyond=[]), library)]
        for name, asked in sets.items():
            for form in FORMS[how]:
                old, new = [await ask(one, asked, form) for one in (before, after)]
                told = (how, form, name, str(len(asked)), *_told(name, old, new))
                table.add_row(*told)
                print(*told, sep=" | ", file=sys.stderr)
        if meaning is None:
            console.print("the step by words, p50 / p95 ms: {:.2f} / {:.2f}".format(*step_ms(after)))
    console.print(table)


def _told(name: str, old: Sequence[Came], new: Sequence[Came]) -> list[str]:
    counts = [Counter(one.kind for one in some) for some in (old, new)]
    shown = [", ".join(str(count[kind]) for kind in (OFFERED, QUOTED, GIVEN)) for count in counts]
    if name != "our own":
        return [*shown, "", "", ""]
    return [*shown, str(sum(one.right for one in old)), str(len(lost(old, new))), str(len(won(old, new)))]


if __name__ == "__main__":
    asyncio.run(main([Path(name) for name in sys.argv[1:]]))
