"""Queries about what staff keep by name for their area: recipients, templates of announcements, canned replies."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import CannedReply, NoticeTemplate, Segment

Row = TypeVar("Row", Segment, NoticeTemplate, CannedReply)


class ByName(Generic[Row]):
    """One such table. A row has `name`, `area` and `removed_at`."""

    def __init__(self, table: type[Row]) -> None:
        self.table: type[Row] = table

    async def add(self, db: AsyncSession, **values: Any) -> Row:
        """A new one."""
        made = self.table(**values)
        db.add(made)
        await db.flush()
        return made

    async def get(self, db: AsyncSession, number: int) -> Row | None:
        """One of them, removed or not."""
        found = select(self.table).where(self.table.id == number)
        return (await db.scalars(found.execution_options(populate_existing=True))).first()

    async def change(self, db: AsyncSession, number: int, **values: Any) -> None:
        """Set some columns."""
        await db.execute(update(self.table).where(self.table.id == number).values(**values))

    async def of_area(self, db: AsyncSession, area: str, *, removed: bool = False, limit: int = 200) -> list[Row]:
        """Those of this commune and of the province, by name; with no area, all. `removed`: those taken away."""
        table = self.table
        found = select(table).where(table.removed_at.is_not(None) if removed else table.removed_at.is_(None))
        if area:
            found = found.where(table.area.in_(("", area)))
        order = (table.removed_at.desc(), table.id) if removed else (table.name, table.id)
        return list(await db.scalars(found.order_by(*order).limit(limit)))

    async def named(self, db: AsyncSession, area: str, name: str) -> Row | None:
        """The one of this area that has this name now."""
        table = self.table
        found = select(table).where(table.area == area, table.name == name, table.removed_at.is_(None))
        return (await db.scalars(found.order_by(table.id).limit(1))).first()


segments = ByName(Segment)
notice_templates = ByName(NoticeTemplate)
canned_replies = ByName(CannedReply)
