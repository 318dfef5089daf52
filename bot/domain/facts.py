"""Facts that change: staff confirm them for the province, with source and date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal
from bot.redaction import is_marked_secret
from bot.storage import facts
from bot.storage.tables import Confirmation, Staff

SOURCE_MAX = 300


class Facts:
    """Confirmations in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def confirmed(self) -> dict[str, Confirmation]:
        """Code of a fact → its confirmation."""
        return await facts.confirmed(self.db)

    async def confirm(self, who: Staff, fact: str, *, source: str, confirmed_on: date, today: date) -> None:
        """Keep that a fact holds, says who, and on which day it was looked up. Raises Refusal."""
        source = source.strip()
        if not source or len(source) > SOURCE_MAX:
            raise Refusal("facts.source_missing")
        if is_marked_secret(source):
            raise Refusal("secret")
        if confirmed_on > today:
            raise Refusal("facts.in_the_future")
        await facts.confirm(self.db, fact, source=source, confirmed_on=confirmed_on, staff_id=who.id)
        await audit.record(self.db, who.login, "facts.confirmed", {"fact": fact}, now=self.now)
