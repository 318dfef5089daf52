"""One person on several channels: progress follows, a channel can be parted, erasing erases all."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from bot.storage.tables import Address, Citizen, JoinCode, Progress
from tests.journeys.channels import OPEN
from tests.journeys.test_learning import agree, learn


@pytest.fixture
async def other(database, library, talk, other_on):
    async with OPEN[other_on](database, library, 2) as second:
        yield second


async def join(here, there):
    code = (await here("/lienket")).messages[0].reply["values"]["line"]
    await settle(here)
    return await there(code)


async def settle(talk):
    """What was said is out: nothing is on its way any more."""
    from bot.storage.tables import Outbound

    async with talk.database.begin() as db:
        await db.execute(update(Outbound).values(status="sent"))


async def test_progress_follows_to_the_other_channel(talk, other, library):
    await agree(talk)
    await learn(talk, library.lessons[0])
    await agree(other)
    await other(button=f"lessons.open:{library.lessons[1].code.lower()}")
    said = await join(talk, other)
    assert said.phrase == "linking.joined"
    assert (await talk.citizen()).id == (await other.citizen()).id
    done = (await other("/tiendo")).messages[0].reply["values"]
    assert done["done"] == 1
    async with talk.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(Citizen)) == 1
        lessons = set(await db.scalars(select(Progress.lesson)))
    assert lessons == {library.lessons[0].code, library.lessons[1].code}


async def test_of_two_standings_the_further_one_stays(talk, other, library):
    await agree(talk)
    await agree(other)
    await learn(talk, library.lessons[0])
    await other(button=f"lessons.open:{library.lessons[0].code.lower()}")
    await join(talk, other)
    async with talk.database.read() as db:
        rows = list(await db.scalars(select(Progress)))
    assert len(rows) == 1 and rows[0].finished_at is not None


async def test_settings_here_stay_and_blanks_are_filled(talk, other):
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:ba")
    await other("/start")
    await other(button="start.agree:no")
    await other(button="start.form:ong")
    await join(talk, other)
    joined = await other.citizen()
    assert joined.form == "ong" and joined.consented_at is not None and joined.met == "done"


async def test_a_code_works_once_and_not_for_its_own_maker(talk, other):
    await agree(talk)
    await agree(other)
    line = (await talk("/lienket")).messages[0].reply["values"]["line"]
    await settle(talk)
    assert (await talk(line)).phrase == "linking.wrong"
    assert (await other(line)).phrase == "linking.wrong"
    line = (await talk("nối kênh")).messages[0].reply["values"]["line"]
    await settle(talk)
    other.watch.move(minutes=16)
    assert (await other(line)).phrase == "linking.wrong"
    async with talk.database.read() as db:
        assert line.split()[-1] not in str(list(await db.scalars(select(JoinCode.code_hash))))


async def test_while_something_is_on_its_way_there_joining_waits(talk, other):
    await agree(talk)
    await agree(other)
    line = (await talk("/lienket")).messages[0].reply["values"]["line"]
    assert (await other(line)).phrase == "linking.busy"


async def test_a_channel_can_be_parted_and_starts_anew(talk, other, library):
    await agree(talk)
    await learn(talk, library.lessons[0])
    await agree(other)
    await join(talk, other)
    said = await other("/lienket")
    part = next(button for button in said.buttons if button.startswith("linking.part:"))
    assert (await other(button=part)).phrase == "linking.parted"
    assert (await talk.citizen()).id != (await other.citizen()).id
    assert (await other("/tiendo")).messages[0].reply["values"]["done"] == 1
    assert (await talk.citizen()).met == ""


async def test_nobody_parts_a_channel_of_somebody_else(talk, other):
    await agree(talk)
    await agree(other)
    async with talk.database.read() as db:
        mine = (await db.scalars(select(Address.id).where(Address.address == talk.person))).one()
    assert (await other(button=f"linking.part:{mine}")).phrase == "help.old_button"


async def test_erasing_erases_every_channel(talk, other, library):
    from datetime import timedelta

    from bot.storage import purge

    await agree(talk)
    await learn(talk, library.lessons[0])
    await agree(other)
    await join(talk, other)
    await other("/xoadulieu")
    await other(button="my_data.erase:yes")
    await settle(talk)
    talk.watch.move(minutes=20)
    async with talk.database.begin() as db:
        await purge.erased_citizens(db, before=talk.watch.now() - timedelta(minutes=10))
        for table in (Citizen, Address, Progress):
            assert await db.scalar(select(func.count()).select_from(table)) == 0


async def test_a_reminder_that_could_not_go_out_is_made_up_for(talk):
    from bot.storage import citizens, outbox

    await agree(talk)
    await talk(button="reminders.at:9")
    me = (await talk.citizen()).id
    async with talk.database.begin() as db:
        await outbox.miss(db, [me], "reminder")
    assert "reminders.missed" in (await talk("/menu")).phrases
    assert "reminders.missed" not in (await talk("/menu")).phrases
    async with talk.database.begin() as db:
        await outbox.miss(db, [me], "reminder")
        await citizens.change(db, me, reminder_hour=None)
    assert "reminders.missed" not in (await talk("/menu")).phrases, "who wants no reminders gets none"


async def test_an_answer_of_staff_that_was_kept_comes_when_they_write(talk):
    from bot.domain.tickets import Tickets
    from bot.storage.tables import Outbound
    from tests import people

    await agree(talk)
    await talk("/canbo")
    number = (await talk("Nhờ cán bộ gọi lại giúp")).messages[0].reply["values"]["number"]
    await settle(talk)
    async with talk.database.begin() as db:
        tickets = Tickets(db, talk.watch.now())
        await tickets.answer(number, await people.staff(db, "moderator"), "Mai tôi gọi ạ.")
        await db.execute(update(Outbound).where(Outbound.label == "staff").values(status="kept"))
        await tickets.keep_answer(number)
    said = await talk("/menu")
    assert said.phrases == ["menu.main"] and (await talk.citizen()).missed == ""
    async with talk.database.read() as db:
        row = (await db.scalars(select(Outbound).where(Outbound.label == "staff"))).one()
    assert row.status == "waiting" and row.rank == 1
