"""What a learner has answered once comes back when they are about to forget it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.learning import memory
from bot.domain.learning.memory import Memory, Track
from bot.storage import learning
from bot.storage.tables import Review

PUT_OFF = timedelta(days=30)
"""When it is looked again whether a question that was taken out of its lesson is there."""


class Reviews:
    """Questions due again, in the caller's transaction. Only for learners who agreed to be remembered."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def answered(self, citizen_id: int, lesson: str, question: int, *, right: bool) -> datetime:
        """Keep an answer, in a lesson or at a review; returns when it is asked again."""
        kept = await learning.remembered(self.db, citizen_id, lesson, question)
        track = await self._track(citizen_id)
        if kept is None:
            after, kind = memory.learned(right, self.now, track.wish()), "first"
        else:
            track = await self._count(citizen_id, kept, track, right)
            after, kind = memory.reviewed(_memory(kept), right, self.now, track.wish()), "review"
        await learning.remember(self.db, citizen_id, lesson, question, **asdict(after))
        await learning.count_question(self.db, lesson, question, kind=kind, right=right)
        return after.due_at

    async def due(self, citizen_id: int) -> list[Review]:
        """What is due now, the oldest first."""
        return await learning.due(self.db, citizen_id, now=self.now)

    async def put_off(self, row: Review) -> None:
        """The lesson lacks this question just now; its memory is kept, should the question come back."""
        values = {**asdict(_memory(row)), "due_at": self.now + PUT_OFF}
        await learning.remember(self.db, row.citizen_id, row.lesson, row.question, **values)

    async def count_due(self, citizen_id: int) -> int:
        """How many questions are due now."""
        return await learning.count_due(self.db, citizen_id, now=self.now)

    async def next_due(self, citizen_id: int) -> datetime | None:
        """When the next question comes back."""
        return await learning.next_due(self.db, citizen_id)

    async def _track(self, citizen_id: int) -> Track:
        row = await learning.track(self.db, citizen_id)
        return Track(row.asked, row.known, row.wished) if row else Track()

    async def _count(self, citizen_id: int, kept: Review, track: Track, right: bool) -> Track:
        """Only what was due says how good the memory is: a lesson taken again the same day does not."""
        if self.now < kept.due_at:
            return track
        after = track.after(right, kept.wished)
        await learning.keep_track(self.db, citizen_id, **asdict(after))
        return after


def _memory(row: Review) -> Memory:
    return Memory(row.stability, row.difficulty, row.seen_at, row.due_at, row.wished)
