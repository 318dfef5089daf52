"""Titles or whole texts in four views: words, words without marks, pairs of neighbours, pieces of three letters.

Two ways to look: `nearest` scores every row roughly, from an inverted index of the words without marks and their pairs;
`reading.py` reads the chosen rows word by word, and is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search import texts
from bot.domain.answering.search.postings import (
    Doubles,
    Floats,
    Ints,
    Postings,
    Rows,
    average,
    different,
    places,
    rareness,
    spread,
)
from bot.domain.answering.search.texts import Tokens, Words
from bot.domain.answering.search.wording import fold_word

LONGEST = 3_000
"""Words of one text that are read."""
AT_ONCE = 200_000
"""Words whose pieces are counted at a time."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as meant, as numbers of the base's words; what the base does not know is below 0."""

    plain: Ints
    folded: Ints
    pairs: Ints
    grams: Ints
    times: Ints
    digits: NDArray[np.bool_]
    """Which of the words without marks begin with a digit."""

    @classmethod
    def read(cls, words: Sequence[str], known: Words) -> Question:
        """Look its words up."""
        folded = [fold_word(word) for word in words]
        numbers = {word: known.folded.get(word, -1 - n) for n, word in enumerate(dict.fromkeys(folded))}
        pairs = known.asked_pairs([numbers[word] for word in folded])
        pieces, times = different(texts.grams(folded))
        digits = np.array([word[0].isdigit() for word in numbers], bool)
        return cls(known.asked(words), np.array([*numbers.values()], np.int64), pairs, pieces, times, digits)


class Pieces(NamedTuple):
    """Pieces of three letters: how rare each is, and by row the length of its vector."""

    rarity: Floats
    norms: Floats


class Field:
    """The views of one kind of text."""

    def __init__(self, starts: Ints, plain: Floats, folded: Postings, pairs: Postings, pieces: Pieces) -> None:
        """`starts`: where the words of each row begin among those of all texts; `plain`: how rare each word is."""
        self.starts, self.plain = starts, plain
        self.folded, self.pairs, self.pieces = folded, pairs, pieces
        self.size = len(starts) - 1
        lengths = np.diff(starts)
        self.usual, self.usual_pairs = average(lengths), average(np.maximum(lengths - 1, 0))

    @classmethod
    def build(cls, tokens: Tokens, starts: Ints, known: Words) -> Field:
        """Count everything once."""
        size, own = len(starts) - 1, slice(int(starts[0]), int(starts[-1]))
        owners = np.arange(size).repeat(np.diff(starts))
        folded = tokens.folded[own].astype(np.int64)
        next_to = owners[1:] == owners[:-1]
        pairs = known.pairs(folded[:-1], folded[1:])[next_to]
        return cls(
            starts,
            _plain(tokens.plain[own], owners, size, len(known.words)),
            Postings.of(folded, owners, size),
            Postings.of(pairs, owners[1:][next_to], size),
            _pieces(known, tokens.folded, starts),
        )

    def nearest(self, question: Question, weights: Doubles) -> Doubles:
        """A rough score of every row: by words without marks and their pairs, counted for the other views too."""
        words, pairs = float(weights[0] + weights[1] + weights[3]), float(weights[2])
        found = self.folded.scores(question.folded, self.folded.rarities(question.folded))
        found *= words
        found += pairs * self.pairs.scores(question.pairs, self.pairs.rarities(question.pairs))
        return found


def _plain(tokens: Rows, owners: Ints, size: int, known: int) -> Floats:
    """How rare each word is."""
    held = np.unique(owners * max(1, known) + tokens)
    return rareness(np.bincount(held % max(1, known), minlength=known), size)


def _pieces(known: Words, folded: Rows, starts: Ints) -> Pieces:
    """Counted some rows at a time, twice: how rare each piece is must be known before the vectors' lengths are."""
    size, many = len(starts) - 1, len(known.spelling.codes)
    held = np.zeros(many, np.int64)
    for _, pieces, _, _ in pieces_counted(known, folded, starts):
        held += np.bincount(pieces, minlength=many)
    rarity, norms = rareness(held, size), np.zeros(size, np.float32)
    for begin, pieces, rows, times in pieces_counted(known, folded, starts):
        weights = rarity[pieces] * times
        found = np.sqrt(np.bincount(rows, weights * weights))
        norms[begin : begin + len(found)] = found
    return Pieces(rarity, norms)


def pieces_counted(known: Words, folded: Rows, starts: Ints) -> Iterator[tuple[int, Ints, Ints, Floats]]:
    """Of some rows at a time: the first one's number, the different pieces, the row of each, how often it is there."""
    begin, size, many = 0, len(starts) - 1, len(known.spelling.codes)
    while begin < size:
        end = max(begin + 1, int(np.searchsorted(starts, starts[begin] + AT_ONCE, "right")) - 1)
        part = folded[starts[begin] : starts[end]]
        pieces, rows = spelt(known, part, np.arange(end - begin).repeat(np.diff(starts[begin : end + 1])))
        both, times = different(rows * many + pieces)
        yield begin, both % many, both // many, times.astype(np.float32)
        begin = end


def spelt(known: Words, fold: Rows, owners: Ints) -> tuple[Ints, Ints]:
    """The pieces of words without marks that stand one after the other, and the row of each."""
    spelling = known.spelling
    first, counts = spelling.starts[fold], spelling.starts[fold + 1] - spelling.starts[fold]
    next_to = places(owners[1:] == owners[:-1])
    joints = spelling.joints[spelling.last[fold[next_to]] + spelling.first[fold[next_to + 1]]]
    return np.concatenate([spelling.pieces[spread(first, counts)], joints]), np.concatenate(
        [owners.repeat(counts), owners[next_to]]
    )
