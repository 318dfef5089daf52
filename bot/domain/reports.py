"""Counts for the console's first page."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import counters, tickets
from bot.storage.moderation import UNANSWERED


@dataclass(frozen=True, slots=True)
class Counts:
    """Open tickets within an area; today's turns and unanswered questions of the whole province."""

    open: int
    urgent: int
    unanswered: int
    turns: int

    def as_json(self) -> dict[str, int]:
        """The same, for the page that refreshes itself."""
        return asdict(self)


async def today(db: AsyncSession, day: date, *, area: str = "") -> Counts:
    """How things stand; `day` is the local date. Turns come from counters, nothing is counted anew."""
    waiting, urgent = await tickets.count_open(db, area=area)
    counted = await counters.since(db, day)
    unanswered = sum(counted.get((day, f"answers.{outcome}"), 0) for outcome in UNANSWERED)
    return Counts(waiting, urgent, unanswered, counted.get((day, "turns"), 0))
