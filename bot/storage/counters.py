"""Counts by day that stay when citizens' words are purged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Counter

COUNTERS: Any = Counter.__table__


async def add(db: AsyncSession, day: date, counts: Mapping[str, int]) -> None:
    """Add to the counts of a day."""
    if not counts:
        return
    make = sqlite.insert if db.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = make(COUNTERS)
    more = {"value": COUNTERS.c.value + statement.excluded.value}
    rows = [{"day": day, "name": name, "value": value} for name, value in sorted(counts.items())]
    await db.execute(statement.on_conflict_do_update(index_elements=["day", "name"], set_=more), rows)


async def since(db: AsyncSession, day: date) -> dict[tuple[date, str], int]:
    """(day, name) → count, from `day` on."""
    found = await db.execute(select(COUNTERS).where(COUNTERS.c.day >= day))
    return {(row.day, row.name): row.value for row in found}
