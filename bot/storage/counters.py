"""Counts by day that stay when citizens' words are purged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database
from bot.storage.tables import Counter
from bot.storage.upsert import inserting

COUNTERS: Any = Counter.__table__


@cache
def _adding(dialect: str) -> Any:
    statement = inserting(dialect, COUNTERS)
    more = {"value": COUNTERS.c.value + statement.excluded.value}
    return statement.on_conflict_do_update(index_elements=["day", "name"], set_=more)


async def add(db: AsyncSession, day: date, counts: Mapping[str, int]) -> None:
    """Add to the counts of a day."""
    if not counts:
        return
    connection = await db.connection()
    rows = [{"day": day, "name": name, "value": value} for name, value in sorted(counts.items())]
    await connection.execute(_adding(connection.dialect.name), rows)


async def add_one(db: AsyncSession, day: date, name: str, amount: int) -> int:
    """Add to one count; returns what it then is."""
    connection = await db.connection()
    statement = _adding(connection.dialect.name).returning(COUNTERS.c.value)
    return int((await connection.execute(statement, {"day": day, "name": name, "value": amount})).scalar_one())


async def total(db: AsyncSession, day: date, name: str) -> int:
    """The sum of one count from `day` on."""
    found = select(func.coalesce(func.sum(COUNTERS.c.value), 0)).where(COUNTERS.c.day >= day, COUNTERS.c.name == name)
    return int((await db.execute(found)).scalar_one())


async def totals(db: AsyncSession, *starts: str) -> dict[str, int]:
    """Name → the sum of all days, of the counts whose names begin like this."""
    wanted = or_(*(COUNTERS.c.name.startswith(start, autoescape=True) for start in starts))
    found = select(COUNTERS.c.name, func.sum(COUNTERS.c.value)).where(wanted).group_by(COUNTERS.c.name)
    return {name: int(value) for name, value in await db.execute(found)}


async def of_day(db: AsyncSession, day: date, start: str) -> dict[str, int]:
    """Name → count of one day, of the counts whose names begin like this."""
    mine = (COUNTERS.c.day == day, COUNTERS.c.name.startswith(start, autoescape=True))
    return {row.name: int(row.value) for row in await db.execute(select(COUNTERS).where(*mine))}


async def forget(db: AsyncSession, start: str, *, before: date) -> None:
    """Delete counts whose names begin like this: what is counted per person is no statistic."""
    old = COUNTERS.c.name.startswith(start, autoescape=True)
    await db.execute(delete(COUNTERS).where(COUNTERS.c.day < before, old))


async def since(db: AsyncSession, day: date) -> dict[tuple[date, str], int]:
    """(day, name) → count, from `day` on; not what is counted per person."""
    statistics = COUNTERS.c.name.not_like("llm.person.%")
    found = await db.execute(select(COUNTERS).where(COUNTERS.c.day >= day, statistics))
    return {(row.day, row.name): row.value for row in found}


class Shared:
    """Counts kept in the database: all processes count together, and a restart forgets nothing."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def add(self, day: date, name: str, amount: int) -> int:
        """Add to a count in a transaction of its own; returns what that day's count then is."""
        async with self.database.begin() as db:
            return await add_one(db, day, name, amount)

    async def total(self, since: date, name: str) -> int:
        """The sum from that day on."""
        async with self.database.read() as db:
            return await total(db, since, name)
