"""The walls that privacy needs: personal columns are declared, words can be purged."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Text, func, insert, select

from bot.storage import purge
from bot.storage.migrate import differences
from bot.storage.tables import (
    PERSONAL,
    PURGED,
    Address,
    Base,
    Citizen,
    Exchange,
    Inbound,
    ModelAnswer,
    Outbound,
    Ticket,
)

NOT_PERSONAL = {
    "kept.value",
    "confirmations.source",
}
"""Free text that is not about a person, each by decision."""


def test_every_free_text_column_is_declared_or_decided_on():
    free = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Text)
    }
    assert free - set(PERSONAL) == NOT_PERSONAL


def test_every_declared_column_is_there():
    names = {f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns}
    assert set(PERSONAL) <= names


def test_platform_ids_stand_in_one_table():
    named = [table.name for table in Base.metadata.sorted_tables if "address" in table.columns]
    assert named == ["addresses"]


def test_every_column_declared_as_purged_lies_in_a_table_that_is():
    purged = {table.__tablename__ for table in PURGED}
    assert {name.split(".")[0] for name, why in PERSONAL.items() if "purged" in why} == purged


async def fill(db, now):
    await db.execute(insert(Citizen).values(id=1, created_at=now, data={}, choices=[]))
    await db.execute(insert(Address).values(id=1, citizen_id=1, channel="paper", address="a"))
    who = {"citizen_id": 1, "address_id": 1}
    await db.execute(
        insert(Inbound),
        [
            {"channel": "paper", "platform_id": f"{age}-{done}", **who, "kind": "text", "words": "w", "done_at": done}
            | {"received_at": now - timedelta(days=age)}
            for age in (10, 200)
            for done in (None, now)
        ],
    )
    await db.execute(
        insert(Outbound),
        [
            {**who, "rank": 0, "reply": {}, "status": status, "next_at": now, "created_at": now - timedelta(days=age)}
            for age in (10, 200)
            for status in ("sent", "waiting")
        ],
    )
    for age in (10, 200):
        at = now - timedelta(days=age)
        await db.execute(
            insert(Exchange).values(citizen_id=1, channel="paper", at=at, handler="h", phrase="p", sources=[], cuts=[])
        )
        await db.execute(insert(ModelAnswer).values(citizen_id=1, at=at, passages=[], reasons=[]))
        await db.execute(insert(Ticket).values(**who, question="q", opened_at=at, closed_at=at))
        await db.execute(insert(Ticket).values(**who, question="q", opened_at=at))


async def test_old_words_go_and_open_work_stays(database):
    now = datetime(2026, 11, 1, tzinfo=UTC)
    async with database.begin() as db:
        await fill(db, now)
    async with database.begin() as db:
        assert await purge.words(db, before=now - timedelta(days=180)) == 5
    async with database.begin() as db:
        assert await purge.words(db, before=now - timedelta(days=180)) == 0
        left = [(await db.execute(select(func.count()).select_from(table))).scalar_one() for table in PURGED]
    assert left == [3, 3, 1, 1, 3]


def test_migrations_and_tables_say_the_same(tmp_path):
    from bot.storage.migrate import upgrade

    url = f"sqlite+aiosqlite:///{tmp_path}/m.db"
    upgrade(url)
    assert not differences(url)
