"""The figures of the province for anybody to see, where staff switched that page on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal
from bot.storage import kept
from bot.storage.tables import Staff

NAME = "scorecard"
PUBLIC = (
    "learners",
    "lessons_finished",
    "certificates",
    "questions",
    "answered_curated",
    "answered_ai",
    "unanswered",
    "verified",
    "verified_right",
    "wait_minutes",
    "ideas",
    "ideas_taken_up",
)
"""What anybody may see."""


class Scorecard:
    """Whether the page is there, in the caller's transaction. Off until somebody switches it on."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def is_on(self) -> bool:
        """May anybody see the figures?"""
        return await kept.get(self.db, NAME) == "on"

    async def switch(self, who: Staff, *, on: bool) -> None:
        """Show the page, or no more. Raises Refusal."""
        if who.area:
            raise Refusal("outside_area")
        await kept.put(self.db, NAME, "on" if on else "")
        action = "reports.published" if on else "reports.unpublished"
        await audit.record(self.db, who.login, action, {}, now=self.now)
