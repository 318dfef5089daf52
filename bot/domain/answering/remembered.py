"""Answers of the model, kept in memory while their passages and the day stay the same."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from datetime import date
from typing import Generic, TypeVar

from bot.domain.answering.base import Passage
from bot.redaction import mask

T = TypeVar("T")
MOST = 500


class Remembered(Generic[T]):
    """The last answers by question, passages, instructions and day; a changed passage is another key."""

    def __init__(self, most: int = MOST) -> None:
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._most = most

    def get(self, key: str) -> T | None:
        """What was answered, if it still is kept."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, key: str, value: T) -> None:
        """Keep an answer; the one unused longest goes."""
        self._kept[key] = value
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)


def key_of(question: str, passages: Sequence[Passage], instructions: str, today: date) -> str:
    """One key for the same question from the same passages on the same day: "in force" may change overnight."""
    words = " ".join(mask(question).lower().rstrip("?!. ").split())
    parts = [words, instructions, today.isoformat(), *(f"{one.id}\n{one.title}\n{one.text}" for one in passages)]
    return hashlib.sha256("\x00".join(parts).encode()).hexdigest()
