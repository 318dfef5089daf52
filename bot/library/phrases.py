"""The bot's own sentences by name, in the form of address that the person chose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.log import logger

log = logger(__name__)

PLACEHOLDER = re.compile(r"\{(\w+)\}")
FORMS: Mapping[str, tuple[str, str]] = {
    "ong": ("ông", "cháu"),
    "ba": ("bà", "cháu"),
    "bac": ("bác", "cháu"),
    "co": ("cô", "cháu"),
    "chu": ("chú", "cháu"),
    "anh": ("anh", "em"),
    "chi": ("chị", "em"),
    "ban": ("bạn", "mình"),
}
"""Form → what the bot calls the person, and itself."""
DEFAULT = "ban"
LOST = "{Me} xin lỗi {you}, câu này đang được sửa. {You} gõ “menu” để về bảng chọn; nếu đang nguy hiểm, gọi 113."
LOST_BUTTON = "Bảng chọn"
LOST_LABEL = "🤖 Trí tuệ nhân tạo (AI) viết"
"""Said in place of a sentence that is not there: something, a button, and that a model wrote the answer."""
KEPT = 512
"""Sentences that are remembered as they are said to somebody."""
PERSONS = ("you", "You", "me", "Me")


def persons(form: str) -> dict[str, str]:
    """The four words that depend on the form of address."""
    you, me = FORMS.get(form, FORMS[DEFAULT])
    return {"you": you, "You": you.capitalize(), "me": me, "Me": me.capitalize()}


PERSON_WORDS = {form: persons(form) for form in ("", *FORMS)}


class Phrases:
    """Sentences by name: "tickets.opened"."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        self.sentences = dict(sentences)
        self._told = set[str]()
        self._alone = lru_cache(maxsize=KEPT)(self._said_alone)

    def say(self, name: str, values: Mapping[str, Any], form: str) -> str:
        """The sentence, filled; where it is not there, or wants what it is not given, the excuse for it."""
        try:
            if not values:
                return self._alone(name, form)
            filled = {**values, **PERSON_WORDS.get(form, PERSON_WORDS[""])}
            return PLACEHOLDER.sub(lambda found: str(filled[found[1]]), self.sentences[name])
        except KeyError as error:
            return self.lost(name, str(error.args[0]), form)

    def _said_alone(self, name: str, form: str) -> str:
        """A sentence that wants nothing but the words of address."""
        filled = PERSON_WORDS.get(form, PERSON_WORDS[""])
        return PLACEHOLDER.sub(lambda found: filled[found[1]], self.sentences[name])

    def lost(self, name: str, missing: str, form: str) -> str:
        """What is said instead, for nobody is to wait for words in vain; the log hears of it once."""
        if name not in self._told:
            self._told.add(name)
            why = "no such sentence" if missing == name else f"{{{missing}}} is never filled"
            log.warning("a sentence is lost", phrase=name, why=why)
        if name.startswith("buttons."):
            return LOST_BUTTON
        return LOST_LABEL if name == "labels.ai" else self.fill(LOST, form)

    def fill(self, text: str, form: str) -> str:
        """A text of the content with only the words of address filled; other braces stay."""
        if "{" not in text:
            return text
        known = PERSON_WORDS.get(form, PERSON_WORDS[""])
        return PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), text)

    def placeholders(self, name: str) -> set[str]:
        """What a sentence wants filled, besides the words of address."""
        return wanted(self.sentences[name])

    def __contains__(self, name: str) -> bool:
        return name in self.sentences


def wanted(sentence: str) -> set[str]:
    """The placeholders that are not words of address."""
    return set(PLACEHOLDER.findall(sentence)) - set(PERSONS)
