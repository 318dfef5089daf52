"""What a learner knows already, so that a path begins at the right lesson: five to seven questions, then the start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import learning

FEWEST, MOST = 5, 7
FEW_UNITS = 4
"""With fewer parts than this, each lesson is a part of its own."""

Answered = Sequence[Any]
"""[lesson, question from 0, right] in turn."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the placement: of which lesson, the how manieth there."""

    lesson: str
    question: int


def units(lessons: Sequence[str]) -> list[list[str]]:
    """The parts of a path: lessons of one module that follow each other, or single lessons where there are few."""
    parts = [list(codes) for _, codes in groupby(lessons, key=lambda code: code.partition("-")[0])]
    return parts if len(parts) >= FEW_UNITS else [[code] for code in lessons]


def next_question(lessons: Sequence[str], answered: Answered) -> Asked | None:
    """The question to ask now, or None when enough is known.

    A part begins with an easy question; known, a second one follows; not known, the next part. After five questions
    two parts in a row that are not known end it, after seven everything does.
    """
    if len(answered) >= MOST or (len(answered) >= FEWEST and _two_unknown(lessons, answered)):
        return None
    for part in units(lessons):
        given = [one for one in answered if one[0] in part]
        if not given:
            return Asked(part[0], 0)
        if len(given) == 1 and given[0][2]:
            return Asked(part[-1], 1)
    return None


def known(lessons: Sequence[str], answered: Answered) -> list[str]:
    """The lessons of the parts that the learner knew: both questions right."""
    return [code for part in units(lessons) if _knows(part, answered) for code in part]


def start(lessons: Sequence[str], answered: Answered) -> str:
    """The lesson to begin with: the first one not known, or the last one when all are."""
    have = known(lessons, answered)
    return next((code for code in lessons if code not in have), lessons[-1])


def _knows(part: Sequence[str], answered: Answered) -> bool:
    given = [one[2] for one in answered if one[0] in part]
    return len(given) >= 2 and all(given)


def _two_unknown(lessons: Sequence[str], answered: Answered) -> bool:
    tried = [part for part in units(lessons) if any(one[0] in part for one in answered)]
    return len(tried) >= 2 and not any(_knows(part, answered) for part in tried[-2:])


class Placements:
    """Where a learner's placement is kept, who agreed to be remembered."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def of(self, citizen_id: int) -> Any | None:
        """The kept placement, or None."""
        return await learning.placement(self.db, citizen_id)

    async def keep(self, citizen_id: int, path: Any, answered: Answered, *, finished: bool) -> None:
        """Keep the answers, and what is known once it is over."""
        values = {
            "path": path.code,
            "answers": [list(one) for one in answered],
            "known": known(path.lessons, answered) if finished else [],
            "updated_at": self.now,
            "finished_at": self.now if finished else None,
        }
        await learning.place_learner(self.db, citizen_id, **values)
