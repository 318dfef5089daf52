"""What Vietnamese looks like here: how often syllables follow each other, and how else each could be typed."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.wording import fold_word, is_syllable

START, END = "^", "$"
OWN, GENERAL, ALONE = 0.60, 0.28, 0.12
"""Trust in the pairs of the base, in those of everyday Vietnamese, and in a syllable by itself."""
UNKNOWN = -15.0
"""Log-probability of a word that stands nowhere."""
LONGEST_PHRASE = 5
MOST_PHRASES = 6
MOST_TOKENS = 1_200_000
"""Enough to learn a language from; more would only take memory."""
KEPT_WORDS = 1_000
"""Words whose followers are remembered, about 2 kB each."""

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]
Shares = NDArray[np.float64]
NOTHING: Mapping[str, float] = {}
Sentences = Iterable[Sequence[str]]
Lists = Mapping[str, Sequence[str]]
"""By what is looked for, the words that it may stand for."""


class Counts:
    """Syllables and pairs of one kind of text."""

    def __init__(self, sentences: Sentences) -> None:
        self.single: Counter[str] = Counter()
        self.pairs: Counter[tuple[str, str]] = Counter()
        self.starts: Counter[str] = Counter()
        for sentence in sentences:
            self._count(sentence)
            if self.single.total() > MOST_TOKENS:
                break
        self.total = max(1, self.single.total())

    def _count(self, sentence: Sequence[str]) -> None:
        self.single.update(sentence)
        padded = [START, *sentence]
        self.starts.update(padded[:-1])
        self.pairs.update(pairwise(padded))

    def follows(self, pair: tuple[str, str]) -> float:
        """How often the second comes after the first."""
        count = self.pairs.get(pair)
        return count / self.starts[pair[0]] if count else 0.0


class Language:
    """The words of the base and of everyday questions, by every way to look for them.

    What follows a word is read from flat arrays when it is asked for: they may be mapped from a file.
    """

    def __init__(self, words: Sequence[str], shares: Shares, starts: Ints, nexts: Numbers, chances: Shares) -> None:
        self.words, self.shares, self.starts, self.nexts, self.chances = words, shares, starts, nexts, chances
        self._alone = dict(zip(words, shares.tolist(), strict=True))
        self._numbers = {word: number for number, word in enumerate((*words, START))}
        self._bounds = self._worked_out()
        self.following = lru_cache(maxsize=KEPT_WORDS)(self._following)
        self.forms = _by_letters(words)
        self.keys = _telex_keys(words)
        self.gaps = _gaps(self.forms)
        self.skeletons = _skeletons(self.forms, self._alone)

    @classmethod
    def learn(cls, own: Sentences, general: Sentences) -> Language:
        """From the sentences of the base, and from everyday ones."""
        own_counts, general_counts = Counts(own), Counts(general)
        alone = _alone(own_counts, general_counts)
        shares = np.fromiter(alone.values(), np.float64, len(alone))
        return cls(list(alone), shares, *_pairs(own_counts, general_counts, alone))

    def _worked_out(self) -> Mapping[str, tuple[float, float]]:
        floors = [math.log(ALONE * share) for share in self._alone.values()]
        most = np.array(floors)
        np.maximum.at(most, self.nexts, self.chances)
        return dict(zip(self.words, zip(floors, most.tolist(), strict=True), strict=True))

    def __contains__(self, word: str) -> bool:
        return word in self._alone

    def common(self, word: str) -> float:
        """The share of this word in all text."""
        return self._alone.get(word, 0.0)

    def after(self, before: str, word: str) -> float:
        """The log-probability of a word after another."""
        return self.following(before).get(word, self.alone(word))

    def _following(self, before: str) -> Mapping[str, float]:
        """The log-probabilities of the words that were seen after this one."""
        number = self._numbers.get(before)
        if number is None:
            return NOTHING
        span = slice(*self.starts[number : number + 2].tolist())
        return {
            self.words[follower]: chance
            for follower, chance in zip(self.nexts[span].tolist(), self.chances[span].tolist(), strict=True)
        }

    def alone(self, word: str) -> float:
        """The log-probability of a word after one that it was never seen after."""
        return self.bounds(word)[0]

    def bounds(self, word: str) -> tuple[float, float]:
        """The log-probability of a word after one that it was never seen after, and after the likeliest one."""
        return self._bounds.get(word, (UNKNOWN, UNKNOWN))


def _alone(own: Counts, general: Counts) -> dict[str, float]:
    """The share of each word, that of the base weighing as much as all the rest."""
    found = {word: 0.5 * count / own.total for word, count in own.single.items()}
    for word, count in general.single.items():
        found[word] = found.get(word, 0.0) + 0.5 * count / general.total
    return found


def _pairs(own: Counts, general: Counts, alone: Mapping[str, float]) -> tuple[Ints, Numbers, Shares]:
    """By word, START being the last: where its followers begin, their numbers, their log-probabilities."""
    numbers = {word: number for number, word in enumerate((*alone, START))}
    pairs = sorted(own.pairs.keys() | general.pairs.keys(), key=lambda pair: (numbers[pair[0]], numbers[pair[1]]))
    before = np.array([numbers[pair[0]] for pair in pairs], np.int64)
    starts = np.searchsorted(before, np.arange(len(numbers) + 1)).astype(np.int64)
    chances = [
        math.log(OWN * own.follows(pair) + GENERAL * general.follows(pair) + ALONE * alone.get(pair[1], 1e-7))
        for pair in pairs
    ]
    return starts, np.array([numbers[pair[1]] for pair in pairs], np.int32), np.array(chances, np.float64)


def _by_letters(words: Iterable[str]) -> Lists:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        found[fold_word(word)].append(word)
    return _fixed(found)


def _fixed(found: Mapping[str, Sequence[str]]) -> Lists:
    """The same in half the memory."""
    return {key: tuple(values) for key, values in found.items()}


TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
SHAPES = {"\u0302": "", "\u0306": "w", "\u031b": "w"}


def telex(word: str) -> tuple[str, str]:
    """The keys of a word and that of its tone: "được" → ("dduwowc", "j")."""
    keys: list[str] = []
    tone = ""
    for letter in unicodedata.normalize("NFD", word.replace("đ", "dd")):
        if letter in TONES:
            tone = TONES[letter]
        elif letter == "\u0302":
            keys.append(keys[-1])
        else:
            keys.append(SHAPES.get(letter, letter))
    return "".join(keys), tone


def toneless(word: str) -> str:
    """The word without its tone, other marks kept: "được" → "đươc"."""
    kept = (letter for letter in unicodedata.normalize("NFD", word) if letter not in TONES)
    return unicodedata.normalize("NFC", "".join(kept))


def _telex_keys(words: Iterable[str]) -> Lists:
    """Every way in which Telex keys may be left in: "cuowcs", "cuowsc", "cươcs", "cuocs", "cuowc"."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if word == fold_word(word):
            continue
        keys, tone = telex(word)
        for raw in {
            keys,
            *_keyed(keys, tone),
            *_keyed(keys.replace("uwow", "uow"), tone),
            toneless(word) + tone,
            fold_word(word) + tone,
        }:
            found[raw].append(word)
    return _fixed(found)


def _keyed(keys: str, tone: str) -> set[str]:
    """The tone's key at the end, or right after the vowels: "chuyeenr", "chuyeern"."""
    stem = keys.rstrip("bcdghklmnpqrstvx")
    return {keys + tone, stem + tone + keys[len(stem) :]}


def _gaps(forms: Lists) -> Lists:
    """Folded syllables by what is left when a letter is dropped: neighbours share one."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for word in forms:
        if word.isalpha() and len(word) <= 7:
            for left in {word, *(word[:n] + word[n + 1 :] for n in range(len(word)))}:
                found[left].append(word)
    return _fixed(found)


ONSETS = ("ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr")


def _onset(folded: str) -> str:
    return next((onset for onset in ONSETS if folded.startswith(onset)), folded[:1])


def _skeletons(forms: Lists, alone: Mapping[str, float]) -> Lists:
    """Syllables by what is left without vowels: "trg" → trường, trong, "đc" → được."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    common = [folded for folded in forms if is_syllable(folded) and sum(alone[w] for w in forms[folded]) > 2e-5]
    for folded in common:
        onset = _onset(folded)
        coda = folded[len(folded.rstrip("bcdghklmnpqrstvx")) :]
        if onset and onset[0] not in "aeiouy":
            for short in {onset + coda, onset + coda[-1:], onset[:1] + coda[-1:], onset}:
                found[short].append(folded)
    return _fixed(found)


class Phrases:
    """Word groups of the base by their initials: "gpxd" → giấy phép xây dựng.

    Kept as one line of initials beside the words themselves and read through when asked: a table of all word groups
    would take a hundred times as much memory, and is asked for rarely.
    """

    def __init__(self, words: Sequence[str], numbers: Numbers, initials: str) -> None:
        self._words, self.numbers, self.initials = words, numbers, initials

    @classmethod
    def learn(cls, sentences: Sentences, words: Sequence[str]) -> Phrases:
        """From the sentences of the base; `words`: all different ones of the language."""
        found: list[str] = []
        for sentence in sentences:
            found += [*sentence, END]
            if len(found) > MOST_TOKENS // 8:
                break
        known = {word: number for number, word in enumerate(words)}
        numbers = np.fromiter((known.get(word, -1) for word in found), np.int32, len(found))
        return cls(words, numbers, "".join(fold_word(word)[:1] or END for word in found))

    def of(self, initials: str) -> Sequence[tuple[tuple[str, ...], int]]:
        """The commonest word groups with these initials; short ones must stand there twice."""
        size = len(initials)
        if not 2 <= size <= LONGEST_PHRASE or not initials.isalpha():
            return ()
        spans = (self.numbers[place : place + size].tolist() for place in self._places(initials))
        counts = Counter(tuple(self._words[number] for number in span) for span in spans)
        least = 1 if size >= 4 else 2
        return [(phrase, count) for phrase, count in counts.most_common(MOST_PHRASES) if count >= least]

    def _places(self, initials: str) -> Iterator[int]:
        place = self.initials.find(initials)
        while place >= 0:
            yield place
            place = self.initials.find(initials, place + 1)
