"""Switching parts off: who may, what stops, who hears of it, and that nothing is lost."""

import asyncio

import pytest
from sqlalchemy import insert, select

from bot.domain.staff import Refusal
from bot.domain.switches import ANNOUNCEMENTS, BOT, MODEL, Board, Switches, closed, lowest_rank, tell_waiting
from bot.storage import outbox
from bot.storage.tables import AuditEntry, Inbound, Outbound
from tests.people import HERE, NOW, citizen, staff

CHANNELS = ("web", "telegram")


async def message(db, who: tuple[int, int], channel: str = "web") -> None:
    number = len(list(await db.scalars(select(Inbound))))
    row = {"channel": channel, "platform_id": str(number), "citizen_id": who[0], "address_id": who[1], "kind": "text"}
    await db.execute(insert(Inbound).values(**row, words="hỏi", received_at=NOW))


async def test_off_needs_a_reason_and_both_ways_stand_in_the_trail(database):
    async with database.begin() as db:
        who, switches = await staff(db, "administrator"), Switches(db, NOW, CHANNELS)
        for reason in ("  ", "x" * 301):
            with pytest.raises(Refusal, match="reason_missing"):
                await switches.put_off(BOT, who, reason)
        await switches.put_off("channel:telegram", who, "Bị mạo danh")
        with pytest.raises(Refusal, match="off_already"):
            await switches.put_off("channel:telegram", who, "lần nữa")
        await switches.put_on("channel:telegram", who)
        with pytest.raises(Refusal, match="on_already"):
            await switches.put_on("channel:telegram", who)
        rows = list(await db.scalars(select(AuditEntry).order_by(AuditEntry.id)))
        off = {"switch": "channel:telegram", "reason": "Bị mạo danh"}
        assert [(row.action, row.details) for row in rows] == [
            ("switches.off", off),
            ("switches.on", {"switch": "channel:telegram"}),
        ]


async def test_a_commune_switches_nothing_off_and_nobody_what_is_not_there(database):
    async with database.begin() as db:
        switches = Switches(db, NOW, CHANNELS)
        with pytest.raises(Refusal, match="outside_area"):
            await switches.put_off(BOT, await staff(db, "moderator", area=HERE), "lý do")
        with pytest.raises(Refusal, match=r"switches\.unknown"):
            await switches.put_off("channel:fax", await staff(db, "administrator"), "lý do")


async def test_every_process_hears_of_it(database):
    here, there = Board(database), Board(database)
    watching = asyncio.create_task(there.run())
    async with database.begin() as db:
        await Switches(db, NOW, CHANNELS).put_off(MODEL, await staff(db, "administrator"), "Trả lời bịa")
    await here.refresh()
    assert (here.off[MODEL].reason, list(here.names())) == ("Trả lời bịa", [MODEL])
    for _ in range(100):
        await asyncio.sleep(0.01)
        if there.names():
            break
    assert list(there.names()) == [MODEL]
    watching.cancel()


def test_what_is_off_holds_back_what_nobody_asked_for_and_never_people():
    assert lowest_rank((), "web") == lowest_rank((MODEL,), "web") == outbox.BULK
    assert lowest_rank((ANNOUNCEMENTS,), "web") == outbox.REMINDERS
    assert lowest_rank((BOT,), "web") == lowest_rank(("channel:web",), "web") == outbox.PEOPLE
    assert lowest_rank(("channel:web",), "telegram") == outbox.BULK
    assert closed((BOT,), CHANNELS) == {"web": BOT, "telegram": BOT}
    assert closed(("channel:web", MODEL), CHANNELS) == {"web": "channel:web"}


async def test_who_waits_is_told_once_and_again_the_next_time(database):
    async with database.begin() as db:
        one, two = await citizen(db), await citizen(db, channel="telegram")
        who, switches = await staff(db, "administrator"), Switches(db, NOW, CHANNELS)
        for _ in range(3):
            await message(db, one)
        await message(db, two, "telegram")
        await switches.put_off("channel:web", who, "lý do")
        shut = closed(("channel:web",), CHANNELS)
        assert [await tell_waiting(db, shut, now=NOW) for _ in range(2)] == [1, 0]
        rows = list(await db.scalars(select(Outbound)))
        assert [(row.citizen_id, row.reply["phrase"]) for row in rows] == [(one[0], "switches.notice")]
        await switches.put_on("channel:web", who)
        assert await tell_waiting(db, shut, now=NOW) == 0
        await switches.put_off("channel:web", who, "lý do khác")
        assert await tell_waiting(db, shut, now=NOW) == 1
