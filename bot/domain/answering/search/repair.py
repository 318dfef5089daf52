"""Puts a question right: marks that were left out, Telex keys, slips of the finger, run-together words, short forms.

A noisy channel: each typed word has readings with a cost (how unlikely it is that somebody who meant the reading
typed this), and the likeliest row of readings, given which syllables follow each other, is the question as meant.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import nsmallest
from itertools import pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from rapidfuzz.distance import OSA

from bot.domain.answering.search.language import START, Language, Phrases
from bot.domain.answering.search.wording import Reader, fold_word, is_syllable

BEAM = 10
BEHIND = 8.0
"""A path so far behind the likeliest one (log-probability) is given up: no word to come makes up for that."""
MOST = 12
"""Readings of a word that are weighed."""
KEPT_WORDS = 1_500
"""Words whose readings are remembered, about 3 kB each: more than our entries have, so that these stay."""
MARKED = 0.3
"""From this share of words with marks on, a word without marks is meant so."""
LONGEST = 64
"""Words of a question that are repaired; the rest stays as typed."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Minus the log-probability of each kind of slip."""

    bare: float = 4.0
    tone: float = 5.0
    tone_unknown: float = 1.5
    hook: float = 3.0
    telex: float = 1.0
    telex_known: float = 4.0
    edit: float = 4.4
    edit_known: float = 7.0
    sound: float = 3.6
    sound_known: float = 5.2
    language: float = 0.8
    split: float = 5.0
    merge: float = 5.0
    chat: float = 0.5
    meaning: float = 0.4
    literal: float = 3.0
    skeleton: float = 5.0
    initials: float = 3.5
    capital: float = 4.0
    name: float = 8.0
    shaped: float = 2.5
    marks: float = 0.8


COSTS = Costs()
ALIKE = "s/x ch/tr gi/d r/d r/gi l/n k/c"
"""Beginnings that sound alike somewhere in the country."""
CHAT = "i/y f/ph w/qu z/d j/gi"
"""Beginnings as chat spells them."""
SOUNDS = tuple(
    pair for one in f"{ALIKE} {CHAT}".split() for pair in (tuple(one.split("/")), tuple(reversed(one.split("/"))))
)
ENDINGS = (
    ("g", "ng"),
    ("k", "ch"),
    ("t", "c"),
    ("c", "t"),
    ("n", "ng"),
    ("ng", "n"),
    ("ut", "uc"),
    ("un", "on"),
    ("ui", "oi"),
)

FIRST = itemgetter(0)
Reading = tuple[tuple[str, ...], float]


class Weighed(NamedTuple):
    """A reading with its cost, and what the language says of it: all that a step needs, worked out once.

    `floor`, `most`: of its first syllable after one that it was never seen after, and after the likeliest one;
    `inner`: of its other syllables.
    """

    said: tuple[str, ...]
    first: str
    last: str
    floor: float
    most: float
    cost: float
    inner: float


Path = tuple[Any, tuple[str, ...]]
"""What was said so far, the last reading first: the path before (or None), and the reading."""
State = tuple[float, Path | None]
"""How likely a path is, and the path."""


class Column:
    """Every way to have said the words up to a place: by its last syllable the likeliest one."""

    __slots__ = ("best", "states")

    def __init__(self, start: Mapping[str, State] | None = None) -> None:
        self.states: dict[str, State] = dict(start or {})
        self.best = max((score for score, _ in self.states.values()), default=-math.inf)


Step = tuple[float, Mapping[str, float], Path | None]
"""A state to go on from, with what may follow its last syllable."""


class Repair:
    """Knows the language, and reads a question in it."""

    def __init__(self, language: Language, phrases: Phrases, reader: Reader, costs: Costs = COSTS) -> None:
        self._language, self._phrases, self._reader, self._costs = language, phrases, reader, costs
        self.readings = lru_cache(maxsize=KEPT_WORDS)(self._readings)

    def __call__(self, typed: Sequence[str]) -> list[str]:
        """The words as meant, in lower case, abbreviations in full."""
        lower = [word.lower() for word in typed[:LONGEST]]
        if not lower:
            return []
        marked = sum(word != fold_word(word) for word in lower) > MARKED * len(lower)
        shouted = all(word == word.upper() for word in typed)
        named = [
            not shouted and word[0].isupper() and (place > 0 or len(word) == 1) for place, word in enumerate(typed)
        ]
        best = self._best(lower, marked, named)
        return [*best, *(word.lower() for word in typed[LONGEST:])]

    def _best(self, words: Sequence[str], marked: bool, named: Sequence[bool]) -> list[str]:
        """The cheapest path through the readings (Viterbi over the last syllable, cut to a beam)."""
        columns = [Column({START: (0.0, None)}), *(Column() for _ in words)]
        for place in range(len(words)):
            here = self._likeliest(columns[place])
            self._extend(here, self._meant(words[place], marked, named[place]), columns[place + 1])
            if place + 1 < len(words):
                merged = [self._weighed(*reading) for reading in self._merged(words[place], words[place + 1])]
                self._extend(here, merged, columns[place + 2])
        last = max(columns[-1].states.values(), key=FIRST)
        return _unwound(last[1])

    def _likeliest(self, column: Column) -> list[Step]:
        """The beam: the likeliest states, the likeliest first, none far behind it."""
        least, following = column.best - BEHIND, self._language.following
        near = [(score, word, path) for word, (score, path) in column.states.items() if score >= least]
        near.sort(key=FIRST, reverse=True)
        return [(score, following(word), path) for score, word, path in near[:BEAM]]

    def _extend(self, here: Sequence[Step], readings: Iterable[Weighed], into: Column) -> None:
        """Say each of these after the state that fits best, unless it would be given up at once."""
        trust, top = self._costs.language, here[0][0]
        states, highest = into.states, into.best
        for said, first, last, floor, most, cost, inner in readings:
            if top + most - cost < highest - BEHIND:
                continue
            best, before = -math.inf, None
            for score, following, path in here:
                if score + most <= best:
                    break  # nor does any state behind this one reach it
                total = score + trust * following.get(first, floor)
                if total > best:
                    best, before = total, path
            best += inner - cost
            known = states.get(last)
            if known is None or known[0] < best:
                states[last] = (best, (before, said))
            highest = max(highest, best)
        into.best = highest

    def _weighed(self, said: tuple[str, ...], cost: float) -> Weighed:
        trust, language = self._costs.language, self._language
        floor, most = language.bounds(said[0])
        inner = trust * sum(language.after(one, other) for one, other in pairwise(said)) if len(said) > 1 else 0.0
        return Weighed(said, said[0], said[-1], floor, most * trust, cost, inner)

    def _meant(self, word: str, marked: bool, named: bool) -> Sequence[Weighed]:
        """What the word may mean, the likeliest readings; a number means itself."""
        return self.readings(word, marked, named) if word.isalpha() else [self._weighed((word,), 0.0)]

    def _readings(self, word: str, marked: bool, named: bool) -> Sequence[Weighed]:
        """The same of what is only letters."""
        return [self._weighed(said, cost) for said, cost in self._likely(word, marked, named)]

    def _likely(self, word: str, marked: bool, named: bool) -> list[Reading]:
        cost, folded = self._costs, fold_word(word)
        if word in self._reader.domain:
            return [(meaning, cost.meaning * n) for n, meaning in enumerate(self._reader.domain[word])]
        known = word in self._language
        shorthand = word in self._reader.chat and not is_syllable(folded)
        found: dict[tuple[str, ...], float] = {(word,): cost.literal if shorthand else 0.0}
        extra = cost.capital if named and (marked or not known) else 0.0
        extra += cost.name if named and marked and word == folded else 0.0
        extra += cost.shaped if not known and word != folded and is_syllable(folded) else 0.0
        for said, price in self._others(word, folded, known, marked):
            if price + extra < found.get(said, 99.0):
                found[said] = price + extra
        return nsmallest(MOST, found.items(), key=self._dear)

    def _dear(self, reading: Reading) -> float:
        said, cost = reading
        return cost - 0.5 * math.log(max(self._language.common(said[0]), 1e-7))

    def _others(self, word: str, folded: str, known: bool, marked: bool) -> Iterable[Reading]:
        bare = word == folded
        yield from self._marks(word, folded, known, marked and bare)
        yield from self._shorts(word, folded, bare and known)
        price = (
            self._costs.telex_known
            if known or (bare and not marked and folded in self._language.forms)
            else self._costs.telex
        )
        for form in self._language.keys.get(word, ()):
            yield (form,), price
        usual = known or (bare and folded in self._language.forms)
        yield from self._slips(word, folded, usual)
        if not usual:
            yield from self._split(word, folded)

    def _marks(self, word: str, folded: str, known: bool, meant_bare: bool) -> Iterable[Reading]:
        """The same letters with other marks."""
        cost, bare = self._costs, word == folded
        for form in self._language.forms.get(folded, ()):
            if form == word:
                continue
            if bare:
                yield (form,), (cost.bare if known else 0.5 * cost.bare) if meant_bare else 0.0
            elif not known:
                yield (form,), cost.tone_unknown + 0.3 * marks_between(word, form)
            else:
                yield (form,), cost.hook if _hook_and_tilde(word, form) else cost.tone + 0.5 * marks_between(word, form)

    def _shorts(self, word: str, folded: str, usual: bool) -> Iterable[Reading]:
        """Chat shorthand, syllables without their vowels, initials of phrases of the base."""
        cost, language = self._costs, self._language
        listed = self._reader.chat.get(word)
        for n, meaning in enumerate(listed or ()):
            yield meaning, (cost.literal if usual and len(word) > 2 else cost.chat) + cost.meaning * n
        if is_syllable(folded) or len(folded) > 6:
            return
        later = 1.5 if listed else 0.0
        for phrase, _ in self._phrases.of(folded) if len(folded) > 1 else ():
            yield phrase, cost.initials + later
        for whole in language.skeletons.get(folded, ()) if len(folded) > 1 else ():
            for form in language.forms[whole]:
                yield (form,), cost.skeleton + later

    def _slips(self, word: str, folded: str, usual: bool) -> Iterable[Reading]:
        """A letter wrong, missing, doubled or swapped; letters that sound alike."""
        cost, forms = self._costs, self._language.forms
        price = cost.sound_known if usual else cost.sound
        for other in sounding_like(folded):
            for form in forms.get(other, ()):
                yield (form,), price + cost.marks * marks_apart(word, form)
        if len(folded) < 2 or (usual and len(folded) < 3):
            return
        price = cost.edit_known if usual else cost.edit
        for other in self._near(folded):
            slip = (
                price
                - 1.0 * (_doubled(folded, other) or _beside(folded, other))
                + (0.7 if other[0] != folded[0] else 0.0)
            )
            for form in forms[other]:
                yield (form,), slip + cost.marks * marks_apart(word, form)

    def _near(self, folded: str) -> Iterable[str]:
        gaps = self._language.gaps
        near = {other for left in _left_out(folded) for other in gaps.get(left, ())}
        return [other for other in near if other != folded and OSA.distance(folded, other, score_cutoff=1) <= 1]

    def _split(self, word: str, folded: str) -> Iterable[Reading]:
        """Two words run together."""
        if len(folded) < 4 or len(folded) > 14 or len(word) != len(folded):
            return
        for cut in range(1, len(folded)):
            left, right = self._parts(word[:cut], folded[:cut]), self._parts(word[cut:], folded[cut:])
            for first in left:
                for second in right:
                    yield (first, second), self._costs.split
        return

    def _parts(self, part: str, folded: str) -> Sequence[str]:
        """The part itself if it has marks and is known, else its likeliest forms."""
        if part != folded:
            return [part] if part in self._language else []
        forms = self._language.forms.get(folded, ()) if is_syllable(folded) else ()
        return sorted(forms, key=self._language.common, reverse=True)[:4]

    def _merged(self, left: str, right: str) -> Iterable[Reading]:
        """One word that was pulled apart."""
        whole = left + right
        if len(whole) > 7 or (left in self._language and right in self._language) or not whole.isalpha():
            return
        if is_syllable(fold_word(left)) and is_syllable(fold_word(right)):
            return
        for form in self._language.forms.get(fold_word(whole), ()):
            yield (form,), self._costs.merge + self._costs.marks * marks_apart(whole, form)


def _unwound(path: Path | None) -> list[str]:
    parts: list[tuple[str, ...]] = []
    while path is not None:
        path, said = path
        parts.append(said)
    return [word for said in reversed(parts) for word in said]


def _left_out(folded: str) -> set[str]:
    return {folded, *(folded[:n] + folded[n + 1 :] for n in range(len(folded)))}


def sounding_like(folded: str) -> list[str]:
    """Other spellings that sound alike somewhere: s/x, ch/tr, gi/d/r, l/n, and chat's f, w, z, j."""
    found = [new + folded[len(old) :] for old, new in SOUNDS if folded.startswith(old)]
    found += [folded[: -len(old)] + new for old, new in ENDINGS if folded.endswith(old) and len(folded) > len(old)]
    return found


@lru_cache(maxsize=KEPT_WORDS)
def marks_of(word: str) -> str:
    """The marks of a word; đ counts as one."""
    decomposed = unicodedata.normalize("NFD", word.replace("đ", "d\u0335"))
    return "".join(letter for letter in decomposed if unicodedata.combining(letter))


def marks_between(one: str, other: str) -> int:
    """How many marks two words do not share."""
    left, right = marks_of(one), marks_of(other)
    return sum(mark not in right for mark in left) + sum(mark not in left for mark in right) if left != right else 0


def marks_apart(typed: str, form: str) -> int:
    """The same, where the typed word has marks at all: one without them says nothing about marks."""
    return 0 if typed == fold_word(typed) else marks_between(typed, form)


def _hook_and_tilde(one: str, other: str) -> bool:
    return unicodedata.normalize("NFD", one).translate(SWAP) == unicodedata.normalize("NFD", other)


SWAP = str.maketrans("\u0309\u0303", "\u0303\u0309")
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
NEIGHBOURS = {a + b for row in ROWS for a, b in pairwise(row)}


def _doubled(typed: str, meant: str) -> bool:
    return len(typed) == len(meant) + 1 and any(
        typed[n] == typed[n + 1] and typed[:n] + typed[n + 1 :] == meant for n in range(len(meant))
    )


def _beside(typed: str, meant: str) -> bool:
    """One letter is its neighbour on the keyboard, or two were swapped."""
    if len(typed) != len(meant):
        return False
    wrong = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
    return len(wrong) == 2 or any(a + b in NEIGHBOURS or b + a in NEIGHBOURS for a, b in wrong)
