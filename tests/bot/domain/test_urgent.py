"""The emergency class: few may, two people, past quiet hours, caps and opt-outs; who is told when nobody approves."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.announcements import Announcements, Content
from bot.domain.staff import Refusal
from bot.domain.urgent import NEXT_AFTER, Urgent
from bot.storage import staff as accounts
from bot.storage.outbox import PEOPLE, REMINDERS
from bot.storage.tables import Announcement, AuditEntry, Outbound, Staff
from tests.people import HERE, NOW, THERE, citizen, staff

FLOOD = Content("Lũ quét", "Bà con ở ven suối lên chỗ cao ngay bây giờ.", [HERE])
WHY = "mưa vượt ngưỡng"


async def refused(awaitable) -> str:
    with pytest.raises(Refusal) as error:
        await awaitable
    return error.value.name


async def declared(db, content: Content = FLOOD, **author) -> Announcement:
    return await Urgent(db, NOW).announce(await staff(db, "author", urgent=True, **author), content, WHY)


async def let_go(db, content: Content = FLOOD) -> int:
    made = await declared(db, content)
    await Announcements(db, NOW).approve(await staff(db, "approver", urgent=True), made.id)
    return made.id


async def plan(database, **options) -> None:
    more = 1
    while more:
        async with database.begin() as db:
            more = await Announcements(db, NOW, **options).plan_next(only_urgent=True)


async def told(db) -> list[int]:
    """The chats that were told of something urgent so far, in order."""
    found = select(Outbound.address_id).where(Outbound.rank == PEOPLE).order_by(Outbound.id)
    return list(await db.scalars(found))


async def chat(db, who: Staff) -> int:
    _, where = await citizen(db, channel="telegram")
    await accounts.link_chat(db, who.id, where)
    return where


async def test_the_role_is_not_enough_and_a_reason_is(database):
    async with database.begin() as db:
        plain = await staff(db, "author")
        assert await refused(Urgent(db, NOW).announce(plain, FLOOD, WHY)) == "urgent.not_allowed"
        able = await staff(db, "author", urgent=True)
        assert await refused(Urgent(db, NOW).announce(able, FLOOD, "  ")) == "urgent.reason_missing"
        viewer = await staff(db, "viewer", urgent=True)
        assert await refused(Urgent(db, NOW).announce(viewer, FLOOD, WHY)) == "urgent.not_allowed"


async def test_a_second_person_with_the_right_approves(database):
    async with database.begin() as db:
        both = await staff(db, "approver", urgent=True)
        made = await Urgent(db, NOW).announce(both, FLOOD, WHY)
        assert (made.status, made.urgent_why) == ("submitted", WHY)
        work = Announcements(db, NOW)
        assert await refused(work.approve(both, made.id)) == "announcements.your_own"
        assert await refused(work.approve(await staff(db, "approver"), made.id)) == "urgent.not_allowed"
        there = await staff(db, "approver", area=THERE, urgent=True)
        assert await refused(work.approve(there, made.id)) == "outside_area"
        await work.approve(await staff(db, "approver", area=HERE, urgent=True), made.id)
        assert (await work.get(made.id)).status == "approved"


async def test_it_reaches_who_opted_out_but_not_who_blocks_or_is_erased(database):
    async with database.begin() as db:
        wants, _ = await citizen(db)
        opted_out, _ = await citizen(db, news=False)
        await citizen(db, blocked=True)
        await citizen(db, met="erased")
        number = await let_go(db)
        assert (await Announcements(db, NOW).get(number)).reach == 2
    await plan(database)
    async with database.read() as db:
        rows = list(await db.scalars(select(Outbound).where(Outbound.announcement_id == number)))
        assert {row.citizen_id for row in rows} == {wants, opted_out}
        assert {row.rank for row in rows} == {REMINDERS}
        assert all(row.reply["urgent"] and row.reply["phrase"] == "announcements.urgent" for row in rows)
        meant = (await Announcements(db, NOW).reach(Content("", "", [HERE], urgent=True))).missed
        assert meant == {"blocked": 1}


async def test_no_cap_holds_it_back_and_it_goes_before_what_was_approved_earlier(database):
    async with database.begin() as db:
        await citizen(db)
        author, approver = await staff(db, "author"), await staff(db, "approver")
        work = Announcements(db, NOW - timedelta(hours=1))
        for title in ("một", "hai"):
            made = await work.draft(author, Content(title, "Tin thường.", [HERE]))
            await work.submit(author, made.id)
            await work.approve(approver, made.id)
        number = await let_go(db)
    await plan(database, per_day=0)
    async with database.read() as db:
        rows = list(await db.scalars(select(Outbound)))
        assert [(row.announcement_id, row.next_at) for row in rows] == [(number, NOW)]


async def test_a_correction_of_it_reaches_all_who_got_it_and_needs_the_right(database):
    async with database.begin() as db:
        opted_out, _ = await citizen(db, news=False)
        number = await let_go(db)
    await plan(database)
    async with database.begin() as db:
        await db.execute(update(Outbound).values(status="sent"))
        await db.execute(update(Announcement).values(status="sent"))
        plain, able = await staff(db, "author"), await staff(db, "author", urgent=True)
        work = Announcements(db, NOW)
        made = await work.correct(plain, number, "Đính chính")
        assert await refused(work.submit(plain, made.id)) == "urgent.not_allowed"
        made = await work.correct(able, number, "Đính chính")
        await work.submit(able, made.id)
        await work.approve(await staff(db, "approver", urgent=True), made.id)
        assert (await work.get(made.id)).reach == 1
        assert opted_out


async def test_every_ten_minutes_the_next_is_told_until_somebody_approves(database):
    async with database.begin() as db:
        near = await staff(db, "approver", area=HERE, urgent=True)
        deputy = await staff(db, "approver", area=HERE, urgent=True, deputy=True)
        province = await staff(db, "approver", urgent=True)
        chief = await staff(db, "administrator")
        await staff(db, "approver", area=HERE, urgent=True)  # without a chat: nobody waits for them
        plain, foreign = await staff(db, "approver"), await staff(db, "approver", area=THERE, urgent=True)
        chats = [await chat(db, who) for who in (near, deputy, province, chief)]
        for other in (plain, foreign):
            await chat(db, other)
        made = await declared(db)
        order = [chats[:1], chats[:2], chats[:3], chats, chats]
        for step, expected in enumerate(order):
            at = NOW + step * NEXT_AFTER
            await Urgent(db, at).alert()
            await Urgent(db, at + NEXT_AFTER / 2).alert()
            assert await told(db) == expected, step
        entries = await db.scalars(select(AuditEntry).where(AuditEntry.action == "urgent.alerted"))
        assert [entry.details["minutes"] for entry in entries] == [0, 10, 20, 30]
        assert (await Announcements(db, NOW).get(made.id)).status == "submitted"


async def test_what_is_approved_or_withdrawn_alerts_nobody_and_a_new_submission_begins_anew(database):
    async with database.begin() as db:
        near = await staff(db, "approver", area=HERE, urgent=True)
        place = await chat(db, near)
        author = await staff(db, "author", urgent=True)
        made = await Urgent(db, NOW).announce(author, FLOOD, WHY)
        await Urgent(db, NOW).alert()
        work = Announcements(db, NOW + 3 * NEXT_AFTER)
        await work.withdraw(author, made.id)
        assert await Urgent(db, NOW + 3 * NEXT_AFTER).alert() == 0
        await work.submit(author, made.id)
        await Urgent(db, NOW + 3 * NEXT_AFTER).alert()
        assert await told(db) == [place, place]
        await work.approve(near, made.id)
        assert await Urgent(db, NOW + 9 * NEXT_AFTER).alert() == 0


async def test_an_administrator_gives_the_right_and_each_area_has_one_deputy(database):
    async with database.begin() as db:
        chief, author = await staff(db, "administrator"), await staff(db, "author")
        first, second = [await staff(db, "approver", area=HERE) for _ in range(2)]
        there = await staff(db, "approver", area=THERE, urgent=True, deputy=True)
        work = Urgent(db, NOW)
        assert await refused(work.grant(chief.login, urgent=True, deputy=False, by=chief)) == "staff.not_yourself"
        editor = await staff(db, "editor")
        assert await refused(work.grant(editor.login, urgent=True, deputy=False, by=chief)) == "urgent.role_unfit"
        assert await refused(work.grant(author.login, urgent=True, deputy=True, by=chief)) == "urgent.deputy_unfit"
        assert await refused(work.grant(first.login, urgent=False, deputy=True, by=chief)) == "urgent.deputy_unfit"
        for who in (first, second):
            await work.grant(who.login, urgent=True, deputy=True, by=chief)
        found = [await accounts.get(db, who.id) for who in (first, second, there)]
        assert [(one.urgent, one.deputy) for one in found] == [(True, False), (True, True), (True, True)]
