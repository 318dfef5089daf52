"""Announcements from a phone: written, handed in, approved or returned in the linked chats of staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit, second_factors
from bot.domain.announcements import Announcements, Content, content_of
from bot.domain.staff import LOCKED_FOR, Refusal, count_failure, covers, may
from bot.storage import inbox, staff
from bot.storage import second_factors as factors
from bot.storage.sealing import Seal
from bot.storage.tables import Announcement, SecondFactor, Staff

NOT_THEIRS = ("role", "outside_area", "announcements.your_own", "announcements.not_yours", "urgent.console_only")
"""Refusals that go into the audit trail."""


class PhoneNotices:
    """The same announcements as in the console, in the caller's transaction; `seal` opens the secrets of phones."""

    def __init__(self, db: AsyncSession, now: datetime, seal: Seal) -> None:
        self.db, self.now, self.seal = db, now, seal
        self.work = Announcements(db, now)

    async def who(self, address_id: int) -> Staff | None:
        """Whose chat this is; None for citizens."""
        return await staff.by_chat(self.db, address_id)

    def refuse_unable(self, who: Staff, permission: str) -> None:
        """Raises Refusal for whose role does not allow it."""
        if not may(who, permission):
            raise Refusal("role")

    async def write(self, who: Staff, content: Content, number: int = 0) -> Announcement:
        """A new draft, or other words for one's own; what the console added to it stays. Raises Refusal."""
        self.refuse_unable(who, "announcements.write")
        if not number:
            return await self.work.draft(who, content)
        found = await self.work.own_draft(who, number)
        _refuse_urgent(found)
        fresh = replace(content_of(found), title=content.title, body=content.body, kind=content.kind)
        await self.work.edit(who, number, replace(fresh, communes=content.communes))
        return await self.work.get(number)

    async def submit(self, who: Staff, number: int) -> Announcement:
        """Hand it in. Raises Refusal."""
        self.refuse_unable(who, "announcements.write")
        _refuse_urgent(await self.work.get(number))
        await self.work.submit(who, number)
        return await self.work.get(number)

    async def withdraw(self, who: Staff, number: int) -> None:
        """Take one's own back before anybody approved it. Raises Refusal."""
        self.refuse_unable(who, "announcements.write")
        await self.work.withdraw(who, number)

    async def to_approve(self, who: Staff, number: int) -> Announcement:
        """One that this person may approve now. Raises Refusal."""
        self.refuse_unable(who, "announcements.approve")
        found = await self.work.get(number)
        if not covers(who, found.communes):
            raise Refusal("outside_area")
        if found.author_id == who.id:
            raise Refusal("announcements.your_own")
        _refuse_urgent(found)
        if found.status != "submitted":
            raise Refusal("announcements.not_now")
        return found

    async def refuse_without_code(self, who: Staff) -> None:
        """Approving here asks for a code of one's phone: who has none approves in the console. Raises Refusal."""
        await self._factor(who)

    async def _factor(self, who: Staff) -> SecondFactor:
        found = await factors.get(self.db, who.id)
        if found is None or not found.confirmed_at:
            raise Refusal("phone.no_second")
        return found

    async def approve(self, who: Staff, number: int, code: str, seen: str) -> Announcement:
        """Let it go out, with a code that counts once. `seen`: `stamp` of what the approver read. Raises Refusal.

        Wrong codes lock as wrong passwords do.
        """
        found = await self.to_approve(who, number)
        if stamp(found) != seen:
            raise Refusal("phone.changed")
        await self._use(who, code)
        await self.work.approve(who, number)
        return await self.work.get(number)

    async def _use(self, who: Staff, code: str) -> None:
        factor = await self._factor(who)
        if who.locked_until and who.locked_until > self.now:
            raise Refusal("login.locked", minutes=LOCKED_FOR.seconds // 60)
        if not await second_factors.fits(self.db, factor, self.seal, code, self.now):
            await count_failure(self.db, who, self.now)
            raise Refusal("second.wrong")

    async def send_back(self, who: Staff, number: int, why: str) -> Announcement:
        """Return it with a reason, which its author hears. Raises Refusal."""
        found = await self.to_approve(who, number)
        await self.work.send_back(who, number, why)
        return found

    async def keep_refusal(self, who: Staff, what: str, error: Refusal) -> None:
        """Whoever tried what is not theirs stands in the audit trail."""
        if error.name in NOT_THEIRS:
            details = {"page": f"chat {what}"[:200], "why": error.name}
            await audit.record(self.db, who.login, "refused", details, now=self.now)

    async def forget_words(self, turn: int) -> None:
        """A code is nobody's to read later, though it is used up."""
        await inbox.blank_words(self.db, turn)


def stamp(found: Announcement) -> str:
    """The hand-in that an approver has read: handed in anew, it is another."""
    return found.submitted_at.isoformat() if found.submitted_at else ""


def _refuse_urgent(found: Announcement) -> None:
    if found.urgent:
        raise Refusal("urgent.console_only")
