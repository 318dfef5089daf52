"""What joins Zalo to the rest: the window in the outbox, broadcasts at most once, the console's page."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot import channel_states, zalo
from bot.channels import zalo_oa
from bot.channels.zalo_bot import ZaloBot
from bot.clock import Clock
from bot.domain.announcements import Content
from bot.domain.broadcasts import Broadcasts
from bot.domain.reminders import REMINDER
from bot.domain.staff import Refusal
from bot.domain.tickets import Tickets
from bot.messages import Reply
from bot.outbox import Outbox
from bot.settings import NEVER, Hours
from bot.storage import alerts, counters, outbox, troubles
from bot.storage.tables import Address, Announcement, Broadcast, Citizen, Outbound, Ticket
from bot.storage.zalo_people import PeopleTable
from bot.wording import Words
from tests import people
from tests.bot.channels.zalo_parts import ME, Shifted, channel
from tests.doubles.zalo_bot import TOKEN, BotDouble
from tests.doubles.zalo_oa import ZaloDouble
from tests.shared import the_library

MORNING = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


@pytest.fixture
async def wired(database):
    """Channel and double, at ten in the morning."""
    async with ZaloDouble() as double:
        double.shift = MORNING.timestamp() - double.now()
        double._live = {token: double.now() + 80 * 86400 for token in double._live}
        oa = channel(database, double)
        oa.double = double
        yield oa
        await oa.close()


async def person(db, heard):
    who, where = await people.citizen(db, channel="zalo_oa", reminder_hour=9)
    await db.execute(update(Address).where(Address.id == where).values(address=ME, last_heard=heard))
    return who, where


async def send_all(oa, database, clock, *, rows=0):
    """Send what waits on this channel; `rows` messages for others may be left."""
    box = Outbox(database, clock, [oa], Words(the_library().phrases))
    database.listeners.append(lambda topics: box.wakeup.set())
    running = asyncio.create_task(box.run())
    try:
        await gone(database, rows)
    finally:
        await box.stop(5)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def gone(database, rows):
    """Until no more are left for this channel, of whom others' messages may be made meanwhile."""
    for _ in range(1500):
        await asyncio.sleep(0.02)
        async with database.read() as db:
            mine = select(Outbound.id).join(Address, Address.id == Outbound.address_id)
            mine = mine.where(outbox.OPEN, Address.channel == zalo_oa.NAME)
            if await outbox.waiting(db) <= rows and not (await db.scalars(mine)).first():
                return


@pytest.mark.parametrize(("hours", "sent"), [(1, True), (49, False), (200, False)])
async def test_nothing_is_sent_that_would_be_refused_or_billed(wired, database, hours, sent):
    clock = Shifted(wired.double)
    wired.double.person(ME).interacted = wired.double.now() - hours * 3600
    async with database.begin() as db:
        who, where = await person(db, MORNING - timedelta(hours=hours))
        await outbox.add(db, who, where, REMINDER, rank=outbox.REMINDERS, now=clock.now())
    clock.local = lambda moment=None: clock.now()
    await send_all(wired, database, clock)
    assert bool(wired.double.sent(ME)) is sent
    assert not wired.double.refused and wired.double.calls["/v3.0/oa/message/cs"] == int(sent)
    async with database.read() as db:
        assert (await db.get(Citizen, who)).missed == ("" if sent else "reminder")
        row = (await db.scalars(select(Outbound))).one()
    assert (row.status, row.failure) == (("sent", "") if sent else ("failed", "outside"))


@pytest.mark.parametrize("fault", [None, -230, -213])
async def test_an_answer_of_staff_that_may_not_go_out_is_kept_and_they_are_told(wired, database, fault):
    """By our own reckoning, or because Zalo says so: who gave it hears of it, and it goes out when they write."""
    clock = Shifted(wired.double)
    clock.local = lambda moment=None: clock.now()
    hours = 1 if fault else 200
    wired.double.person(ME).interacted = wired.double.now() - hours * 3600
    async with database.begin() as db:
        who, where = await person(db, MORNING - timedelta(hours=hours))
        _, chat = await people.citizen(db, channel="telegram")
        moderator = await people.staff(db, "moderator", chat_address_id=chat)
        ticket = (await Tickets(db, MORNING).open(who, where, "Bao giờ có chợ phiên?")).id
        await Tickets(db, MORNING).answer(ticket, moderator, "Chợ phiên họp chủ nhật ạ.")
    if fault:
        wired.double.fault("code", "/message/cs", code=fault)
    await send_all(wired, database, clock, rows=1)
    assert not wired.double.sent(ME)
    async with database.read() as db:
        assert (await db.get(Ticket, ticket)).kept_at and (await db.get(Citizen, who)).missed == "answer"
        told = (await db.scalars(select(Outbound).where(Outbound.address_id == chat))).one()
        assert told.reply["phrase"] == "tickets.kept" and told.reply["values"] == {"number": ticket}
    wired.double.person(ME).interacted = wired.double.now()
    async with database.begin() as db:
        await db.execute(update(Address).where(Address.id == where).values(last_heard=MORNING, blocked_at=None))
        await Tickets(db, MORNING).give_kept(who, where)
    await send_all(wired, database, clock, rows=1)
    assert "Chợ phiên họp chủ nhật" in wired.double.sent(ME)[0].text
    async with database.read() as db:
        assert (await db.get(Ticket, ticket)).kept_at is None and (await db.get(Citizen, who)).missed == ""


async def test_an_alert_to_staff_outside_the_window_comes_when_they_write(wired, database):
    """A moderator on Zalo who did not write for three days: nothing is tried, nothing is lost."""
    clock = Shifted(wired.double)
    clock.local = lambda moment=None: clock.now()
    wired.double.person(ME).interacted = wired.double.now() - 72 * 3600
    async with database.begin() as db:
        me, chat = await person(db, MORNING - timedelta(hours=72))
        await people.staff(db, "moderator", chat_address_id=chat, on_duty=True)
        asker = await people.citizen(db)
        tickets = [await Tickets(db, MORNING).open(*asker, f"Câu hỏi {word}?") for word in ("một", "hai")]
        urgent = await Tickets(db, MORNING).emergency(*asker, "vừa chuyển tiền cho lừa đảo")
    await send_all(wired, database, clock)
    assert not wired.double.sent(ME) and not wired.double.calls["/v3.0/oa/message/cs"]
    async with database.read() as db:
        held = await alerts.held_up(db)
        assert [(one.channel, one.status, one.failure) for one in held] == [("zalo_oa", "kept", "outside")] * 3
        assert (await db.get(Citizen, me)).missed == outbox.ANSWER
    async with database.begin() as db:
        answerer = await people.staff(db, "moderator")
        await Tickets(db, MORNING).answer(tickets[0].id, answerer, "Dạ, mai ạ.")
        await db.execute(update(Address).where(Address.id == chat).values(last_heard=MORNING))
        await Tickets(db, MORNING).give_kept(me, chat)
    wired.double.person(ME).interacted = wired.double.now()
    await send_all(wired, database, clock, rows=1)
    said = [shown.text for shown in wired.double.sent(ME)]
    assert len(said) == 2, "the first question is answered already"
    assert f"số {tickets[1].id}" in said[0] and f"số {urgent.id}" in said[1]
    async with database.read() as db:
        assert not await alerts.held_up(db) and not (await db.get(Citizen, me)).missed


async def test_a_reply_goes_before_bulk_and_waits_less_than_one_slot(wired, database):
    """Bulk is under way at 10 a second; a reply that comes in the middle is the next to leave."""
    from bot.pace import Bucket

    clock = Shifted(wired.double)
    clock.local = lambda moment=None: clock.now()
    await wired.tokens.access()
    wired.pace.bucket.turns.__init__(10.0, aim=0.97, burst=1.0)
    assert isinstance(wired.pace.bucket.turns, Bucket)
    async with database.begin() as db:
        for number in range(30):
            who, where = await people.citizen(db, channel="zalo_oa")
            await db.execute(update(Address).where(Address.id == where).values(address=f"2{number:018d}"))
            await db.execute(update(Address).where(Address.id == where).values(last_heard=MORNING))
            wired.double.person(f"2{number:018d}").interacted = wired.double.now()
            await outbox.add(db, who, where, Reply("menu.main"), rank=outbox.BULK, now=clock.now())
        who, where = await person(db, MORNING)
    wired.double.person(ME).interacted = wired.double.now()
    sending = asyncio.create_task(send_all(wired, database, clock))
    while wired.double.calls["/v3.0/oa/message/cs"] < 8:
        await asyncio.sleep(0.002)
    async with database.begin() as db:
        await outbox.add(db, who, where, Reply("menu.main"), rank=outbox.REPLIES, now=clock.now())
    before = wired.double.calls["/v3.0/oa/message/cs"]
    while not wired.double.sent(ME):
        await asyncio.sleep(0.002)
    assert wired.double.calls["/v3.0/oa/message/cs"] - before <= 3, "only what was claimed in between went first"
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)


async def announcement(db, **values):
    author = await people.staff(db, "author")
    made = Announcement(
        **{"code": f"TB-{author.id}", "title": "t", "body": "b", "status": "approved", "author_id": author.id},
        created_at=MORNING,
        approved_at=MORNING,
        **values,
    )
    db.add(made)
    await db.flush()
    return made.id


async def test_an_article_for_a_group_needs_the_approvers_word(database):
    async with database.begin() as db:
        approver = await people.staff(db, "approver")
        await people.citizen(db, channel="zalo_oa", commune="06652")
        everybody, group = await announcement(db), await announcement(db, communes=["07090"])
        order = Broadcasts(db, MORNING).order
        await order(approver, everybody, "bai-viet-1", beyond=False)
        for article, beyond, why in (("bai-2", False, "beyond"), ("mã sai", True, "article_malformed")):
            with pytest.raises(Refusal) as refusal:
                await order(approver, group, article, beyond=beyond)
            assert refusal.value.name == f"broadcasts.{why}"
        await order(approver, group, "bai-viet-2", beyond=True)
        with pytest.raises(Refusal):
            await order(approver, group, "bai-viet-3", beyond=True)
        local = await people.staff(db, "approver", area="07090")
        with pytest.raises(Refusal):
            await order(local, await announcement(db, communes=["07090"]), "bai-4", beyond=True)
        counted = list(await db.scalars(select(Broadcast.outside).order_by(Broadcast.id)))
    assert counted == [0, 1]


@pytest.mark.parametrize(
    ("fault", "status", "articles"),
    [(None, "sent", 1), ({"kind": "lost"}, "uncertain", 1), ({"kind": "code", "code": -248}, "failed", 0)],
)
async def test_an_article_leaves_at_most_once(wired, database, fault, status, articles):
    clock = Shifted(wired.double)
    async with database.begin() as db:
        approver = await people.staff(db, "approver")
        await Broadcasts(db, MORNING).order(approver, await announcement(db), "bai-1", beyond=False)
    if fault:
        wired.double.fault(path="/v2.0/oa/message", **fault)
    for _ in range(3):
        await zalo.broadcast_next(wired, database, clock)
    async with database.read() as db:
        assert (await db.scalars(select(Broadcast.status))).one() == status
    assert len(wired.double.broadcasts) == articles


async def ordered(database, *articles):
    async with database.begin() as db:
        approver = await people.staff(db, "approver")
        for article in articles:
            await Broadcasts(db, MORNING).order(approver, await announcement(db), article, beyond=False)


async def standing(database):
    async with database.read() as db:
        return [
            tuple(row) for row in await db.execute(select(Broadcast.status, Broadcast.failure).order_by(Broadcast.id))
        ]


async def test_an_article_that_zalo_does_not_take_yet_waits_longer_each_time_and_holds_up_no_other(wired, database):
    clock = Shifted(wired.double)
    await ordered(database, "bai-1", "bai-2")
    wired.double.fault("code", "/v2.0/oa/message", code=-214)
    for _ in range(3):
        await zalo.broadcast_next(wired, database, clock)
    assert await standing(database) == [("waiting", "unavailable"), ("sent", "")]
    assert wired.double.calls["/v2.0/oa/message"] == 2, "no third try at once"
    wired.double.shift += 301
    await zalo.broadcast_next(wired, database, clock)
    assert await standing(database) == [("sent", "")] * 2


async def test_an_article_that_zalo_never_takes_has_failed_after_two_days(wired, database):
    clock = Shifted(wired.double)
    await ordered(database, "bai-1")
    for _ in range(2):
        wired.double.fault("code", "/v2.0/oa/message", code=-214)
        await zalo.broadcast_next(wired, database, clock)
        wired.double.shift += 49 * 3600
    assert await standing(database) == [("failed", "unavailable")]


async def test_no_article_is_tried_when_none_is_left(wired, database):
    async with database.begin() as db:
        await person(db, MORNING)
    wired.double.person(ME)
    wired.double.broadcasts += ["bai-0"] * 4
    await ordered(database, "bai-1")
    await zalo.broadcast_next(wired, database, Shifted(wired.double))
    assert await standing(database) == [("waiting", "quota")]
    assert not wired.double.calls["/v2.0/oa/message"]


async def test_no_article_leaves_at_night(wired, database):
    wired.double.shift += 13 * 3600  # 23:00 in Viet Nam
    async with database.begin() as db:
        approver = await people.staff(db, "approver")
        await Broadcasts(db, MORNING).order(approver, await announcement(db), "bai-1", beyond=False)
    await zalo.broadcast_next(wired, database, Shifted(wired.double))
    assert not wired.double.broadcasts


async def test_no_article_leaves_in_quiet_hours(wired, database):
    clock = Shifted(wired.double)
    async with database.begin() as db:
        approver = await people.staff(db, "approver")
        await Broadcasts(db, MORNING).order(approver, await announcement(db), "bai-1", beyond=False)
    await zalo.broadcast_next(wired, database, clock, Hours(0, 24 * 60))
    assert not wired.double.broadcasts
    await zalo.broadcast_next(wired, database, clock, NEVER)
    assert wired.double.broadcasts


async def test_the_console_shows_each_channel_in_words(wired, database):
    wired.double.fault("code", "/message/cs", code=-224)
    wired.double.person(ME).interacted = wired.double.now()
    from bot.channels.channel import Unavailable
    from bot.messages import OutgoingMessage

    with pytest.raises(Unavailable):
        await wired.send(ME, OutgoingMessage("x"))
    clock = Shifted(wired.double)
    state, *_ = await channel_states.states([wired], "https://bot.example", database, clock)
    assert state.fault.startswith("Gói dịch vụ của OA chưa có API")
    figures = dict(state.figures)
    assert figures["Token"] == "tốt" and figures["Hạn mức tin tư vấn trong gói"] == "còn 500 / 500"
    assert figures["Hạn mức bài viết phát cho mọi người"] == "Zalo không báo", (
        "nobody wrote yet: there is nobody to ask for"
    )
    assert figures["Chờ họ nhắn lại"].startswith("0 người")
    assert any("https://bot.example/zalo/oa/webhook" in step for step in state.setup)
    assert any("https://bot.example/zalo/oa/callback" in step for step in state.setup)


async def test_the_console_tells_what_became_of_sends_whichever_process_made_them(wired, database):
    clock = Shifted(wired.double)
    clock.local = lambda moment=None: moment or clock.now()
    wired.double.person(ME).interacted = wired.double.now()
    async with database.begin() as db:
        who, where = await person(db, MORNING)
        for _ in range(3):
            await outbox.add(db, who, where, Reply("menu.main"), rank=outbox.REPLIES, now=clock.now())
    wired.double.fault("code", "/message/cs", code=-248, times=2)
    await send_all(wired, database, clock)
    another = channel(database, wired.double)
    state, *_ = await channel_states.states([another], "https://bot.example", database, clock)
    await another.close()
    figures = dict(state.figures)
    assert figures["Đã gửi hôm nay"] == "1 tin" and figures["Chưa gửi được hôm nay"] == "2 bị nền tảng từ chối"
    assert [(one.code, one.times) for one in state.errors] == [(-248, 2)] and "tiêu chuẩn" in state.errors[0].words
    async with database.begin() as db:
        await troubles.forget(db, before=clock.now() + timedelta(seconds=1))
        assert not await troubles.recent(db, "zalo_oa")


@pytest.mark.parametrize(("hours", "paid"), [(1, 0), (24 * 30, 1), (24 * 400, 0)])
async def test_a_paid_template_goes_to_who_is_outside_the_window_and_to_nobody_else(wired, database, hours, paid):
    from bot.channels.zalo_api import Api
    from bot.channels.zalo_http import Http
    from bot.channels.zalo_templates import Templates
    from bot.domain.announcements import Announcements
    from bot.domain.paid import Offer

    wired.allow_billed = True
    api = Api(f"{wired.double.url}/zbs", wired.tokens, Http(), wired.pace.bucket)
    wired.templates = Templates({"announcement": "67890"}, api)
    clock, heard = Shifted(wired.double), MORNING - timedelta(hours=hours)
    clock.local = lambda moment=None: clock.now()
    wired.double.person(ME).interacted = heard.timestamp()
    async with database.begin() as db:
        await person(db, heard)
        approver = await people.staff(db, "approver")
        number = await announcement(db)
        await db.execute(update(Announcement).values(status="submitted"))
        work = Announcements(db, MORNING)
        assert await work.beyond_reach(Content("", "")) == paid
        await work.approve(approver, number, paid=Offer(paid, 560))
        await work.plan_next()
    await send_all(wired, database, clock)
    assert wired.double.paid == paid and not wired.double.refused
    assert [one.quota for one in wired.double.sent(ME)] == {1: ["reply"], 720: ["purchase_quota"], 9600: []}[hours]


async def test_no_more_is_paid_for_than_was_agreed_to(database):
    from bot.domain.announcements import Announcements
    from bot.domain.paid import Offer

    async with database.begin() as db:
        for _ in range(5):
            await person_elsewhere(db, MORNING - timedelta(days=20))
        approver = await people.staff(db, "approver")
        number = await announcement(db)
        await db.execute(update(Announcement).values(status="submitted"))
        work = Announcements(db, MORNING)
        await work.approve(approver, number, paid=Offer(3, 560))
        await work.plan_next()
        marked = [row.reply.get("template", "") for row in await db.scalars(select(Outbound).order_by(Outbound.id))]
        found = (await db.scalars(select(Announcement).execution_options(populate_existing=True))).one()
    assert marked == ["announcement"] * 3 + [""] * 2 and found.paid_planned == 3


async def person_elsewhere(db, heard):
    who, where = await people.citizen(db, channel="zalo_oa")
    await db.execute(update(Address).where(Address.id == where).values(last_heard=heard))
    return who


async def test_the_console_counts_who_may_be_written_to(wired, database):
    async with database.begin() as db:
        for hours in (1, 30, 60, 200, 3000):
            await person_elsewhere(db, MORNING - timedelta(hours=hours))
    assert await wired.windows() == (2, 1, 2)


@pytest.mark.parametrize("kind", list(channel_states.HEALTH))
async def test_staff_read_no_english_about_a_fault(wired, kind):
    for fault in (
        channel_states.HEALTH[kind],
        "Zalo does not answer: ClientError",
        "Zalo refuses to send: -224 tier",
        "Telegram",
    ):
        words = channel_states.in_vietnamese(fault)
        assert words and not {"the", "refuses", "does"} & set(words.split())
    assert channel_states.in_vietnamese("") == ""


async def test_the_quota_of_articles_is_shown_as_zalo_tells_it(wired, database):
    wired.double.person(ME)
    wired.double.broadcasts.append("bai-0")
    async with database.begin() as db:
        await person(db, MORNING)
    state, *_ = await channel_states.states([wired], "https://bot.example", database, Shifted(wired.double))
    assert dict(state.figures)["Hạn mức bài viết phát cho mọi người"] == "còn 3 / 4"


@pytest.mark.parametrize(
    ("address", "words"),
    [("http://10.0.0.5:8080", "https"), ("https://bot.example:8443", "số cổng"), ("https://bot.example", "")],
)
async def test_an_address_that_zalo_cannot_call_is_a_fault_before_anybody_waits_for_a_webhook(
    wired, database, address, words
):
    state, *_ = await channel_states.states([wired], address, database, Shifted(wired.double))
    assert (words in state.fault and words in state.setup[0]) if words else state.fault == ""


async def test_what_is_not_switched_on_says_how_it_is(database):
    off = await channel_states.states([], "https://bot.example", database, Clock())
    assert [(state.name, state.on, state.fault) for state in off] == [
        ("telegram", False, ""),
        ("zalo_oa", False, ""),
        ("zalo_bot", False, ""),
    ]
    for state, name in zip(off, ("TELEGRAM_BOT_TOKEN", "ZALO_OA_APP_ID", "ZALO_BOT_TOKEN"), strict=True):
        assert any(name in step for step in state.setup)
        assert any(f"https://bot.example/{state.name.replace('_', '/')}/webhook" in step for step in state.setup)


async def test_the_bot_platforms_plan_stands_beside_what_is_used_of_it(database):
    clock = Clock()
    async with BotDouble() as double:
        bot = ZaloBot(TOKEN, memory=PeopleTable(database, clock.now, "zalo_bot"), now=clock.now, api_url=double.url)
        async with database.begin() as db:
            for _ in range(3):
                await people.citizen(db, channel="zalo_bot")
            for day in (clock.local().date(), clock.local().date().replace(day=1) - timedelta(days=1)):
                await counters.add(db, day, {"sends.zalo_bot.sent": 7, "sends.zalo_bot.rejected": 2})
        state, *_ = await channel_states.states([bot], "https://bot.example", database, clock)
        await bot.close()
    figures = dict(state.figures)
    assert figures["Người đã nhắn bot"].startswith("3 / 50")
    assert figures["Tin đã gửi tháng này"].startswith("7 / 3000")
