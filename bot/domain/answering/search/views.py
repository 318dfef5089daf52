"""Titles and texts of all documents in numbers: which of them come into question, and what speaks for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.fields import COLUMNS, Field, Look, Question
from bot.domain.answering.search.postings import Floats, Ints, Rows
from bot.domain.answering.search.texts import Words
from bot.domain.answering.search.understanding import Document

LONG_TEXTS = 90
"""Words in an average text from which on a base is read as articles rather than as short entries."""
BY_WORDS, BY_MEANING = 30, 16
"""How many short entries come into question by their words, and by their meaning; of articles twice as many."""
FLOOR, SPAN = 0.7, 0.3
"""Cosines of the model lie between 0.7 and 1; this brings them to 0 and 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each view counts in the first look: words, words without marks, pairs, pieces of letters."""

    title: tuple[float, float, float, float]
    body: tuple[float, float, float, float]


ENTRIES = Weights((0.95, 0.14, 0.1, 0.2), (0.4, 0.2, 0.2, 0.35))
ARTICLES = Weights((0.05, 0.05, 0.7, 0.2), (0.2, 0.0, 1.1, 0.3))


@dataclass(frozen=True, slots=True)
class Meanings:
    """Cosines of a question with every title, every title read as a question, and every text."""

    titles: Floats
    questions: Floats | None
    bodies: Floats | None


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents that come into question, and what speaks for each: a line of signs."""

    numbers: Rows
    signs: Floats

    def only(self, kept: Sequence[bool]) -> Candidates:
        """Some of them."""
        where = np.array(kept, bool)
        return Candidates(self.numbers[where], self.signs[where])


class Sizes(NamedTuple):
    """Of every title: the number of its document, and its words; of every document: its words."""

    owners: Ints
    lengths: Floats
    body_lengths: Floats


class Views:
    """Every way to look at the documents."""

    def __init__(self, known: Words, titles: Field, bodies: Field, sizes: Sizes) -> None:
        self.known, self.titles, self.bodies, self.sizes = known, titles, bodies, sizes
        self.owners, self.lengths, self.body_lengths = sizes
        self.size = len(self.body_lengths)
        self.average = float(self.body_lengths.mean()) if self.size else 0.0
        self.long = self.average > LONG_TEXTS
        self.weights = ARTICLES if self.long else ENTRIES
        self.most = 2 if self.long else 1
        self._titled, self._first = np.unique(self.owners, return_index=True)

    @classmethod
    def read(cls, documents: Sequence[Document], words: Callable[[str], list[str]]) -> Views:
        """Every text once. A document counts by its best title."""
        titles: list[list[str]] = []
        owners: list[int] = []
        bodies: list[list[str]] = []
        for number, one in enumerate(documents):
            wordings = [words(title) for title in one.titles]
            titles += wordings
            owners += [number] * len(wordings)
            bodies.append([word for wording in wordings for word in wording] + words(one.text))
        known = Words.of(bodies)
        lengths = (np.array([len(text) for text in texts], np.float32) for texts in (titles, bodies))
        sizes = Sizes(np.array(owners, np.int64), *lengths)
        return cls(known, Field.build(titles, known), Field.build(bodies, known), sizes)

    def candidates(self, words: Sequence[str], meanings: Meanings | None = None) -> Candidates:
        """The documents that come into question, with their signs."""
        question = Question.read(words, self.known)
        titles, bodies = self.titles.look(question), self.bodies.look(question)
        by_title = titles.scores(self.weights.title)
        coarse = self._best(by_title) + bodies.scores(self.weights.body)
        numbers = top(coarse, BY_WORDS * self.most)
        if meanings is not None:
            by_best = self._best(meanings.titles)
            of_texts = by_best if meanings.bodies is None else meanings.bodies
            near = (by_best + of_texts - 2 * FLOOR) / SPAN
            numbers = np.union1d(numbers, top(near, BY_MEANING * self.most))
            by_title = by_title + (meanings.titles - FLOOR) / SPAN
        chosen: Rows = np.sort(numbers).astype(np.int32)
        rows = self._rows(by_title, chosen)
        parts: list[NDArray[np.floating]] = [
            self._titles(titles, rows),
            bodies.signs(chosen),
            coarse[chosen][:, None],
            self._sizes(rows, chosen),
        ]
        if meanings is not None:
            parts.append(np.stack([_at(meanings.titles, rows), of_texts[chosen]], axis=1))
            if meanings.questions is not None:
                parts.append(_at(meanings.questions, rows)[:, None])
        return Candidates(chosen, np.concatenate(parts, axis=1).astype(np.float32))

    def _best(self, scores: NDArray[np.floating]) -> NDArray[np.floating]:
        """The score of each document's best title; 0 where it has none."""
        if len(self.owners) == self.size:
            return scores
        best = np.zeros(self.size)
        if len(scores):
            best[self._titled] = np.maximum.reduceat(scores, self._first)
        return best

    def _rows(self, scores: NDArray[np.floating], numbers: Rows) -> Ints:
        """The best title of each document, the first of equals; -1 where it has none."""
        rows = np.full(self.size, -1, np.int64)
        best = np.flatnonzero(scores == self._best(scores)[self.owners])[::-1]
        rows[self.owners[best]] = best
        return rows[numbers]

    def _titles(self, look: Look, rows: Ints) -> Floats:
        if not len(self.owners):
            return np.zeros((len(rows), len(COLUMNS)), np.float32)
        signs = look.signs(np.maximum(rows, 0).astype(np.int32))
        return np.where(rows[:, None] >= 0, signs, 0)

    def _sizes(self, rows: Ints, numbers: Rows) -> Floats:
        return np.stack([np.log1p(_at(self.lengths, rows)), np.log1p(self.body_lengths[numbers])], axis=1)


def _at(values: Floats, rows: Ints) -> Floats:
    return np.where(rows >= 0, values[np.maximum(rows, 0)], 0) if len(values) else np.zeros(len(rows), np.float32)


def top(scores: NDArray[np.floating], most: int) -> Ints:
    """The numbers of the highest scores above 0."""
    found = np.argpartition(-scores, most)[:most] if len(scores) > most else np.arange(len(scores))
    return found[scores[found] > 0]
