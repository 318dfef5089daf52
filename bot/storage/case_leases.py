"""Queries about who looks at which line of the log."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import CaseLease, Exchange
from bot.storage.upsert import insert_into


async def take(db: AsyncSession, exchange_id: int, staff_id: int, *, now: datetime, until: datetime) -> int:
    """Look at a line, unless somebody does already. Returns who looks at it now."""
    kept = insert_into(db, CaseLease).values(exchange_id=exchange_id, staff_id=staff_id, until=until)
    free = or_(CaseLease.until <= now, CaseLease.staff_id == staff_id)
    values = {"staff_id": staff_id, "until": until}
    await db.execute(kept.on_conflict_do_update(index_elements=["exchange_id"], set_=values, where=free))
    return int(await db.scalar(select(CaseLease.staff_id).where(CaseLease.exchange_id == exchange_id)) or 0)


async def drop(db: AsyncSession, exchange_id: int, staff_id: int) -> None:
    """This person has done with it."""
    await db.execute(delete(CaseLease).where(CaseLease.exchange_id == exchange_id, CaseLease.staff_id == staff_id))


async def drop_all(db: AsyncSession, staff_id: int, *, but: int) -> None:
    """This person looks at one line at a time."""
    await db.execute(delete(CaseLease).where(CaseLease.staff_id == staff_id, CaseLease.exchange_id != but))


async def forget(db: AsyncSession, *, before: datetime) -> None:
    """Delete what is over."""
    await db.execute(delete(CaseLease).where(CaseLease.until < before))


def looked_at_by_others(staff_id: int, now: datetime) -> ColumnElement[bool]:
    """Lines of the log that somebody else looks at."""
    others = (CaseLease.exchange_id == Exchange.id, CaseLease.staff_id != staff_id, CaseLease.until > now)
    return exists().where(*others)
