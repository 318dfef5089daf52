"""Recipients kept by name: made, used, renamed, taken away and brought back, each within its area."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from bot.domain import audit
from bot.storage.tables import Announcement, AuditEntry, Segment
from tests.journeys.desk import open_desk
from tests.people import HERE, THERE, citizen

OLD = {
    "province": "yes",
    "name": "Các cụ chưa học VNeID",
    "block0_row0": "group:CAO",
    "block0_row1": "not_learnt:M1-01",
}
WORDS = {"title": "Mời học", "body": "Mời các cụ đến nhà văn hóa."}


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def kept(desk) -> list[Segment]:
    async with desk.database.read() as db:
        return list(await db.scalars(select(Segment).order_by(Segment.id)))


async def made(desk, who: str, **form) -> int:
    before = len(await kept(desk))
    answer = await desk.post(who, "/segments/new", **{**OLD, **form})
    assert answer.status == 303, await answer.text()
    assert len(await kept(desk)) == before + 1
    return (await kept(desk))[-1].id


async def test_made_used_renamed_removed_and_brought_back(desk):
    async with desk.database.begin() as db:
        await citizen(db, audience="CAO")
        await citizen(db, audience="HSSV")
    number = await made(desk, "author")
    page = html.unescape(await desk.text("approver", "/segments"))
    assert OLD["name"] in page and "Gồm những người thuộc nhóm “Người cao tuổi” và chưa học bài M1-01" in page
    assert "đến được 1 người" in page

    form = await desk.text("author", f"/announcements/new?segment={number}")
    assert '<option value="group:CAO" selected>' in form and '<option value="not_learnt:M1-01" selected>' in form
    used = await desk.post("author", "/announcements/new", **WORDS, use="yes", segment=str(number))
    assert used.status == 200 and '<option value="group:CAO" selected>' in await used.text()
    for page in (form, await used.text()):
        assert re.search(r'id="province"[^>]* checked', page), "the group was chosen by name, for everywhere"
    conditions = {name: value for name, value in OLD.items() if name != "name"}
    assert (await desk.post("author", "/announcements/new", **WORDS, **conditions)).status == 303

    changed = {"province": "yes", "name": "Các bạn trẻ", "block0_row0": "group:HSSV"}
    assert (await desk.post("author", f"/segments/{number}/edit", **changed)).status == 303
    page = html.unescape(await desk.text("author", "/segments"))
    assert "Các bạn trẻ" in page and OLD["name"] not in page
    async with desk.database.read() as db:
        rows = (await db.scalars(select(Announcement))).one().rule["blocks"][0]["rows"]
        assert [one["value"] for one in rows] == ["CAO", "M1-01"], "what was drafted stays as it was"

    assert (await desk.post("author", f"/segments/{number}/remove")).status == 303
    assert (await desk.get("author", f"/announcements/new?segment={number}")).status == 404
    assert "Lấy lại" in await desk.text("author", "/segments")
    assert (await desk.post("author", f"/segments/{number}/restore")).status == 303
    assert (await desk.get("author", f"/announcements/new?segment={number}")).status == 200
    async with desk.database.begin() as db:
        actions = [one for one in await db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)) if "segm" in one]
        assert actions == [f"segments.{what}" for what in ("made", "changed", "removed", "restored")]
        assert await audit.verify(db) is None


async def test_a_name_is_needed_and_taken_once_in_an_area(desk):
    await made(desk, "author")
    for name in (OLD["name"], f"  {OLD['name']} ", " ", "x" * 61):
        answer = await desk.post("author", "/segments/new", **{**OLD, "name": name})
        assert answer.status == 422, name
        assert '<option value="group:CAO" selected>' in await answer.text(), "nothing typed is lost"
    await made(desk, "here author")
    number = await made(desk, "author", name="Khác")
    assert (await desk.post("author", f"/segments/{number}/edit", **OLD)).status == 422
    first = (await kept(desk))[0].id
    await desk.post("author", f"/segments/{first}/remove")
    second = await made(desk, "author")
    assert (await desk.post("author", f"/segments/{first}/restore")).status == 409
    await desk.post("author", f"/segments/{second}/remove")
    assert (await desk.post("author", f"/segments/{first}/restore")).status == 303


async def test_a_commune_keeps_its_own_and_reaches_no_other(desk):
    here = await made(desk, "here author")
    there = await made(desk, "there author", name="Nơi khác")
    general = await made(desk, "author", name="Các cụ cả tỉnh")
    elsewhere = await made(desk, "author", name="Các cụ nơi kia", communes=THERE, province="")
    assert [one.communes for one in await kept(desk)] == [[HERE], [THERE], [], [THERE]]
    page = html.unescape(await desk.text("here approver", "/segments"))
    assert OLD["name"] in page and "Các cụ cả tỉnh" in page
    assert "Nơi khác" not in page and "Các cụ nơi kia" not in page
    for number in (there, elsewhere):
        assert (await desk.get("here author", f"/announcements/new?segment={number}")).status == 409
    used = await desk.post("here author", "/announcements/new", **WORDS, use="yes", segment=str(general))
    assert used.status == 200
    for number in (there, elsewhere, general):
        before = [one.name for one in await kept(desk)]
        assert (await desk.get("here author", f"/segments/{number}/edit")).status == 409
        for what in ("edit", "remove", "restore"):
            answer = await desk.post("here author", f"/segments/{number}/{what}", **{**OLD, "name": "Của tôi"})
            assert answer.status in (409, 422), (number, what)
        assert [one.name for one in await kept(desk)] == before
        assert all(one.removed_at is None for one in await kept(desk))
    foreign = {"name": "Lấn", "block0_row0": f"commune:{THERE}"}
    assert (await desk.post("here author", "/segments/new", **foreign)).status == 422
    assert (await desk.post("author", f"/segments/{here}/edit", name="Tỉnh sửa", communes=HERE)).status == 303


async def test_who_only_looks_keeps_nothing(desk):
    assert (await desk.get("viewer", "/segments")).status == 403
    assert (await desk.post("viewer", "/segments/new", **OLD)).status == 403
    assert await kept(desk) == []
