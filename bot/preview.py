"""Words as citizens see them, without a citizen: lessons for authors, and how long an announcement is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, cast

from bot.channels.channel import Abilities, Channel
from bot.channels.formatting import split, utf16_length
from bot.channels.telegram import Telegram
from bot.channels.telegram_photos import CAPTION_MAX
from bot.channels.terminal import Terminal
from bot.channels.webchat import WebChat
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_shapes import text_of
from bot.domain.citizens import FORMS
from bot.domain.learning.quizzes import mark
from bot.library.library import Library
from bot.library.pictures import Pictures
from bot.library.schemas import Lesson
from bot.messages import Held, OutgoingMessage, Reply
from bot.storage.outbox import as_json
from bot.wording import Words
from handlers import lessons as talk

WHENEVER = datetime(2026, 1, 1, tzinfo=UTC)
FRAMES: dict[str, Abilities] = {one.name: one.abilities for one in (Telegram, ZaloOA, ZaloBot, WebChat, Terminal)}


def parts(channels: Sequence[Channel], text: str) -> dict[str, int]:
    """Channel → in how many messages this text arrives there."""
    return {one.name: len(split(text, one.abilities.text_max)) for one in channels}


"""What each platform can show."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """A platform that shows and sends nothing."""

    abilities: Abilities


class Preview:
    """Puts a lesson into the words of a form of address, within what a platform can show."""

    def __init__(self, library: Library, pictures: Pictures) -> None:
        self.library, self.words = library, Words(library.phrases, pictures)

    def lesson(self, lesson: Lesson, form: str = "", channel: str = "web") -> list[OutgoingMessage]:
        """Every card with its drawing, every question, and what is said to each of its choices."""
        return [self._said(reply, form, channel) for reply in self._replies(lesson)]

    def _replies(self, lesson: Lesson) -> Iterator[Reply]:
        for number in range(len(lesson.cards)):
            yield self._card(lesson, number)
        for number, question in enumerate(lesson.quiz):
            yield talk._question(lesson, number, self._whole(lesson))
            for choice in range(1, len(question.choices) + 1):
                marked = mark(lesson, number, choice)
                phrase = "lessons.right" if marked.right else "lessons.wrong"
                yield Reply(phrase, {"why": marked.why, "answer": marked.answer})

    def _card(self, lesson: Lesson, number: int) -> Reply:
        card = talk._card(lesson, number, self._whole(lesson))
        return replace(card, picture=self.library.picture(lesson.code, number + 1))

    def _whole(self, lesson: Lesson) -> str:
        values = {"number": self.library.place_of(lesson.code), "lessons": len(self.library.lessons)}
        return self.library.phrases.say("lessons.of_all", values, "")

    def _said(self, reply: Reply, form: str, channel: str) -> OutgoingMessage:
        held = Held(0, 0, 0, channel, "", form, as_json(reply), 0, "", WHENEVER)
        return self.words(held, cast(Channel, _Frame(FRAMES[channel])))

    def too_long(self, lesson: Lesson) -> Iterator[tuple[str, str]]:
        """Pairs: what, why it does not fit in one message of a platform in some form of address."""
        found: dict[str, str] = {}
        for form in FORMS:
            for channel in FRAMES:
                for number, message in enumerate(self.lesson(lesson, form, channel), 1):
                    why = _why(message, channel)
                    if why:
                        found.setdefault(f"{channel} {number}", why)
        yield from found.items()


def _why(message: OutgoingMessage, channel: str) -> str:
    """Why a message would come in parts or cut; "" when it does not."""
    text: Any = text_of(message) if channel == ZaloOA.name else message.text
    most = FRAMES[channel].text_max
    if utf16_length(text) > most:
        return f"{utf16_length(text)} letters, {channel} shows {most} in one message"
    if message.picture and channel == Telegram.name and utf16_length(text) > CAPTION_MAX:
        return f"{utf16_length(text)} letters, below a drawing telegram shows {CAPTION_MAX}"
    cut = next((choice.title for choice in message.choices if choice.title.endswith("…")), "")
    return f"the choice “{cut}” is cut on {channel}" if cut else ""
