"""The index: the steps of a search, and the views that they add up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nlargest

from bot.domain.answering.search.calibration import LONG_ARTICLES, SHORT_ENTRIES, Calibration, Signs
from bot.domain.answering.search.postings import Grams, Words
from bot.domain.answering.search.repair import Repair
from bot.domain.answering.search.wording import Abbreviations, Reader, Wording

LONG_TEXTS = 90
"""Words in an average text above which a base is read as articles rather than as short entries."""


@dataclass(frozen=True, slots=True)
class Document:
    """What can be found: a title, other ways to ask for it, and the text under it."""

    id: str
    title: str
    text: str
    also: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found. `score` is absolute: comparable between questions."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each view counts. `…_words` moves to `…_folded` when a question is typed without marks."""

    title_words: float
    title_folded: float
    title_pairs: float
    title_grams: float
    body_words: float
    body_folded: float
    body_pairs: float

    def without_marks(self) -> Weights:
        """For a question typed without marks."""
        title, body = self.title_words + self.title_folded, self.body_words + self.body_folded
        return Weights(0, title, self.title_pairs, self.title_grams, 0, body, self.body_pairs)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of base: how its views are weighed, and what a score means in it."""

    weights: Weights
    calibration: Calibration


# Weights chosen on public development sets (short questions and answers; law articles and procedures), in six
# typing forms each. Only these numbers come from there.
ENTRIES = Kind(Weights(0.95, 0.14, 0.1, 0.2, 0.4, 0.2, 0.2), SHORT_ENTRIES)
ARTICLES = Kind(Weights(0.05, 0.05, 0.7, 0.2, 0.2, 0.0, 1.1), LONG_ARTICLES)


class Titles:
    """Every wording of every title; a document counts by its best one."""

    def __init__(self, documents: Sequence[Document], reader: Reader) -> None:
        wordings = [
            (number, title) for number, one in enumerate(documents) for title in (one.title, *one.also) if title
        ]
        read = [reader.entry(title) for _, title in wordings]
        self.owners = [number for number, _ in wordings]
        self._spelled = [one.folded for one in read]
        self._own: dict[int, list[int]] = {}
        for row, owner in enumerate(self.owners):
            self._own.setdefault(owner, []).append(row)
        self.words = Words([one.words for one in read])
        self.folded = Words([one.folded for one in read])
        self.pairs = Words([one.pairs for one in read])
        self.grams = Grams([one.grams for one in read])

    def add(self, asked: Wording, weights: Weights, scores: list[float]) -> None:
        """Add the score of each document's best wording."""
        rows = [0.0] * len(self.owners)
        self.words.add(asked.words, weights.title_words, rows)
        self.folded.add(asked.folded, weights.title_folded, rows)
        self.pairs.add(asked.pairs, weights.title_pairs, rows)
        self.grams.add(asked.grams, weights.title_grams, rows)
        best: dict[int, float] = {}
        for owner, score in zip(self.owners, rows, strict=True):
            best[owner] = max(score, best.get(owner, 0.0))
        for owner, score in best.items():
            scores[owner] += score

    def coverage(self, asked: Wording, number: int) -> float:
        """How much of the question's weight stands in the document's best title."""
        return max((self.folded.coverage(asked.folded, row) for row in self._own.get(number, ())), default=0.0)

    def covered(self, asked: Wording, number: int) -> float:
        """How much of the weight of the document's best-fitting title the question says."""
        said = frozenset(asked.folded)
        return max((self._said(self._spelled[row], said) for row in self._own.get(number, ())), default=0.0)

    def _said(self, title: tuple[str, ...], said: frozenset[str]) -> float:
        whole = sum(self.folded.rarity(word) for word in title)
        return sum(self.folded.rarity(word) for word in title if word in said) / whole if whole else 0.0

    def exact(self, asked: Wording, number: int) -> bool:
        """Whether the question is one of the document's titles."""
        return any(self._spelled[row] == asked.folded for row in self._own.get(number, ()))


class Bodies:
    """Titles and texts together."""

    def __init__(self, documents: Sequence[Document], reader: Reader) -> None:
        read = [reader.entry("\n".join((one.title, *one.also, one.text))) for one in documents]
        self.words = Words([one.words for one in read])
        self.folded = Words([one.folded for one in read])
        self.pairs = Words([one.pairs for one in read])

    def add(self, asked: Wording, weights: Weights, scores: list[float]) -> None:
        """Add the score of each document's whole text."""
        self.words.add(asked.words, weights.body_words, scores)
        self.folded.add(asked.folded, weights.body_folded, scores)
        self.pairs.add(asked.pairs, weights.body_pairs, scores)


class Index:
    """Documents that can be searched. It never changes: to change the base, build another and swap."""

    def __init__(self, documents: Sequence[Document], reader: Reader) -> None:
        self.documents = documents
        self._numbers = {one.id: number for number, one in enumerate(documents)}
        self._reader = reader
        self._titles = Titles(documents, reader)
        self._bodies = Bodies(documents, reader)
        self._repair = Repair(self._bodies.folded.idf)
        self._asked = lru_cache(maxsize=64)(self._read)
        self._kind = ARTICLES if self._bodies.words.average > LONG_TEXTS else ENTRIES

    @classmethod
    def build(cls, documents: Iterable[Document], abbreviations: Abbreviations) -> Index:
        """Read every document once."""
        return cls(list(documents), Reader(abbreviations))

    def search(self, question: str, k: int = 10) -> list[Hit]:
        """The `k` nearest documents, best first: read → repair → look through every view → add up."""
        asked = self._asked(question)
        weights = self._kind.weights if asked.marked else self._kind.weights.without_marks()
        scores = [0.0] * len(self.documents)
        self._titles.add(asked, weights, scores)
        self._bodies.add(asked, weights, scores)
        best = nlargest(k, range(len(scores)), key=scores.__getitem__)
        return [Hit(self.documents[number].id, scores[number]) for number in best if scores[number] > 0]

    def understood(self, question: str) -> str:
        """The question as it was searched: abbreviations in full, slips put right."""
        return " ".join(self._asked(question).words)

    def answerable(self, question: str, hits: Sequence[Hit]) -> float:
        """The probability that the first hit answers the question."""
        return self._kind.calibration.first.probability(self.signs(question, hits)) if hits else 0.0

    def nearby(self, question: str, hits: Sequence[Hit]) -> float:
        """The probability that one of the first four hits does."""
        return self._kind.calibration.nearby.probability(self.signs(question, hits)) if hits else 0.0

    def covered(self, question: str, hits: Sequence[Hit]) -> float:
        """How much of the first hit's title the question says: little, where a question is too general for it."""
        return self.signs(question, hits).covered if hits else 0.0

    def judge(self, question: str, hits: Sequence[Hit]) -> tuple[float, float, float]:
        """The three above at once: `answerable`, `nearby`, `covered`."""
        if not hits:
            return 0.0, 0.0, 0.0
        signs, calibration = self.signs(question, hits), self._kind.calibration
        return calibration.first.probability(signs), calibration.nearby.probability(signs), signs.covered

    def signs(self, question: str, hits: Sequence[Hit]) -> Signs:
        """What the probability rests on; needs at least one hit."""
        asked, first = self._asked(question), self._numbers[hits[0].id]
        second = hits[1].score if len(hits) > 1 else 0.0
        return Signs(
            score=hits[0].score,
            margin=1 - second / hits[0].score,
            coverage=self._bodies.folded.coverage(asked.folded, first),
            pairs=self._bodies.pairs.coverage(asked.pairs, first),
            title=self._titles.coverage(asked, first),
            covered=self._titles.covered(asked, first),
            exact=self._titles.exact(asked, first),
        )

    def _read(self, question: str) -> Wording:
        return self._repair(self._reader.question(question))
