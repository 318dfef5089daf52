"""Is a text a faithful copy of another? Compared word by word: what is left out may be left out, nothing may change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.domain.answering.search.repair import marks_of
from bot.library.text import fold

EDGES = re.compile(r"^\W+|\W+$")
ENDS = re.compile(r"[.!?…]+(?=\s|$)|\n")
CONTACT = re.compile(r"@|[a-z].*/|\w\.[a-z]{2}")
SHINGLE = 3
"""Neighbouring words that make one mark of a fingerprint."""
ONE_IN = 2
"""So many marks share one place in the kept fingerprint: every second one is kept."""
LEAST = 0.5
"""From this share of a text's words on it is meant to be a copy."""
FEWEST = 6
"""Words that a text shares with the original at least, to be meant as its copy."""

ASKING = re.compile(
    r"(?:(?:chau|em|bac|co|chu|anh|chi|ban|ad|bot|admin)(?: oi| cho)?|cho|hoi|xem|giup|voi|nay|do|a|nhe|voi a|da"
    r"|moi nguoi|ca nha|toi|minh|nhan duoc|vua|thay|co ai|ho|bao|nhu the nay|nhu nay"
    r"|(?:cai |mot |doan |mau )?(?:tin|tin nhan|thong bao|van ban|bai|thong tin)(?: nay| do| kia)?"
    r"|(?:co |la )?(?:phai )?(?:that|dung|chinh xac|chuan|gia|lua dao|lua)(?: (?:hay|khong|gia|that|ha|a|vay|the))*"
    r"|chuyen tiep(?: tu)?|fw|fwd|forwarded(?: message)?(?: from)?|ma thong bao)"
)
"""What people put before or behind a message that they pass on: it adds nothing to what the message says."""
PASSED_ON = ("fw", "fwd", "forwarded")
MOST_ASKED = 16
"""Words of a question before or behind a message."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is compared: its words without marks, the marks of each, and where its sentences begin."""

    words: tuple[str, ...]
    marks: tuple[str, ...]
    begins: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Told:
        """Read it: pictures, signs and blanks between words count for nothing."""
        words: list[tuple[str, str]] = []
        begins = {0}
        for sentence in ENDS.split(text):
            pieces = ((EDGES.sub("", fold(piece)), piece) for piece in sentence.split())
            words += [(word, "".join(sorted(marks_of(piece.lower())))) for word, piece in pieces if word]
            begins.add(len(words))
        return cls(tuple(word for word, _ in words), tuple(marks for _, marks in words), frozenset(begins))

    def part(self, first: int, last: int) -> Told:
        """Some of its words; where sentences begin is of no use there."""
        return Told(self.words[first:last], self.marks[first:last], frozenset())


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a text stands to an original. `shared`: the share of its words that stand there, in order.

    `changed`: what is not as it was: "contact" (a link, an address), "figure" (a number of any kind), "words".
    """

    shared: float
    common: int
    changed: tuple[str, ...]
    whole: bool

    @property
    def alike(self) -> bool:
        """Whether it is meant to be a copy of it."""
        return self.common >= FEWEST and self.shared >= LEAST

    @property
    def faithful(self) -> bool:
        """Whether it says nothing that the original does not say."""
        return self.alike and not self.changed


def compared(copy: Told, original: Told) -> Likeness:
    """A text beside an original; what asks about it, before or behind, is left out where that fits better."""
    found = (_compared(part, original) for part in (copy, *_without_question(copy)))
    return min(found, key=lambda like: (len(like.changed), -like.shared))


def _without_question(copy: Told) -> Iterator[Told]:
    """Without the longest question before the message, behind it, or both."""
    words = copy.words
    last = next((n for n in range(max(0, len(words) - MOST_ASKED), len(words) - 1) if only_asks(words[n:])), len(words))
    first = next((n for n in range(min(MOST_ASKED, len(words)), 1, -1) if only_asks(words[:n])), 0)
    parts = {(0, last), (first, len(words)), (first, last)} - {(0, len(words))}
    yield from (copy.part(*part) for part in sorted(parts))


def _compared(copy: Told, original: Told) -> Likeness:
    steps = SequenceMatcher(None, original.words, copy.words, autojunk=False).get_opcodes()
    changed: set[str] = set()
    asked = common = 0
    for kind, begin, end, first, last in steps:
        added, gone = copy.words[first:last], original.words[begin:end]
        if kind == "equal":
            common += len(added)
            changed |= {"words"} if _marked_otherwise(copy.marks[first:last], original.marks[begin:end]) else set()
            continue
        if (first == 0 or last == len(copy.words)) and only_asks(added):
            asked, added = asked + len(added), ()
        changed |= kinds(added)
        if gone and not {begin, end} <= original.begins:  # only whole sentences may be left out
            changed |= kinds(gone) if added else {"words"}
    shared = common / max(1, len(copy.words) - asked)
    return Likeness(shared, common, tuple(sorted(changed)), common == len(original.words))


def _marked_otherwise(copy: Sequence[str], original: Sequence[str]) -> bool:
    """Whether a word bears other marks; one that bears none was typed or passed on without."""
    return any(marks and marks != ours for marks, ours in zip(copy, original, strict=True))


def only_asks(words: Sequence[str]) -> bool:
    """Whether these words only pass the message on, or ask whether it is genuine; a lone word may turn its sense."""
    text = " ".join(words)
    if len(words) == 1:
        return words[0] in PASSED_ON
    return bool(words) and re.fullmatch(rf"{ASKING.pattern}(?: {ASKING.pattern})*", text) is not None


def kinds(words: Sequence[str]) -> set[str]:
    """What these words are."""
    found = {"contact" if CONTACT.search(word) else "figure" for word in words if CONTACT.search(word) or _digit(word)}
    return found or ({"words"} if words else set())


def _digit(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def fingerprint(told: Told) -> set[int]:
    """The marks by which an original is found again: numbers of 63 bits."""
    return {mark for mark in _marks(told.words) if mark % ONE_IN == 0}


def _marks(words: Sequence[str]) -> Iterator[int]:
    for place in range(len(words) - SHINGLE + 1):
        three = " ".join(words[place : place + SHINGLE])
        yield int.from_bytes(hashlib.blake2b(three.encode(), digest_size=8).digest(), "big") >> 1
