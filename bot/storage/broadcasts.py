"""Queries about articles sent to everybody."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.inbox import insert_new
from bot.storage.tables import Announcement, Broadcast


async def add(db: AsyncSession, **values: Any) -> bool:
    """A new one; False when the announcement has one already."""
    blank = {"status": "waiting", "failure": "", "platform_id": ""}
    await db.execute(insert_new(db, Broadcast.__table__), [{**blank, **values}])  # type: ignore[arg-type]
    found = select(Broadcast.article).where(Broadcast.announcement_id == values["announcement_id"])
    return await db.scalar(found) == values["article"]


async def waiting(db: AsyncSession, *, limit: int = 50) -> list[Broadcast]:
    """Those that nobody has begun, the one tried longest ago first. `sent_at` is when it was tried last."""
    found = select(Broadcast).where(Broadcast.status == "waiting")
    found = found.order_by(Broadcast.sent_at.asc().nulls_first(), Broadcast.id).limit(limit)
    return list(await db.scalars(found.with_for_update(skip_locked=True)))


async def change(db: AsyncSession, number: int, **values: Any) -> None:
    """Set some columns."""
    await db.execute(update(Broadcast).where(Broadcast.id == number).values(**values))


async def interrupted(db: AsyncSession) -> None:
    """What was under way when the program died may have gone out: it is reported, never repeated."""
    under_way = update(Broadcast).where(Broadcast.status == "sending")
    await db.execute(under_way.values(status="uncertain", failure="uncertain"))


async def of_announcements(db: AsyncSession, *, limit: int = 20) -> list[Any]:
    """(Announcement, Broadcast or None) of the announcements approved last."""
    found = (
        select(Announcement, Broadcast)
        .outerjoin(Broadcast, Broadcast.announcement_id == Announcement.id)
        .where(Announcement.status.in_(("approved", "sending", "sent")))
        .order_by(Announcement.approved_at.desc())
        .limit(limit)
    )
    return [tuple(row) for row in await db.execute(found)]
