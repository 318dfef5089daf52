"""A close paraphrase: nearly all words of a sentence from one sentence of a passage, and the same denied in both.

What such a sentence says is said there, whatever other sentences of the passages deny under other conditions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.answering.guard.normalise import folded
from bot.domain.answering.guard.polarity import PLAIN, WITH_MARKS, Claims

CLAUSE_END = re.compile(r"[,.;:?!“”()\n]|\bthì\b|\bthi\b|\bnhưng\b|\bnhung\b|\bkẻo\b")
WORD = re.compile(r"[^\W\d_]{2,}")
NOTE, NUMBERED = re.compile(r"\([^()]*\)"), re.compile(r"\S*\d\S*")
CLOSE = 0.75
"""Share of the telling words of a sentence that the sentence of the passage has."""
LEAST = 3
REACH, HEAD = 5, 2
"""Telling words behind a denial that say what it denies; the first of them are its head."""
CITING = "nghị định chỉ thị thông tư quyết luật điều khoản nq nđ tt qđ ct cp ttg qh"
DOCUMENT = frozenset(CITING.split())
"""Words of a citation."""
FORCE = frozenset(["buộc", "buoc"])
"""What makes a claim another one: it has to stand in the passage too."""


@dataclass(frozen=True, slots=True)
class Denial:
    """What is denied, in the order of its words, and all telling words of its clause."""

    what: tuple[str, ...]
    clause: frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """The telling words of a text, its words of force, what it denies and what it says."""

    words: frozenset[str]
    force: frozenset[str]
    denied: tuple[Denial, ...]
    said: tuple[frozenset[str], ...]  # the clauses that deny nothing


def told(text: str, plainly: bool) -> Told:
    """A text in small letters, without its documents and what is noted in brackets; `plainly`: without marks."""
    text = NUMBERED.sub(" ", NOTE.sub(" ", text))
    language = PLAIN if plainly else WITH_MARKS
    denials = language.denials | (language.perhaps if plainly else frozenset())
    words: set[str] = set()
    force: set[str] = set()
    denied: list[Denial] = []
    affirmed: list[frozenset[str]] = []
    for clause in CLAUSE_END.split(folded(text) if plainly else text):
        said = WORD.findall(clause)
        telling = [word for word in said if not (word in language.light or word in denials or word in DOCUMENT)]
        words.update(telling)
        force.update(FORCE.intersection(said))
        for place, word in enumerate(said):
            if word in denials:
                behind = [each for each in said[place + 1 :] if each in telling]
                denied.append(Denial(tuple(behind[:REACH]), frozenset(telling)))
        if denials.isdisjoint(said):
            affirmed.append(frozenset(telling))
    return Told(frozenset(words), frozenset(force), tuple(denied), tuple(affirmed))


def is_aligned(sentence: str, plainly: bool, passages: Iterable[Claims]) -> bool:
    """Whether a sentence in small letters is a close paraphrase of a sentence of a passage."""
    said = told(sentence, plainly)
    if len(said.words) < LEAST:
        return False
    nearest = against = 0
    for passage in passages:
        for part, _ in passage.parts:
            there = told(part, plainly)
            shared = len(said.words & there.words)
            if says_the_same(said, there):
                nearest = max(nearest, shared)
            else:
                against = max(against, shared)
    return nearest >= CLOSE * len(said.words) and nearest > against


def says_the_same(said: Told, there: Told) -> bool:
    """Whether each denial of the one has its like in the other; of the passage those alone that deny what is told."""
    theirs = [each for each in there.denied if concerns(each, said.words)]
    mine = all(is_denied_there(one, there) for one in said.denied)
    alike = mine and all(any(is_like(one, each) for one in said.denied) for each in theirs)
    return alike and len(theirs) <= len(said.denied) and said.force <= there.force


def is_denied_there(one: Denial, there: Told) -> bool:
    """Whether a place denies the same, and does not rather say it."""
    what = set(one.what)
    denied = max((len(what & other.clause) for other in there.denied if is_like(one, other)), default=-1)
    return denied >= max((len(what & clause) for clause in there.said), default=0)


def concerns(denial: Denial, words: frozenset[str]) -> bool:
    """Whether something is denied of which these words speak."""
    head = set(denial.what[:HEAD])
    return (bool(head) and head <= words) or 2 * len(denial.clause & words) > len(denial.clause)


def is_like(one: Denial, other: Denial) -> bool:
    """Whether two denials deny the same: the head of one stands in the other."""
    return starts_in(one.what, other.what) or starts_in(other.what, one.what)


def starts_in(what: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the first telling words stand in the others."""
    return bool(what) and set(what[:HEAD]) <= set(other)
