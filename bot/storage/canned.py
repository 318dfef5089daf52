"""Queries about canned replies."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import CannedReply


async def add(db: AsyncSession, **values: Any) -> CannedReply:
    """A new one."""
    made = CannedReply(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, number: int) -> CannedReply | None:
    """One of them as it stands now, removed or not."""
    found = select(CannedReply).where(CannedReply.id == number)
    return (await db.scalars(found.execution_options(populate_existing=True))).first()


async def change(db: AsyncSession, number: int, **values: Any) -> None:
    """Set some columns."""
    await db.execute(update(CannedReply).where(CannedReply.id == number).values(**values))


async def of_area(db: AsyncSession, area: str, *, removed: bool = False, limit: int = 200) -> list[CannedReply]:
    """Those of this commune and of the province, by name; with no area, all. `removed`: those taken away."""
    gone = CannedReply.removed_at.is_not(None) if removed else CannedReply.removed_at.is_(None)
    found = select(CannedReply).where(gone).order_by(CannedReply.title, CannedReply.id).limit(limit)
    return list(await db.scalars(found.where(CannedReply.area.in_(("", area))) if area else found))
