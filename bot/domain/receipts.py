"""How sends ended, and what follows for people: written down in one transaction."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.tickets import Tickets
from bot.messages import Held
from bot.storage import counters, outbox, troubles


@dataclass
class Receipts:
    """Gathered until they are written. `results` are the rows' new values, as `outbox.settle` takes them.

    `blocked` are addresses; `missed` citizens whom a reminder did not reach; `kept` waits until its citizen writes;
    `shown`: a page waits for some of it.
    """

    results: list[dict[str, Any]] = field(default_factory=list)
    blocked: list[int] = field(default_factory=list)
    missed: list[int] = field(default_factory=list)
    kept: list[Held] = field(default_factory=list)
    shown: bool = False
    tally: Counter[str] = field(default_factory=Counter)
    troubles: Counter[troubles.Kind] = field(default_factory=Counter)

    def put_back(self, earlier: Receipts) -> None:
        """These could not be written: they come first the next time."""
        self.results = earlier.results + self.results
        self.blocked = earlier.blocked + self.blocked
        self.missed = earlier.missed + self.missed
        self.kept = earlier.kept + self.kept
        self.shown |= earlier.shown
        self.tally += earlier.tally
        self.troubles += earlier.troubles

    async def write(self, db: AsyncSession, worker: str, *, now: datetime, today: date) -> None:
        """All of it, in the caller's transaction."""
        await outbox.settle(db, worker, self.results, shown=self.shown)
        await counters.add(db, today, self.tally)
        await troubles.add(db, self.troubles, now=now)
        if self.blocked:
            await outbox.block(db, self.blocked, now=now)
        if self.missed:
            await outbox.miss(db, self.missed, outbox.REMINDER)
        for held in self.kept:
            await Tickets(db, now).keep(held)
