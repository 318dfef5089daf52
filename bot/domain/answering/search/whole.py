"""A small base as a whole: what `reading.py` reads word by word, worked out beforehand for every term and row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.fields import Field, Question, pieces_counted
from bot.domain.answering.search.postings import (
    BEST,
    Doubles,
    Floats,
    Ints,
    Postings,
    counted,
    different,
    held_back,
    saturated,
    spread,
)
from bot.domain.answering.search.reading import COLUMNS
from bot.domain.answering.search.texts import Tokens, Words

VIEWS = FOLDED, PAIRS, PLAIN, PIECES = range(4)
"""The views: words without marks, pairs of these, words as written, pieces of three letters."""
SCORES = [PLAIN, FOLDED, PAIRS, PIECES]
"""The views whose scores are the first of COLUMNS."""
BOTH = np.arange(2)
"""Titles, texts."""
LEAST = 1e-6
NONE = np.iinfo(np.int64).min
"""No pair has this number."""


class Listed(NamedTuple):
    """One view of a field: each term with each of its rows and its weight there; and how rare every term is."""

    terms: NDArray[np.integer]
    rows: NDArray[np.integer]
    weights: Floats
    rarity: Floats


class Told(NamedTuple):
    """What the terms of a question say: rows and weights, the spans of one term after the other, and their lengths."""

    rows: NDArray[np.integer]
    weights: Floats
    each: Ints


class Whole:
    """What every term says of every row.

    The terms of all views are numbered one view after the other, each view with one more for what the base does not
    know. Each term has two spans of rows, those of titles and those of texts. A row has a number in each view.
    """

    def __init__(self, known: Words, tokens: Tokens, titles: Field, bodies: Field) -> None:
        self._known, self._fields = known, (titles, bodies)
        self._pairs = different(np.concatenate([titles.pairs.keys, bodies.pairs.keys]))[0]
        self._sizes = len(known.folded), len(self._pairs), len(known.words), len(known.spelling.codes)
        self._first = [0, *accumulate(size + 1 for size in self._sizes)]
        self._owners = BOTH.repeat([titles.size, bodies.size])
        sums = [np.stack([field.folded.sums, field.pairs.sums]) for field in self._fields]
        self._sums = np.maximum(np.concatenate(sums, axis=1), LEAST)
        self._rarity = np.empty((self._first[-1], 2), np.float32)
        self._invert(tokens)

    def _invert(self, tokens: Tokens) -> None:
        """One list of rows and weights, by term."""
        terms, rows, weights = [], [], []
        for number, field in enumerate(self._fields):
            for view, listed in enumerate(self._listed(field, tokens)):
                first, last = self._first[view], self._first[view + 1] - 1
                terms.append(2 * (listed.terms + first) + number)
                rows.append(listed.rows + view * len(self._owners) + number * self._fields[0].size)
                weights.append(listed.weights)
                self._rarity[first:last, number], self._rarity[last, number] = listed.rarity, field.folded.unknown
        every = np.concatenate(terms)
        order = np.argsort(every, kind="stable")
        self._starts = np.searchsorted(every[order], np.arange(2 * self._first[-1] + 1)).astype(np.int32)
        self._rows = np.concatenate(rows)[order].astype(np.min_scalar_type(len(VIEWS) * len(self._owners)))
        self._weights = np.concatenate(weights)[order].astype(np.float32)

    def _listed(self, field: Field, tokens: Tokens) -> Iterator[Listed]:
        yield _of_postings(field.folded, field.folded.keys, self._sizes[FOLDED])
        yield _of_postings(field.pairs, self._pairs.searchsorted(field.pairs.keys), self._sizes[PAIRS])
        yield _written(field, tokens)
        yield _spelt(field, tokens, self._known)

    def signs(self, question: Question) -> tuple[Floats, Floats]:
        """For every title and for every text a line of signs, in the order of COLUMNS."""
        views = self._asked(question)
        spans = [slice(end - len(view), end) for end, view in zip(accumulate(map(len, views)), views, strict=True)]
        terms = np.concatenate(views)
        told, rarity, worth = self._told(terms), self._rarity[terms].astype(np.float64), np.empty((len(terms), 2))
        together = [np.maximum(rarity[span].sum(0), LEAST) for span in spans[:PIECES]]
        for span, whole in zip(spans, together, strict=False):
            worth[span] = 1 / (BEST * whole)
        worth[spans[PIECES]] = _direction(rarity[spans[PIECES]], question.times)
        signs = np.empty((len(COLUMNS), len(self._owners)), np.float32)
        signs[:4] = self._added(told, worth, 4, weighed=True)[SCORES]
        for span, whole in zip(spans[:PLAIN], together, strict=False):
            rarity[span] /= whole
        signs[4:8:2] = self._added(told, rarity[: spans[PAIRS].stop], 2)
        signs[5:8:2] = signs[4:8:2] * np.array(together[:PLAIN])[:, self._owners] / self._sums
        signs[8] = self._digits(told, rarity[spans[FOLDED]] * question.digits[:, None]) if question.digits.any() else 1
        cut = self._fields[0].size
        return signs.T[:cut], signs.T[cut:]

    def _asked(self, question: Question) -> list[Ints]:
        """The numbers of all terms that are asked for, view by view."""
        pieces, known = self._known.spelling.find(question.grams)
        places = self._pairs.searchsorted(question.pairs)
        pairs = np.where(np.append(self._pairs, NONE)[places] == question.pairs, places, -1)
        found = question.folded, pairs, question.plain, np.where(known, pieces, -1)
        return [
            np.where(numbers >= 0, numbers, size) + first
            for numbers, size, first in zip(found, self._sizes, self._first, strict=False)
        ]

    def _told(self, terms: Ints) -> Told:
        """All that these terms say."""
        spans = 2 * terms[:, None] + BOTH
        first = self._starts[spans]
        each = (self._starts[spans + 1] - first).ravel()
        found = spread(first.ravel(), each)
        return Told(self._rows[found], self._weights[found], each)

    def _added(self, told: Told, worth: Doubles, views: int, *, weighed: bool = False) -> Doubles:
        """By view and row, what the terms of the first views are worth there; times their weight in it."""
        every = worth.ravel().repeat(told.each[: worth.size])
        if weighed:
            every *= told.weights
        found = np.bincount(told.rows[: len(every)], every, views * len(self._owners))
        return np.asarray(found, np.float64).reshape(views, -1)

    def _digits(self, told: Told, rarity: Doubles) -> Doubles:
        """The share of the words with digits that stands in each row."""
        return self._added(told, rarity / np.maximum(rarity.sum(0), LEAST), 1)[0]


def _direction(rarity: Doubles, times: Ints) -> Doubles:
    """The question's vector of pieces, of length 1."""
    weights = rarity * times[:, None]
    return weights / np.maximum(np.sqrt((weights * weights).sum(0)), LEAST)


def _of_postings(postings: Postings, numbers: Ints, size: int) -> Listed:
    """`numbers`: those of its keys in the view, which has so many terms."""
    rarity = np.full(size, postings.unknown, np.float32)
    rarity[numbers] = postings.rarity
    return Listed(numbers.repeat(np.diff(postings.starts)), postings.rows, postings.weights, rarity)


def _written(field: Field, tokens: Tokens) -> Listed:
    """Words as they are written."""
    lengths = np.diff(field.starts)
    owners = np.arange(field.size).repeat(lengths)
    words, rows, times = counted(tokens.plain[field.starts[0] : field.starts[-1]], owners, field.size)
    weights = field.plain[words] * saturated(times, held_back(lengths, field.usual)[rows])
    return Listed(words, rows, weights, field.plain)


def _spelt(field: Field, tokens: Tokens, known: Words) -> Listed:
    """Pieces of letters: a row's vector has the length 1."""
    rarity, norms = field.pieces
    none = 0, np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0, np.float32)
    parts = [none, *pieces_counted(known, tokens.folded, field.starts)]
    rows = np.concatenate([begin + rows for begin, _, rows, _ in parts])
    pieces, times = np.concatenate([one[1] for one in parts]), np.concatenate([one[3] for one in parts])
    return Listed(pieces, rows, rarity[pieces] * times / np.maximum(norms[rows], LEAST), rarity)
