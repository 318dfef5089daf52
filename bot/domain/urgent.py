"""Urgent announcements: written and approved by few, past quiet hours and caps; who is told when nobody approves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.announcements import Announcements, Content
from bot.domain.staff import PERMISSIONS, Refusal, Role, StaffAccounts, covers, may
from bot.messages import Reply
from bot.storage import announcements, outbox, staff
from bot.storage.tables import Announcement, Staff

NEXT_AFTER = timedelta(minutes=10)
"""An urgent announcement that nobody approved for so long is told to the next."""
WHY_MAX = 300
ALERT = "alerts.urgent_waiting"


class Urgent:
    """The emergency class in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def announce(self, author: Staff, content: Content, why: str) -> Announcement:
        """Draft it and hand it to approval in one step. Raises Refusal."""
        if not may(author, "urgent.write"):
            raise Refusal("urgent.not_allowed")
        if not why.strip() or len(why.strip()) > WHY_MAX:
            raise Refusal("urgent.reason_missing", most=WHY_MAX)
        work = Announcements(self.db, self.now)
        made = await work.draft(author, content)
        await announcements.change(self.db, made.id, if_in=("draft",), urgent_why=why.strip())
        await self._record(author.login, "declared", made.id)
        await work.submit(author, made.id)
        return await work.get(made.id)

    async def alert(self) -> int:
        """Tell who may approve of each that waits, and the next of them after `NEXT_AFTER`. Returns how many people."""
        told = 0
        for found in await announcements.urgent_waiting(self.db):
            if self._due(found):
                told += await self._tell(found)
        return told

    def _due(self, found: Announcement) -> bool:
        assert found.submitted_at
        return self.now >= found.submitted_at + found.alerted * NEXT_AFTER

    async def _tell(self, found: Announcement) -> int:
        line = await self.line(found)
        if found.alerted >= len(line):
            return 0
        group = line[found.alerted]
        waited = int((self.now - (found.submitted_at or self.now)).total_seconds() // 60)
        reply = Reply(ALERT, {"code": found.code, "minutes": waited})
        for one in group:
            chat = await staff.chat_of(self.db, one.id)
            await outbox.add(self.db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=self.now)
        await announcements.change(self.db, found.id, if_in=("submitted",), alerted=found.alerted + 1)
        details = {"announcement": found.id, "staff": [one.id for one in group], "minutes": waited}
        await audit.record(self.db, "system", "urgent.alerted", details, now=self.now)
        return len(group)

    async def line(self, found: Announcement) -> list[list[Staff]]:
        """Who is told in turn: approvers of the area, its deputy, the province's, its deputy, administrators.

        Only who has a linked chat: others cannot be told, and nobody waits for them.
        """
        there = [one for one in await staff.everyone(self.db) if one.chat_address_id and not one.disabled_at]
        able = [one for one in there if _may_approve(one, found)]
        groups = [[one for one in able if fits(one)] for fits in STEPS]
        groups.append([one for one in there if one.role == Role.ADMINISTRATOR and covers(one, found.communes)])
        return [group for group in groups if group]

    async def grant(self, login: str, *, urgent: bool, deputy: bool, by: Staff) -> None:
        """Let an account write or approve urgent announcements, make it its area's deputy, or take that back.

        One deputy an area: whoever was it before no longer is. Raises Refusal.
        """
        who = await StaffAccounts(self.db, self.now).named(login)
        if who.id == by.id:
            raise Refusal("staff.not_yourself")
        if (urgent or deputy) and who.role not in PERMISSIONS["urgent.write"]:
            raise Refusal("urgent.role_unfit")
        if deputy and not (urgent and who.role in PERMISSIONS["urgent.approve"]):
            raise Refusal("urgent.deputy_unfit")
        if deputy:
            await staff.no_deputy(self.db, who.area)
        await staff.change(self.db, who.id, urgent=urgent, deputy=deputy)
        details = {"staff": who.id, "urgent": urgent, "deputy": deputy}
        await audit.record(self.db, by.login, "urgent.granted", details, now=self.now)

    async def _record(self, login: str, what: str, number: int) -> None:
        await audit.record(self.db, login, f"urgent.{what}", {"announcement": number}, now=self.now)


STEPS: Sequence[Callable[[Any], bool]] = (
    lambda one: one.area and not one.deputy,
    lambda one: one.area and one.deputy,
    lambda one: not one.area and not one.deputy,
    lambda one: not one.area and one.deputy,
)
"""Who of those who may approve is told in turn."""


def _may_approve(one: Staff, found: Announcement) -> bool:
    return one.id != found.author_id and may(one, "urgent.approve") and covers(one, found.communes)
