"""The emergency class over HTTP: one short page, two people, rights and deputies given by an administrator."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.domain.staff import open_login
from bot.storage.tables import Announcement, AuditEntry, Staff
from tests.journeys.desk import open_desk
from tests.people import HERE, THERE, citizen, staff

FLOOD = {"title": "Lũ quét", "body": "Bà con ở ven suối lên chỗ cao ngay.", "why": "mưa vượt ngưỡng"}


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        async with database.begin() as db:
            await db.execute(update(Staff).where(Staff.login.startswith("here")).values(urgent=True))
            for name, area in (("chief", ""), ("here chief", HERE)):
                who = await staff(db, "administrator", area=area, login=name.replace(" ", "-"))
                opened.cookies[name] = await open_login(db, who, datetime.now(UTC))
                await db.execute(update(Staff).where(Staff.id == who.id).values(must_change=False))
        yield opened


async def rows(desk, table):
    async with desk.database.read() as db:
        return list(await db.scalars(select(table).order_by(table.id)))


async def test_shown_once_more_then_submitted_then_approved_by_another(desk):
    async with desk.database.begin() as db:
        await citizen(db, news=False)
        await citizen(db, commune=THERE)
    shown = await (await desk.post("here author", "/urgent", **FLOOD)).text()
    assert "KHẨN CẤP: Lũ quét" in shown and "đến 1 người" in shown
    assert not await rows(desk, Announcement)
    sent = await desk.post("here author", "/urgent", **FLOOD, confirmed="yes")
    (made,) = await rows(desk, Announcement)
    assert (sent.status, made.status, made.urgent_why, made.communes) == (303, "submitted", FLOOD["why"], [HERE])
    page = await desk.text("here approver", f"/announcements/{made.id}")
    assert FLOOD["why"] in page and "Duyệt và gửi đến 1 người" in page
    assert "Duyệt và gửi" not in await desk.text("approver", f"/announcements/{made.id}")
    await desk.post("here approver", f"/announcements/{made.id}/approve", decision="approve")
    assert [one.status for one in await rows(desk, Announcement)] == ["approved"]
    actions = [entry.action for entry in await rows(desk, AuditEntry)]
    order = ["urgent.declared", "announcements.submitted", "announcements.approved"]
    assert [action for action in actions if action in order] == order


async def test_without_a_reason_or_the_right_nothing_is_made(desk):
    answer = await desk.post("here author", "/urgent", **(FLOOD | {"why": " "}), confirmed="yes")
    assert answer.status == 422
    assert (await desk.get("author", "/urgent")).status == 403
    assert (await desk.post("author", "/urgent", **FLOOD, confirmed="yes")).status == 403
    assert "/console/urgent" not in await desk.text("author", "/announcements")
    assert "/console/urgent" in await desk.text("here author", "/announcements")
    assert not await rows(desk, Announcement)


async def test_the_administrator_gives_the_right_and_names_the_deputy(desk):
    assert "Chưa ai được duyệt" in await desk.text("chief", "/deputies")
    answer = await desk.post("chief", "/staff/there-approver/urgent", urgent="yes", deputy="yes")
    assert answer.status == 303
    (deputy,) = [one for one in await rows(desk, Staff) if one.login == "there-approver"]
    assert deputy.urgent and deputy.deputy
    assert "dự phòng" in await desk.text("chief", "/deputies")
    foreign = await desk.post("here chief", "/staff/there-approver/urgent")
    assert foreign.status == 409
    assert (await desk.post("author", "/staff/there-approver/urgent")).status == 403
    await desk.post("chief", "/staff/there-approver/urgent")
    (taken,) = [one for one in await rows(desk, Staff) if one.login == "there-approver"]
    assert not taken.urgent and not taken.deputy
    granted = [entry for entry in await rows(desk, AuditEntry) if entry.action == "urgent.granted"]
    assert [entry.actor for entry in granted] == ["chief", "chief"]
