"""The console's page of channels: consent, tokens, a test to oneself, handing a talk back, an article to everybody."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.tickets import Tickets
from bot.messages import Reply
from bot.storage import outbox
from bot.storage.tables import Address, Announcement, AuditEntry, Broadcast, Outbound, Staff, Takeover
from bot.web.console.context import ChannelState, ConsoleContext
from tests import people
from tests.journeys import test_console
from tests.journeys.test_console import post


class Account:
    """Stands for the Official Account."""

    seeds: list[str] = []
    untagged: list[str] = []
    costs: int | None = 560
    window = "free"
    on = True

    async def states(self):
        if not self.on:
            return [ChannelState("zalo_oa", setup=["Điền ZALO_OA_APP_ID"], on=False)]
        error = type("Error", (), {"at": datetime.now(UTC), "code": -224, "words": "cần nâng gói", "times": 3})
        return [ChannelState("zalo_oa", "", [("Token", "tốt")], ["Webhook URL: https://bot.example/x"], [error])]

    def set_out(self):
        return "https://consent.example/permission?x=1", "123.signed"

    async def price(self):
        return self.costs

    async def untag(self, address):
        self.untagged.append(address)

    async def plant(self, seed):
        self.seeds.append(seed)
        return True


@pytest.fixture
async def console(database, library, monkeypatch):
    account = Account()
    account.seeds, account.untagged = [], []

    def context(*given, **more):
        ways = {"states": account.states, "consent": account.set_out, "plant": account.plant, "untag": account.untag}
        windows = {"zalo_oa": lambda heard, now: account.window}
        return ConsoleContext(*given, **more, **ways, template_price=account.price, windows=windows)

    monkeypatch.setattr(test_console, "ConsoleContext", context)
    async with asynccontextmanager(test_console.opened)(database, library) as enter:
        enter.account = account
        yield enter


async def test_a_channel_that_is_off_says_how_to_switch_it_on_and_asks_for_no_consent(console):
    console.account.on = False
    admin = await console("administrator")
    page = await (await admin.get("/console/channels")).text()
    assert "chưa bật" in page and "Điền ZALO_OA_APP_ID" in page
    assert "/console/channels/consent" not in page and "hoạt động" not in page


async def test_the_administrator_sees_how_it_stands_and_sets_out_for_consent(console):
    admin = await console("administrator")
    page = await (await admin.get("/console/channels")).text()
    for words in ("Zalo OA", "cần nâng gói", "3 lần", "https://bot.example/x", "Cấp quyền"):
        assert words in page
    token = test_console.csrf(page)
    answer = await admin.post("/console/channels/consent", data={"csrf": token}, allow_redirects=False)
    assert answer.headers["Location"] == "https://consent.example/permission?x=1"
    assert "hocvuso_zalo=123.signed" in answer.headers["Set-Cookie"] and "Path=/zalo/oa" in answer.headers["Set-Cookie"]


async def test_a_pasted_token_is_planted_and_never_shown(console, database):
    admin = await console("administrator")
    await post(admin, "/channels/seed", seed="a-refresh-token")
    assert "không có khoảng trắng" in await (await post(admin, "/channels/seed", seed="hai chữ")).text()
    assert console.account.seeds == ["a-refresh-token"]
    async with database.read() as db:
        audit = [(entry.action, str(entry.details)) for entry in await db.scalars(select(AuditEntry))]
    assert ("channels.seed", "{}") in audit and "a-refresh-token" not in str(audit)


async def test_a_test_message_goes_to_ones_own_chat(console, database):
    admin = await console("administrator")
    assert "nối trò chuyện" in await (await post(admin, "/channels/test")).text()
    async with database.begin() as db:
        _, where = await people.citizen(db)
        await db.execute(update(Staff).values(chat_address_id=where))
    await post(admin, "/channels/test")
    async with database.read() as db:
        assert (await db.scalars(select(Outbound))).one().reply["phrase"] == "channels.test"


async def test_alerts_that_did_not_arrive_are_shown_to_whom_they_are_for_and_to_administrators(console, database):
    moderator, admin = await console("moderator"), await console("administrator")
    async with database.begin() as db:
        who, where = await people.citizen(db, channel="zalo_oa")
        await db.execute(update(Staff).where(Staff.login == "moderator").values(chat_address_id=where, on_duty=True))
        await Tickets(db, datetime.now(UTC)).open(*await people.citizen(db), "Bao giờ có chợ phiên?")
        await outbox.add(db, who, where, Reply("alerts.consent"), rank=outbox.PEOPLE, now=datetime.now(UTC))
    assert "chưa đến được" not in await (await moderator.get("/console")).text(), "they are on their way"
    async with database.begin() as db:
        await db.execute(update(Outbound).values(status="kept", failure="outside"))
    mine = await (await moderator.get("/console")).text()
    assert "chưa đến được" in mine and "chợ phiên" in mine and "/console/tickets/1" in mine and "đã lâu" in mine
    theirs = await (await admin.get("/console/channels")).text()
    assert "chưa gửi được" in theirs and "không nhận quyền" in theirs and "chợ phiên" not in theirs
    assert "chưa đến được" not in await (await admin.get("/console")).text()


async def test_a_test_message_that_may_not_go_out_is_refused_with_a_reason(console, database):
    console.account.window = "closed"
    admin = await console("administrator")
    async with database.begin() as db:
        _, where = await people.citizen(db, channel="zalo_oa")
        await db.execute(update(Staff).values(chat_address_id=where))
    answer = await post(admin, "/channels/test")
    assert answer.status == 422 and "nhắn bot một tin" in await answer.text()
    async with database.read() as db:
        assert not list(await db.scalars(select(Outbound)))


async def test_a_talk_is_handed_back_to_the_bot(console, database):
    moderator = await console("moderator")
    async with database.begin() as db:
        _, where = await people.citizen(db, channel="zalo_oa")
        db.add(Takeover(address_id=where, until=datetime.now(UTC) + timedelta(minutes=20), told=True))
    assert "Trả lại cho bot" in await (await moderator.get("/console/channels")).text()
    await post(moderator, f"/channels/back/{where}")
    async with database.read() as db:
        assert not list(await db.scalars(select(Takeover)))
        assert console.account.untagged == [await db.scalar(select(Address.address).where(Address.id == where))]
    await post(moderator, "/channels/back/999")
    assert len(console.account.untagged) == 1


async def test_an_approver_sends_an_article_for_an_approved_announcement(console, database):
    approver = await console("approver")
    async with database.begin() as db:
        author = await people.staff(db)
        told = {"code": "TB-1", "title": "Lớp học", "body": "b", "status": "sent", "author_id": author.id}
        db.add(Announcement(**told, communes=["07090"], created_at=people.NOW, approved_at=people.NOW))
    refused = await post(approver, "/channels/broadcast/1", article="bai-viet-1")
    assert "người ngoài nhóm" in await refused.text()
    await post(approver, "/channels/broadcast/1", article="bai-viet-1", beyond="yes")
    async with database.read() as db:
        assert (await db.scalars(select(Broadcast.article))).one() == "bai-viet-1"


async def test_the_approver_sees_what_paid_templates_cost_and_agrees_or_not(console, database):
    approver = await console("approver")
    async with database.begin() as db:
        author = await people.staff(db)
        for number in (1, 2):
            told = {"code": f"TB-{number}", "title": "Bão", "body": "b", "status": "submitted", "author_id": author.id}
            db.add(Announcement(**told, created_at=people.NOW))
        for days in (1, 20, 30, 400):
            _, where = await people.citizen(db, channel="zalo_oa")
            heard = datetime.now(UTC) - timedelta(days=days)
            await db.execute(update(Address).where(Address.id == where).values(last_heard=heard))
    page = await (await approver.get("/console/announcements/1")).text()
    assert "2 người đã hơn 7 ngày" in page and "1.120 đồng" in page
    agreed = {"decision": "approve", "paid": "yes", "paid_people": "2", "paid_price": "560"}
    console.account.costs = 600
    assert "Giá tin mẫu vừa thay đổi" in await (await post(approver, "/announcements/1/approve", **agreed)).text()
    await post(approver, "/announcements/1/approve", **{**agreed, "paid_price": "600"})
    await post(approver, "/announcements/2/approve", decision="approve")
    async with database.read() as db:
        assert list(await db.scalars(select(Announcement.paid_most).order_by(Announcement.id))) == [2, 0]
        trail = await db.scalars(select(AuditEntry).order_by(AuditEntry.id))
        audit = [entry.details for entry in trail if entry.action.endswith("approved")]
    assert [details.get("paid") for details in audit] == [2, None]


async def test_who_may_not_is_refused(console):
    author = await console("author")
    assert (await author.get("/console/channels")).status == 403
    viewer = await console("viewer")
    for path in ("/channels/consent", "/channels/seed", "/channels/back/1", "/channels/broadcast/1"):
        assert (await post(viewer, path)).status == 403
