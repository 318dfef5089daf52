"""Two moderators are not led to the same case: who looks at one holds it for a little while, by name."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.checking import Checking
from bot.domain.staff import may
from bot.storage import case_leases, staff
from bot.storage.tables import Exchange, Staff

HELD_FOR = timedelta(minutes=3)
TRIES = 5


class CaseHolding:
    """Who looks at what, in the caller's transaction. Only who may judge holds anything."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def following(self, who: Staff, *, after: tuple[int, int] | None = None, rank: int = 0) -> Exchange | None:
        """The next case that nobody else looks at, held for this person from now on; None when none is left."""
        for _ in range(TRIES):  # somebody may be faster between the look and the hold
            found = await Checking(self.db, self.now).following(who, after=after, rank=rank)
            if found is None or not await self.look(found.id, who):
                return found
        return None

    async def look(self, exchange_id: int, who: Staff) -> str:
        """Hold a case while looking at it. Returns who holds it already: their name, or "" where nobody else does."""
        if not may(who, "log.judge"):
            return ""
        until = self.now + HELD_FOR
        holder = await case_leases.take(self.db, exchange_id, who.id, now=self.now, until=until)
        if holder != who.id:
            return (await staff.names(self.db, {holder})).get(holder, "")
        await case_leases.drop_all(self.db, who.id, but=exchange_id)
        return ""
