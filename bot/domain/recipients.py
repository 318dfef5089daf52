"""The list behind a report: everybody who was meant, what became of their message, or why they got none. No names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.answers import Answers
from bot.domain.staff import Refusal
from bot.storage import recipients
from bot.storage.recipients import STATES
from bot.storage.tables import Staff

MOST_IN_A_SHEET = 50_000
"""Lines of an XLSX: a longer list is made as CSV."""


class Recipients:
    """Who was meant, in the caller's transaction. A commune's staff see those who live there."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def counts(self, who: Staff, announcement_id: int) -> dict[tuple[str, str], int]:
        """(state, why) → how many. Raises Refusal."""
        await Answers(self.db, self.now).visible(who, announcement_id)
        return await recipients.counts(self.db, announcement_id, area=who.area)

    async def page(
        self, who: Staff, announcement_id: int, *, state: str = "", after: Sequence[int] = (), limit: int | None = None
    ) -> list[Any]:
        """The next lines, of one state or of all. Raises Refusal."""
        await Answers(self.db, self.now).visible(who, announcement_id)
        state = state if state in STATES else ""
        return await recipients.listed(self.db, announcement_id, state=state, area=who.area, after=after, limit=limit)

    async def exported(self, who: Staff, announcement_id: int, *, state: str = "", sheet: bool = False) -> list[Any]:
        """All lines for a file, which the trail remembers. Raises Refusal."""
        found = await self.page(who, announcement_id, state=state, limit=MOST_IN_A_SHEET + 1 if sheet else None)
        if sheet and len(found) > MOST_IN_A_SHEET:
            raise Refusal("recipients.too_long", most=MOST_IN_A_SHEET)
        details = {"announcement": announcement_id, "lines": len(found)}
        await audit.record(self.db, who.login, "recipients.exported", details, now=self.now)
        return found
