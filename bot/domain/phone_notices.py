"""Announcements from a phone: written, handed in, approved or returned in the linked chats of staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit, second_factors
from bot.domain.announcements import Announcements, Content, content_of
from bot.domain.staff import LOCKED_FOR, Refusal, count_failure, covers, may
from bot.messages import Button, Reply
from bot.storage import inbox, outbox, staff
from bot.storage import second_factors as factors
from bot.storage.sealing import Seal
from bot.storage.tables import Announcement, Staff

WAITING, APPROVED, RETURNED = "alerts.notice_waiting", "alerts.notice_approved", "alerts.notice_returned"
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
        """Hand it in; who may approve it is told in their chats. Raises Refusal."""
        self.refuse_unable(who, "announcements.write")
        _refuse_urgent(await self.work.get(number))
        await self.work.submit(who, number)
        await tell_approvers(self.db, found := await self.work.get(number), self.now)
        return found

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
        found = await factors.get(self.db, who.id)
        if found is None or not found.confirmed_at:
            raise Refusal("phone.no_second")

    async def approve(self, who: Staff, number: int, code: str, seen: str) -> Announcement:
        """Let it go out, with a code that counts once. `seen`: `stamp` of what the approver read. Raises Refusal.

        Wrong codes lock as wrong passwords do.
        """
        found = await self.to_approve(who, number)
        if stamp(found) != seen:
            raise Refusal("phone.changed")
        await self._use(who, code)
        await self.work.approve(who, number)
        await tell_author(self.db, found, Reply(APPROVED, {"title": found.title, "code": found.code}), self.now)
        return await self.work.get(number)

    async def _use(self, who: Staff, code: str) -> None:
        await self.refuse_without_code(who)
        factor = await factors.get(self.db, who.id)
        assert factor
        if who.locked_until and who.locked_until > self.now:
            raise Refusal("login.locked", minutes=LOCKED_FOR.seconds // 60)
        if not await second_factors.fits(self.db, factor, self.seal, code, self.now):
            await count_failure(self.db, who, self.now)
            raise Refusal("second.wrong")

    async def send_back(self, who: Staff, number: int, why: str) -> Announcement:
        """Return it with a reason, which its author hears. Raises Refusal."""
        found = await self.to_approve(who, number)
        await self.work.send_back(who, number, why)
        values = {"title": found.title, "code": found.code, "why": why.strip()[:500]}
        await tell_author(self.db, found, Reply(RETURNED, values), self.now)
        return found

    async def keep_refusal(self, who: Staff, what: str, error: Refusal) -> None:
        """Whoever tried what is not theirs stands in the audit trail."""
        if error.name in NOT_THEIRS:
            details = {"page": f"chat {what}"[:200], "why": error.name}
            await audit.record(self.db, who.login, "refused", details, now=self.now)

    async def forget_words(self, turn: int) -> None:
        """A code is nobody's to read later, though it is used up."""
        await inbox.blank_words(self.db, turn)


async def tell_approvers(db: AsyncSession, found: Announcement, now: datetime) -> int:
    """A line in the chat of each who may approve it, with the way to read it. Returns how many were told.

    What is urgent has a line of its own (`bot.domain.urgent`).
    """
    if found.urgent:
        return 0
    told = 0
    for one in await staff.everyone(db):
        able = may(one, "announcements.approve") and covers(one, found.communes) and one.id != found.author_id
        chat = await staff.chat_of(db, one.id) if able and one.chat_address_id else None
        if chat is not None:
            reply = Reply(WAITING, {"title": found.title, "code": found.code}, buttons=[look_button(found.id)])
            await outbox.add(db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=now)
            told += 1
    return told


async def tell_author(db: AsyncSession, found: Announcement, reply: Reply, now: datetime) -> None:
    """A line in the author's chat, if there is one."""
    chat = await staff.chat_of(db, found.author_id)
    if chat is not None:
        await outbox.add(db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=now)


def look_button(number: int) -> Button:
    """The way to read one that waits."""
    return Button(f"notices.look:{number}", "buttons.notice_look")


def stamp(found: Announcement) -> str:
    """The hand-in that an approver has read: handed in anew, it is another."""
    return found.submitted_at.isoformat() if found.submitted_at else ""


def _refuse_urgent(found: Announcement) -> None:
    if found.urgent:
        raise Refusal("urgent.console_only")
