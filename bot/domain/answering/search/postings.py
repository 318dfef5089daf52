"""An inverted index in flat arrays: which rows hold a term, and how much it weighs there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]

SATURATION = 1.2
"""BM25's k1: how fast a repeated word stops adding weight."""
LENGTH = 0.75
"""BM25's b: how far long rows are held back."""
BEST = SATURATION + 1
"""The most that one unit of rarity can weigh."""
BUDGET = 40_000
"""Postings of a question that are read, the rarest terms first; those of its commonest ones say least."""
RUN = 40
"""The average length from which on it is quicker to copy spans than to gather their values."""
Kind = TypeVar("Kind", bound=np.generic)


@dataclass(frozen=True, slots=True)
class Postings:
    """Rows by term, the terms and each one's rows in order; weights (BM25) are worked out beforehand."""

    keys: Ints
    starts: Ints
    rows: Rows
    weights: Floats
    rarity: Floats
    sums: Floats
    """By row: the rarity of all its different terms together."""
    unknown: float
    """How rare a term is that stands nowhere."""

    @classmethod
    def of(cls, terms: Ints, rows: Ints, size: int) -> Postings:
        """From every term with the number of its row, of `size` rows."""
        every, held, times = counted(terms, rows, size)
        keys, first = np.unique(every, return_index=True)
        starts = np.append(first, len(every)).astype(np.int64)
        rarity = rareness(np.diff(starts), size)
        lengths = np.bincount(rows, minlength=size).astype(np.float32)
        each = np.repeat(rarity, np.diff(starts))
        weights = each * saturated(times, held_back(lengths, average(lengths))[held])
        sums = np.bincount(held, weights=each, minlength=size)
        return cls(keys, starts, held, weights.astype(np.float32), rarity, sums.astype(np.float32), unknown_among(size))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return len(self.sums)

    def find(self, terms: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Where these terms stand among the keys, and whether they do."""
        if not len(self.keys):
            return np.zeros(len(terms), np.int64), np.zeros(len(terms), bool)
        found = np.minimum(self.keys.searchsorted(terms), len(self.keys) - 1)
        return found, self.keys[found] == terms

    def rarities(self, terms: Ints) -> Floats:
        """How rare each is; what stands nowhere is rarest of all."""
        found, known = self.find(terms)
        return np.where(known, self.rarity[found] if len(self.keys) else np.float32(0), np.float32(self.unknown))

    def scores(self, terms: Ints, rarities: Floats, budget: int = BUDGET) -> Doubles:
        """The score of every row, as a share of the best that a question could get.

        1 would be every word, endlessly repeated. The commonest terms beyond the budget are left out.
        """
        found, known = self.find(terms)
        whole = max(1e-6, float(rarities.sum()))
        spans = self._affordable(found[known], budget)
        rows, weights = self._read(*spans)
        return np.bincount(rows, weights, self.size) / (BEST * whole)

    def _affordable(self, terms: Ints, budget: int) -> tuple[Ints, Ints]:
        """Where the rows of each term begin and end, the rarest terms first, at least one of them."""
        first, last = self.starts[terms], self.starts[terms + 1]
        counts = last - first
        if int(counts.sum()) > budget:
            order = np.argsort(counts, kind="stable")
            order = order[: max(1, int(np.searchsorted(np.cumsum(counts[order]), budget, "right")))]
            first, last = first[order], last[order]
        return first, last

    def _read(self, first: Ints, last: Ints) -> tuple[Rows, Floats]:
        counts = last - first
        return gathered(self.rows, first, counts), gathered(self.weights, first, counts)


def gathered(values: NDArray[Kind], first: Ints, counts: Ints) -> NDArray[Kind]:
    """The values of spans, one after the other: long spans are copied, short ones gathered."""
    if not len(first) or int(counts.sum()) <= RUN * len(counts):
        return values[spread(first, counts)]
    spans = zip(first.tolist(), (first + counts).tolist(), strict=True)
    return np.concatenate([values[begin:end] for begin, end in spans])


def places(held: NDArray[Any]) -> Ints:
    """The places that hold something; quicker for short arrays than numpy's own way."""
    return held.nonzero()[0]


def different(values: Ints) -> tuple[Ints, Ints]:
    """The different values in order, and how often each is there; quicker for short arrays than numpy's own way."""
    ordered = np.sort(values)
    first = np.ones(len(ordered), bool)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    ends = np.append(places(first), len(ordered))
    return ordered[ends[:-1]], ends[1:] - ends[:-1]


def unknown_among(size: int) -> float:
    """How rare a term is that none of so many rows hold."""
    return math.log(1 + (size + 0.5) / 0.5)


def spread(first: Ints, counts: Ints) -> Ints:
    """The places of spans that begin there and are so long, one after the other."""
    return np.arange(int(counts.sum())) + (first - counts.cumsum() + counts).repeat(counts)


def rareness(held: Ints, size: int) -> Floats:
    """How rare a term is that so many of `size` rows hold."""
    return np.log(1 + (size - held + 0.5) / (held + 0.5)).astype(np.float32)


def average(lengths: NDArray[np.floating]) -> float:
    """Of the lengths of rows; at least 1."""
    return max(1.0, float(lengths.mean())) if len(lengths) else 1.0


def held_back(lengths: NDArray[np.floating], usual: float) -> NDArray[np.floating]:
    """How far rows of these lengths are held back."""
    return SATURATION * (1 - LENGTH + LENGTH * lengths / usual)


def saturated(times: NDArray[np.floating], back: NDArray[np.floating]) -> NDArray[np.floating]:
    """What a term that stands so often in a row counts."""
    return times * BEST / (times + back)


def counted(terms: NDArray[np.integer], rows: Ints, size: int) -> tuple[Ints, Rows, Floats]:
    """Different terms with each of their rows (of `size`), in order, and how often the term stands there."""
    both, times = different(terms.astype(np.int64) * max(1, size) + rows)
    found, held = np.divmod(both, max(1, size))
    return found, held.astype(np.int32), times.astype(np.float32)
