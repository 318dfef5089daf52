"""Texts as numbers: words, words without marks, pairs of neighbours, pieces of three letters."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.postings import Ints, Rows, different, spread
from bot.domain.answering.search.wording import fold_word

LETTERS = {letter: number for number, letter in enumerate("abcdefghijklmnopqrstuvwxyz0123456789", 1)}
BASE = 38
OTHER = 37


class Spelling(NamedTuple):
    """Of every word without marks: its pieces of three letters, a blank before and after.

    Pieces are numbered by their place among `codes`, those that words or two neighbours can have. `first` and `last`:
    letters of a word as numbers whose sum is that of a joint: one's last letter, a blank, the next one's first.
    """

    codes: Ints
    pieces: Rows
    starts: Ints
    first: Rows
    last: Rows
    joints: Rows

    def find(self, codes: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """The numbers of pieces, and whether the base can have them."""
        places = np.minimum(self.codes.searchsorted(codes), len(self.codes) - 1)
        return places, self.codes[places] == codes


class Tokens(NamedTuple):
    """The words of all texts, one text after the other: as they are written, and without marks."""

    plain: Rows
    folded: Rows


class Words:
    """Every word of a base, and its form without marks, by number."""

    def __init__(self, words: Sequence[str]) -> None:
        self.words = list(words)
        self.numbers: dict[str, int] = {word: number for number, word in enumerate(self.words)}
        folded: dict[str, int] = {}
        fold = [folded.setdefault(fold_word(word), len(folded)) for word in self.words]
        self.folded: Mapping[str, int] = folded
        self.fold = np.array(fold, np.int32)

    @cached_property
    def spelling(self) -> Spelling:
        """How the words without marks are spelt."""
        lines = [f" {word} " for word in self.folded]
        codes = letters("".join(lines))
        sizes = np.array([len(line) for line in lines], np.int64)
        begins, inner = sizes.cumsum() - sizes, np.maximum(sizes - 2, 0)
        pieces, joints = _piece(codes, spread(begins, inner)), _joints()
        every_code = np.concatenate([joints, pieces])
        known, _ = different(every_code)
        every: Rows = known.searchsorted(every_code).astype(np.int32)
        starts = np.concatenate([[0], inner.cumsum()]).astype(np.int64)
        first: Rows = codes[begins + 1].astype(np.int32)
        last: Rows = (codes[begins + sizes - 2] * BASE).astype(np.int32)
        return Spelling(known, every[len(joints) :], starts, first, last, every[: len(joints)])

    def asked(self, words: Sequence[str]) -> Ints:
        """The numbers of a question's different words; unknown ones are below 0."""
        unique = dict.fromkeys(words)
        return np.array([self.numbers.get(word, -1 - n) for n, word in enumerate(unique)], np.int64)

    def pairs(self, left: Ints, right: Ints) -> Ints:
        """Neighbours, words without marks, as one number."""
        return left * len(self.folded) + right

    def asked_pairs(self, folded: Sequence[int]) -> Ints:
        """The different pairs of a question's words by number, in order; those with an unknown word are below 0."""
        many, beside = len(self.folded), enumerate(pairwise(folded))
        pairs = {left * many + right if min(left, right) >= 0 else -1 - n for n, (left, right) in beside}
        return np.array(sorted(pairs), np.int64)


class Told:
    """Texts that are read one after the other: their words by number, in the order in which they first stand there."""

    def __init__(self, words: Callable[[str], list[str]]) -> None:
        self._words = words
        self.numbers: dict[str, int] = {}

    def read(self, text: str) -> list[int]:
        """The numbers of a text's words."""
        numbers = self.numbers
        return [numbers.setdefault(word, len(numbers)) for word in self._words(text)]


class Lines:
    """Many texts as one row of numbers."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self.numbers, self.sizes, self.lengths = array("i"), array("q"), array("q")

    def add(self, numbers: Sequence[int]) -> None:
        """One more; what is longer than the longest is cut, its length kept."""
        self.numbers.extend(numbers[: self._longest])
        self.sizes.append(min(len(numbers), self._longest))
        self.lengths.append(len(numbers))

    @property
    def tokens(self) -> Rows:
        """The words of all texts."""
        return np.frombuffer(self.numbers, np.int32) if len(self.numbers) else np.zeros(0, np.int32)

    @property
    def starts(self) -> Ints:
        """Where each text begins, and where the last one ends."""
        return np.concatenate([[0], np.cumsum(np.array(self.sizes, np.int64))]).astype(np.int64)


def grams(folded: Sequence[str]) -> Ints:
    """Pieces of three letters of words without marks, a blank before, between and after words."""
    codes = letters(f" {' '.join(folded)} ")
    return _piece(codes, np.arange(max(0, len(codes) - 2)))


def _joints() -> Ints:
    """The piece of every joint."""
    last, first = np.divmod(np.arange(BASE * BASE), BASE)
    return last * (BASE * BASE) + first


def _piece(codes: Ints, places: Ints) -> Ints:
    return (codes[places] * BASE + codes[places + 1]) * BASE + codes[places + 2]


def letters(text: str) -> Ints:
    """Letters and digits as numbers, blanks as 0, everything else as one more letter."""
    raw = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    return _TABLE[np.minimum(raw, 255)]


_TABLE = np.full(256, OTHER, np.int64)
_TABLE[ord(" ")] = 0
for _letter, _number in LETTERS.items():
    _TABLE[ord(_letter)] = _number
