"""Reports: the same figures on the page, in every file, for Prometheus and in the tables; small ones hidden."""

from __future__ import annotations

import csv
import html
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from openpyxl import load_workbook
from sqlalchemy import func, select

from bot.clock import Clock
from bot.domain.figures import HOUSEHOLD
from bot.domain.report import all_sections, period, report
from bot.storage.figures import Scope
from bot.storage.tables import Announcement, Exchange, Membership, Outbound, PassedOver, Progress, Ticket
from bot.web import metrics, scorecard
from bot.web.probes import Health
from tests.bot.domain.test_checking import line
from tests.journeys.desk import open_desk
from tests.people import HERE, THERE, citizen, staff

NOW = datetime.now(UTC)


async def furnished(db, library) -> None:
    """Twelve people here, three there: lessons, questions, tickets, messages of an announcement."""
    entry = next(one for one in library.faqs if one.topic == "lua-dao").id
    pays = next(one for one in library.lessons if "household-3" in one.skills).code
    for number in range(15):
        who, where = await citizen(db, commune=HERE if number < 12 else THERE, audience="CAO" if number < 6 else "")
        if number < 7:
            db.add(Membership(citizen_id=who, organisation="nong-dan"))
        done = NOW if number < 9 else None
        db.add(Progress(citizen_id=who, lesson=pays, card=0, updated_at=NOW, finished_at=done))
        db.add(Progress(citizen_id=who, lesson="X", card=0, updated_at=NOW - timedelta(days=90), finished_at=NOW))
        kind = "curated" if number < 10 else "none"
        told = {"label": "curated" if number < 10 else "", "entry": entry if number < 10 else ""}
        verdict = {"verdict": "right"} if number < 6 else {}
        await line(db, who, outcome=kind, question=f"câu {number}", at=NOW, **told, **verdict)
        waited = NOW - timedelta(minutes=10 + number)
        shut = NOW if number < 8 else None
        db.add(Ticket(citizen_id=who, address_id=where, question="q", opened_at=waited, closed_at=shut))
    await db.flush()


@pytest.fixture
async def desk(database, library):
    async with database.begin() as db:
        await furnished(db, library)
    async with open_desk(database, library) as opened:
        yield opened


def month(**narrower: str) -> Scope:
    today = Clock().local().date()
    return Scope(*period(Clock(), today - timedelta(days=29), today), **narrower)


async def test_the_figures_are_what_stands_in_the_tables(desk, library):
    async with desk.database.read() as db:
        found = await report(db, library, month())
        values = {name: one.count for name, one in found.values().items()}
        finished = await db.scalar(select(func.count(Progress.finished_at)).where(Progress.lesson != "X"))
        answered = await db.scalar(select(func.count()).where(Exchange.outcome == "curated"))
        closed = await db.scalar(select(func.count(Ticket.closed_at)))
    assert (values["learners"], values["lessons_begun"], values["lessons_finished"]) == (15, 15, finished)
    assert (values["questions"], values["answered_curated"], values["unanswered"]) == (15, answered, 5)
    assert (values["answers"], values["verified"], values["verified_right"]) == (10, 6, 6)
    assert (values["tickets"], values["tickets_answered"], values["wait_minutes"]) == (15, closed, 14)
    assert (values["skill_3"], values["refused"], values["answered_ai"]) == (9, 0, 0)
    assert found.values()["answered_curated"].percent == 67
    assert found.topics == [("lua-dao", 10), ("", 5)]


async def test_by_commune_group_and_organisation(desk, library):
    async with desk.database.read() as db:
        there = (await report(db, library, month(commune=THERE))).values()
        old = (await report(db, library, month(commune=HERE, audience="CAO"))).values()
        members = (await report(db, library, month(organisation="nong-dan"))).values()
        whole = await report(db, library, month())
    assert there["learners"].count is None and there["learners"].shown == "dưới 5"
    assert (old["learners"].count, members["questions"].count) == (6, 7)
    assert there["wait_minutes"].count is None and there["wait_minutes"].shown == "chưa đủ số", "no wait of 0 minutes"
    assert [commune for commune, _ in whole.communes] == [HERE], "three people are nobody's business"


async def test_a_share_does_not_give_away_the_few_who_are_left(desk, library):
    """Of twelve, two were not answered: neither the ten nor the share say so."""
    async with desk.database.read() as db:
        here = (await report(db, library, month(commune=HERE))).values()
    assert here["unanswered"].count is None
    assert here["answered_curated"].percent is None and here["unanswered"].percent is None


async def test_page_files_and_prometheus_say_the_same(desk, library):
    page = html.unescape(await desk.text("viewer", "/reports"))
    told = await (await desk.get("viewer", "/reports/file.csv")).text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    sheet = load_workbook(io.BytesIO(await (await desk.get("viewer", "/reports/file.xlsx")).read())).active
    assert [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()] == rows
    async with desk.database.read() as db:
        values = (await report(db, library, month())).values()
    in_file = {row[1]: (row[2], row[3]) for row in rows if row[4]}
    for one in values.values():
        assert in_file[one.title] == (one.shown, one.share)
        assert re.search(rf"{re.escape(one.definition)}</small></th><td>{one.shown}</td><td>{one.share}</td>", page)
    health = Health(desk.database, library, [], scorecard.Figures(desk.database, library, Clock()))
    gauges = dict(re.findall(r'hocvuso_figure{name="(\w+)"} ([\d.]+)', (await metrics.of(health)).decode()))
    assert {name: float(number) for name, number in gauges.items()} == {
        name: float(one.count) for name, one in values.items() if one.count is not None
    }
    pdf = await desk.get("viewer", "/reports/file.pdf")
    assert (await pdf.read()).startswith(b"%PDF-") and pdf.content_type == "application/pdf"
    assert (await desk.get("viewer", "/reports/file.exe")).status == 404


async def test_staff_of_a_commune_see_their_own(desk):
    await desk.get("there viewer", f"/reports?commune={HERE}")
    page = html.unescape(await desk.text("there viewer", f"/reports?commune={HERE}"))
    assert "Toàn tỉnh" not in page and "dưới 5" in page
    assert "<td>15</td>" not in page and "<td>12</td>" not in page


async def test_the_page_draws_and_what_cannot_be_read_is_said(desk):
    page = await desk.text("viewer", "/reports?from=hom-qua&to=2026-99-99&commune=x&group=y&organisation=z")
    assert "Ngày chưa đọc được" in page and page.count('class="chart"') >= 3
    assert "2 năm" in await desk.text("viewer", "/reports?from=2000-01-01&to=2026-01-01")
    assert (await desk.get("viewer", "/reports/file.csv?from=x")).status == 404


async def test_the_public_page_is_there_only_when_switched_on(desk, library):
    app = web.Application()
    app.add_routes(scorecard.routes(scorecard.Figures(desk.database, library, Clock())))
    async with TestClient(TestServer(app)) as anybody:
        assert (await anybody.get("/so-lieu")).status == 404
        assert (await desk.post("viewer", "/reports/public", on="yes")).status == 403
        assert (await desk.post("administrator", "/reports/public", on="yes")).status == 303
        shown = html.unescape(await (await anybody.get("/so-lieu")).text())
        assert "Người học" in shown and "<strong>15</strong>" in shown and "dưới 5" not in shown
        assert (await desk.post("administrator", "/reports/public", on="no")).status == 303
        assert (await anybody.get("/so-lieu")).status == 404


def test_every_figure_has_one_definition_and_the_skills_have_lessons(library):
    figures = [one for section in all_sections(library) for one in section.figures]
    names = [one.name for one in figures]
    assert len(names) == len(set(names)) == len({one.title for one in figures})
    assert all(one.of in names for one in figures if one.of)
    for skill in HOUSEHOLD:
        assert any(skill in lesson.skills for lesson in library.lessons), skill
    assert "thanh toán trực tuyến" in library.facts["F-BD-12"].statement


async def test_what_became_of_the_messages_of_announcements(database, library):
    async with database.begin() as db:
        author = await staff(db)
        told = {"title": "t", "body": "b", "author_id": author.id, "created_at": NOW, "status": "sending"}
        one, two = Announcement(code="TB-A", **told), Announcement(code="TB-B", **told)
        db.add_all([one, two])
        await db.flush()
        for number in range(8):
            who, where = await citizen(db, commune=HERE)
            row = {"citizen_id": who, "address_id": where, "rank": 3, "reply": {}, "next_at": NOW, "created_at": NOW}
            status = "sent" if number < 5 else "failed"
            db.add(Outbound(**row, announcement_id=one.id if number else two.id, status=status))
            db.add(Outbound(**row, status="sent"))
            db.add(PassedOver(announcement_id=one.id, citizen_id=who, reason="muted", at=NOW - timedelta(days=40)))
        await db.flush()
        found = (await report(db, library, month(commune=HERE))).values()
    assert (found["announcements"].count, found["messages"].count, found["delivered"].count) == (2, 8, 5)
    assert found["delivered"].percent is None, "it would tell the three who got nothing"
    assert found["passed_over"].count == 0, "that was before"
