"""Everybody who was meant stands in the list once, with what became of their message or why there is none."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, insert, select, update

from bot.domain import announcements as subject
from bot.domain.announcements import Announcements, Content
from bot.storage import citizens, purge
from bot.storage.recipients import STATES
from bot.storage.tables import Announcement, AuditEntry, Outbound, PassedOver, Response, Staff
from tests.journeys.desk import open_desk
from tests.people import HERE, THERE, citizen

ENDS = [("sent", ""), ("sent", ""), ("failed", "blocked"), ("failed", "rejected"), ("failed", "outside")]
ENDS += [("uncertain", "uncertain"), ("failed", "stopped"), ("waiting", ""), ("sending", ""), ("paused", "")]


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def sent(desk, *, per_day: int = 3) -> tuple[int, int]:
    """(number, reach at the approval) of an announcement with every outcome there is."""
    now = datetime.now(UTC)
    async with desk.database.begin() as db:
        author = await db.scalar(select(Staff).where(Staff.login == "author"))
        approver = await db.scalar(select(Staff).where(Staff.login == "approver"))
        work = Announcements(db, now, per_day=per_day)
        made = await work.draft(author, Content("Họp thôn", "Mời bà con."))
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
        number = made.id
    while True:
        async with desk.database.begin() as db:
            if not await Announcements(db, now, per_day=per_day).plan_next():
                break
    async with desk.database.begin() as db:
        rows = list(await db.scalars(select(Outbound.id).order_by(Outbound.id)))
        for row, (status, failure) in zip(rows, ENDS, strict=False):
            at = now if status == "sent" else None
            await db.execute(
                update(Outbound).where(Outbound.id == row).values(status=status, failure=failure, sent_at=at)
            )
        return number, await db.scalar(select(Announcement.reach).where(Announcement.id == number))


async def people(desk) -> list[int]:
    async with desk.database.begin() as db:
        reached = [(await citizen(db, commune=HERE if n % 2 else THERE))[0] for n in range(10)]
        await citizen(db, news=False)
        await citizen(db, news=False, commune=THERE)
        await citizen(db, blocked=True)
        await citizen(db, channel="terminal")
        await citizen(db, met="erased")
    return reached


def numbers(page: str) -> dict[str, int]:
    """State → how many, as the page says."""
    table = html.unescape(page.split("<tbody>")[1].split("</tbody>")[0])
    rows = re.findall(r"<tr><td>.*?</td><td>(\d+)</td></tr>", table)
    return dict(zip(STATES, map(int, rows), strict=True))


@pytest.mark.parametrize("slice_size", [3, 500])
async def test_every_outcome_has_its_line_and_the_sums_are_the_reach(desk, monkeypatch, slice_size):
    monkeypatch.setattr(subject, "SLICE", slice_size)
    reached = await people(desk)
    number, reach = await sent(desk)
    async with desk.database.begin() as db:
        values = {"announcement_id": number, "citizen_id": reached[0], "read_at": datetime.now(UTC), "coming": None}
        await db.execute(insert(Response).values(**values, changed_at=datetime.now(UTC)))
    page = await desk.text("author", f"/announcements/{number}/recipients")
    right = {"read": 1, "delivered": 1, "blocked": 1, "failed": 2, "uncertain": 1, "stopped": 1}
    assert numbers(page) == right | {"waiting": 3, "passed": 4}
    assert f'<td class="messages">{reach}</td>' in page and f'<td class="all">{reach + 4}</td>' in page
    told = html.unescape(page)
    assert "nền tảng từ chối tin: 1" in told and "đã tắt nhận thông báo: 2" in told and "chưa có kênh nhận: 1" in told
    async with desk.database.read() as db:
        report = await Announcements(db, datetime.now(UTC)).report(number)
    by_state = numbers(page)
    assert report.delivered == by_state["read"] + by_state["delivered"]
    assert (report.blocked, report.failed, report.uncertain) == (1, 2, 1)
    assert report.settled + report.waiting == report.reach == reach
    for state, many in by_state.items():
        shown = await desk.text("author", f"/announcements/{number}/recipients?state={state}")
        assert shown.count("<strong>Người dân số") == many, state


async def test_pages_follow_each_other_and_hold_everybody_once(desk, monkeypatch):
    monkeypatch.setattr("bot.web.console.recipients.SHOWN", 4)
    await people(desk)
    number, _ = await sent(desk)
    seen, query = [], ""
    while True:
        page = await desk.text("author", f"/announcements/{number}/recipients{query}")
        seen += re.findall(r"Người dân số (\d+)", page)
        onward = re.search(r'class="older"><a href="([^"]*)"', page)
        if not onward:
            break
        query = html.unescape(onward[1])
    assert len(seen) == len(set(seen)) == 14


async def test_the_file_holds_the_same_and_the_trail_remembers(desk):
    await people(desk)
    number, _ = await sent(desk)
    table = (await (await desk.get("author", f"/announcements/{number}/recipients.csv")).read()).decode("utf-8-sig")
    assert len(table.splitlines()) == 15
    assert '"Không gửi được","ngoài khung giờ nền tảng cho nhắn"' in table
    some = await (await desk.get("author", f"/announcements/{number}/recipients.csv?state=passed")).read()
    assert len(some.decode("utf-8-sig").splitlines()) == 5
    sheet = await desk.get("author", f"/announcements/{number}/recipients.xlsx")
    assert sheet.status == 200 and (await sheet.read()).startswith(b"PK")
    async with desk.database.read() as db:
        found = select(AuditEntry.details).where(AuditEntry.action == "recipients.exported").order_by(AuditEntry.id)
        assert [one["lines"] for one in await db.scalars(found)] == [14, 4, 14]


async def test_a_commune_sees_its_own_people_alone_and_a_viewer_nobody(desk):
    await people(desk)
    number, _ = await sent(desk)
    page = await desk.text("here author", f"/announcements/{number}/recipients")
    assert sum(numbers(page).values()) == 8
    table = await (await desk.get("here author", f"/announcements/{number}/recipients.csv")).read()
    assert len(table.decode("utf-8-sig").splitlines()) == 9
    for path in ("recipients", "recipients.csv"):
        assert (await desk.get("viewer", f"/announcements/{number}/{path}")).status == 403
    async with desk.database.begin() as db:
        there = await db.scalar(select(Staff.id).where(Staff.login == "there-author"))
        where = Announcement.id == number
        await db.execute(update(Announcement).where(where).values(author_id=there, communes=[THERE]))
    assert (await desk.get("here author", f"/announcements/{number}/recipients")).status == 404


async def test_where_nothing_goes_out_unasked_all_are_passed_over_for_it(desk):
    await people(desk)
    number, reach = await sent(desk, per_day=0)
    page = await desk.text("author", f"/announcements/{number}/recipients")
    assert numbers(page)["passed"] == 14 and reach == 10
    assert "hệ thống đang tắt tin tự gửi: 10" in html.unescape(page)


async def test_the_line_goes_with_the_person_and_with_its_time(desk):
    await people(desk)
    await sent(desk)
    async with desk.database.begin() as db:
        first = await db.scalar(select(PassedOver.citizen_id).limit(1))
        assert (await citizens.everything(db, first))["passed_over"]
        await citizens.erase(db, first, now=datetime.now(UTC))
        assert len(list(await db.scalars(select(PassedOver.id)))) == 3
        await db.execute(delete(Outbound))
        await purge.words(db, before=datetime.now(UTC))
        assert not list(await db.scalars(select(PassedOver.id)))
