"""Every lesson, from its first card through its questions to the review, as a person on a channel lives it.

Each walk is one lesson on one channel double in one form of address, by buttons, by numbers or by words. The suite
walks all pairs of these; `hocvuso bench lessons` walks the full product. A dead end is a reply without a way on and a
way to the menu; a text over a platform's limit is refused by its double.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from rich.console import Console
from sqlalchemy import update

from bot.channels.formatting import utf16_length
from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.phrases import FORMS
from bot.storage.database import Database
from bot.storage.tables import Base, Citizen, Review

CHANNELS = ("web", "telegram", "zalo_oa", "zalo_bot")
HANDS = ("buttons", "numbers", "words")
PRESSING = ("web", "telegram")
"""Channels on which every button can be pressed; elsewhere its number is typed."""
LEFT_OPEN = re.compile(r"\{\w+\}")
"""A gap in a sentence that nobody filled."""


@dataclass(frozen=True, slots=True)
class Walk:
    """One lesson as one person takes it."""

    lesson: str
    channel: str
    form: str
    hand: str


def product(lessons: Sequence[str], forms: Sequence[str] = tuple(FORMS)) -> list[Walk]:
    """Every walk there is."""
    return [Walk(*one) for one in itertools.product(lessons, CHANNELS, forms, HANDS)]


def pairs(lessons: Sequence[str], forms: Sequence[str] = tuple(FORMS)) -> list[Walk]:
    """Each lesson on each channel, forms and hands by turns, so that every two of channel, form and hand meet too.

    A lesson and a form meet otherwise: whatever is said on a walk is put into words in every form.
    """
    return [
        Walk(lesson, channel, forms[(row + 3 * column) % len(forms)], HANDS[(row + column) % len(HANDS)])
        for row, lesson in enumerate(lessons)
        for column, channel in enumerate(CHANNELS)
    ]


TELL_SECONDS = 15.0
A_MINUTE = 800
"""Taps before the clock is moved on; the talks of tests allow a thousand a minute."""


class DeadEnd(AssertionError):
    """A reply from which nobody gets on, or home."""


class Walker:
    """Walks on one channel, as one person whose form of address is changed between walks.

    `forms`: those in which all that is said is put into words; none = the one of the walk alone.
    """

    def __init__(self, talk: Any, library: Library, forms: Sequence[str] = tuple(FORMS)) -> None:
        self.talk, self.library, self.forms = talk, library, forms
        self.taps, self.longest, self.minute = 0, 0, 0

    async def begin(self) -> None:
        """The first meeting, with consent."""
        await self.talk("/start")
        for button in ("start.agree:yes", "start.form:skip", "start.commune:skip", "start.audience:skip"):
            await self.talk(button=button)

    async def walk(self, one: Walk) -> None:
        """First card to last question; then the questions once more at a review."""
        self._let_time_pass()
        await self._address(one.form)
        lesson, code = self.library.lesson(one.lesson), one.lesson.lower()
        assert lesson is not None
        said = await self.talk(f"hoc {code}")
        self._look(said, one)
        if said.messages[0].reply["values"].get("number") != 1 or said.phrase != "lessons.card":
            said = await self.talk(button=f"lessons.again:{code}")
        for _ in lesson.cards:
            said = await self._take(said, 0, one)
        for number, question in enumerate(lesson.quiz):
            said = await self._take(said, question.right - 1, one)
            if said.phrase != "lessons.right":
                raise DeadEnd(f"{one}: question {number + 1} gave {said.phrases}")
            if number + 1 < len(lesson.quiz):
                said = await self._take(said, 0, one)
        if said.phrases[-1] != "lessons.finished":
            raise DeadEnd(f"{one}: ended with {said.phrases}")
        await self._review(one, len(lesson.quiz))

    def _let_time_pass(self) -> None:
        """A minute now and then, or the bot would say that nobody taps so fast."""
        if self.taps - self.minute > A_MINUTE:
            self.talk.watch.move(seconds=61)
            self.minute = self.taps

    async def _review(self, one: Walk, questions: int) -> None:
        await self._only_this_is_due(one.lesson)
        said = await self.talk("/ontap")
        self._look(said, one)
        for _ in range(questions):
            if said.phrase != "review.question":
                raise DeadEnd(f"{one}: the review gave {said.phrases}")
            said = await self._take(said, 0, one)
            said = await self._take(said, 0, one)
        if not said.phrase.startswith(("review.later", "review.enough", "review.nothing")):
            raise DeadEnd(f"{one}: the review ended with {said.phrases}")

    async def _take(self, said: Any, choice: int, one: Walk) -> Any:
        """The choice of this place, as the hand takes it; then a look at what came of it."""
        does, *_ = said.messages[-1].reply["buttons"][choice]
        if one.hand == "words":
            held = self.talk.held[-1]
            title = self.talk.words.choices(self._buttons(said), held.form, 1000)[choice].title
            after = await self.talk(title)
        elif one.hand == "buttons" and self.talk.channel_name in PRESSING:
            after = await self.talk(button=does)
        else:
            shown = sum(len(message.reply.get("buttons", ())) for message in said.messages[:-1])
            after = await self.talk(str(shown + choice + 1))
        self._look(after, one)
        return after

    def _buttons(self, said: Any) -> Any:
        from bot.storage.outbox import from_json

        return from_json(said.messages[-1].reply).buttons

    def _look(self, said: Any, one: Walk) -> None:
        self.taps += 1
        if not said.messages or "errors.unforeseen" in said.phrases:
            raise DeadEnd(f"{one}: {said.phrases}")
        if "do:menu" not in said.buttons or len(set(said.buttons)) < 2:
            raise DeadEnd(f"{one}: no way on from {said.phrases}")
        limit = self.talk.channel.abilities.text_max
        for held, form in itertools.product(self.talk.held, self.forms or (one.form,)):
            text = self.talk.words(replace(held, form=form), self.talk.channel).text
            self.longest = max(self.longest, utf16_length(text))
            if utf16_length(text) > limit or LEFT_OPEN.search(text):
                raise DeadEnd(f"{one}: {said.phrases} in {form}: over {limit}, or with a gap: {text[:200]}")

    async def _address(self, form: str) -> None:
        me = (await self.talk.citizen()).id
        async with self.talk.database.begin() as db:
            await db.execute(update(Citizen).where(Citizen.id == me).values(form=form))

    async def _only_this_is_due(self, lesson: str) -> None:
        now = self.talk.watch.now()
        async with self.talk.database.begin() as db:
            await db.execute(update(Review).values(due_at=now + timedelta(days=9)))
            mine = update(Review).where(Review.lesson == lesson)
            await db.execute(mine.values(due_at=now - timedelta(hours=1)))


async def walk_all(
    walks: Iterable[Walk],
    library: Library,
    folder: Path,
    *,
    forms: Sequence[str] = tuple(FORMS),
    progress: Callable[[str, int], None] = lambda channel, done: None,
) -> dict[str, int]:
    """Walks, channel by channel, each channel with a person of its own. Raises at the first dead end.

    `progress` is told the channel and how many walks are done, after each of them.
    """
    from tests.journeys.channels import PLATFORMS

    found = {"walks": 0, "taps": 0, "longest": 0}
    for channel, mine in itertools.groupby(sorted(walks, key=lambda one: one.channel), lambda one: one.channel):
        database = Database(f"sqlite+aiosqlite:///{folder}/{channel}.db")
        async with database.engine.begin() as connection:
            await connection.run_sync(Base.metadata.create_all)
        async with PLATFORMS[channel](database, library) as talk:
            walker = Walker(talk, library, forms)
            await walker.begin()
            for one in mine:
                await walker.walk(one)
                found["walks"] += 1
                progress(channel, found["walks"])
        await database.close()
        found["taps"] += walker.taps
        found["longest"] = max(found["longest"], walker.longest)
    return found


class Progress:
    """A line now and then: how far, and how long it will take."""

    def __init__(self, walks: int) -> None:
        self.walks, self.began, self.told = walks, time.monotonic(), time.monotonic()

    def __call__(self, channel: str, done: int) -> None:
        """One more walk is done."""
        now = time.monotonic()
        if now - self.told < TELL_SECONDS:
            return
        self.told = now
        left = (now - self.began) / done * (self.walks - done)
        print(
            f"{done} of {self.walks} walks ({done / self.walks:.0%}), now {channel}; {left / 60:.0f} min to go",
            flush=True,
        )


def main(*, short: bool = False) -> None:
    """The full product (short: all pairs); 0 dead ends or an error that names the walk.

    In the full product each walk is read in its own form; of the pairs every reply is read in all forms.
    """
    import structlog

    structlog.configure(processors=[], logger_factory=structlog.ReturnLoggerFactory())
    library = Library.load(content_dir())
    lessons = [lesson.code for lesson in library.lessons]
    walks = pairs(lessons) if short else product(lessons)
    began, cpu = time.monotonic(), time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.setdefault("SEARCH_FOLDER", folder)
        forms = tuple(FORMS) if short else ()
        going = walk_all(walks, library, Path(folder), forms=forms, progress=Progress(len(walks)))
        found = asyncio.run(going)
    Console().print(
        f"{found['walks']} walks of {len(lessons)} lessons on {len(CHANNELS)} channels in {len(FORMS)} forms of address"
        f" by {', '.join(HANDS)}: {found['taps']} taps, 0 dead ends, 0 texts over a limit (longest {found['longest']});"
        f" {time.process_time() - cpu:.0f} s of CPU, {time.monotonic() - began:.0f} s"
    )
