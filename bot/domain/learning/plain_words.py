"""A card in easier words. Nobody invents any: the author's own, or the card slowly, its hard words explained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from bot.library.reading import sentences

MOST_TERMS = 3


def easier(lesson: Any, place: int, glossary: Sequence[Any]) -> str:
    """The easier words of card `place` (from 0): the author's, else one sentence a line; then words explained."""
    card = lesson.cards[place]
    written = lesson.easier.get(place + 1)
    slowly = written or "\n".join(f"• {sentence.strip()}" for sentence in sentences(card))
    terms = [f"{term.term}: {term.means}" for term in explained(written or card, glossary)]
    return "\n\n".join(part for part in (slowly, "\n".join(terms)) if part)


def explained(text: str, glossary: Iterable[Any]) -> list[Any]:
    """The words of the glossary that a text uses, in the order of the text, at most a few.

    A word within a longer one is not meant: "tiếp thị liên kết" speaks of no link.
    """
    terms, found, over = list(glossary), dict[int, Any](), 0
    for start, length, number in sorted(_places(text, terms)):
        if start >= over:
            over = start - length
            found.setdefault(number, terms[number])
    return list(found.values())[:MOST_TERMS]


def _places(text: str, glossary: Iterable[Any]) -> Iterable[tuple[int, int, int]]:
    """Where each term stands: its start, minus its length (the longest first), its number."""
    for number, term in enumerate(glossary):
        for word in (term.term, *term.also):
            for hit in _said(word).finditer(text):
                yield hit.start(), hit.start() - hit.end(), number


@cache
def _said(word: str) -> re.Pattern[str]:
    """The word as it is written, with its marks: "họ sợ" is no "hồ sơ", and who asks "ai" means no machine."""
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", 0 if word.isupper() else re.IGNORECASE)
