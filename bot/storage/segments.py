"""Queries about choices of recipients that are kept by name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Segment


async def add(db: AsyncSession, **values: Any) -> Segment:
    """A new one."""
    made = Segment(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, segment_id: int) -> Segment | None:
    """One of them, removed or not."""
    found = select(Segment).where(Segment.id == segment_id)
    return (await db.scalars(found.execution_options(populate_existing=True))).first()


async def change(db: AsyncSession, segment_id: int, **values: Any) -> None:
    """Set some columns."""
    await db.execute(update(Segment).where(Segment.id == segment_id).values(**values))


async def of_area(db: AsyncSession, area: str, *, removed: bool = False, limit: int = 200) -> list[Segment]:
    """Those of this commune and of the province, by name; with no area, all. `removed`: those taken away."""
    found = select(Segment).where(Segment.removed_at.is_not(None) if removed else Segment.removed_at.is_(None))
    if area:
        found = found.where(Segment.area.in_(("", area)))
    order = (Segment.removed_at.desc(), Segment.id) if removed else (Segment.name, Segment.id)
    return list(await db.scalars(found.order_by(*order).limit(limit)))


async def named(db: AsyncSession, area: str, name: str) -> Segment | None:
    """The one of this area that has this name now."""
    found = select(Segment).where(Segment.area == area, Segment.name == name, Segment.removed_at.is_(None))
    return (await db.scalars(found.order_by(Segment.id).limit(1))).first()
