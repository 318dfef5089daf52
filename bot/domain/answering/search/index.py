"""The index: the steps of a search in order, from the words of a question to the documents that may answer it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from bot.domain.answering.search.calibration import UNSURE, Certainty, certainty, said_in
from bot.domain.answering.search.meaning import Floats, Vectors
from bot.domain.answering.search.ranking import rank
from bot.domain.answering.search.understanding import Document, Understanding
from bot.domain.answering.search.views import Allowed, Candidates, Meanings, Views


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found. `score`: how likely it is the answer, comparable between questions."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What a search gave: hits, best first, and how sure that is.

    `score`: what speaks for the first hit, added up.
    """

    hits: Sequence[Hit]
    certainty: Certainty = UNSURE
    by_meaning: bool = False
    score: float = 0.0


class Near(NamedTuple):
    """A document that comes into question.

    `score`: what speaks for it, added up; `share`: how much of the question stands in it, by how rare the words are.
    """

    id: str
    score: float
    share: float


class Index:
    """Documents that can be searched. It never changes: to change the base, build another and swap."""

    def __init__(
        self,
        documents: Sequence[Document],
        understanding: Understanding,
        views: Views,
        vectors: Vectors | None = None,
    ) -> None:
        self.documents, self.understanding, self.views, self.vectors = documents, understanding, views, vectors
        self._allowed = lru_cache(maxsize=2)(self._numbers)

    @classmethod
    def build(cls, documents: Iterable[Document], understanding: Understanding) -> Index:
        """Read every document once; found by words alone until `with_meaning`."""
        found = list(documents)
        return cls(found, understanding, Views.read(found, understanding.entry))

    def with_meaning(self, vectors: Vectors) -> Index:
        """The same documents, found by meaning too."""
        return Index(self.documents, self.understanding, self.views, vectors)

    def find(
        self, question: str, k: int = 10, vector: Floats | None = None, allowed: frozenset[str] | None = None
    ) -> Finding:
        """The `k` nearest documents: understand → look through every view → rank → how sure is that.

        `vector`: the question's meaning, if it was had in time. `allowed`: the ids that may be found.
        """
        words = self.understanding.question(question)
        if not words or not self.documents:
            return Finding(())
        meanings = self._meanings(vector)
        found = self.views.candidates(words, meanings, None if allowed is None else self._allowed(allowed))
        return self._ranked(words, found, k, by_meaning=meanings is not None)

    def nearest(self, question: str, vector: Floats | None = None) -> list[Near]:
        """All documents that come into question, best first; not how sure that is."""
        words = self.understanding.question(question)
        if not words or not self.documents:
            return []
        meanings = self._meanings(vector)
        found = self.views.candidates(words, meanings)
        scores = rank(found.signs, long=self.views.long, by_meaning=meanings is not None)
        order = np.argsort(-scores, kind="stable")
        columns = found.numbers, scores, said_in(found.signs)
        said = zip(*(column[order].tolist() for column in columns), strict=True)
        return [Near(self.documents[number].id, score, share) for number, score, share in said]

    def _meanings(self, vector: Floats | None) -> Meanings | None:
        return self.vectors.near(vector) if self.vectors is not None and vector is not None else None

    def _numbers(self, allowed: frozenset[str]) -> Allowed:
        return np.fromiter((one.id in allowed for one in self.documents), bool, len(self.documents))

    def _ranked(self, words: Sequence[str], found: Candidates, k: int, *, by_meaning: bool) -> Finding:
        if not len(found.numbers):
            return Finding((), by_meaning=by_meaning)
        scores = rank(found.signs, long=self.views.long, by_meaning=by_meaning)
        order = np.argsort(-scores, kind="stable")
        sure = certainty(found.signs[order], scores[order], len(words), long=self.views.long, by_meaning=by_meaning)
        best = order[:k]
        likely = sure.first * np.exp(scores[best] - scores[order[0]])
        likeliest = zip(found.numbers[best].tolist(), likely.tolist(), strict=True)
        hits = [Hit(self.documents[number].id, score) for number, score in likeliest]
        return Finding(hits, sure, by_meaning, float(scores[order[0]]))

    def understood(self, question: str) -> str:
        """The question as it is searched: abbreviations in full, slips put right."""
        return " ".join(self.understanding.question(question))
