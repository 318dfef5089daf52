"""The walls that privacy needs: words can be purged, and what was erased stays so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func, insert, select, text

from bot.messages import Reply
from bot.scheduler import Scheduler
from bot.settings import NEVER, Hours
from bot.storage import citizens, outbox, purge
from bot.storage.migrate import differences
from bot.storage.tables import (
    NUMBERED_ONCE,
    PURGED,
    Address,
    Base,
    Citizen,
    Exchange,
    Inbound,
    ModelAnswer,
    Outbound,
    Ticket,
    Wording,
)
from tests.journeys.conftest import Watch


def test_platform_ids_stand_in_one_table():
    named = [table.name for table in Base.metadata.sorted_tables if "address" in table.columns]
    assert named == ["addresses"]


async def fill(db, now):
    await db.execute(insert(Citizen).values(id=1, created_at=now, data={}, choices=[]))
    await db.execute(insert(Address).values(id=1, citizen_id=1, channel="paper", address="a"))
    who = {"citizen_id": 1, "address_id": 1}
    await db.execute(
        insert(Inbound),
        [
            {"channel": "paper", "platform_id": f"{age}-{done}-{lease}", **who, "kind": "text", "words": "w"}
            | {"received_at": now - timedelta(days=age), "done_at": done, "lease_until": lease}
            for age in (10, 200)
            for done, lease in ((None, None), (now, None), (None, now))
        ],
    )
    await db.execute(
        insert(Outbound),
        [
            {**who, "rank": 0, "reply": {}, "status": status, "next_at": next_at}
            | {"created_at": now - timedelta(days=age)}
            for age in (10, 200)
            for status, next_at in (("sent", now), ("waiting", now), ("waiting", now - timedelta(days=age)))
        ],
    )
    for age in (10, 200):
        at = now - timedelta(days=age)
        await db.execute(
            insert(Exchange).values(citizen_id=1, channel="paper", at=at, handler="h", phrase="p", sources=[], cuts=[])
        )
        await db.execute(insert(ModelAnswer).values(citizen_id=1, at=at, passages=[], reasons=[]))
        await db.execute(insert(Wording).values(citizen_id=1, at=at, entry="e", key=str(age), question="q"))
        await db.execute(insert(Ticket).values(**who, question="q", opened_at=at, closed_at=at))
        await db.execute(insert(Ticket).values(**who, question="q", opened_at=at))


async def left_in(db):
    return {
        table.__tablename__: (await db.execute(select(func.count()).select_from(table))).scalar_one()
        for table in PURGED
    }


async def test_old_words_go_and_what_is_in_hand_stays(database):
    now = datetime(2026, 11, 1, tzinfo=UTC)
    async with database.begin() as db:
        await fill(db, now)
    async with database.begin() as db:
        assert await purge.words(db, before=now - timedelta(days=180)) == 7
    async with database.begin() as db:
        assert await purge.words(db, before=now - timedelta(days=180)) == 0
        left = await left_in(db)
    assert left == {"inbox": 4, "outbox": 5, "exchanges": 1, "model_answers": 1, "wordings": 1, "tickets": 3}


async def test_nobodys_words_outlive_their_time_answered_or_not(database):
    """What a channel that was switched off left lying, and questions that no person answered, go as well."""
    clock = Watch()
    async with database.begin() as db:
        await fill(db, clock.now())
        await db.execute(insert(ModelAnswer).values(citizen_id=1, at=clock.now(), passages=[], reasons=[]))
    scheduler = Scheduler(database, clock, quiet=NEVER, retention_days=180, per_day=3)
    await scheduler.delete()
    clock.move(days=200)
    await scheduler.delete()
    await scheduler.delete()
    async with database.begin() as db:
        left = await left_in(db)
        told = [row.reply["phrase"] for row in await db.scalars(select(Outbound).order_by(Outbound.id))]
    assert left | {"outbox": 0} == dict.fromkeys(left, 0)
    assert told == ["tickets.expired"]


async def test_nobody_is_told_at_night_that_a_question_was_never_answered(database):
    clock = Watch()
    async with database.begin() as db:
        await fill(db, clock.now())
    await Scheduler(database, clock, quiet=Hours(0, 24 * 60), retention_days=180, per_day=3).delete()
    async with database.read() as db:
        assert await db.scalar(select(func.count()).where(Ticket.closed_at.is_(None))) == 2


async def test_erasing_forgets_what_a_model_was_asked(database):
    now = datetime(2026, 11, 1, tzinfo=UTC)
    async with database.begin() as db:
        await fill(db, now)
        await citizens.erase(db, 1, now=datetime.now(UTC))
        assert await left_in(db) == dict.fromkeys([table.__tablename__ for table in PURGED], 0)


def test_migrations_and_tables_say_the_same(tmp_path):
    from bot.storage.migrate import upgrade

    url = f"sqlite+aiosqlite:///{tmp_path}/m.db"
    upgrade(url)
    assert not differences(url)


async def test_what_was_erased_leaves_its_number_to_nobody(database):
    """The chat page, buttons and links know rows by number: another row under it would be taken for the old one."""
    now = datetime(2026, 11, 1, tzinfo=UTC)
    who = {"citizen_id": 1, "address_id": 1}
    async with database.begin() as db:
        await fill(db, now)
        before = await highest(db)
        await citizens.erase(db, 1, now=datetime.now(UTC))
    async with database.begin() as db:
        single = await outbox.add(db, 1, 1, Reply("erase.done"), rank=outbox.REPLIES, now=now)
        await db.execute(delete(Outbound))
        many = await outbox.add_many(db, [outbox.row(1, 1, Reply("x"), rank=outbox.BULK, now=now) for _ in range(2)])
        await db.execute(insert(Exchange).values(citizen_id=1, channel="paper", at=now, handler="h", phrase="p"))
        await db.execute(insert(Ticket).values(**who, question="q", opened_at=now))
        after = await highest(db)
    assert before["outbox"] < single < many[0] < many[1]
    assert before["exchanges"] < after["exchanges"] and before["tickets"] < after["tickets"]


async def highest(db):
    return {
        table.__tablename__: (await db.execute(select(func.coalesce(func.max(table.id), 0)))).scalar_one()
        for table in PURGED
    }


async def test_no_migration_forgets_whose_numbers_come_only_once(database):
    async with database.read() as db:
        if db.get_bind().dialect.name != "sqlite":
            return
        found = dict((await db.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))).all())
    for table in NUMBERED_ONCE:
        assert "PRIMARY KEY AUTOINCREMENT" in found[table.__tablename__], table.__tablename__
