"""An event in the console: written with the draft, its list, the door, the files; nobody sees another's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.clock import Clock
from bot.domain.events import Events
from bot.storage import events
from bot.storage.tables import Announcement, AuditEntry, Staff
from tests.journeys.test_console import NASTY, citizens, console, post  # noqa: F401 - a fixture

DAY = f"{Clock().local(datetime.now(UTC) + timedelta(days=5)):%Y-%m-%d}"
FORM = {"place": "Nhà văn hóa thôn 3", "day": DAY, "begins": "19:00", "ends": "20:30", "seats": "2", "lesson": ""}


@pytest.fixture
async def written(console, database):  # noqa: F811
    """(author, number): a class that was approved."""
    author, approver = await console("author"), await console("approver")
    made = await post(author, "/announcements/new", title="Lớp VNeID", body="Mời bà con.", province="yes")
    number = int(re.search(r"/announcements/(\d+)", str(made.url))[1])
    assert "Nơi tổ chức" in await (await author.get(f"/console/events/{number}/edit")).text()
    saved = await (await post(author, f"/events/{number}/edit", **FORM)).text()
    assert "19:00 đến 20:30" in saved and "Nhà văn hóa thôn 3" in saved
    await post(author, f"/announcements/{number}/submit", province="yes")
    await post(approver, f"/announcements/{number}/approve", decision="approve")
    return author, number


async def test_what_is_wrong_with_the_form_is_said_and_nothing_is_lost(console):  # noqa: F811
    author = await console("author")
    made = await post(author, "/announcements/new", title="Lớp", body="Mời bà con.", province="yes")
    number = re.search(r"/announcements/(\d+)", str(made.url))[1]
    for wrong in ({"day": ""}, {"begins": "25:00"}, {"ends": "18:00"}, {"seats": "không"}, {"place": " "}):
        sent = await post(author, f"/events/{number}/edit", **{**FORM, **wrong})
        text = await sent.text()
        assert sent.status == 422 and 'role="alert"' in text
        assert "place" in wrong or "Nhà văn hóa thôn 3" in text


async def test_the_list_the_door_and_the_files(written, database):
    author, number = written
    await citizens(database, ["07090"] * 3)
    async with database.begin() as db:
        for who in (1, 2, 3):
            await Events(db, datetime.now(UTC)).join(who, number)
        await Events(db, datetime.now(UTC)).name(1, number, NASTY)
    page = await (await author.get(f"/console/events/{number}")).text()
    assert "2/2" in page and NASTY not in page and "&lt;script&gt;" in page
    line = re.search(r'name="line" value="(\d+)"', page)[1]
    marked = await (await post(author, f"/events/{number}/attend", line=line, there="yes")).text()
    assert "✅ có mặt" in marked
    await post(author, f"/events/{number}/names", names="=1+1\nBà Tư")
    listed = (await (await author.get(f"/console/events/{number}/list.csv")).read()).decode("utf-8-sig")
    assert '"\'=1+1"' in listed and '"chờ chỗ"' in listed
    book = await author.get(f"/console/events/{number}/list.xlsx")
    assert (await book.read())[:2] == b"PK"
    assert (await author.get(f"/console/events/{number}/list.exe")).status == 404
    assert (await (await author.get(f"/console/events/{number}/door.pdf")).read())[:4] == b"%PDF"
    assert (await (await author.get(f"/console/events/{number}/door.png")).read())[:4] == b"\x89PNG"
    async with database.read() as db:
        told = select(AuditEntry.action).where(AuditEntry.action.startswith("events."))
        actions = list(await db.scalars(told.order_by(AuditEntry.id)))
    assert actions == ["events.described", "events.came", "events.written_down", "events.exported", "events.exported"]


async def test_an_organiser_sees_the_event_that_was_handed_over_and_nothing_else(console, written, database):  # noqa: F811
    author, number = written
    organiser = await console("organiser")
    assert (await organiser.get(f"/console/events/{number}")).status == 404
    await post(author, f"/events/{number}/organiser", organiser="organiser")
    assert "Lớp VNeID" in await (await organiser.get("/console/events")).text()
    assert (await organiser.get(f"/console/events/{number}/list.csv")).status == 200
    assert (await organiser.get(f"/console/announcements/{number}")).status == 403
    for action in ("edit", "cancel", "organiser", "remove"):
        assert (await post(organiser, f"/events/{number}/{action}")).status == 403


async def test_another_commune_sees_nothing_and_changes_nothing(console, written, database):  # noqa: F811
    _, number = written
    stranger = await console("author", "stranger")
    async with database.begin() as db:
        await db.execute(update(Staff).where(Staff.login == "stranger").values(area="06811"))
        await db.execute(update(Staff).where(Staff.login == "author").values(area="07090"))
        await db.execute(update(Announcement).values(communes=["07090"]))
    for path in ("", "/list.csv", "/list.xlsx", "/door.png", "/door.pdf"):
        assert (await stranger.get(f"/console/events/{number}{path}")).status == 404, path
    for action in ("attend", "names", "cancel", "organiser"):
        given = {"line": "1", "there": "yes", "names": "Ai đó", "why": "x", "organiser": ""}
        assert (await post(stranger, f"/events/{number}/{action}", **given)).status == 404, action
    for action in ("edit", "remove"):
        assert (await post(stranger, f"/events/{number}/{action}", **FORM)).status == 409, action
    async with database.read() as db:
        assert await events.signups(db, number) == []
        assert (await events.get(db, number)).cancelled_at is None


async def test_cancelled_with_a_reason(written, database):
    author, number = written
    sent = await post(author, f"/events/{number}/cancel", why="")
    assert sent.status == 422
    page = await (await post(author, f"/events/{number}/cancel", why="mưa bão")).text()
    assert "Đã hủy lúc" in page and "mưa bão" in page
    assert "Hủy sự kiện</button>" not in page


async def test_the_other_outlets_follow_the_approved_text(console, written):  # noqa: F811
    author, number = written
    page = await (await author.get(f"/console/announcements/{number}/outlets")).text()
    assert "Kính thưa bà con. Lớp VNeID." in page and "19 giờ đến 20 giờ 30" in page
    assert "Thoi gian: 19:00" in page and "Chưa" not in page.partition("Lời đọc")[0]
    printed = await author.get(f"/console/announcements/{number}/notice.pdf")
    assert (await printed.read())[:4] == b"%PDF"
    made = await post(author, "/announcements/new", title="Nháp", body="Chưa duyệt.", province="yes")
    draft = re.search(r"/announcements/(\d+)", str(made.url))[1]
    assert "chưa được duyệt" in await (await author.get(f"/console/announcements/{draft}/outlets")).text()
    assert (await author.get(f"/console/announcements/{draft}/notice.pdf")).status == 409
