"""Titles and texts of all documents in numbers: which of them come into question, and what speaks for each."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.fields import LONGEST, Field, Question
from bot.domain.answering.search.postings import Doubles, Floats, Ints, places
from bot.domain.answering.search.reading import COLUMNS, Reading
from bot.domain.answering.search.texts import Lines, Tokens, Told, Words
from bot.domain.answering.search.titled import Titled
from bot.domain.answering.search.understanding import LONG_TEXTS, Document, titles_of
from bot.domain.answering.search.whole import Whole

Allowed = NDArray[np.bool_]
"""By the number of a document, whether it may be found."""
BY_WORDS, BY_MEANING = 30, 16
"""How many short entries come into question by their words, and by their meaning; of articles twice as many."""
SMALL, ROUGHLY = 640, 256
"""A base of so many documents is looked up whole, by term; of a larger one so many are read word by word: those that a
rough look finds nearest."""
FLOOR, SPAN = 0.7, 0.3
"""Cosines of the model lie between 0.7 and 1; this brings them to 0 and 1."""


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each view counts in the first look: words, words without marks, pairs, pieces of letters."""

    title: Doubles
    body: Doubles

    @classmethod
    def of(cls, title: Sequence[float], body: Sequence[float]) -> Weights:
        """From plain numbers."""
        return cls(np.array(title, np.float64), np.array(body, np.float64))


ENTRIES = Weights.of((0.95, 0.14, 0.1, 0.2), (0.4, 0.2, 0.2, 0.35))
ARTICLES = Weights.of((0.05, 0.05, 0.7, 0.2), (0.2, 0.0, 1.1, 0.3))


class Meanings(Protocol):
    """How near a question is in meaning: cosines with titles, with titles read as questions, and with texts."""

    def titles(self, rows: Ints) -> Floats:
        """With these titles."""

    def questions(self, rows: Ints) -> Floats | None:
        """With these titles read as questions, if they were."""

    def bodies(self, numbers: Ints) -> Floats | None:
        """With these texts, if they were read."""

    def nearest(self, views: Views, most: int, allowed: Allowed | None) -> Ints:
        """The documents that are nearest by their best title and their text."""


class Look(Protocol):
    """What speaks for some titles, or for some texts, each at its place."""

    def weighed(self, weights: Doubles) -> Doubles:
        """By place, the scores of the views added up."""

    def signs(self, places: Ints) -> Floats:
        """A line for each of these places, in the order of COLUMNS."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Documents that come into question, and what speaks for each: a line of signs."""

    numbers: Ints
    signs: Floats


class Sizes(NamedTuple):
    """Of every title: the number of its document, and its words; of every document: its words."""

    owners: Ints
    lengths: Floats
    body_lengths: Floats


class Views:
    """Every way to look at the documents."""

    def __init__(self, known: Words, tokens: Tokens, titles: Field, bodies: Field, sizes: Sizes) -> None:
        """`tokens`: the words of all titles, then those of all texts."""
        self.known, self.tokens, self.titles, self.bodies, self.sizes = known, tokens, titles, bodies, sizes
        self.owners, self.lengths, self.body_lengths = sizes
        self.size = len(self.body_lengths)
        self.average = float(self.body_lengths.mean()) if self.size else 0.0
        self.long = self.average > LONG_TEXTS
        self.weights = ARTICLES if self.long else ENTRIES
        self.most = 2 if self.long else 1
        self.first_titles = np.searchsorted(self.owners, np.arange(self.size + 1)).astype(np.int64)
        self.titled = Titled.of(np.arange(self.size), self.first_titles)
        self.whole = Whole(known, tokens, titles, bodies) if 0 < self.size <= SMALL else None

    @classmethod
    def read(cls, documents: Sequence[Document], words: Callable[[str], list[str]]) -> Views:
        """Every text once. A document counts by its best title."""
        told, titles, bodies = Told(words), Lines(LONGEST), Lines(LONGEST)
        owners = array("q")
        for number, (one, named) in enumerate(zip(documents, titles_of(documents), strict=True)):
            wordings = [told.read(title) for title in named]
            for wording in wordings:
                titles.add(wording)
                owners.append(number)
            own = wordings if one.titles else []  # what stands for a title is in the text already
            bodies.add([*chain.from_iterable(own), *told.read(one.text)])
        known = Words(list(told.numbers))
        lengths = (np.array(lines.lengths, np.float32) for lines in (titles, bodies))
        sizes = Sizes(np.array(owners, np.int64), *lengths)
        plain = np.concatenate([titles.tokens, bodies.tokens])
        tokens, starts = Tokens(plain, known.fold[plain]), (titles.starts, bodies.starts + len(titles.tokens))
        fields = [Field.build(tokens, begin, known) for begin in starts]
        return cls(known, tokens, fields[0], fields[1], sizes)

    def candidates(
        self, words: Sequence[str], meanings: Meanings | None = None, allowed: Allowed | None = None
    ) -> Candidates:
        """The documents that come into question, with their signs; only those that are allowed."""
        question = Question.read(words, self.known)
        numbers, near = self._roughly(question, allowed), np.zeros(0, np.int64)
        if meanings is not None:
            near = meanings.nearest(self, BY_MEANING * self.most, allowed)
            numbers = np.union1d(numbers, near)
        read = Read.of(self, question, numbers)
        chosen = np.zeros(len(numbers), bool)
        chosen[numbers.searchsorted(near)] = chosen[top(read.coarse, BY_WORDS * self.most)] = True
        return read.candidates(places(chosen), meanings)

    def which(self, numbers: Ints) -> Titled:
        """These documents with their titles."""
        return self.titled if len(numbers) == self.size else Titled.of(numbers, self.first_titles)

    def look(self, question: Question, which: Titled) -> Sequence[Look]:
        """What speaks for these titles, and for these texts."""
        if self.whole is None:
            parts = [(self.titles, which.rows), (self.bodies, which.numbers)]
            return Reading(self.known, self.tokens, question, parts).look()
        return self.whole.look(question, (None, None) if which is self.titled else (which.rows, which.numbers))

    def _roughly(self, question: Question, allowed: Allowed | None) -> Ints:
        """The documents that are read word by word: all of a small base, else those that a rough look finds nearest."""
        if self.size <= SMALL:
            return np.arange(self.size) if allowed is None else places(allowed)
        scores = self.bodies.nearest(question, self.weights.body)
        by_title = self.titles.nearest(question, self.weights.title)
        scores += by_title if len(self.titled.held) == len(self.owners) == self.size else self.titled.best(by_title)
        if allowed is not None:
            scores[~allowed] = 0.0
        return np.sort(top(scores, ROUGHLY))


@dataclass(frozen=True, slots=True)
class Read:
    """Documents read word by word: their titles and their texts."""

    views: Views
    which: Titled
    titles: Look
    bodies: Look
    by_title: Doubles
    coarse: Doubles

    @classmethod
    def of(cls, views: Views, question: Question, numbers: Ints) -> Read:
        """Read these, in the order of their numbers."""
        which = views.which(numbers)
        titles, bodies = views.look(question, which)
        by_title = titles.weighed(views.weights.title)
        return cls(views, which, titles, bodies, by_title, which.best(by_title) + bodies.weighed(views.weights.body))

    def candidates(self, chosen: Ints, meanings: Meanings | None) -> Candidates:
        """Some of them, by their places, with all that speaks for each."""
        views, numbers = self.views, self.which.numbers[chosen]
        by_title: NDArray[np.floating] = self.by_title
        if meanings is not None:
            by_title = by_title + (meanings.titles(self.which.rows) - FLOOR) / SPAN
        best = self.which.first_best(by_title)[chosen]
        rows = np.where(best >= 0, self.which.rows[best], -1) if len(self.which.rows) else best
        parts: list[NDArray[np.floating]] = [
            self._title_signs(best),
            self.bodies.signs(chosen),
            self.coarse[chosen][:, None],
            np.log1p(_at(views.lengths, rows))[:, None],
            np.log1p(views.body_lengths[numbers])[:, None],
        ]
        if meanings is not None:
            parts += [one[:, None] for one in self._meanings(meanings, chosen, rows)]
        return Candidates(numbers, np.concatenate(parts, axis=1, dtype=np.float32, casting="same_kind"))

    def _title_signs(self, best: Ints) -> Floats:
        """Of the best titles by their places; where there is none (below 0), nothing speaks for it."""
        if best.min(initial=0) >= 0:
            return self.titles.signs(best)
        held = best >= 0
        found = np.zeros((len(best), len(COLUMNS)), np.float32)
        found[held] = self.titles.signs(best[held])
        return found

    def _meanings(self, meanings: Meanings, chosen: Ints, rows: Ints) -> list[NDArray[np.floating]]:
        """Of the best title, of the text (or of the title nearest in meaning), of the title as a question."""
        titled, held = np.maximum(rows, 0), np.where(rows >= 0, np.arange(len(rows)), -1)
        if not len(self.which.rows):
            titled = titled[:0]
        title, question = _at(meanings.titles(titled), held), meanings.questions(titled)
        body: NDArray[np.floating] | None = meanings.bodies(self.which.numbers[chosen])
        if body is None:
            body = self.which.best(meanings.titles(self.which.rows))[chosen]
        return [title, body] if question is None else [title, body, _at(question, held)]


def _at(values: NDArray[Any], where: Ints) -> Floats:
    """The values there; 0 at places below 0."""
    found = np.zeros((len(where), *values.shape[1:]), np.float32)
    held = where >= 0
    found[held] = values[where[held]]
    return found


def top(scores: NDArray[np.floating], most: int) -> Ints:
    """The numbers of the highest scores above 0."""
    if len(scores) <= most:
        return places(scores > 0)
    least = np.partition(scores, len(scores) - most)[len(scores) - most]
    found = places(scores >= least)
    if len(found) > most:  # equals at the end: the first ones
        above = scores[found] > least
        found = np.concatenate([found[above], found[~above][: most - int(above.sum())]])
    return found[scores[found] > 0]
