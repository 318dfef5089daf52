"""Old words go in slices: however many there are, no transaction holds the others up for long."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import timedelta

from sqlalchemy import func, insert, select

from bot.scheduler import Scheduler
from bot.settings import NEVER
from bot.storage import purge
from bot.storage.tables import PURGED, Address, Citizen
from tests.journeys.conftest import Watch
from tests.rows import values_for

ROWS = 2 * purge.SLICE + 1
NOBODYS = ("turn", "announcement_id", "judged_by", "answered_by", "holder_id")
"""Columns that lead to rows which are not there."""
UNIQUE = ("id", "platform_id", "key")


def rows_of(table, at):
    """More than two slices of one citizen's rows, long ago."""
    columns = table.__table__.columns
    blank = {name: None for name in NOBODYS if name in columns}
    for number in range(1, ROWS + 1):
        own = {name: number if name == "id" else str(number) for name in UNIQUE if name in columns}
        yield values_for(table.__table__, at, **blank, **own)


async def many(database, at):
    """More than two slices in every table of words."""
    async with database.begin() as db:
        for table in (Citizen, Address):
            await db.execute(insert(table), [values_for(table.__table__, at)])
        for table in PURGED:
            await db.execute(insert(table), list(rows_of(table, at)))


async def left(db):
    counts = {table: select(func.count()).select_from(table) for table in PURGED}
    return {table.__tablename__: (await db.execute(count)).scalar_one() for table, count in counts.items()}


def watched(database, monkeypatch):
    """How many rows of each table each transaction took away."""
    taken, begin = [], database.begin

    @asynccontextmanager
    async def counting():
        async with begin() as db:
            before = await left(db)
            yield db
            after = await left(db)
            taken.append({name: before[name] - after[name] for name in before})

    monkeypatch.setattr(database, "begin", counting)
    return taken


async def test_more_rows_than_a_slice_go_in_several_transactions(database, monkeypatch):
    clock = Watch()
    await many(database, clock.now() - timedelta(days=400))
    taken = watched(database, monkeypatch)
    await Scheduler(database, clock, quiet=NEVER, retention_days=180, per_day=3).delete()
    for table in PURGED:
        name = table.__tablename__
        assert [one[name] for one in taken if one[name]] == [purge.SLICE, purge.SLICE, 1], name
