"""Queries about the kinds of announcements that citizens leave out."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.inbox import insert_new
from bot.storage.tables import Mute


async def of(db: AsyncSession, citizen_id: int) -> set[str]:
    """The kinds that they do not want."""
    return set(await db.scalars(select(Mute.kind).where(Mute.citizen_id == citizen_id)))


async def put(db: AsyncSession, citizen_id: int, kind: str, *, muted: bool) -> None:
    """Leave a kind out, or take it again; twice is once."""
    if muted:
        await db.execute(insert_new(db, Mute.__table__), [{"citizen_id": citizen_id, "kind": kind}])  # type: ignore[arg-type]
    else:
        await db.execute(delete(Mute).where(Mute.citizen_id == citizen_id, Mute.kind == kind))
