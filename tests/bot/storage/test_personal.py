"""The map of personal columns: complete, and true of what is purged, erased and exported."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import BigInteger, Boolean, Column, Date, Float, Integer, insert, select

from bot.scheduler import Scheduler
from bot.settings import NEVER
from bot.storage import citizens, purge
from bot.storage.personal import HARMLESS, PERSONAL
from bot.storage.tables import PURGED, Base, Moment
from tests.journeys.conftest import Watch
from tests.rows import values_for

NUMBERS = (Integer, BigInteger, Float, Boolean, Moment, Date)
"""What cannot hold anybody's words. Every other type has to be declared, one that is new too."""
DECLARED = [name for names in HARMLESS.values() for name in names.split()]
MET = {"citizens": {"met": "done"}}
OVER = ("purged", "emptied", "goes with the class", "some time after the event")
"""What is promised of the words when their time is over."""
ERASED = ("goes when erased", "purged", "goes with", "goes when the citizen erases", "emptied with")
"""What is promised of the rows of a citizen who asks for it."""


def columns() -> dict[str, Column[Any]]:
    tables = Base.metadata.sorted_tables
    return {f"{table.name}.{column.name}": column for table in tables for column in table.columns}


def promised(what: tuple[str, ...]) -> set[str]:
    return {name for name, why in PERSONAL.items() if any(words in why for words in what)}


def of_citizens() -> set[str]:
    """Tables whose rows say which citizen they are about."""
    return {table.name for table in Base.metadata.sorted_tables if "citizen_id" in table.columns} | {"citizens"}


def test_every_column_that_can_hold_words_is_declared_personal_or_harmless():
    words = {name for name, column in columns().items() if not isinstance(column.type, NUMBERS)}
    assert words - set(PERSONAL) - set(DECLARED) == set()


def test_no_column_is_declared_twice_or_is_not_there():
    assert len(DECLARED) == len(set(DECLARED)) and not set(DECLARED) & set(PERSONAL)
    assert set(DECLARED) | set(PERSONAL) <= set(columns())


def test_every_column_declared_as_purged_lies_in_a_table_that_is():
    assert {name.split(".")[0] for name in promised(("purged",))} == {table.__tablename__ for table in PURGED}


def test_whoever_asks_what_is_kept_gets_every_table_with_words_of_theirs():
    given = {"citizens", *(table.__tablename__ for table in citizens.OWNED)}
    assert {name.split(".")[0] for name in PERSONAL} & of_citizens() <= given


@pytest.fixture
async def full(database):
    """A row in every table, of the same citizen, with the mark wherever it fits; all of 400 days ago."""
    at = Watch().now() - timedelta(days=400)
    async with database.begin() as db:
        for table in Base.metadata.sorted_tables:
            await db.execute(insert(table).values(values_for(table, at, **MET.get(table.name, {}))))
    return database


async def marked(database) -> set[str]:
    """Personal columns in which the mark still stands, or what was cut of it."""
    found = set()
    async with database.read() as db:
        for name in PERSONAL:
            column = columns()[name]
            for value in await db.scalars(select(column)):
                if value and not isinstance(value, int):
                    found.add(name)
    return found


async def test_the_mark_stands_in_every_personal_column_at_first(full):
    assert await marked(full) == {name for name in PERSONAL if name != "citizens.reminder_hour"}


async def test_words_whose_time_is_over_are_gone_from_every_column_that_says_so(full):
    scheduler = Scheduler(full, Watch(), quiet=NEVER, retention_days=180, per_day=3)
    await scheduler.delete()
    assert await marked(full) & promised(OVER) == set()


async def test_who_is_erased_is_gone_from_every_column_that_says_so(full):
    async with full.begin() as db:
        await citizens.erase(db, 1, now=datetime.now(UTC))
        await citizens.change(db, 1, met="erased")
    left = await marked(full)
    assert left & promised(ERASED) == {"addresses.address", "citizens.met", "learners.name"}, "until the goodbye is out"
    async with full.begin() as db:
        assert await purge.erased_citizens(db, before=datetime.now(UTC)) == 1
    assert await marked(full) & promised(ERASED) == set()
