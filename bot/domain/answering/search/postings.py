"""An inverted index in plain Python: which rows hold a term, and how much it weighs there."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

SATURATION = 1.2
"""BM25's k1: how fast a repeated word stops adding weight."""
LENGTH = 0.75
"""BM25's b: how far long rows are held back."""


class Postings:
    """Rows by term, with weights worked out beforehand."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.size = len(rows)
        self.counts = [Counter(row) for row in rows]
        holders = Counter(term for count in self.counts for term in count)
        self.idf = {term: math.log(1 + (self.size - held + 0.5) / (held + 0.5)) for term, held in holders.items()}
        self.unknown = math.log(1 + (self.size + 0.5) / 0.5)
        self.rows: dict[str, tuple[array[int], array[float]]] = {}
        self._fill()
        del self.counts

    def _weights(self, count: Counter[str]) -> Iterable[tuple[str, float]]:
        raise NotImplementedError

    def _fill(self) -> None:
        for row, count in enumerate(self.counts):
            for term, weight in self._weights(count):
                if term not in self.rows:
                    self.rows[term] = (array("I"), array("f"))
                self.rows[term][0].append(row)
                self.rows[term][1].append(weight)

    def holds(self, row: int, term: str) -> bool:
        """Whether the term stands in the row."""
        rows = self.rows[term][0] if term in self.rows else ()
        place = bisect_left(rows, row)
        return place < len(rows) and rows[place] == row

    def _add(self, term: str, factor: float, scores: list[float]) -> None:
        found = self.rows.get(term)
        if found is not None:
            for row, weight in zip(*found, strict=True):
                scores[row] += weight * factor


class Words(Postings):
    """BM25 as a share of the best that the question could get: 1 would be every word, endlessly repeated."""

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.average = (sum(len(row) for row in rows) / len(rows) if rows else 0) or 1.0
        super().__init__(rows)

    def _weights(self, count: Counter[str]) -> Iterable[tuple[str, float]]:
        length = SATURATION * (1 - LENGTH + LENGTH * count.total() / self.average)
        for term, times in count.items():
            yield term, self.idf[term] * times * (SATURATION + 1) / (times + length)

    def rarity(self, term: str) -> float:
        """The weight of a word; one that no row holds weighs as much as the rarest."""
        return self.idf.get(term, self.unknown)

    def coverage(self, terms: Sequence[str], row: int) -> float:
        """How much of the weight of these terms stands in this row, from 0 to 1."""
        whole = sum(self.rarity(term) for term in terms)
        return sum(self.rarity(term) for term in terms if self.holds(row, term)) / whole if whole else 0.0

    def add(self, terms: Sequence[str], weight: float, scores: list[float]) -> None:
        """Add `weight` times each row's share for these terms to `scores`."""
        best = (SATURATION + 1) * sum(self.rarity(term) for term in terms)
        for term in terms if best and weight else ():
            self._add(term, weight / best, scores)


class Grams(Postings):
    """Cosine of tf-idf over character n-grams: forgives a slip of the finger."""

    def _weights(self, count: Counter[str]) -> Iterable[tuple[str, float]]:
        weights = {term: times * self.idf[term] for term, times in count.items()}
        norm = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return [(term, weight / norm) for term, weight in weights.items()]

    def add(self, terms: Sequence[str], weight: float, scores: list[float]) -> None:
        """Add `weight` times each row's cosine with these terms to `scores`."""
        weights = {term: times * self.idf.get(term, self.unknown) for term, times in Counter(terms).items()}
        norm = math.sqrt(sum(value * value for value in weights.values())) or 1.0
        for term, value in weights.items():
            self._add(term, weight * value / norm, scores)
