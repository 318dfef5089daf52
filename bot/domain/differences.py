"""Two versions of an entry or a text beside each other: what was taken away, what was added, word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.library.schemas import Faq

COMPARED = ("question", "also", "topic", "text", "facts", "citizen_sources", "valid_until")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words. `kind`: same, gone or new."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same in both."""

    field: str
    pieces: Sequence[Piece]


def differences(before: Faq, after: Faq) -> list[Difference]:
    """The fields that differ, in the order of a form."""
    found = []
    for name in COMPARED:
        one, other = (_told(getattr(version, name)) for version in (before, after))
        if one != other:
            found.append(Difference(name, pieces(one, other)))
    return found


@dataclass(frozen=True, slots=True)
class Changed:
    """Lines that follow each other and are not the same in both; `line`: of the first of them, from 1."""

    line: int
    pieces: Sequence[Piece]


def changed_lines(before: str, after: str) -> list[Changed]:
    """The lines that differ between two texts, from above."""
    one, other = before.split("\n"), after.split("\n")
    found = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    return [
        Changed(first + 1, pieces("\n".join(one[begin:end]), "\n".join(other[first:last])))
        for kind, begin, end, first, last in found
        if kind != "equal"
    ]


def pieces(before: str, after: str) -> list[Piece]:
    """The words of both, each once where they are the same."""
    one, other = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    found: list[Piece] = []
    for kind, begin, end, first, last in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece("same", "".join(one[begin:end])))
            continue
        parts = (Piece("gone", "".join(one[begin:end])), Piece("new", "".join(other[first:last])))
        found += [part for part in parts if part.words]
    return found


def _told(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(str(one) for one in value)
    return "" if value is None else str(value)
