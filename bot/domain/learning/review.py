"""What a learner answered wrong comes back the next day."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import learning
from bot.storage.tables import Review

TOMORROW = timedelta(hours=20)
"""A little less than a day, so that who learns at the same hour every day finds it."""


class Reviews:
    """Questions due again."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def again_tomorrow(self, citizen_id: int, lesson: str, question: int) -> None:
        """Ask this once more tomorrow."""
        await learning.due_again(self.db, citizen_id, lesson, question, due=self.now + TOMORROW)

    async def due(self, citizen_id: int) -> list[Review]:
        """What is due now, the oldest first."""
        return await learning.due(self.db, citizen_id, now=self.now)

    async def next_due(self, citizen_id: int) -> datetime | None:
        """When the next question comes back."""
        return await learning.next_due(self.db, citizen_id)

    async def answered(self, citizen_id: int, lesson: str, question: int, *, right: bool) -> None:
        """A right answer ends it, a wrong one brings it back tomorrow."""
        if right:
            await learning.known_now(self.db, citizen_id, lesson, question)
        else:
            await self.again_tomorrow(citizen_id, lesson, question)
