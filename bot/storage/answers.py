"""Queries about what announcements ask back and what people answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Address, Announcement, Citizen, Outbound, Question, Response


async def kind(db: AsyncSession, announcement_id: int) -> str:
    """What an announcement asks back; "" for nothing."""
    found = select(Question.kind).where(Question.announcement_id == announcement_id)
    return (await db.scalar(found)) or ""


async def ask(db: AsyncSession, announcement_id: int, kind: str) -> None:
    """From now on it asks this; "" for nothing."""
    await db.execute(delete(Question).where(Question.announcement_id == announcement_id))
    if kind:
        await db.execute(insert(Question).values(announcement_id=announcement_id, kind=kind))


async def got(db: AsyncSession, announcement_id: int, citizen_id: int) -> bool:
    """Was this announcement sent to them?"""
    sent = (Outbound.announcement_id == announcement_id, Outbound.citizen_id == citizen_id)
    return await db.scalar(select(Outbound.id).where(*sent, Outbound.status != "failed").limit(1)) is not None


async def last_asked(db: AsyncSession, citizen_id: int, kinds: tuple[str, ...]) -> Announcement | None:
    """The latest announcement that was sent to them and asks one of these."""
    found = select(Announcement).join(Question, Question.announcement_id == Announcement.id)
    found = found.join(Outbound, Outbound.announcement_id == Announcement.id)
    found = found.where(Outbound.citizen_id == citizen_id, Outbound.status == "sent", Question.kind.in_(kinds))
    return (await db.scalars(found.order_by(Outbound.sent_at.desc(), Outbound.id.desc()).limit(1))).first()


async def keep(db: AsyncSession, announcement_id: int, citizen_id: int, *, coming: bool | None, now: datetime) -> None:
    """One answer a person: a later one takes its place, and "đã đọc" leaves the other answer as it was."""
    mine = (Response.announcement_id == announcement_id, Response.citizen_id == citizen_id)
    await db.execute(select(Citizen.id).where(Citizen.id == citizen_id).with_for_update())
    there = await db.scalar(select(Response.id).where(*mine))
    if there is None:
        values = {"read_at": now, "coming": coming, "changed_at": now}
        await db.execute(insert(Response).values(announcement_id=announcement_id, citizen_id=citizen_id, **values))
    elif coming is not None:
        differs = Response.coming.is_distinct_from(coming)
        await db.execute(update(Response).where(*mine, differs).values(coming=coming, changed_at=now))


async def counts(db: AsyncSession, announcement_id: int) -> dict[str, int]:
    """ "read", "coming", "not_coming" → how many; who says whether they come has read it, too."""
    found = select(Response.coming, func.count()).where(Response.announcement_id == announcement_id)
    by = {row[0]: row[1] for row in await db.execute(found.group_by(Response.coming))}
    return {"read": sum(by.values()), "coming": by.get(True, 0), "not_coming": by.get(False, 0)}


async def listed(db: AsyncSession, announcement_id: int, *, limit: int | None = None) -> list[Any]:
    """(Response, commune, group, channel), in the order in which they answered first."""
    channel = select(Address.channel).where(Address.citizen_id == Citizen.id)
    channel = channel.order_by(Address.last_heard.desc()).limit(1)
    found = select(Response, Citizen.commune, Citizen.audience, channel.scalar_subquery())
    found = found.join(Citizen, Citizen.id == Response.citizen_id).where(Response.announcement_id == announcement_id)
    return list(await db.execute(found.order_by(Response.id).limit(limit)))


async def join(db: AsyncSession, into: int, other: int) -> None:
    """Two citizens are one: of two answers to one announcement the later one stays."""
    mine = {one.announcement_id: one for one in await _of(db, into)}
    for theirs in await _of(db, other):
        here = mine.get(theirs.announcement_id)
        loser = theirs if here and here.changed_at >= theirs.changed_at else here
        if loser is not None:
            await db.execute(delete(Response).where(Response.id == loser.id))
        if loser is not theirs:
            await db.execute(update(Response).where(Response.id == theirs.id).values(citizen_id=into))


async def _of(db: AsyncSession, citizen_id: int) -> list[Response]:
    return list(await db.scalars(select(Response).where(Response.citizen_id == citizen_id)))
