"""Reads some titles and texts word by word with a question in mind: what speaks for each of them, exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.fields import Field, Question
from bot.domain.answering.search.postings import (
    BEST,
    Doubles,
    Floats,
    Ints,
    Rows,
    gathered,
    held_back,
    places,
    saturated,
)
from bot.domain.answering.search.texts import Tokens, Words

COLUMNS = ("words", "folded", "pairs", "grams", "share", "said", "pair_share", "pair_said", "numbers")
Part = tuple[Field, Ints]
"""Some rows of a field."""


@dataclass(frozen=True, slots=True)
class ReadRows:
    """What speaks for each row that was read: a line a row, in the order of COLUMNS."""

    lines: Floats

    def weighed(self, weights: Doubles) -> Doubles:
        """By row, the scores (of words, words without marks, pairs, pieces) added up."""
        return np.asarray(self.lines[:, : len(weights)] @ weights, np.float64)

    def signs(self, places: Ints) -> Floats:
        """The lines of some of them."""
        return self.lines[places]


class Reading:
    """The words of the rows, and which of them are asked for: counted for all parts at once."""

    def __init__(self, known: Words, tokens: Tokens, question: Question, parts: Sequence[Part]) -> None:
        self._known, self._question, self._parts = known, question, parts
        first = np.concatenate([field.starts[rows] for field, rows in parts])
        counts = np.concatenate([field.starts[rows + 1] for field, rows in parts]) - first
        self._many, self._counts, self._begins = len(first), counts, counts.cumsum() - counts
        self._fold = gathered(tokens.folded, first, counts)
        slots = _slots(question.folded, len(known.folded))[self._fold]
        self._hits = places(slots)
        self._slots = slots[self._hits] - 1
        self._owners = np.arange(self._many).repeat(counts)[self._hits]
        self._plain_hits = tokens.plain[self._hits + (first - self._begins)[self._owners]]

    def look(self) -> list[ReadRows]:
        """At each part."""
        counted = self._plain(), self._folded(), self._pairs()
        found, begin = [], 0
        for field, rows in self._parts:
            here = slice(begin, begin + len(rows))
            found.append(ReadRows(self._signs(field, rows, here, [times[here] for times in counted])))
            begin += len(rows)
        return found

    def _signs(self, field: Field, rows: Ints, here: slice, times: Sequence[Doubles]) -> Floats:
        asked = self._question
        counts = self._counts[here]
        back = held_back(counts, field.usual)[:, None]
        pair_back = held_back(np.maximum(counts - 1, 0), field.usual_pairs)[:, None]
        folded, pairs = field.folded.rarities(asked.folded), field.pairs.rarities(asked.pairs)
        found = np.empty((len(rows), len(COLUMNS)), np.float32)
        found[:, 0] = _scores(times[0], _rarity(asked.plain, field), back)
        found[:, 1] = _scores(times[1], folded, back)
        found[:, 2] = _scores(times[2], pairs, pair_back)
        found[:, 3] = self._grams(field, rows, here)
        found[:, 4], found[:, 5] = _shares(times[1], folded, field.folded.sums[rows])
        found[:, 6], found[:, 7] = _shares(times[2], pairs, field.pairs.sums[rows])
        digits = asked.digits
        found[:, 8] = _shares(times[1][:, digits], folded[digits], field.folded.sums[rows])[0] if digits.any() else 1
        return found

    def _plain(self) -> Doubles:
        asked = self._question.plain
        slots = _slots(asked, len(self._known.words))[self._plain_hits]
        here = places(slots)
        return self._times(self._owners[here], slots[here] - 1, len(asked))

    def _folded(self) -> Doubles:
        return self._times(self._owners, self._slots, len(self._question.folded))

    def _pairs(self) -> Doubles:
        asked, hits, owners = self._question.pairs, self._hits, self._owners
        next_to = places((hits[1:] == hits[:-1] + 1) & (owners[1:] == owners[:-1]))
        slots = self._paired(asked)[self._slots[next_to], self._slots[next_to + 1]]
        here = places(slots >= 0)
        return self._times(owners[next_to[here]], slots[here], len(asked))

    def _paired(self, asked: Ints) -> Ints:
        """By the places of two words in the question, the place of their pair among those asked, or -1."""
        folded, known = self._question.folded, self._known
        both = known.pairs(folded[:, None], folded[None, :])
        both[folded < 0] = both[:, folded < 0] = np.iinfo(np.int64).min
        if not len(asked):
            return np.full(both.shape, -1)
        found = np.minimum(asked.searchsorted(both), len(asked) - 1)
        return np.where(asked[found] == both, found, -1)

    def _grams(self, field: Field, rows: Ints, here: slice) -> Doubles:
        """The cosine of the pieces: each word adds what its own say, each pair of neighbours the one between."""
        rarity, norms = field.pieces
        asked, known = self._known.spelling.find(self._question.grams)
        weights = np.where(known, rarity[asked], np.float32(field.folded.unknown)) * self._question.times
        worth = np.zeros(len(rarity), np.float32)
        worth[asked[known]] = (weights * rarity[asked])[known]
        found, counts, begins = np.zeros(len(rows)), self._counts[here], self._begins[here]
        held = places(counts)
        if len(held):
            span = slice(int(begins[0]), int(begins[-1] + counts[-1]))
            words = self._worth(worth, self._fold[span], begins[held] - span.start)
            found[held] = np.add.reduceat(words, begins[held] - span.start)
        return found / (np.maximum(norms[rows], 1e-6) * max(1e-6, float(np.sqrt(weights @ weights))))

    def _worth(self, worth: Floats, fold: Rows, begins: Ints) -> Floats:
        """Of every word: what its own pieces say, and the one between it and its neighbour before."""
        spelling = self._known.spelling
        of_words: Floats = np.add.reduceat(worth[spelling.pieces], spelling.starts[:-1])
        found = of_words[fold]
        joints = worth[spelling.joints][spelling.last[fold[:-1]] + spelling.first[fold[1:]]]
        joints[begins[begins > 0] - 1] = 0
        found[1:] += joints
        return found

    def _times(self, rows: Ints, slots: NDArray[np.integer], many: int) -> Doubles:
        """How often each asked term stands in each row."""
        found = np.bincount(rows * many + slots, minlength=self._many * many)
        return found.reshape(self._many, many).astype(np.float64)


def _rarity(asked: Ints, field: Field) -> Floats:
    """How rare each word is, as it is written."""
    if not len(field.plain):
        return np.full(len(asked), field.folded.unknown, np.float32)
    return np.where(asked >= 0, field.plain[np.maximum(asked, 0)], np.float32(field.folded.unknown))


def _slots(asked: Ints, known: int) -> NDArray[np.int16]:
    """By the number of a word, its place in the question, from 1; 0 where it is not asked."""
    found = np.zeros(known, np.int16)
    known_ones = places(asked >= 0)
    found[asked[known_ones]] = known_ones + 1
    return found


def _scores(times: Doubles, rarity: Floats, back: NDArray[np.floating]) -> Doubles:
    """BM25 as a share of the best that the question could get."""
    scores: Doubles = saturated(times, back) @ (rarity / (BEST * max(1e-6, float(rarity.sum()))))
    return scores


def _shares(times: Doubles, rarity: Floats, sums: Floats) -> tuple[Doubles, Doubles]:
    """The share of the question that stands in each row, and the share of the row (`sums`) that is asked."""
    there = (times > 0) @ rarity.astype(np.float64)
    return there / max(1e-6, float(rarity.sum())), there / np.maximum(sums, 1e-6)
