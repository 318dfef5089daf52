"""Figures that stand in the passages, but of another thing: two hotlines, two fees, two limits exchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.answering.guard.figures import Figure
from bot.domain.answering.guard.support import UNIT_WORDS, content_words

SENTENCE = re.compile(r"[.!?\n](?!\d)")
CLAUSE = re.compile(r"[,;:()](?!\d)|\b(?:con|hoac|neu)\b")
CLAUSE_OR_THEN = re.compile(rf"{CLAUSE.pattern}|\b(?:thi|la|va) phai\b")
TELLING = 2
"""Words of a clause that only another figure's clause has, where it has none that are only this one's."""
CLEARLY = 3
"""The same beyond those that are only this one's."""
SHORT = 2
"""Content words; a clause with fewer is read together with its neighbour."""


@dataclass(frozen=True, slots=True)
class Use:
    """A figure and the words that its clause says of it."""

    figure: Figure
    words: frozenset[str]
    alone: bool
    """No other figure of its family stands in the clause: its words are surely about this one."""
    around: frozenset[str]
    """Its words, with those of the neighbour where they are few: "lệ phí cấp đổi là 50.000, cấp lại 70.000"."""


def family(figure: Figure) -> str:
    """Figures that may be taken for one another; "" for those that are not compared."""
    if figure.kind in ("call", "number") and 3 <= len(figure.value) <= 4:
        return "short number"
    if figure.kind == "amount":
        return figure.unit
    return {"long": "phone", "date": "date", "day": "date", "month": "date"}.get(figure.kind, "")


def uses(rest: str, found: Iterable[Figure]) -> list[Use]:
    """Every figure of a reading with the words of its clause; a short clause is read with its neighbour."""
    compared = [figure for figure in found if family(figure)]
    return [use for sentence in SENTENCE.split(rest) for use in uses_in(sentence, compared)] if compared else []


def uses_in(sentence: str, compared: Sequence[Figure]) -> Iterator[Use]:
    """The same of one sentence."""
    clauses = parts(sentence, compared)
    words = [frozenset(content_words(clause)) - UNIT_WORDS for clause in clauses]
    for place, clause in enumerate(clauses):
        here = [figure for figure in compared if figure.words.strip() in clause]
        near = around = words[place]
        beside = place - 1 if place else 1
        if len(near) < SHORT and len(clauses) > 1:
            around = near | words[beside]
            near = near if may_be_taken_for(here, clauses[beside], compared) else around
        kinds = [family(figure) for figure in here]
        for figure, kind in zip(here, kinds, strict=True):
            yield Use(figure, near, kinds.count(kind) == 1, around)


def parts(sentence: str, compared: Sequence[Figure]) -> list[str]:
    """The clauses of a sentence; what follows from several figures alike ("A hoặc B thì phải …") is one of its own."""
    kinds = [family(figure) for figure in compared if figure.words.strip() in sentence]
    return (CLAUSE if len(set(kinds)) == len(kinds) else CLAUSE_OR_THEN).split(sentence)


def may_be_taken_for(here: Sequence[Figure], clause: str, compared: Sequence[Figure]) -> bool:
    """Whether a clause has a figure of its own, of the family of one of these: its words are about that one."""
    kinds = {family(figure) for figure in here}
    return any(family(figure) in kinds and figure.words.strip() in clause for figure in compared)


def is_swapped(said: Use, held: Sequence[Use]) -> bool:
    """Whether wherever the passages have this figure, another one of its family fits the clause clearly better."""
    if not said.alone:
        return False
    alike = [use for use in held if family(use.figure) == family(said.figure)]
    own = [use.around for use in alike if is_same(use.figure, said.figure)]
    others = [use.around for use in alike if not is_same(use.figure, said.figure)]
    return bool(own and others) and all(any(fits(said.words, other, one) for other in others) for one in own)


def is_same(figure: Figure, said: Figure) -> bool:
    """Whether a figure is the one that is said, or a day of the month that is said."""
    day_of_it = said.kind == "month" and figure.kind == "date" and figure.value.startswith(f"{said.value}-")
    return figure.value == said.value or day_of_it


def fits(words: frozenset[str], other: frozenset[str], own: frozenset[str]) -> bool:
    """Whether words are rather those of the other clause."""
    theirs, ours = len(words & (other - own)), len(words & (own - other))
    return theirs >= TELLING if not ours else theirs - ours >= CLEARLY
