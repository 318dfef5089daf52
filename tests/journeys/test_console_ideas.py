"""Ideas in the console: a campaign, the groups, a status that is told, votes, the report as page and file."""

from __future__ import annotations

import csv
import html
import io
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from bot.domain.ideas import Ideas
from bot.messages import Person
from bot.storage.tables import AuditEntry, Campaign, Idea, Outbound
from tests.journeys.desk import open_desk
from tests.people import HERE, NOW, THERE, citizen

NASTY = "<script>Đặt lịch khám qua điện thoại"


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def sent(database, *texts: str, commune: str = HERE) -> list[int]:
    made = []
    async with database.begin() as db:
        for text in texts:
            number, address = await citizen(db, commune=commune)
            who, work = Person(number, commune=commune), Ideas(db, NOW, NOW.date())
            made.append((await work.send(who, address, number, text, to=0, anonymous=False)).id)
    return made


async def test_from_the_group_to_the_answer(desk):
    first, second = await sent(desk.database, NASTY, "Đặt lịch khám qua điện thoại cho bà con")
    page = await desk.text("editor", "/ideas")
    assert NASTY not in page and "&lt;script&gt;" in page and "2 người gửi" in page
    assert NASTY not in await desk.text("editor", "/ideas/all") + await desk.text("editor", f"/ideas/{first}")
    told = {"status": "studied", "why": "", "alike": str(second)}
    assert (await desk.post("editor", f"/ideas/{first}", **told)).status == 303
    refused = await desk.post("editor", f"/ideas/{first}", status="declined", why="")
    assert refused.status == 422 and "nói vì sao" in await refused.text()
    assert (await desk.post("editor", f"/ideas/{first}/describe", title="Đặt lịch khám", open="yes")).status == 303
    async with desk.database.read() as db:
        rows = list(await db.scalars(select(Idea).order_by(Idea.id)))
        assert [one.status for one in rows] == ["studied", "studied"]
        assert (rows[0].open, rows[1].open) == (True, False)
        assert len(list(await db.scalars(select(Outbound)))) == 2
        actions = list(await db.scalars(select(AuditEntry.action)))
    assert {"ideas.studied", "ideas.opened"} <= set(actions)
    assert "đang lấy phiếu" in await desk.text("editor", "/ideas?status=studied")


async def test_campaigns_are_begun_changed_closed_and_again(desk):
    until = date.today() + timedelta(days=9)
    made = {"title": "Trạm y tế", "about": "Làm sao đỡ chờ?", "until": until.isoformat()}
    assert (await desk.post("here approver", "/campaigns", **made)).status == 303
    assert (await desk.post("approver", "/campaigns", title="x", until="hôm nay")).status == 422
    assert (await desk.post("approver", "/campaigns/1", **{**made, "title": "Trạm y tế xã"})).status == 303
    assert (await desk.post("there approver", "/campaigns/1", **made)).status == 409
    assert (await desk.post("approver", "/campaigns/1/close", closed="yes")).status == 303
    assert "đã đóng" in await desk.text("viewer", "/campaigns")
    assert (await desk.post("approver", "/campaigns/1/close", closed="no")).status == 303
    page = html.unescape(await desk.text("approver", "/campaigns"))
    assert "Trạm y tế xã" in page and "đang nhận" in page
    async with desk.database.read() as db:
        assert (await db.scalars(select(Campaign))).one().area == HERE


async def test_the_report_is_the_same_on_page_and_in_files(desk):
    await sent(desk.database, *[f"Ý số {number} về trạm y tế" for number in range(5)])
    await sent(desk.database, "Một ý ở nơi khác", commune=THERE)
    page = html.unescape(await desk.text("viewer", "/ideas/report"))
    assert "không hiện riêng (1 nơi)" in page
    told = await (await desk.get("viewer", "/ideas/report.csv")).text(encoding="utf-8-sig")
    rows = list(csv.reader(io.StringIO(told)))
    assert rows[1][:3] == ["Cộng", "6", "6"] and rows[-1][1] == "5"
    for row in rows[1:]:
        assert row[0] in page
    assert (await desk.get("viewer", "/ideas/report.xlsx")).status == 200
    assert (await desk.get("viewer", "/ideas/report.pdf")).status == 404
