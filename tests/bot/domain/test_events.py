"""Events: seats are never given out twice, whoever waits moves up and is told, and everything sent twice is once."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.clock import Clock
from bot.domain import event_duties
from bot.domain.announcements import Announcements, Content
from bot.domain.event_desk import Details, EventDesk
from bot.domain.event_words import paragraph
from bot.domain.events import Cancelled, DoorShut, Events, Over
from bot.domain.staff import Refusal
from bot.storage import citizens, events, joining
from bot.storage.tables import Announcement, Outbound, Signup
from tests.people import NOW, address, citizen, staff

STARTS = NOW + timedelta(days=3)
CLOCK = Clock()


def details(seats: int = 2, **changed) -> Details:
    values = {"place": "Nhà văn hóa thôn 3", "starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2)}
    return Details(**{**values, "seats": seats, **changed})


async def opened(db, seats: int = 2, **changed) -> int:
    """An event that was announced."""
    author, approver = await staff(db, "author"), await staff(db, "approver")
    made = await Announcements(db, NOW).draft(author, Content("Lớp VNeID", "Mời bà con."))
    await EventDesk(db, NOW).describe(author, made.id, details(seats, **changed))
    await Announcements(db, NOW).submit(author, made.id)
    await Announcements(db, NOW).approve(approver, made.id)
    return made.id


async def crowd(db, number: int) -> list[int]:
    return [(await citizen(db))[0] for _ in range(number)]


async def said(db, phrase: str) -> list[int]:
    """Who is told this, in turn."""
    rows = await db.scalars(select(Outbound).order_by(Outbound.id))
    return [row.citizen_id for row in rows if row.reply["phrase"] == phrase]


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as error:
        await awaitable
    return error.value.name


async def test_a_seat_then_the_waiting_list_and_twice_is_once(database):
    async with database.begin() as db:
        number = await opened(db, seats=1)
        first, second, third = await crowd(db, 3)
        desk = Events(db, NOW)
        assert (await desk.join(first, number)).state == "seated"
        assert ((await desk.join(second, number)).state, (await desk.join(third, number)).ahead) == ("waiting", 1)
        again = await desk.join(first, number)
        assert (again.state, again.fresh) == ("seated", False)
        assert (await desk.join(third, number)).ahead == 1
        assert await events.counts(db, number) == {"seated": 1, "waiting": 2, "attended": 0}


async def test_a_seat_given_back_goes_to_who_waited_longest_who_is_told_once(database):
    async with database.begin() as db:
        number = await opened(db, seats=1)
        first, second, third = await crowd(db, 3)
        for who in (first, second, third):
            await Events(db, NOW).join(who, number)
        assert (await Events(db, NOW).leave(first, number)).state == "left"
        assert not (await Events(db, NOW).leave(first, number)).fresh
        assert (await Events(db, NOW).standing(second, number)).state == "seated"
        assert (await Events(db, NOW).standing(third, number)).state == "waiting"
    for _ in range(2):
        async with database.begin() as db:
            await event_duties.send_due(db, CLOCK, NOW)
    async with database.read() as db:
        assert await said(db, "events.moved_up") == [second]


async def test_who_comes_late_does_not_overtake_who_waits(database):
    async with database.begin() as db:
        number = await opened(db, seats=1)
        first, second, third = await crowd(db, 3)
        await Events(db, NOW).join(first, number)
        await Events(db, NOW).join(second, number)
        await citizens.erase(db, first, now=datetime.now(UTC))
        assert (await Events(db, NOW).join(third, number)).state == "waiting"
        await event_duties.send_due(db, CLOCK, NOW)
        assert (await Events(db, NOW).standing(second, number)).state == "seated"
        assert await said(db, "events.moved_up") == [second]


async def test_seats_are_never_overbooked_by_who_comes_at_the_same_time(database):
    async with database.begin() as db:
        number = await opened(db, seats=7)
        people = await crowd(db, 24)

    async def come(who: int) -> None:
        async with database.begin() as db:
            await Events(db, NOW).join(who, number)

    async def go(who: int) -> None:
        async with database.begin() as db:
            await Events(db, NOW).leave(who, number)

    await asyncio.gather(*(come(who) for who in people), *(come(who) for who in people[:12]))
    async with database.read() as db:
        assert await events.counts(db, number) == {"seated": 7, "waiting": 17, "attended": 0}
        seated = [one.citizen_id for one in await events.signups(db, number) if one.state == "seated"]
    await asyncio.gather(*(go(who) for who in seated[:4]), *(go(who) for who in seated[:4]), *map(come, people[:3]))
    async with database.read() as db:
        found = await events.counts(db, number)
        lines = Counter(one.citizen_id for one in await events.signups(db, number))
    assert found["seated"] == 7
    assert set(lines.values()) == {1}


async def test_the_day_before_each_is_reminded_once(database):
    async with database.begin() as db:
        number = await opened(db, seats=2)
        first, second, third = await crowd(db, 3)
        for who in (first, second, third):
            await Events(db, NOW).join(who, number)
        await event_duties.send_due(db, CLOCK, NOW + timedelta(days=1))
        assert await said(db, "events.reminder") == []
    for _ in range(2):
        async with database.begin() as db:
            await event_duties.send_due(db, CLOCK, STARTS - timedelta(hours=23))
    async with database.read() as db:
        assert await said(db, "events.reminder") == [first, second]
        row = (await db.scalars(select(Outbound).order_by(Outbound.id.desc()))).first()
    assert row.reply["values"]["day"] == "Ngày mai"


async def test_who_signs_up_on_the_day_needs_no_reminder(database):
    late = STARTS - timedelta(hours=3)
    async with database.begin() as db:
        number = await opened(db)
        (who,) = await crowd(db, 1)
        await Events(db, late).join(who, number)
        await event_duties.send_due(db, CLOCK, late)
        assert await said(db, "events.reminder") == []


async def test_the_door_counts_who_is_there_and_thanks_follow(database):
    async with database.begin() as db:
        number = await opened(db, seats=1, lesson="M1-01")
        first, second, absent = await crowd(db, 3)
        await Events(db, NOW).join(first, number)
        await Events(db, NOW).join(absent, number)
        door = (await events.get(db, number)).door
        with pytest.raises(DoorShut):
            await Events(db, NOW).attend(first, door)
        assert (await Events(db, STARTS).attend(first, door.upper())).fresh
        assert not (await Events(db, STARTS).attend(first, door)).fresh
        assert (await Events(db, STARTS).attend(second, door)).state == "door"
        assert await events.counts(db, number) == {"seated": 1, "waiting": 1, "door": 1, "attended": 2}
    for _ in range(2):
        async with database.begin() as db:
            await event_duties.send_due(db, CLOCK, STARTS + timedelta(hours=3))
    async with database.read() as db:
        assert await said(db, "events.thanks") == [first, second]
        row = (await db.scalars(select(Outbound).order_by(Outbound.id.desc()))).first()
    assert row.reply["buttons"][0][0] == "lessons.open:m1-01"


async def test_nobody_signs_up_or_leaves_once_it_began(database):
    async with database.begin() as db:
        number = await opened(db)
        (who,) = await crowd(db, 1)
        await Events(db, NOW).join(who, number)
        with pytest.raises(Over):
            await Events(db, STARTS).leave(who, number)
        assert (await Events(db, STARTS).standing(who, number)).state == "seated"


async def test_who_counted_on_it_hears_that_it_is_cancelled(database):
    async with database.begin() as db:
        number = await opened(db, seats=1)
        first, second, gone = await crowd(db, 3)
        for who in (first, second, gone):
            await Events(db, NOW).join(who, number)
        await Events(db, NOW).leave(gone, number)
        author = await author_of(db, number)
        assert await refused(EventDesk(db, NOW).cancel(author, number, " ")) == "events.why_missing"
        await EventDesk(db, NOW).cancel(author, number, "mưa bão")
        await EventDesk(db, NOW).cancel(author, number, "mưa bão")
        with pytest.raises(Cancelled):
            await Events(db, NOW).join(gone, number)
    for _ in range(2):
        async with database.begin() as db:
            await event_duties.send_due(db, CLOCK, STARTS - timedelta(hours=20))
    async with database.read() as db:
        assert await said(db, "events.cancelled") == [first, second]
        assert await said(db, "events.reminder") == []


async def author_of(db, number: int):
    from bot.storage.tables import Staff

    found = await db.scalar(select(Announcement.author_id).where(Announcement.id == number))
    return await db.get(Staff, found)


async def test_the_text_says_place_and_time_and_is_frozen_with_them(database):
    async with database.begin() as db:
        author, other = await staff(db, "author"), await staff(db, "author")
        made = await Announcements(db, NOW).draft(author, Content("Lớp", "Mời bà con."))
        desk = EventDesk(db, NOW)
        await desk.describe(author, made.id, details(30))
        await desk.describe(author, made.id, details(40, place="Nhà văn hóa thôn 5"))
        found = await Announcements(db, NOW).get(made.id)
        body = found.body
        assert body == f"Mời bà con.\n\n{paragraph(await events.get(db, made.id))}"
        assert "thôn 5" in body and "thôn 3" not in body
        assert await refused(desk.describe(other, made.id, details())) == "announcements.not_yours"
        assert await refused(desk.describe(author, made.id, details(0))) == "events.seats_unfit"
        assert await refused(desk.describe(author, made.id, details(place="Tài liệu MẬT"))) == "secret"
        early = details(starts_at=NOW - timedelta(hours=1))
        assert await refused(desk.describe(author, made.id, early)) == "events.in_the_past"
        await Announcements(db, NOW).edit(author, made.id, Content("Lớp", body.replace("40 chỗ", "90 chỗ")))
        assert await refused(Announcements(db, NOW).submit(author, made.id)) == "events.untold"
        await Announcements(db, NOW).edit(author, made.id, Content("Lớp", body))
        await Announcements(db, NOW).submit(author, made.id)
        assert await refused(desk.describe(author, made.id, details(50))) == "announcements.not_now"
        await Announcements(db, NOW).withdraw(author, made.id)
        await desk.plain(author, made.id)
        assert (await Announcements(db, NOW).get(made.id)).body == "Mời bà con."
        assert await events.get(db, made.id) is None


async def test_what_was_never_announced_takes_nobody(database):
    async with database.begin() as db:
        author = await staff(db, "author")
        made = await Announcements(db, NOW).draft(author, Content("Lớp", "Mời."))
        await EventDesk(db, NOW).describe(author, made.id, details())
        (who,) = await crowd(db, 1)
        with pytest.raises(Exception, match=r"events\.gone"):
            await Events(db, NOW).join(who, made.id)


async def test_two_channels_of_one_person_hold_one_seat(database):
    async with database.begin() as db:
        number = await opened(db, seats=2)
        here, there, third = await crowd(db, 3)
        for who in (here, there, third):
            await Events(db, NOW).join(who, number)
        await Events(db, NOW).leave(here, number)
        await joining.join(db, here, there)
        await event_duties.send_due(db, CLOCK, NOW)
        assert (await Events(db, NOW).standing(here, number)).state == "seated"
        assert (await Events(db, NOW).standing(third, number)).state == "seated"
        assert await events.counts(db, number) == {"seated": 2, "attended": 0}


async def test_announced_with_a_button_and_only_to_those_concerned(database):
    async with database.begin() as db:
        number = await opened(db)
        who, _ = await citizen(db)
        await address(db, who, channel="telegram")
    async with database.begin() as db:
        await Announcements(db, NOW).plan_next()
        rows = list(await db.scalars(select(Outbound).where(Outbound.announcement_id == number)))
    assert [row.reply["buttons"][0][0] for row in rows] == [f"events.join:{number}"]


async def test_lists_go_and_counts_stay(database):
    async with database.begin() as db:
        number = await opened(db)
        (who,) = await crowd(db, 1)
        await Events(db, NOW).join(who, number)
        await event_duties.forget_lists(db, CLOCK, STARTS + timedelta(days=30))
        assert len(await events.signups(db, number)) == 1
        await event_duties.forget_lists(db, CLOCK, STARTS + timedelta(days=200))
        assert await events.signups(db, number) == []


async def test_the_organiser_sees_one_event_and_a_commune_its_own(database):
    async with database.begin() as db:
        number, other = await opened(db), await opened(db)
        one = await staff(db, "organiser")
        desk = EventDesk(db, NOW)
        assert await refused(desk.listed(one, number)) == "events.unknown"
        await desk.hand_over(await author_of(db, number), number, one.login)
        assert [row[0].announcement_id for row in await desk.page(one)] == [number]
        assert (await desk.listed(one, number)).announcement.id == number
        assert await refused(desk.listed(one, other)) == "events.unknown"
        assert await refused(desk.mark(one, other, 1, there=True)) == "events.unknown"
        assert await refused(desk.hand_over(await author_of(db, number), number, "nobody")) == "events.no_organiser"


async def test_attendance_by_hand_can_be_taken_back(database):
    async with database.begin() as db:
        number = await opened(db)
        (who,) = await crowd(db, 1)
        await Events(db, NOW).join(who, number)
        author, desk = await author_of(db, number), EventDesk(db, NOW)
        line = (await events.signups(db, number))[0].id
        for there, came in ((True, 1), (True, 1), (False, 0)):
            await desk.mark(author, number, line, there=there)
            assert (await events.counts(db, number))["attended"] == came
        assert await desk.write_down(author, number, "Bà Tư\n\nÔng  Năm\nBà Tư") == 2
        assert await desk.write_down(author, number, "Bà Tư") == 0
        assert (await events.counts(db, number))["door"] == 2
        assert await refused(desk.mark(author, number, 10**9, there=True)) == "events.no_such_line"
        await db.execute(update(Signup).where(Signup.id == line).values(name="x"))


async def submitted(db, **content) -> tuple[int, object]:
    author = await staff(db, "author")
    made = await Announcements(db, NOW).draft(author, Content("Lớp VNeID", "Mời bà con.", **content))
    await EventDesk(db, NOW).describe(author, made.id, details())
    await Announcements(db, NOW).submit(author, made.id)
    return made.id, author


async def test_what_has_begun_by_the_time_of_the_approval_is_not_announced(database):
    starts = details().starts_at
    async with database.begin() as db:
        number, author = await submitted(db)
        approver = await staff(db, "approver")
        for late in (starts, starts + timedelta(days=1)):
            work = Announcements(db, late)
            assert await refused(work.approve(approver, number)) == "events.begins_before_sending"
        await Announcements(db, starts).send_back(approver, number, "Giờ đã qua")
        assert await refused(Announcements(db, starts).submit(author, number)) == "events.begins_before_sending"
        in_time, _ = await submitted(db)
        await Announcements(db, starts - timedelta(minutes=1)).approve(approver, in_time)


async def test_an_invitation_is_not_set_for_a_time_after_the_beginning(database):
    starts = details().starts_at
    async with database.begin() as db:
        with pytest.raises(Refusal, match="begins_before_sending"):
            await submitted(db, send_at=starts + timedelta(minutes=5))
        number, _ = await submitted(db, send_at=starts - timedelta(minutes=5))
        await Announcements(db, NOW).approve(await staff(db, "approver"), number)
