"""A question on its way through the steps of answering: what is found for it is looked for once, when it is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.answering import price
from bot.domain.answering.base import Base, Match
from bot.domain.answering.beyond import Beyond
from bot.domain.answering.found import Topic
from bot.domain.answering.likeness import InDanger
from bot.domain.answering.search import Hit, Near
from bot.domain.answering.search.meaning import Floats
from bot.redaction import cleaned, spans


@dataclass
class Asked:
    """One question on its way through the steps, and what each step saw."""

    question: str
    words: str
    citizen_id: int
    ask_model: bool
    base: Base
    today: date
    vector: Floats | None
    lesson: str = ""
    topic: Topic | None = None
    unnamed: bool = False
    turn: int | None = None
    alarmed: str = ""
    which: Sequence[Hit] = ()
    steps: list[str] = field(default_factory=list)
    cuts: list[str] = field(default_factory=list)

    @cached_property
    def entries(self) -> Match:
        """The nearest entries."""
        return self.base.find_entries(self.words, self.today, vector=self.vector)

    @cached_property
    def passages(self) -> Match:
        """The nearest passages; looked for only where no entry decides."""
        return self.base.find_passages(self.words, self.today, vector=self.vector, lesson=self.lesson)

    @cached_property
    def beyond(self) -> Beyond | None:
        """What nobody here knows, if that is what is asked."""
        return None if self.unnamed else self.base.find_beyond(self.lines, self.entries)

    @cached_property
    def lines(self) -> list[Near]:
        """The nearest lines of what nobody here knows, and of people in danger."""
        return self.base.find_lines(self.words, self.vector)

    @cached_property
    def asks_price(self) -> bool:
        """Whether it asks what something costs."""
        return price.is_asked(" ".join(self.base.meant(self.words)))

    def in_danger(self, *, general: bool) -> InDanger | None:
        """What danger the question sounds like; not of one that goes on from a topic, whose words it does not say.

        `general`: whether it asks at its end, supposes, or tells of what is over.
        """
        if self.unnamed or self.topic or self.base.only_names(self.words):
            return None
        return self.base.find_danger(self.lines, self.entries, general=general)


LINK = re.compile(r"(?i)\b(?:https?://|www\.)\S+")
ANY_LINK = " link lạ "


def without_personal_data(question: str) -> str:
    """What is searched: nobody's number or name helps to find an entry, and of a link only that it is one."""
    text = LINK.sub(ANY_LINK, cleaned(question))
    for span in reversed(spans(text)):
        text = f"{text[: span.start]} {text[span.end :]}"
    return text
