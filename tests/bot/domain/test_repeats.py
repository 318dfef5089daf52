"""An announcement that repeats: each time a send of its own, of the approved words, until it is over or stopped."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.clock import Clock
from bot.domain.announcements import Announcements, Content
from bot.domain.repeats import MOST, Repeat, Repeats
from bot.domain.staff import Refusal
from bot.domain.urgent import Urgent
from bot.messages import Person
from bot.storage import answers
from bot.storage.tables import Announcement, Outbound
from tests.people import HERE, NOW, THERE, citizen, staff

CLOCK = Clock()
WEEK = timedelta(days=7)
LOCAL = CLOCK.local(NOW)


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as error:
        await awaitable
    return error.value.name


def repeats(db, at: datetime = NOW) -> Repeats:
    return Repeats(db, at, CLOCK)


async def approved(db, repeat: Repeat, **content) -> int:
    author, approver = await staff(db, "author"), await staff(db, "approver")
    work = Announcements(db, NOW)
    made = await work.draft(author, Content("Rút rác thứ Bảy", "Bà con mang rác ra đầu ngõ.", [HERE], **content))
    await repeats(db).set(author, made.id, repeat)
    await work.submit(author, made.id)
    await work.approve(approver, made.id)
    return made.id


async def every(db) -> list[Announcement]:
    found = select(Announcement).order_by(Announcement.id).execution_options(populate_existing=True)
    return list(await db.scalars(found))


async def go_on(database, at: datetime) -> None:
    """What the scheduler does at that time: it looks every second."""
    for _ in range(2):
        async with database.begin() as db:
            await repeats(db, at).make_next()
        more = 1
        while more:
            async with database.begin() as db:
                more = await Announcements(db, at).plan_next()


def test_the_times_of_day_stay_and_a_short_month_has_it_on_its_last_day():
    first = datetime(2027, 1, 31, 8, 30, tzinfo=CLOCK.zone)
    monthly = [Repeat("monthly").at(first, number) for number in range(1, 15)]
    assert [f"{at:%d/%m}" for at in monthly[:4]] == ["31/01", "28/02", "31/03", "30/04"]
    assert f"{monthly[13]:%d/%m/%Y %H:%M}" == "29/02/2028 08:30"
    assert Repeat("weekly").at(first, 3) == first + 2 * WEEK
    assert Repeat("daily").at(first, 3) == first + timedelta(days=2)


async def test_each_time_is_a_send_of_its_own_until_the_count_is_full(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        number = await approved(db, Repeat("weekly", times=3))
        await answers.ask(db, number, "read")
    for week in range(5):
        await go_on(database, NOW + week * WEEK)
    async with database.read() as db:
        found = await every(db)
        assert [(one.occurrence, one.series) for one in found] == [(1, None), (2, number), (3, number)]
        assert [one.send_at for one in found[1:]] == [NOW + WEEK, NOW + 2 * WEEK]
        assert len({one.code for one in found}) == 3
        assert {(one.title, one.body, one.approver_id) for one in found} == {
            ("Rút rác thứ Bảy", "Bà con mang rác ra đầu ngõ.", found[0].approver_id)
        }
        rows = list(await db.scalars(select(Outbound).order_by(Outbound.id)))
        assert [(row.citizen_id, row.announcement_id) for row in rows] == [(who, one.id) for one in found]
        assert await answers.kind(db, found[2].id) == "read"


async def test_the_next_is_set_when_one_begins_and_the_last_day_counts(database):
    async with database.begin() as db:
        await approved(db, Repeat("daily", until=LOCAL.date() + timedelta(days=2)))
    await go_on(database, NOW)
    async with database.read() as db:
        assert [(one.status, one.send_at) for one in await every(db)][1:] == [("scheduled", NOW + timedelta(days=1))]
    for day in range(1, 6):
        await go_on(database, NOW + timedelta(days=day))
    async with database.read() as db:
        assert [one.occurrence for one in await every(db)] == [1, 2, 3]


async def test_times_that_went_by_are_left_out_and_count(database):
    async with database.begin() as db:
        await approved(db, Repeat("daily", times=6))
    await go_on(database, NOW + timedelta(days=3, hours=1))
    async with database.read() as db:
        found = await every(db)
        assert [(one.occurrence, one.send_at) for one in found[1:]] == [(5, NOW + timedelta(days=4))]


async def test_stopped_there_is_no_further_time_and_the_report_adds_up(database):
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db, Repeat("weekly", times=5))
    await go_on(database, NOW)
    async with database.begin() as db:
        foreign = await staff(db, "approver", area=THERE)
        assert await refused(repeats(db).stop(foreign, number)) == "outside_area"
        await repeats(db).stop(await staff(db, "approver", area=HERE), number)
        assert await refused(repeats(db).stop(await staff(db, "approver"), number)) == "announcements.not_now"
    for week in range(1, 4):
        await go_on(database, NOW + week * WEEK)
    async with database.read() as db:
        found = await every(db)
        assert [one.status for one in found] == ["sending", "stopped"]
        report = await Announcements(db, NOW).report(found[1].id)
        assert (report.reach, report.stopped, report.settled) == (1, 1, 1)


async def test_called_off_and_changed_it_is_approved_again_and_goes_on(database):
    async with database.begin() as db:
        number = await approved(db, Repeat("weekly", times=3))
    await go_on(database, NOW)
    async with database.begin() as db:
        _, second = await every(db)
        author = await db.get(type(await staff(db)), second.author_id)
        work = Announcements(db, NOW)
        await work.call_off(await staff(db, "approver"), second.id, "đổi giờ")
        changed = Content(second.title, "Bà con mang rác ra đầu ngõ lúc 18 giờ.", [HERE], send_at=second.send_at)
        await work.edit(author, second.id, changed)
        assert await refused(work.approve(await staff(db, "approver"), second.id)) == "announcements.not_now"
        await work.submit(author, second.id)
        await work.approve(await staff(db, "approver"), second.id)
    await go_on(database, NOW + WEEK)
    async with database.read() as db:
        found = await every(db)
        assert [one.occurrence for one in found] == [1, 2, 3]
        assert found[2].body == "Bà con mang rác ra đầu ngõ lúc 18 giờ." != found[0].body
        assert found[2].series == number


async def test_what_cannot_repeat_is_refused(database):
    async with database.begin() as db:
        author = await staff(db, "author", urgent=True)
        work = Announcements(db, NOW)
        made = await work.draft(author, Content("Họp", "Mời họp."))
        today = LOCAL.date()
        for repeat in (
            Repeat("hourly", times=3),
            Repeat("daily"),
            Repeat("daily", times=MOST + 1),
            Repeat("daily", times=-1),
            Repeat("daily", until=today),
            Repeat("daily", until=date.min),
            Repeat("daily", until=today + timedelta(days=MOST + 1)),
        ):
            assert await refused(repeats(db).set(author, made.id, repeat)) == "repeats.unfit", repeat
        other = await staff(db, "author")
        assert await refused(repeats(db).set(other, made.id, Repeat("daily", times=2))) == "announcements.not_yours"
        urgent = await Urgent(db, NOW).announce(author, Content("Lũ", "Lên cao."), "mưa")
        await work.withdraw(author, urgent.id)
        assert await refused(repeats(db).set(author, urgent.id, Repeat("daily", times=2))) == "repeats.only_once"
        await work.submit(author, made.id)
        assert await refused(repeats(db).set(author, made.id, Repeat())) == "announcements.not_now"


async def test_a_citizen_who_looks_them_up_sees_the_last_time_alone(database):
    async with database.begin() as db:
        await citizen(db)
        await approved(db, Repeat("daily", times=3))
    for day in range(3):
        await go_on(database, NOW + timedelta(days=day))
    async with database.begin() as db:
        await db.execute(update(Announcement).values(status="sent"))
        found = await Announcements(db, NOW).latest_for(Person(1, commune=HERE))
        assert [one.occurrence for one in found] == [3]
