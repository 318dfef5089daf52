"""What follows from each way of failing, and the order of what is said."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.channels.channel import (
    Abilities,
    Blocked,
    OutsideWindow,
    OverQuota,
    Pace,
    Rejected,
    Unavailable,
    Uncertain,
    Window,
)
from bot.clock import Clock
from bot.messages import OutgoingMessage, Picture, Reply
from bot.outbox import CLAIM, GIVE_UP, GIVE_UP_BULK, ROOM, Outbox
from bot.outbox import _result as outbox_receipt
from bot.settings import NEVER, Hours
from bot.storage import outbox
from bot.storage.tables import Address, Citizen, Outbound


class Stage:
    """A channel that fails as told, and remembers what it sent."""

    name = "paper"
    abilities = Abilities()
    pace = Pace(1000, 1000, 100)

    def __init__(self) -> None:
        self.fails: list[Exception] = []
        self.sent: list[str] = []
        self.open = Window.FREE

    async def send(self, address: str, message: OutgoingMessage) -> str:
        await asyncio.sleep(0)
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(message.text)
        return str(len(self.sent))

    def window(self, last_heard, now):
        return self.open


@pytest.fixture
async def stage(database):
    async with database.begin() as db:
        now = datetime.now(UTC)
        await db.execute(insert(Citizen).values(id=1, created_at=now, data={}, choices=[]))
        await db.execute(insert(Address).values(id=1, citizen_id=1, channel="paper", address="a", last_heard=now))
    return Stage()


def outbox_of(database, stage, *, quiet=NEVER):
    words = lambda held, channel: OutgoingMessage(held.reply["phrase"])  # noqa: E731
    return Outbox(database, Clock(), [stage], words, quiet=quiet)


async def deliver(database, stage, *, rank=outbox.REPLIES, say=("one",), until=("sent", "failed", "uncertain")):
    """Put replies in, run the outbox until each has ended as wanted (or once tried), give the rows."""
    box = outbox_of(database, stage)
    database.listeners.append(lambda topics: box.wakeup.set())
    before = {row.id: row.attempts for row in await read(database)}
    async with database.begin() as db:
        for phrase in say:
            await outbox.add(db, 1, 1, Reply(phrase), rank=rank, now=datetime.now(UTC))
    task = asyncio.create_task(box.run())
    for _ in range(400):
        rows = await read(database)
        if all(
            row.status in until or (row.status == "waiting" and row.attempts > before.get(row.id, 0)) for row in rows
        ):
            break
        await asyncio.sleep(0.01)
    await box.stop(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return rows


async def read(database):
    async with database.read() as db:
        return list(await db.scalars(select(Outbound).order_by(Outbound.id)))


async def test_replies_of_one_person_go_in_order(database, stage):
    words = [f"word {number}" for number in range(12)]
    rows = await deliver(database, stage, say=words)
    assert stage.sent == words
    assert {row.status for row in rows} == {"sent"}


@pytest.mark.parametrize(
    ("error", "status", "failure"),
    [
        (Blocked(), "failed", "blocked"),
        (Rejected(), "failed", "rejected"),
        (OutsideWindow(), "failed", "outside"),
        (Unavailable(retry_after=30), "waiting", "unavailable"),
        (OverQuota(), "waiting", "quota"),
        (Uncertain(), "waiting", "uncertain"),
    ],
)
async def test_each_failure_has_one_policy(database, stage, error, status, failure):
    stage.fails = [error]
    (row,) = await deliver(database, stage)
    assert (row.status, row.failure, row.attempts) == (status, failure, 1)


@pytest.mark.parametrize("phrase", ["tickets.alert", "tickets.alert_urgent", "tickets.kept", "alerts.consent"])
@pytest.mark.parametrize(("error", "failure"), [(OutsideWindow(), "outside"), (Blocked(), "blocked")])
async def test_what_staff_must_hear_is_kept_until_they_write(database, stage, phrase, error, failure):
    stage.fails = [error]
    (row,) = await deliver(database, stage, rank=outbox.PEOPLE, say=(phrase,), until=("sent", "failed", "kept"))
    assert (row.status, row.failure, stage.sent) == ("kept", failure, [])
    async with database.begin() as db:
        assert (await db.get(Citizen, 1)).missed == outbox.ANSWER
        await outbox.resume(db, 1, 1, now=datetime.now(UTC))
    (row,) = await deliver(database, stage, say=())
    assert (row.status, stage.sent) == ("sent", [phrase])


@pytest.mark.parametrize(("phrase", "status"), [("tickets.alert_urgent", "waiting"), ("menu.main", "failed")])
async def test_what_staff_must_hear_is_tried_for_as_long_as_a_platform_is_away(database, stage, phrase, status):
    old = datetime.now(UTC) - GIVE_UP - timedelta(minutes=1)
    stage.fails = [Unavailable("away")] * 3
    async with database.begin() as db:
        await outbox.add(db, 1, 1, Reply(phrase), rank=outbox.PEOPLE, now=old)
    (row,) = await deliver(database, stage, say=())
    assert (row.status, row.failure) == (status, "unavailable")


async def test_a_missed_reminder_does_not_hide_what_was_kept(database, stage):
    async with database.begin() as db:
        await outbox.miss(db, [1], outbox.ANSWER)
        await outbox.miss(db, [1], outbox.REMINDER)
        assert (await db.get(Citizen, 1)).missed == outbox.ANSWER
        await outbox.miss(db, [1], "")
        await outbox.miss(db, [1], outbox.REMINDER)
    async with database.read() as db:
        assert (await db.get(Citizen, 1)).missed == outbox.REMINDER


async def test_a_doubled_announcement_is_worse_than_a_missing_one(database, stage):
    stage.fails = [Uncertain()]
    (row,) = await deliver(database, stage, rank=outbox.BULK)
    assert row.status == "uncertain"
    assert not stage.sent


async def test_a_reply_of_unknown_outcome_is_sent_again(database, stage):
    stage.fails = [Uncertain()]
    await deliver(database, stage)
    async with database.begin() as db:
        await db.execute(update(Outbound).values(next_at=datetime.now(UTC)))
    rows = await deliver(database, stage, say=())
    assert [row.status for row in rows] == ["sent"]


async def test_who_blocks_is_marked(database, stage):
    stage.fails = [Blocked()]
    await deliver(database, stage)
    async with database.read() as db:
        assert (await db.scalars(select(Address.blocked_at))).one() is not None


async def test_a_closed_window_is_not_even_tried(database, stage):
    stage.open = Window.CLOSED
    (row,) = await deliver(database, stage)
    assert (row.status, row.failure) == ("failed", "outside")
    assert not stage.sent


async def test_after_a_crash_replies_go_again_and_bulk_is_uncertain(database, stage):
    past = datetime.now(UTC) - timedelta(minutes=5)
    async with database.begin() as db:
        for rank in (outbox.REPLIES, outbox.BULK):
            row = outbox.row(1, 1, Reply("x"), rank=rank, now=past, status="sending", taken_by="the dead")
            await outbox.add_many(db, [row])
    rows = await deliver(database, stage, say=())
    assert [row.status for row in rows] == ["sent", "uncertain"]


async def test_ids_of_many_come_in_the_order_of_the_rows_and_go_on_from_what_is_there(database, stage):
    await put(database, outbox.BULK, outbox.REPLIES)
    async with database.begin() as db:
        alone = await outbox.add(db, 1, 1, Reply("alone"), rank=outbox.REPLIES, now=datetime.now(UTC))
        rows = [outbox.row(1, 1, Reply(f"no {n}"), rank=outbox.REPLIES, now=datetime.now(UTC)) for n in range(5)]
        ids = await outbox.add_many(db, rows)
    kept = {row.id: row.reply["phrase"] for row in await read(database)}
    assert [kept[number] for number in ids] == [f"no {n}" for n in range(5)]
    assert (kept[alone], len(kept), min(ids) > alone) == ("alone", 8, True)


ALL_DAY = Hours(0, 24 * 60)


async def settled(box, holds):
    """Run the outbox until `holds(rows)`, and give the rows."""
    task = asyncio.create_task(box.run())
    for _ in range(400):
        rows = await read(box.database)
        if holds(rows):
            break
        await asyncio.sleep(0.01)
    await box.stop(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return rows


async def put(database, *ranks, **more):
    async with database.begin() as db:
        now = datetime.now(UTC)
        rows = [outbox.row(1, 1, Reply(f"rank {rank}"), rank=rank, now=now, **more) for rank in ranks]
        await outbox.add_many(db, rows)


async def test_in_quiet_hours_replies_go_and_bulk_planned_before_waits(database, stage):
    await put(database, outbox.BULK, outbox.PEOPLE, outbox.REPLIES)
    rows = await settled(outbox_of(database, stage, quiet=ALL_DAY), lambda rows: [r.status for r in rows][1:] == SENT)
    assert stage.sent == ["rank 0", "rank 1"]
    assert (rows[0].status, rows[0].attempts) == ("waiting", 0)


SENT = ["sent", "sent"]


async def test_bulk_in_hand_when_quiet_hours_begin_waits_for_their_end(database, stage):
    await put(database, outbox.BULK)
    box = outbox_of(database, stage)
    assert await box._claim() == 1
    box.quiet = ALL_DAY
    (row,) = await settled(box, lambda rows: not rows[0].taken_by)
    assert (row.status, row.taken_by, row.failure, stage.sent) == ("waiting", "", "", [])
    (row,) = await settled(outbox_of(database, stage), lambda rows: rows[0].status == "sent")
    assert stage.sent == ["rank 3"]


@pytest.mark.parametrize("off", ["bot", "channel:paper"])
async def test_while_the_bot_or_the_channel_is_off_only_replies_and_people_go(database, stage, off):
    await put(database, outbox.BULK, outbox.REMINDERS, outbox.PEOPLE, outbox.REPLIES)
    box = outbox_of(database, stage)
    box.off = lambda: (off,)
    rows = await settled(box, lambda rows: [r.status for r in rows][2:] == SENT)
    assert stage.sent == ["rank 0", "rank 1"]
    assert [(row.status, row.attempts) for row in rows[:2]] == [("waiting", 0)] * 2
    await settled(outbox_of(database, stage), lambda rows: {row.status for row in rows} == {"sent"})
    assert stage.sent[2:] == ["rank 2", "rank 3"]


async def test_bulk_in_hand_when_announcements_are_switched_off_waits(database, stage):
    await put(database, outbox.BULK)
    box = outbox_of(database, stage)
    assert await box._claim() == 1
    box.off = lambda: ("announcements",)
    (row,) = await settled(box, lambda rows: not rows[0].taken_by)
    assert (row.status, row.failure, stage.sent) == ("waiting", "", [])


async def test_a_reminder_that_would_come_in_quiet_hours_is_made_up_for_later(database, stage):
    await put(database, outbox.REMINDERS)
    (row,) = await settled(outbox_of(database, stage, quiet=ALL_DAY), lambda rows: rows[0].status == "failed")
    assert (row.failure, stage.sent) == ("outside", [])
    async with database.read() as db:
        assert (await db.scalars(select(Citizen.missed))).one() == "reminder"


@pytest.mark.parametrize(("rank", "status"), [(outbox.PEOPLE, "failed"), (outbox.BULK, "waiting")])
async def test_bulk_that_waited_for_the_morning_is_not_stale_yet(database, stage, rank, status):
    stage.fails = [Unavailable(retry_after=60)]
    created = datetime.now(UTC) - (GIVE_UP + GIVE_UP_BULK) / 2
    await put(database, rank, created_at=created)
    (row,) = await settled(outbox_of(database, stage), lambda rows: rows[0].attempts > 0)
    assert row.status == status


async def test_what_holds_up_one_message_alone_does_not_hold_up_the_others(database, stage):
    stage.fails = [Unavailable(retry_after=300, alone=True)]
    await put(database, outbox.REPLIES)
    await put(database, outbox.REPLIES)
    rows = await settled(outbox_of(database, stage), lambda rows: any(row.status == "sent" for row in rows))
    assert sorted(row.status for row in rows) == ["sent", "waiting"]


class Slow(Stage):
    """A platform that takes next to nothing."""

    name = "slow"
    pace = Pace(0.5, 1000, 100)


async def test_the_long_line_of_a_slow_channel_does_not_hold_up_another(database, stage):
    now = datetime.now(UTC)
    slow = Slow()
    async with database.begin() as db:
        await db.execute(insert(Address).values(id=2, citizen_id=1, channel="slow", address="b", last_heard=now))
        many = [outbox.row(1, 2, Reply("late"), rank=outbox.BULK, now=now) for _ in range(ROOM + 2 * CLAIM)]
        await outbox.add_many(db, many)
        await outbox.add_many(db, [outbox.row(1, 1, Reply("soon"), rank=outbox.BULK, now=now) for _ in range(3)])
    words = lambda held, channel: OutgoingMessage(held.reply["phrase"])  # noqa: E731
    box = Outbox(database, Clock(), [slow, stage], words)
    task = asyncio.create_task(box.run())
    for _ in range(300):
        if len(stage.sent) == 3:
            break
        await asyncio.sleep(0.01)
    await box.stop(0.1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert stage.sent == ["soon"] * 3
    assert len(slow.sent) < 5


async def test_what_is_urgent_leaves_in_quiet_hours_and_the_rest_waits(database, stage):
    now = datetime.now(UTC)
    async with database.begin() as db:
        urgent = outbox.row(1, 1, Reply("urgent"), rank=outbox.REMINDERS, now=now)
        urgent["reply"]["urgent"] = True
        await outbox.add_many(db, [outbox.row(1, 1, Reply("bulk"), rank=outbox.BULK, now=now), urgent])
    task = asyncio.create_task((box := outbox_of(database, stage, quiet=Hours(0, 24 * 60))).run())
    for _ in range(200):
        rows = {row.reply["phrase"]: row.status for row in await read(database)}
        if rows["urgent"] == "sent":
            break
        await asyncio.sleep(0.01)
    await box.stop(0.1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert rows == {"urgent": "sent", "bulk": "waiting"}
    assert stage.sent == ["urgent"]


async def test_what_is_urgent_waits_too_while_announcements_are_switched_off(database, stage):
    async with database.begin() as db:
        urgent = outbox.row(1, 1, Reply("urgent"), rank=outbox.REMINDERS, now=datetime.now(UTC))
        urgent["reply"]["urgent"] = True
        await outbox.add_many(db, [urgent])
    box = outbox_of(database, stage)
    box.off = lambda: ("announcements",)
    assert await box._claim() == 1
    (row,) = await settled(box, lambda rows: not rows[0].taken_by)
    assert (row.status, row.failure, stage.sent) == ("waiting", "", [])
    assert row.next_at > datetime.now(UTC)


async def test_a_picture_is_at_hand_before_its_reply_is_put_into_words(database, stage):
    async with database.begin() as db:
        pictured = Reply("with a picture", picture=Picture("notices/a.jpg", "Bản đồ"))
        await outbox.add_many(db, [outbox.row(1, 1, pictured, rank=outbox.REPLIES, now=datetime.now(UTC))])
    box, steps = outbox_of(database, stage), []
    words = box.wording

    async def fetch(name: str) -> None:
        steps.append(name)

    box.fetch = fetch
    box.wording = lambda held, channel: steps.append("words") or words(held, channel)
    assert await box._claim() == 1
    await settled(box, lambda rows: rows[0].status == "sent")
    assert steps == ["notices/a.jpg", "words"]


async def test_a_page_is_told_of_receipts_only_where_they_are_the_sending(database, stage):
    told: set[str] = set()
    database.listeners.append(told.update)
    await deliver(database, stage)
    assert "web" not in told
    stage.name = "web"
    async with database.begin() as db:
        await db.execute(update(Address).values(channel="web"))
    await deliver(database, stage)
    assert "web" in told


async def test_what_waits_for_tomorrow_stands_in_nobodys_way(database, stage):
    now = datetime.now(UTC)
    async with database.begin() as db:
        later = outbox.row(1, 1, Reply("tomorrow"), rank=outbox.BULK, now=now, next_at=now + timedelta(days=1))
        await outbox.put_alike(db, later, [1])
        await outbox.put_alike(db, outbox.row(1, 1, Reply("today"), rank=outbox.BULK, now=now), [1])
        await outbox.put_alike(db, outbox.row(1, 1, Reply("answer"), rank=outbox.REPLIES, now=now), [1])
    async with database.begin() as db:
        found = await outbox.claim(db, "me", ["paper"], limit=9, now=now, lease=timedelta(seconds=60))
    assert [row.reply["phrase"] for row in found] == ["answer", "today"]


async def test_what_could_not_be_marked_waits_and_does_not_fail(database, stage, monkeypatch):
    async with database.begin() as db:
        await outbox.add_many(db, [outbox.row(1, 1, Reply("one"), rank=outbox.BULK, now=datetime.now(UTC))])

    async def away(*_):
        raise OSError("the database is away")

    box = outbox_of(database, stage)
    assert await box._claim() == 1
    monkeypatch.setattr(outbox, "begin", away)
    (row,) = await settled(box, lambda rows: not rows[0].taken_by)
    assert (row.status, row.failure, stage.sent) == ("waiting", "", [])


async def test_receipts_and_marks_share_a_transaction(database, stage, monkeypatch):
    now, commits = datetime.now(UTC), []
    async with database.begin() as db:
        rows = [outbox.row(1, 1, Reply(name), rank=outbox.BULK, now=now) for name in ("one", "two")]
        await outbox.add_many(db, rows)
    box = outbox_of(database, stage)
    assert await box._claim() == 2
    begin = box.database.begin
    monkeypatch.setattr(box.database, "begin", lambda: commits.append(1) or begin())
    first, second = sorted(box._in_hand)
    assert await box._mark([first]) == [True]
    held = box._in_hand[first]
    box._end(held, outbox_receipt(held, "sent", 1, now, "1"))
    assert await box._mark([second]) == [True]
    assert {row.id: row.status for row in await read(database)} == {first: "sent", second: "sending"}
    assert len(commits) == 2 and first not in box._in_hand
