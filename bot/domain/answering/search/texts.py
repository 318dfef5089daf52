"""Texts as numbers: words, words without marks, pairs of neighbours, pieces of three letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from bot.domain.answering.search.postings import Ints
from bot.domain.answering.search.wording import fold_word

MARK = 2**31
"""Pairs are the number of the first word times this plus that of the second."""
LETTERS = {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", 1)}
BASE = 38
OTHER = 37
PIECE = 3


class Words:
    """Every word of a base, and its form without marks, by number."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.numbers: dict[str, int] = {word: number for number, word in enumerate(self.words)}
        folded: dict[str, int] = {}
        fold = [folded.setdefault(fold_word(word), len(folded)) for word in self.words]
        self.folded: Mapping[str, int] = folded
        self.fold = np.array(fold, np.int64)

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> Words:
        """The words of these texts in the order in which they first stand there."""
        return cls(list(dict.fromkeys(word for text in texts for word in text)))

    def terms(self, texts: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
        """Every word of texts made of known words, with the number of its text."""
        numbers = self.numbers
        found = np.fromiter((numbers[word] for text in texts for word in text), np.int64)
        return found, np.repeat(np.arange(len(texts)), [len(text) for text in texts])

    def asked(self, words: Sequence[str]) -> Ints:
        """The numbers of a question's different words; unknown ones are below 0."""
        unique = dict.fromkeys(words)
        return np.array([self.numbers.get(word, -1 - n) for n, word in enumerate(unique)], np.int64)

    def asked_folded(self, folded: Sequence[str]) -> Ints:
        """The same of words without marks, in their order, repeated ones included."""
        return np.array([self.folded.get(word, -1 - n) for n, word in enumerate(folded)], np.int64)


def pairs(folded: Ints, texts: Ints) -> tuple[Ints, Ints]:
    """Neighbours within one text."""
    if len(folded) < 2:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    same = texts[1:] == texts[:-1]
    return (folded[:-1] * MARK + folded[1:])[same], texts[1:][same]


def asked_pairs(folded: Ints) -> Ints:
    """The different pairs of a question; those with an unknown word are unknown."""
    left, right = folded[:-1], folded[1:]
    known = (left >= 0) & (right >= 0)
    found = np.where(known, left * MARK + right, -1 - np.arange(len(left)))
    return np.unique(found)


def grams(texts: Sequence[Sequence[str]]) -> tuple[Ints, Ints]:
    """Pieces of three letters of texts without marks, a blank before, between and after words."""
    lines = [f" {' '.join(text)} " for text in texts]
    codes = letters("".join(lines))
    owners = np.repeat(np.arange(len(lines)), [len(line) for line in lines])
    if len(codes) < PIECE:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    found = codes[:-2] * BASE * BASE + codes[1:-1] * BASE + codes[2:]
    same = owners[2:] == owners[:-2]
    return found[same], owners[2:][same]


def letters(text: str) -> Ints:
    """Letters and digits as numbers, blanks as 0, everything else as one more letter."""
    raw = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return _TABLE[np.minimum(raw, 255)]


_TABLE = np.full(256, OTHER, np.int64)
_TABLE[ord(" ")] = 0
for _letter, _number in LETTERS.items():
    _TABLE[ord(_letter)] = _number
