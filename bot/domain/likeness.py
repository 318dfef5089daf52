"""Is a text a faithful copy of another? Compared word by word: what is left out may be left out, nothing may change."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from bot.library.text import fold

EDGES = re.compile(r"^\W+|\W+$")
ENDS = re.compile(r"[.!?…;:]+(?=\s|$)|\n")
CONTACT = re.compile(r"[@/]|\w\.[a-z]{2}")
SHINGLE = 3
"""Neighbouring words that make one mark of a fingerprint."""
ONE_IN = 2
"""So many marks share one place in the kept fingerprint: every second one is kept."""
LEAST = 0.5
"""From this share of a text's words on it is meant to be a copy."""
FEWEST = 6
"""Words that a text shares with the original at least, to be meant as its copy."""
LONGEST = 1_500
"""Words of a text that are compared."""

ASKING = re.compile(
    r"(?:(?:chau|em|bac|co|chu|anh|chi|ban|ad|bot|admin)(?: oi| cho)?|cho|hoi|xem|giup|voi|nay|do|a|nhe|voi a|da"
    r"|moi nguoi|ca nha|toi|minh|nhan duoc|vua|thay|co ai|ho|bao|nhu the nay|nhu nay"
    r"|(?:cai |mot |doan |mau )?(?:tin|tin nhan|thong bao|van ban|bai|thong tin)(?: nay| do| kia)?"
    r"|(?:co |la )?(?:phai )?(?:that|dung|chinh xac|chuan|gia|lua dao|lua)(?: (?:hay|khong|gia|that|ha|a|vay|the))*"
    r"|chuyen tiep(?: tu)?|fw|fwd|forwarded(?: message)?(?: from)?|ma thong bao)"
)
"""What people put before or behind a message that they pass on: it adds nothing to what the message says."""


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is compared: its words without marks, and where its sentences begin."""

    words: tuple[str, ...]
    begins: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Told:
        """Read it: pictures, signs and blanks between words count for nothing."""
        words: list[str] = []
        begins = {0}
        for sentence in ENDS.split(text):
            words += [word for piece in sentence.split() if (word := EDGES.sub("", fold(piece)))]
            begins.add(len(words))
        return cls(tuple(words[:LONGEST]), frozenset(begins))


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
    """A text beside an original."""
    steps = SequenceMatcher(None, original.words, copy.words, autojunk=False).get_opcodes()
    others = [step[1:] for step in steps if step[0] != "equal"]
    changed: set[str] = set()
    asked = 0
    for begin, end, first, last in others:
        added, gone = copy.words[first:last], original.words[begin:end]
        if (first == 0 or last == len(copy.words)) and only_asks(added):
            asked, added = asked + len(added), ()
        changed |= kinds(added)
        if gone and not _may_go(original, begin, end, is_last=last == len(copy.words)):
            changed |= kinds(gone) if added else {"words"}
    common = len(copy.words) - sum(last - first for _, _, first, last in others)
    shared = common / max(1, len(copy.words) - asked)
    return Likeness(shared, common, tuple(sorted(changed)), common == len(original.words))


def _may_go(original: Told, begin: int, end: int, *, is_last: bool) -> bool:
    """Whole sentences may be left out, and whatever stands behind the last word of the copy."""
    return (begin in original.begins and end in original.begins) or (is_last and end == len(original.words))


def only_asks(words: Sequence[str]) -> bool:
    """Whether these words only pass the message on, or ask whether it is genuine; a lone word may turn its sense."""
    text = " ".join(words)
    return len(words) > 1 and re.fullmatch(rf"{ASKING.pattern}(?: {ASKING.pattern})*", text) is not None


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
