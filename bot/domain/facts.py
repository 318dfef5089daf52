"""Facts that change: staff confirm them for the province, with source and date."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.answering.guard import Guard
from bot.domain.checking import citation_faults
from bot.domain.overlay import Overlay
from bot.domain.staff import Refusal
from bot.redaction import is_marked_secret, mask
from bot.storage import facts
from bot.storage.tables import Confirmation, Staff

SOURCE_MAX = 300
CORRECTION_MAX = 300


class Facts:
    """Confirmations in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def confirmed(self) -> dict[str, Confirmation]:
        """Code of a fact → its confirmation."""
        return await facts.confirmed(self.db)

    async def news(self) -> Overlay:
        """What was confirmed, and what citizens are told instead where something was corrected."""
        found = await facts.confirmed(self.db)
        corrections = {code: said(one) for code, one in found.items() if one.correction}
        return Overlay(corrections=corrections, confirmed=frozenset(found))

    async def confirm(self, who: Staff, fact: str, *, source: str, confirmed_on: date, today: date) -> None:
        """Keep that a fact holds, says who, and on which day it was looked up. Raises Refusal."""
        if who.area:
            raise Refusal("outside_area")
        source = source.strip()
        if not source or len(source) > SOURCE_MAX:
            raise Refusal("facts.source_missing")
        if is_marked_secret(source):
            raise Refusal("secret")
        if confirmed_on > today:
            raise Refusal("facts.in_the_future")
        await facts.confirm(self.db, fact, source=source, confirmed_on=confirmed_on, staff_id=who.id)
        await audit.record(self.db, who.login, "facts.confirmed", {"fact": fact}, now=self.now)

    async def correct(
        self, who: Staff, fact: str, correction: str, *, source: str, confirmed_on: date, today: date, guard: Guard
    ) -> None:
        """Keep what holds instead: every lesson and answer that rests on the fact says it. Raises Refusal."""
        correction = " ".join(correction.split())
        if not correction or len(correction) > CORRECTION_MAX:
            raise Refusal("facts.correction_missing", most=CORRECTION_MAX)
        if is_marked_secret(correction):
            raise Refusal("secret")
        if mask(correction) != correction:
            raise Refusal("checking.correction_personal")
        if faults := citation_faults(guard, "", correction):
            raise Refusal("checking.correction_citation", why="; ".join(faults))
        await self.confirm(who, fact, source=source, confirmed_on=confirmed_on, today=today)
        await facts.correct(self.db, fact, correction)
        await audit.record(self.db, who.login, "facts.corrected", {"fact": fact}, now=self.now)


def said(one: Confirmation) -> str:
    """A correction as citizens read it."""
    return f"⚠️ Cập nhật ngày {one.confirmed_on:%d/%m/%Y}: {one.correction} (Nguồn: {one.source})"
