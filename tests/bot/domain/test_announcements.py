"""An announcement: two people, the right citizens, each once, and an honest report."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain import announcements as subject
from bot.domain import audit
from bot.domain.announcements import Announcements, Content, Report
from bot.domain.staff import Refusal
from bot.messages import Person
from bot.storage.outbox import BULK
from bot.storage.tables import Address, Announcement, Citizen, Outbound
from tests.people import HERE, NOW, THERE, address, citizen, staff

STORM = Content("Bão số 9", "Bà con gia cố nhà cửa trước 17 giờ.")


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as error:
        await awaitable
    return error.value.name


async def approved(db, content: Content = STORM) -> int:
    author, approver = await staff(db, "author"), await staff(db, "approver")
    made = await Announcements(db, NOW).draft(author, content)
    await Announcements(db, NOW).submit(author, made.id)
    await Announcements(db, NOW).approve(approver, made.id)
    return made.id


async def plan_all(database, **options) -> int:
    steps = 0
    while True:
        async with database.begin() as db:
            if not await Announcements(db, NOW, **options).plan_next():
                return steps
            steps += 1


async def messages(database, announcement_id: int) -> list[Outbound]:
    async with database.read() as db:
        found = select(Outbound).where(Outbound.announcement_id == announcement_id).order_by(Outbound.citizen_id)
        return list(await db.scalars(found))


async def settle(db, announcement_id: int, *outcomes: tuple[str, str]) -> None:
    ids = list(
        await db.scalars(select(Outbound.id).where(Outbound.announcement_id == announcement_id).order_by(Outbound.id))
    )
    for number, (status, failure) in zip(ids, outcomes, strict=True):
        await db.execute(update(Outbound).where(Outbound.id == number).values(status=status, failure=failure))


async def test_a_draft_goes_through_two_people_to_each_citizen_once(database):
    async with database.begin() as db:
        who, _old = await citizen(db)
        latest = await address(db, who, channel="telegram", days_ago=-1)
        other, where = await citizen(db, commune=THERE)
        number = await approved(db)
    await plan_all(database)
    found = await messages(database, number)
    assert [(row.citizen_id, row.address_id, row.rank) for row in found] == [(who, latest, BULK), (other, where, BULK)]
    reply = found[0].reply
    assert reply["phrase"] == "announcements.message"
    assert (reply["values"]["title"], reply["values"]["body"]) == (STORM.title, STORM.body)
    assert reply["values"]["code"].startswith("TB-")
    await plan_all(database)
    assert len(await messages(database, number)) == 2


async def test_the_author_cannot_approve_their_own(database):
    async with database.begin() as db:
        both = await staff(db, "approver")
        made = await Announcements(db, NOW).draft(both, STORM)
        await Announcements(db, NOW).submit(both, made.id)
        assert await refused(Announcements(db, NOW).approve(both, made.id)) == "announcements.your_own"
        assert await refused(Announcements(db, NOW).send_back(both, made.id, "x")) == "announcements.your_own"
        assert (await Announcements(db, NOW).get(made.id)).status == "submitted"


async def test_what_is_submitted_is_frozen_until_returned(database):
    async with database.begin() as db:
        author, approver = await staff(db), await staff(db, "approver")
        work = Announcements(db, NOW)
        made = await work.draft(author, STORM)
        assert await refused(work.approve(approver, made.id)) == "announcements.not_now"
        assert await refused(work.edit(await staff(db), made.id, STORM)) == "announcements.not_yours"
        await work.edit(author, made.id, Content("Bão số 10", "Mới"))
        await work.submit(author, made.id)
        assert await refused(work.edit(author, made.id, STORM)) == "announcements.not_now"
        assert await refused(work.submit(author, made.id)) == "announcements.not_now"
        assert await refused(work.send_back(approver, made.id, "  ")) == "announcements.reason_missing"
        await work.send_back(approver, made.id, "Thiếu giờ")
        found = await work.get(made.id)
        assert (found.title, found.status, found.returned_why) == ("Bão số 10", "returned", "Thiếu giờ")
        await work.edit(author, made.id, STORM)
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
        assert await refused(work.approve(approver, made.id)) == "announcements.not_now"
        assert await audit.verify(db) is None


async def test_an_officer_of_one_commune_reaches_that_commune_alone(database):
    async with database.begin() as db:
        mine, _ = await citizen(db, commune=HERE)
        await citizen(db, commune=THERE)
        local, work = await staff(db, area=HERE), Announcements(db, NOW)
        assert await refused(work.draft(local, Content("a", "b", (THERE,)))) == "outside_area"
        assert await refused(work.draft(local, Content("a", "b", (HERE, THERE)))) == "outside_area"
        made = await work.draft(local, Content("a", "b"))
        assert made.communes == [HERE]
        assert await refused(work.edit(local, made.id, Content("a", "b", (THERE,)))) == "outside_area"
        await work.submit(local, made.id)
        outsider = await staff(db, "approver", area=THERE)
        assert await refused(work.approve(outsider, made.id)) == "outside_area"
        await work.approve(await staff(db, "approver", area=HERE), made.id)
        assert await refused(work.stop(outsider, made.id)) == "outside_area"
        number = made.id
    await plan_all(database)
    assert [row.citizen_id for row in await messages(database, number)] == [mine]


async def test_a_commune_sees_its_own_and_the_provinces(database):
    async with database.begin() as db:
        work = Announcements(db, NOW)
        made = [await work.draft(await staff(db, area=area), STORM) for area in (HERE, THERE, "")]
        here, there, province = (one.id for one in made)
        assert [one.id for one in await work.page(await staff(db, area=HERE))] == [province, here]
        assert [one.id for one in await work.page(await staff(db))] == [province, there, here]
        assert [one.id for one in await work.page(await staff(db), before=there)] == [here]


async def test_marked_secret_and_empty_texts_are_refused(database):
    async with database.begin() as db:
        author, work = await staff(db), Announcements(db, NOW)
        assert await refused(work.draft(author, Content("TỐI MẬT", "Kế hoạch"))) == "secret"
        assert await refused(work.draft(author, Content("Kế hoạch", "Tài liệu lưu hành nội bộ"))) == "secret"
        assert await refused(work.draft(author, Content(" ", "x"))) == "announcements.empty"
        assert await refused(work.draft(author, Content("x", "y" * 9000))) == "announcements.too_long"
        made = await work.draft(author, Content("Đổi mật khẩu", "Bà con đổi mật khẩu VNeID định kỳ."))
        await db.execute(update(Announcement).where(Announcement.id == made.id).values(body="TUYỆT MẬT"))
        assert await refused(work.submit(author, made.id)) == "secret"


async def test_reach_counts_each_citizen_once_where_they_wrote_last(database):
    async with database.begin() as db:
        who, _ = await citizen(db, audience="CAO")
        await address(db, who, channel="telegram", days_ago=3)
        blocked_last, _ = await citizen(db, channel="telegram", blocked=True, audience="CAO")
        await address(db, blocked_last, channel="web", days_ago=9)
        await citizen(db, news=False)
        await citizen(db, met="erased")
        await citizen(db, blocked=True)
        await citizen(db, channel="terminal")
        await citizen(db, commune=THERE, channel="telegram", audience="HSSV")
        work = Announcements(db, NOW)
        assert (await work.reach(Content("", ""))).by_channel == {"telegram": 1, "web": 2}
        assert (await work.reach(Content("", "", (HERE,)))).total == 2
        assert (await work.reach(Content("", "", (), ("HSSV",)))).by_channel == {"telegram": 1}
        assert (await work.reach(Content("", "", (HERE,), ("HSSV",)))).total == 0


async def test_large_audiences_are_planned_in_slices(database, monkeypatch):
    monkeypatch.setattr(subject, "SLICE", 4)
    async with database.begin() as db:
        people = [(await citizen(db))[0] for _ in range(10)]
        number = await approved(db)
    async with database.begin() as db:
        await Announcements(db, NOW).plan_next()
    async with database.read() as db:
        assert await Announcements(db, NOW).report(number) == Report(reach=10, waiting=10)
        assert await db.scalar(select(func.count()).select_from(Outbound)) == 4
    assert await plan_all(database) == 2
    assert [row.citizen_id for row in await messages(database, number)] == people


async def test_the_report_tells_what_became_of_each_message_and_outlives_them(database):
    async with database.begin() as db:
        for _ in range(6):
            await citizen(db)
        number = await approved(db)
    await plan_all(database)
    ends = [("sent", ""), ("sent", ""), ("failed", "blocked"), ("failed", "rejected"), ("uncertain", "uncertain")]
    async with database.begin() as db:
        await settle(db, number, *ends, ("sending", ""))
    await plan_all(database)
    async with database.begin() as db:
        report = await Announcements(db, NOW).report(number)
        assert report == Report(
            reach=6, delivered=2, blocked=1, failed=1, uncertain=1, waiting=1, reasons={"rejected": 1}
        )
        assert report.settled == 5
        await settle(db, number, *ends, ("sent", ""))
    await plan_all(database)
    async with database.begin() as db:
        found = await Announcements(db, NOW).get(number)
        assert (found.status, found.finished_at) == ("sent", NOW)
        await db.execute(Outbound.__table__.delete())
        report = await Announcements(db, NOW).report(number)
        assert report == Report(reach=6, delivered=3, blocked=1, failed=1, uncertain=1, reasons={"rejected": 1})


async def test_a_stop_takes_back_what_nobody_began_to_send(database, monkeypatch):
    monkeypatch.setattr(subject, "SLICE", 3)
    async with database.begin() as db:
        for _ in range(5):
            await citizen(db)
        number = await approved(db)
        await Announcements(db, NOW).plan_next()
        await settle(db, number, ("sent", ""), ("sending", ""), ("waiting", ""))
        await Announcements(db, NOW).stop(await staff(db, "approver"), number)
    assert await plan_all(database) == 0
    async with database.begin() as db:
        assert await Announcements(db, NOW).report(number) == Report(reach=5, delivered=1, waiting=1, stopped=3)
        await settle(db, number, ("sent", ""), ("sent", ""), ("failed", "stopped"))
    await plan_all(database)
    async with database.read() as db:
        assert (await Announcements(db, NOW).get(number)).status == "stopped"
        assert await Announcements(db, NOW).report(number) == Report(reach=5, delivered=2, stopped=3)


async def test_who_has_had_enough_today_gets_it_a_day_later(database):
    async with database.begin() as db:
        await citizen(db)
        numbers = [await approved(db) for _ in range(3)]
    await plan_all(database, per_day=2)
    times = [(await messages(database, number))[0].next_at for number in numbers]
    assert times == [NOW, NOW, NOW + timedelta(days=1)]


async def test_where_unasked_messages_are_switched_off_nothing_is_sent(database):
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db)
    await plan_all(database, per_day=0)
    assert await messages(database, number) == []


async def test_a_citizen_reads_the_latest_that_concern_them(database):
    async with database.begin() as db:
        all_of_us = await approved(db, STORM)
        here = await approved(db, Content("Cắt nước", "Chiều nay", (HERE,)))
        await approved(db, Content("Họp", "Tối nay", (THERE,)))
        young = await approved(db, Content("Trại hè", "Mời các em", (), ("HSSV",)))
        await Announcements(db, NOW).draft(await staff(db), STORM)
        work = Announcements(db, NOW)
        assert {one.id for one in await work.latest_for(Person(0, commune=HERE, audience="CAO"))} == {all_of_us, here}
        assert {one.id for one in await work.latest_for(Person(0, commune=HERE, audience="HSSV"))} == {
            all_of_us,
            here,
            young,
        }
        assert {one.id for one in await work.latest_for(Person(0))} == {all_of_us}


async def test_blocking_between_approval_and_planning_is_respected(database):
    async with database.begin() as db:
        _, where = await citizen(db)
        number = await approved(db)
        await db.execute(update(Address).where(Address.id == where).values(blocked_at=NOW))
    await plan_all(database)
    assert await messages(database, number) == []


async def test_only_the_author_takes_a_submission_back_and_only_before_its_approval(database):
    async with database.begin() as db:
        author, approver = await staff(db, "author"), await staff(db, "approver")
        work = Announcements(db, NOW)
        made = await work.draft(author, STORM)
        assert await refused(work.withdraw(author, made.id)) == "announcements.not_now"
        await work.submit(author, made.id)
        assert await refused(work.withdraw(approver, made.id)) == "announcements.not_yours"
        await work.withdraw(author, made.id)
        assert await refused(work.approve(approver, made.id)) == "announcements.not_now"
        await work.edit(author, made.id, Content("Bão số 9", "Trước 15 giờ."))
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
        assert await refused(work.withdraw(author, made.id)) == "announcements.not_now"
        assert await audit.verify(db) is None


async def test_who_is_meant_and_not_reached_is_counted_by_reason(database):
    async with database.begin() as db:
        for _ in range(2):
            await citizen(db)
        off, _ = await citizen(db)
        await db.execute(update(Citizen).where(Citizen.id == off).values(news=False))
        _, blocked = await citizen(db)
        await db.execute(update(Address).where(Address.id == blocked).values(blocked_at=NOW))
        gone, _ = await citizen(db)
        await db.execute(update(Address).where(Address.citizen_id == gone).values(channel="terminal"))
        await citizen(db, commune=THERE)
        found = await Announcements(db, NOW).reach(Content("", "", [HERE]))
    assert (found.total, found.missed) == (2, {"opted_out": 1, "blocked": 1, "no_channel": 1})


async def lines(database, number: int) -> Report:
    async with database.read() as db:
        return await Announcements(db, NOW).report(number)


async def test_who_blocks_the_bot_after_the_approval_is_skipped(database):
    async with database.begin() as db:
        await citizen(db)
        _, where = await citizen(db)
        number = await approved(db)
        await db.execute(update(Address).where(Address.id == where).values(blocked_at=NOW))
    await plan_all(database)
    assert await lines(database, number) == Report(reach=2, waiting=1, skipped=1)
    async with database.begin() as db:
        await settle(db, number, ("sent", ""))
    await plan_all(database)
    assert await lines(database, number) == Report(reach=2, delivered=1, skipped=1)


async def test_who_comes_after_the_approval_counts_too(database):
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db)
        await citizen(db)
    await plan_all(database)
    assert await lines(database, number) == Report(reach=2, waiting=2)


async def test_where_nobody_may_be_written_to_unasked_all_are_skipped(database):
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db)
    await plan_all(database, per_day=0)
    assert await lines(database, number) == Report(reach=1, skipped=1)


@pytest.mark.parametrize(("per_day", "days"), [(1, [0, 1, 2, 3, 4]), (2, [0, 0, 1, 1, 2]), (9, [0] * 5)])
async def test_no_day_of_a_person_holds_more_than_allowed(database, per_day, days):
    async with database.begin() as db:
        await citizen(db)
        numbers = [await approved(db) for _ in range(5)]
    await plan_all(database, per_day=per_day)
    times = [(await messages(database, number))[0].next_at - NOW for number in numbers]
    assert sorted(times) == [timedelta(days=day) for day in days]


async def status_of(database, number: int) -> str:
    async with database.read() as db:
        return (await Announcements(db, NOW).get(number)).status


async def planned_at(database, at) -> None:
    async with database.begin() as db:
        while await Announcements(db, at).plan_next():
            pass


async def seen_by_citizens(database, at) -> list[str]:
    async with database.read() as db:
        return [one.title for one in await Announcements(db, at).latest_for(Person(0, commune=HERE))]


async def test_before_its_time_nobody_gets_or_sees_it(database):
    later = NOW + timedelta(hours=5)
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db, Content("Họp thôn", "Mời bà con.", send_at=later))
    await planned_at(database, later - timedelta(minutes=1))
    assert await status_of(database, number) == "scheduled"
    assert not await messages(database, number) and not await seen_by_citizens(database, NOW)
    async with database.read() as db:
        code = (await Announcements(db, NOW).get(number)).code
        assert await subject.announcements.sent_with_code(db, code) is None
        assert not await subject.announcements.alike(
            db, subject.fingerprint(subject.told(await Announcements(db, NOW).get(number)))
        )
    await planned_at(database, later)
    assert await status_of(database, number) == "sending"
    assert len(await messages(database, number)) == 1
    assert await seen_by_citizens(database, later) == ["Họp thôn"]


async def test_a_time_gone_by_or_far_off_is_refused(database):
    async with database.begin() as db:
        author = await staff(db, "author")
        for at in (NOW, NOW - timedelta(minutes=1), NOW + timedelta(days=93)):
            wanted = Content("Họp thôn", "Mời bà con.", send_at=at)
            assert await refused(Announcements(db, NOW).draft(author, wanted)) == "announcements.time_unfit"
        kept = await Announcements(db, NOW).draft(author, Content("A", "B", send_at=NOW + timedelta(hours=1)))
        late = Announcements(db, NOW + timedelta(hours=2))
        assert await refused(late.submit(author, kept.id)) == "announcements.time_unfit"


async def test_what_waits_for_its_time_can_be_called_off(database):
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db, Content("Họp thôn", "Mời bà con.", send_at=NOW + timedelta(hours=5)))
        here, there = await staff(db, "approver", area=HERE), await staff(db, "approver", area=THERE)
        for who in (here, there):
            assert await refused(Announcements(db, NOW).call_off(who, number, "x")) == "outside_area"
        await Announcements(db, NOW).call_off(await staff(db, "approver"), number, "Hoãn vì mưa")
    await planned_at(database, NOW + timedelta(hours=6))
    assert await status_of(database, number) == "returned"
    assert not await messages(database, number)


async def test_a_pause_holds_all_and_the_rest_goes_on_after_it(database):
    async with database.begin() as db:
        for _ in range(3):
            await citizen(db)
        number = await approved(db)
    await plan_all(database)
    async with database.begin() as db:
        await settle(db, number, ("sent", ""), ("waiting", ""), ("waiting", ""))
        who = await staff(db, "approver")
        await Announcements(db, NOW).pause(who, number)
    await plan_all(database)
    assert [row.status for row in await messages(database, number)] == ["sent", "paused", "paused"]
    assert await lines(database, number) == Report(reach=3, delivered=1, waiting=2)
    async with database.begin() as db:
        await Announcements(db, NOW).resume(who, number)
    assert [row.status for row in await messages(database, number)] == ["sent", "waiting", "waiting"]
    async with database.begin() as db:
        await Announcements(db, NOW).pause(who, number)
        await Announcements(db, NOW).stop(who, number)
        assert await refused(Announcements(db, NOW).resume(who, number)) == "announcements.not_now"
    await plan_all(database)
    assert await lines(database, number) == Report(reach=3, delivered=1, stopped=2)


async def test_what_is_paused_is_not_planned_either(database):
    async with database.begin() as db:
        await citizen(db)
        number = await approved(db)
        await Announcements(db, NOW).pause(await staff(db, "approver"), number)
    await plan_all(database)
    assert not await messages(database, number)
    assert await lines(database, number) == Report(reach=1, waiting=1)


async def test_a_correction_goes_to_exactly_those_who_got_the_first(database):
    async with database.begin() as db:
        for _ in range(4):
            await citizen(db)
        first = await approved(db, Content("Bão số 9", "Cơn bão vào lúc 17 giờ."))
    await plan_all(database)
    async with database.begin() as db:
        await settle(db, first, ("sent", ""), ("failed", "rejected"), ("uncertain", ""), ("failed", "blocked"))
        await citizen(db)
    await plan_all(database)
    got = [row.citizen_id for row in await messages(database, first) if row.status in ("sent", "uncertain")]
    async with database.begin() as db:
        author, approver = await staff(db, "author"), await staff(db, "approver")
        work = Announcements(db, NOW)
        made = await work.correct(author, first, "Đính chính: Bão số 9")
        await work.edit(author, made.id, Content("Đính chính: Bão số 9", "Cơn bão vào lúc 19 giờ.", (THERE,)))
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
    await plan_all(database, per_day=1)
    rows = await messages(database, made.id)
    assert [row.citizen_id for row in rows] == got
    assert {row.next_at for row in rows} == {NOW}, "a correction does not wait for a day with room"
    assert await lines(database, made.id) == Report(reach=2, waiting=2)


async def test_only_what_went_out_can_be_put_right_and_only_at_home(database):
    async with database.begin() as db:
        await citizen(db)
        author = await staff(db, "author")
        draft = await Announcements(db, NOW).draft(author, STORM)
        assert await refused(Announcements(db, NOW).correct(author, draft.id, "x")) == "announcements.not_now"
        number = await approved(db)
    await plan_all(database)
    async with database.begin() as db:
        stranger = await staff(db, "author", area=THERE)
        await db.execute(update(Announcement).where(Announcement.id == number).values(communes=[HERE]))
        assert await refused(Announcements(db, NOW).correct(stranger, number, "x")) == "outside_area"
        await db.execute(update(Announcement).where(Announcement.id == number).values(communes=[]))
        assert await refused(Announcements(db, NOW).correct(stranger, number, "x")) == "outside_area", "the province's"
