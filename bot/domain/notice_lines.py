"""What staff hear in their linked chats of an announcement on its way: it waits, it was approved, it came back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import covers, may
from bot.messages import Button, Reply
from bot.storage import outbox, staff
from bot.storage.tables import Announcement

WAITING, APPROVED, RETURNED = "alerts.notice_waiting", "alerts.notice_approved", "alerts.notice_returned"


async def tell_approvers(db: AsyncSession, found: Announcement, now: datetime) -> None:
    """A line in the chat of each who may approve it, with the way to read it.

    What is urgent has a line of its own (`bot.domain.urgent`).
    """
    if found.urgent:
        return
    look = Button(f"notices.look:{found.id}", "buttons.notice_look")
    reply = Reply(WAITING, {"title": found.title, "code": found.code}, buttons=[look])
    for one in await staff.everyone(db):
        if may(one, "announcements.approve") and covers(one, found.communes) and one.id != found.author_id:
            await _tell(db, one.id, reply, now)


async def tell_author(db: AsyncSession, found: Announcement, now: datetime, *, why: str = "") -> None:
    """A line to its author: it was approved, or, with the reason `why`, returned."""
    values = {"title": found.title, "code": found.code}
    reply = Reply(RETURNED, {**values, "why": why}) if why else Reply(APPROVED, values)
    await _tell(db, found.author_id, reply, now)


async def _tell(db: AsyncSession, staff_id: int, reply: Reply, now: datetime) -> None:
    chat = await staff.chat_of(db, staff_id)
    if chat is not None:
        await outbox.add(db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=now)
