"""An inverted index in flat arrays: which rows hold a term, and how much it weighs there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Floats = NDArray[np.float32]

SATURATION = 1.2
"""BM25's k1: how fast a repeated word stops adding weight."""
LENGTH = 0.75
"""BM25's b: how far long rows are held back."""
FEW = 24_000
"""Rows up to which every posting of a question is read."""
BUDGET = 60_000
"""Postings of a question that are read where there are more rows: the rarest terms first."""
RUN = 200
"""Postings a term, on average, from which on it is quicker to copy each term's span than to gather them all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms of a question in one view: where they stand in it, and the weight of each."""

    places: Ints
    """Numbers of the terms that the view knows."""
    factors: Floats
    """How much each of those counts in the question, all of its terms (unknown ones too) making 1 at most."""
    shares: Floats
    """The share of each known term in the question's whole weight."""


@dataclass(frozen=True, slots=True)
class Read:
    """The postings of a question's terms."""

    rows: Rows
    which: Ints
    """The number of the term among those asked, by posting."""
    weights: NDArray[np.float32]
    whole: bool
    """Whether every term was read."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows by term, the terms and each one's rows in order; weights are worked out beforehand."""

    keys: Ints
    starts: Ints
    rows: Rows
    weights: Floats
    rarity: Floats
    sums: Floats
    """By row: the rarity of all its different terms together."""
    unknown: float
    best: float
    """The most that one unit of rarity can weigh."""

    @classmethod
    def words(cls, terms: Ints, rows: Ints, size: int) -> Postings:
        """BM25, as a share of the best that a question could get: 1 would be every word, endlessly repeated."""
        keys, starts, held, times = _counted(terms, rows, size)
        rarity = _rarity(np.diff(starts), size)
        lengths = np.bincount(rows, minlength=size).astype(np.float32)
        held_back = SATURATION * (1 - LENGTH + LENGTH * lengths / max(1.0, float(lengths.mean()) if size else 1.0))
        each = np.repeat(rarity, np.diff(starts))
        weights = each * times * (SATURATION + 1) / (times + held_back[held])
        sums = np.bincount(held, weights=each, minlength=size)
        return cls(keys, starts, held, weights.astype(np.float32), rarity, sums.astype(np.float32), _unknown(size), 2.2)

    @classmethod
    def grams(cls, terms: Ints, rows: Ints, size: int) -> Postings:
        """Cosine of tf-idf."""
        keys, starts, held, times = _counted(terms, rows, size)
        rarity = _rarity(np.diff(starts), size)
        weights = np.repeat(rarity, np.diff(starts)) * times
        norms = np.sqrt(np.bincount(held, weights=weights * weights, minlength=size))
        weights = weights / np.maximum(norms[held], 1e-6)
        sums = np.zeros(size, np.float32)
        return cls(keys, starts, held, weights.astype(np.float32), rarity, sums, _unknown(size), 0.0)

    def asked(self, terms: Ints, times: Ints | None = None) -> Asked:
        """The question's different terms; those below 0 are words that the view does not know. `times`: of pieces."""
        places = np.minimum(self.keys.searchsorted(terms), max(0, len(self.keys) - 1))
        known = self.keys[places] == terms if len(self.keys) else np.zeros(len(terms), bool)
        places = places[known]
        rarity = np.full(len(terms), self.unknown, np.float32)
        rarity[known] = self.rarity[places]
        if times is not None:
            weights = rarity * times
            factors = weights[known] / max(1e-6, float(np.sqrt(weights @ weights)))
            return Asked(places, factors.astype(np.float32), factors)
        whole = max(1e-6, float(rarity.sum()))
        factors = np.full(len(places), 1 / (self.best * whole), np.float32)
        return Asked(places, factors, rarity[known] / whole)

    def read(self, asked: Asked) -> Read:
        """The rows that hold a term of the question; among many rows the commonest terms are left out."""
        terms = np.arange(len(asked.places))
        first, last = self.starts[asked.places], self.starts[asked.places + 1]
        counts = last - first
        whole = self.size <= FEW or int(counts.sum()) <= BUDGET
        if not whole:
            order = np.argsort(counts, kind="stable")
            terms = order[: max(1, int(np.searchsorted(np.cumsum(counts[order]), BUDGET)))]
            first, last, counts = first[terms], last[terms], counts[terms]
        which = terms.repeat(counts)
        if int(counts.sum()) > RUN * len(counts):
            spans = [slice(*ends) for ends in zip(first.tolist(), last.tolist(), strict=True)]
            rows, weights = (np.concatenate([column[span] for span in spans]) for column in (self.rows, self.weights))
        else:
            places = np.arange(len(which)) + (first - counts.cumsum() + counts).repeat(counts)
            rows, weights = self.rows[places], self.weights[places]
        return Read(rows, which, weights * asked.factors[which], whole)

    def scores(self, read: Read) -> NDArray[np.float64]:
        """The score of every row."""
        return np.bincount(read.rows, read.weights, self.size).astype(np.float64)

    def at(self, asked: Asked, read: Read, rows: Rows, slots: Rows) -> tuple[Floats, Floats, Floats]:
        """Of these rows: score, share of the question that stands there, share of the row that is asked.

        `slots`: by row of the view, its place among `rows`, or -1.
        """
        if not read.whole:
            return self._searched(asked, rows)
        held = slots[read.rows]
        here = held >= 0
        held, which = held[here], read.which[here]
        scores = np.bincount(held, read.weights[here], len(rows))
        shares = np.bincount(held, asked.shares[which], len(rows))
        said = np.bincount(held, self.rarity[asked.places][which], len(rows))
        return _floats(scores), _floats(shares), _floats(said / np.maximum(self.sums[rows], 1e-6))

    def _searched(self, asked: Asked, rows: Rows) -> tuple[Floats, Floats, Floats]:
        """The same where the commonest terms were not read: each term is looked for in each row."""
        where, there = self._find(asked.places, rows)
        scores = (np.where(there, self.weights[where], 0) * asked.factors[:, None]).sum(axis=0)
        shares = (there * asked.shares[:, None]).sum(axis=0)
        said = (there * self.rarity[asked.places][:, None]).sum(axis=0)
        return _floats(scores), _floats(shares), _floats(said / np.maximum(self.sums[rows], 1e-6))

    def _find(self, places: Ints, rows: Rows) -> tuple[Ints, NDArray[np.bool_]]:
        """Where each term meets each row, by halving all spans at once, and whether it does."""
        low = np.repeat(self.starts[places][:, None], len(rows), axis=1)
        high = np.repeat(self.starts[places + 1][:, None], len(rows), axis=1)
        end = high - 1
        for _ in range(int((high - low).max()).bit_length()):
            middle = np.minimum((low + high) >> 1, end)
            less = (self.rows[middle] < rows) & (low < high)
            low, high = np.where(less, middle + 1, low), np.where(less, high, np.maximum(middle, low))
        low = np.minimum(low, end)
        return low, self.rows[low] == rows

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.sums)


def _counted(terms: Ints, rows: Ints, size: int) -> tuple[Ints, Ints, Rows, Floats]:
    """Different terms, where the rows of each begin, the rows, and how often the term stands in each."""
    both, times = np.unique(terms * max(1, size) + rows, return_counts=True)
    held_terms, held = np.divmod(both, max(1, size))
    keys, first = np.unique(held_terms, return_index=True)
    starts = np.append(first, len(both)).astype(np.int64)
    return keys, starts, held.astype(np.int32), times.astype(np.float32)


def _rarity(held: Ints, size: int) -> Floats:
    return np.log(1 + (size - held + 0.5) / (held + 0.5)).astype(np.float32)


def _unknown(size: int) -> float:
    return float(np.log(1 + (size + 0.5) / 0.5))


def _floats(values: NDArray[Any]) -> Floats:
    return values.astype(np.float32)
