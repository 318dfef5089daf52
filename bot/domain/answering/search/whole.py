"""A small base as a whole: what `reading.py` reads word by word, worked out beforehand for every term and row."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
)
from bot.domain.answering.search.reading import COLUMNS
from bot.domain.answering.search.texts import Tokens, Words

PLAIN, FOLDED, PAIRS = range(3)
"""The views of words, in the order of their scores in COLUMNS: as written, without marks, pairs of these."""
WEIGHT, RARITY = range(2)
"""What is kept with a word's rows: its weight there, and how rare it is."""
LEAST = 1e-6
OFTEN = 1 / 6
"""The share of all rows from which on a line of them all is quicker than a span of those that hold a piece."""
NONE = np.iinfo(np.int64).min
"""No pair has this number."""


class Listed(NamedTuple):
    """One view of a field: each term with each of its rows and its weight there; and how rare every term is."""

    terms: NDArray[np.integer]
    rows: NDArray[np.integer]
    weights: Floats
    rarity: Floats


class Spans:
    """What each term says: a span of rows with values, those of titles before those of texts."""

    def __init__(self, many: int, terms: Ints, rows: Ints, *values: Floats) -> None:
        """`many`: terms. `values`: some of every pair of a term and a row."""
        order = np.argsort(terms, kind="stable")
        self._starts = np.searchsorted(terms[order], np.arange(many + 1)).astype(np.int32)
        self._rows = rows[order].astype(np.min_scalar_type(int(rows.max(initial=0))))
        self._values = [value[order].astype(np.float32) for value in values]

    def added(self, terms: Ints, rows: int, *values: int) -> Sequence[Doubles]:
        """By row, of so many, all that these terms say there; a term that is asked for twice says it twice."""
        first, last = self._starts[terms].tolist(), self._starts[terms + 1].tolist()
        spans = [slice(*span) for span in zip(first, last, strict=True)]
        if not spans:
            return [np.zeros(rows) for _ in values]
        held = self._rows
        found = np.concatenate([held[span] for span in spans], dtype=np.intp)
        said = [np.concatenate([self._values[value][span] for span in spans]) for value in values]
        return [np.bincount(found, each, rows).astype(np.float64, copy=False) for each in said]


class Worth:
    """What each piece says of every row: a line of all rows for those that many hold, spans for the others."""

    def __init__(self, many: int, rows: int, terms: Ints, held: Ints, values: Floats) -> None:
        """`many`: pieces; `values`: one of every pair of a piece and a row that holds it."""
        often = np.bincount(terms, minlength=many) >= OFTEN * rows
        self._rows, self._place = rows, np.where(often, often.cumsum() - 1, -1).astype(np.int16)
        self._lines = np.zeros((int(often.sum()), rows), np.float32)
        inside = often[terms]
        self._lines[self._place[terms[inside]], held[inside]] = values[inside]
        self._spans = Spans(many, terms[~inside], held[~inside], values[~inside])

    def added(self, pieces: Ints, times: Ints) -> Doubles:
        """By row, all that these say, each so many times."""
        place = self._place[pieces]
        often = place >= 0
        seldom = ~often
        (found,) = self._spans.added(pieces[seldom].repeat(times[seldom]), self._rows, WEIGHT)
        found += times[often].astype(np.float32) @ self._lines[place[often]]
        return found


@dataclass(frozen=True, slots=True)
class Looked:
    """What a question says of some rows of a field: as parts of a whole, which `whole` and `known` are.

    `scores`, `there`, `sums`, `numbers`: a column a row of the field. `rows`: those that are looked at; None is all.
    """

    scores: Doubles
    there: Doubles
    sums: Floats
    numbers: Doubles
    whole: Doubles
    known: Doubles
    rows: Ints | None

    def weighed(self, weights: Doubles) -> Doubles:
        """By row looked at, the scores added up."""
        found: Doubles = (weights / self.whole) @ self.scores
        return found if self.rows is None else found[self.rows]

    def signs(self, places: Ints) -> Floats:
        """A line a row, of some of those looked at, in the order of COLUMNS."""
        rows = places if self.rows is None else self.rows[places]
        found = np.empty((len(COLUMNS), len(rows)), np.float32)
        there = self.there[:, rows]
        found[:4] = self.scores[:, rows] / self.whole[:, None]
        found[4:8:2], found[5:8:2] = there / self.known[:, None], there / self.sums[:, rows]
        found[8] = self.numbers[rows]
        return found.T


class Whole:
    """What every term says of every row.

    The terms of the views of words are numbered one view after the other, each view with one more for what the base
    does not know; pieces of letters are numbered for themselves. A row has a number in each view.
    """

    def __init__(self, known: Words, tokens: Tokens, titles: Field, bodies: Field) -> None:
        self._known, self._fields = known, (titles, bodies)
        self._pairs = different(np.concatenate([titles.pairs.keys, bodies.pairs.keys]))[0]
        self._sizes = len(known.words), len(known.folded), len(self._pairs)
        self._first = [0, *accumulate(size + 1 for size in self._sizes)]
        self._many = titles.size + bodies.size
        self._spans = slice(0, titles.size), slice(titles.size, self._many)
        sums = [np.stack([field.folded.sums, field.pairs.sums]) for field in self._fields]
        self._sums = np.maximum(np.concatenate(sums, axis=1), LEAST)
        self._invert_words(tokens)
        self._invert_pieces(tokens)

    def _invert_words(self, tokens: Tokens) -> None:
        self._rarity = np.empty((2, self._first[-1]), np.float32)
        found = []
        for number, field in enumerate(self._fields):
            begin, unknown = self._spans[number].start, field.folded.unknown
            for view, listed in enumerate(self._listed(field, tokens)):
                first, last = self._first[view], self._first[view + 1] - 1
                self._rarity[number, first:last], self._rarity[number, last] = listed.rarity, unknown
                rare = listed.rarity[listed.terms]
                found.append((listed.terms + first, listed.rows + begin + view * self._many, listed.weights, rare))
        self._words = Spans(self._first[-1], *map(np.concatenate, zip(*found, strict=True)))

    def _listed(self, field: Field, tokens: Tokens) -> Iterator[Listed]:
        """By view, in their order."""
        yield _written(field, tokens)
        yield _of_postings(field.folded, field.folded.keys, self._sizes[FOLDED])
        yield _of_postings(field.pairs, self._pairs.searchsorted(field.pairs.keys), self._sizes[PAIRS])

    def _invert_pieces(self, tokens: Tokens) -> None:
        """Each with its part of a row's vector times how rare it is: what it adds where it is asked for."""
        spelt = [_spelt(field, tokens, self._known) for field in self._fields]
        rows = [one.rows + span.start for one, span in zip(spelt, self._spans, strict=True)]
        worth = [one.weights * one.rarity[one.terms] for one in spelt]
        parts = [one.terms for one in spelt], rows, worth
        self._pieces = Worth(len(self._known.spelling.codes), self._many, *map(np.concatenate, parts))
        self._rare_pieces = np.stack([one.rarity for one in spelt])
        self._unknown = np.array([field.folded.unknown for field in self._fields], np.float32)[:, None]

    def look(self, question: Question, which: Sequence[Ints | None]) -> list[Looked]:
        """At some titles and some texts, or at all of them (None)."""
        asked = self._asked(question)
        scores, there = self._words.added(np.concatenate(asked), len(asked) * self._many, WEIGHT, RARITY)
        pieces, lengths = self._pieces_said(question)
        said, there = np.concatenate([scores, pieces]).reshape(4, -1), there.reshape(3, -1)[FOLDED:]
        digits = asked[FOLDED][question.digits]
        numbers = self._digits(digits) if len(digits) else np.ones(self._many)
        found = []
        for rarity, length, span, rows in zip(self._rarity, lengths, self._spans, which, strict=True):
            most = np.array([max(LEAST, float(rarity[terms].sum())) for terms in asked])
            columns = said[:, span], there[:, span], self._sums[:, span], numbers[span]
            found.append(Looked(*columns, np.append(BEST * most, length), most[FOLDED:], rows))
        return found

    def _asked(self, question: Question) -> list[Ints]:
        """The numbers of all words and pairs that are asked for, view by view."""
        places = self._pairs.searchsorted(question.pairs)
        pairs = np.where(np.append(self._pairs, NONE)[places] == question.pairs, places, -1)
        found = question.plain, question.folded, pairs
        return [
            np.where(numbers >= 0, numbers, size) + first
            for numbers, size, first in zip(found, self._sizes, self._first, strict=False)
        ]

    def _pieces_said(self, question: Question) -> tuple[Doubles, list[float]]:
        """What the pieces say of each row; and the question's length as a vector, among titles and among texts."""
        pieces, known = self._known.spelling.find(question.grams)
        weights = np.where(known, self._rare_pieces[:, pieces], self._unknown) * question.times
        found = self._pieces.added(pieces[known], question.times[known])
        return found, [max(LEAST, math.sqrt(each @ each)) for each in weights]

    def _digits(self, terms: Ints) -> Doubles:
        """The share of the words with digits that stands in each row."""
        (found,) = self._words.added(terms, len(self._sizes) * self._many, RARITY)
        found = found[FOLDED * self._many : PAIRS * self._many]
        for rarity, span in zip(self._rarity, self._spans, strict=True):
            found[span] /= max(LEAST, rarity[terms].sum())
        return found


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
