"""Some documents with their titles: a document counts by its best one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.postings import Ints, places, spread


@dataclass(frozen=True)
class Titled:
    """Documents by number, and the rows of their titles, those of one document after the other.

    `starts`: where the titles of each begin, and where the last ones end.
    """

    numbers: Ints
    rows: Ints
    starts: Ints

    @classmethod
    def of(cls, numbers: Ints, first_titles: Ints) -> Titled:
        """`first_titles`: by document, the row of its first title."""
        first = first_titles[numbers]
        counts = first_titles[numbers + 1] - first
        starts = np.zeros(len(numbers) + 1, np.int64)
        counts.cumsum(out=starts[1:])
        return cls(numbers, spread(first, counts), starts)

    @cached_property
    def owners(self) -> Ints:
        """By title, the place of its document."""
        return np.arange(len(self.numbers)).repeat(np.diff(self.starts))

    @cached_property
    def held(self) -> Ints:
        """The places of documents that have a title."""
        return places(np.diff(self.starts))

    def best(self, scores: NDArray[np.floating]) -> NDArray[np.floating]:
        """By document, the best score of its titles; 0 where it has none."""
        found, held = np.zeros(len(self.numbers)), self.held
        if len(held):
            found[held] = np.maximum.reduceat(scores, self.starts[held])
        return found

    def first_best(self, scores: NDArray[np.floating]) -> Ints:
        """By document, the place of its best title among the rows, the first of equals; -1 where it has none."""
        found, owners = np.full(len(self.numbers), -1), self.owners
        best = places(scores == self.best(scores)[owners])[::-1]
        found[owners[best]] = best
        return found
