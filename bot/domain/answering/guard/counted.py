"""Counts that a sentence proves itself: "có hai cách: đến công an, hoặc gọi tổng đài" counts what it lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.domain.answering.guard.figures import Figure

MOST = 9
OPENS = re.compile(r":|\b(?:la|gom|nhu)\b")
BETWEEN = re.compile(r"\s*(?:[,;]\s*(?:va|hoac|hay|roi)?\b|\b(?:va|hoac|hay)\b)\s*")


def is_small(figure: Figure) -> bool:
    """Whether a figure may count what a sentence lists."""
    return figure.kind in ("number", "amount") and figure.value.isdigit() and 2 <= int(figure.value) <= MOST


def counted_otherwise(figure: Figure, held: Iterable[Figure]) -> bool:
    """Whether the passages count the same things, and come to another number: "ba mức", not four."""
    things = {figure.unit, *figure.beside[-1:]} - {""}
    return any(
        is_small(each) and each.value != figure.value and things & {each.unit, *each.beside[-1:]} for each in held
    )


def counts_its_items(figure: Figure, read: str, listed: int) -> bool:
    """Whether a small count is the number of things that its sentence lists, or that the list behind it has.

    `read`: the sentence, read; `listed`: how many list items follow the sentence.
    """
    if not is_small(figure):
        return False
    behind = read[read.find(figure.words.strip()) + len(figure.words.strip()) :]
    if behind.rstrip().endswith(":"):
        return listed == int(figure.value)
    if BEFORE.search(read[: -len(behind) or None]):
        return len(items(CLAUSE_END.split(read)[0].split(" la ")[0])) == int(figure.value)
    opened = OPENS.search(behind)
    return opened is not None and len(items(behind[opened.end() :])) == int(figure.value)


BEFORE = re.compile(r"\bla (?:\d+|[a-z]+(?: [a-z]+)?) ?$")
""" "A và B là hai thứ …": what is counted stands before it."""
CLAUSE_END = re.compile(r"[.!?]")


def items(text: str) -> list[str]:
    """What a reading lists, parted by semicolons, or else by commas, "và", "hoặc"; to the end of its clause."""
    listed = CLAUSE_END.split(text, maxsplit=1)[0]
    return [item for item in (listed.split(";") if ";" in listed else BETWEEN.split(listed)) if item.strip()]
