"""Titles or whole texts in four views: words, words without marks, pairs of neighbours, pieces of three letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search import texts
from bot.domain.answering.search.postings import Asked, Floats, Ints, Postings, Read, Rows
from bot.domain.answering.search.texts import Words
from bot.domain.answering.search.wording import fold_word

LONGEST = 3_000
"""Words of one text that are read."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as meant, as numbers of the base's words."""

    plain: Ints
    folded: Ints
    pairs: Ints
    grams: Ints
    times: Ints
    numbers: Ints

    @classmethod
    def read(cls, words: Sequence[str], known: Words) -> Question:
        """Look its words up."""
        folded = [fold_word(word) for word in words]
        sequence = known.asked_folded(folded)
        unique = known.asked_folded(list(dict.fromkeys(folded)))
        digits = known.asked_folded([word for word in dict.fromkeys(folded) if word[0].isdigit()])
        pieces, times = np.unique(texts.grams([folded])[0], return_counts=True)
        return cls(known.asked(words), unique, texts.asked_pairs(sequence), pieces, times, digits)


COLUMNS = ("words", "folded", "pairs", "grams", "share", "said", "pair_share", "pair_said", "numbers")


class Field:
    """The views of one kind of text."""

    def __init__(self, size: int, words: Postings, folded: Postings, pairs: Postings, grams: Postings) -> None:
        self.size, self.words, self.folded, self.pairs, self.grams = size, words, folded, pairs, grams

    @classmethod
    def build(cls, rows: Sequence[Sequence[str]], known: Words) -> Field:
        """Read every text once."""
        rows = [row[:LONGEST] for row in rows]
        size = len(rows)
        plain, owners = known.terms(rows)
        folded = known.fold[plain] if len(plain) else plain
        return cls(
            size,
            Postings.words(plain, owners, size),
            Postings.words(folded, owners, size),
            Postings.words(*texts.pairs(folded, owners), size),
            Postings.grams(*texts.grams([[fold_word(word) for word in row] for row in rows]), size),
        )

    def look(self, question: Question) -> Look:
        """The question in the four views, scored against every row."""
        asked = (
            self.words.asked(question.plain),
            self.folded.asked(question.folded),
            self.pairs.asked(question.pairs),
            self.grams.asked(question.grams, question.times),
        )
        views = (self.words, self.folded, self.pairs, self.grams)
        read = tuple(view.read(one) for view, one in zip(views, asked, strict=True))
        found = [view.scores(one) for view, one in zip(views, read, strict=True)]
        return Look(self, question, views, asked, read, found)


@dataclass(frozen=True, slots=True)
class Look:
    """One question looked up in one field."""

    field: Field
    question: Question
    views: Sequence[Postings]
    asked: Sequence[Asked]
    read: Sequence[Read]
    found: Sequence[NDArray[np.float64]]

    def scores(self, weights: Sequence[float]) -> NDArray[np.float64]:
        """The weighted sum of the views for every row."""
        whole = np.zeros(self.field.size)
        for scores, weight in zip(self.found, weights, strict=True):
            if weight:
                whole += weight * scores
        return whole

    def signs(self, rows: Rows) -> Floats:
        """What speaks for each of these rows: a line each, in the order of COLUMNS."""
        slots = np.full(self.field.size, -1, np.int32)
        slots[rows] = np.arange(len(rows), dtype=np.int32)
        words, grams = (self._exact(view, rows, slots) for view in (0, 3))
        (folded, share, said), (pairs, pair_share, pair_said) = (self._at(view, rows, slots) for view in (1, 2))
        digits = self._digits(rows, slots)
        return np.stack([words, folded, pairs, grams, share, said, pair_share, pair_said, digits], axis=1)

    def _at(self, view: int, rows: Rows, slots: Rows) -> tuple[Floats, Floats, Floats]:
        return self.views[view].at(self.asked[view], self.read[view], rows, slots)

    def _exact(self, view: int, rows: Rows, slots: Rows) -> Floats:
        if self.read[view].whole:
            return self.found[view][rows].astype(np.float32)
        return self._at(view, rows, slots)[0]

    def _digits(self, rows: Rows, slots: Rows) -> Floats:
        """The share of the question's numbers that stand there."""
        if not len(self.question.numbers):
            return np.ones(len(rows), np.float32)
        folded = self.field.folded
        asked = folded.asked(self.question.numbers)
        return folded.at(asked, folded.read(asked), rows, slots)[1]
