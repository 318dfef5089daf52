"""Choosing who is meant by conditions, in the console without JavaScript."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.channels.zalo_oa import BILLED_UNTIL, FREE_FOR
from bot.domain.audiences import Window
from bot.storage.tables import Address, Announcement, Staff
from tests.journeys.desk import open_desk
from tests.people import HERE, THERE, citizen

WORDS = {"title": "Mời học", "body": "Mời bà con đến nhà văn hóa.", "province": "yes"}
OLD_WHO_DID_NOT = {
    "rule_join": "any",
    "block0_join": "all",
    "block0_row0": "group:CAO",
    "block0_row1": "not_learnt:M1-01",
    "block0_row2": "organisation:nong-dan",
    "block0_row2_not": "yes",
    "block1_join": "any",
    "block1_row0": "module_not_done:M1",
    "block1_row5": "channel:telegram",
}


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def newest(database) -> Announcement:
    async with database.read() as db:
        return (await db.scalars(select(Announcement).order_by(Announcement.id.desc()).limit(1))).one()


async def test_what_the_form_says_is_kept_said_back_and_stands_in_the_form_again(desk, library):
    answer = await desk.post("author", "/announcements/new", **WORDS, **OLD_WHO_DID_NOT)
    assert answer.status == 303
    found = await newest(desk.database)
    first, second = found.rule["blocks"]
    assert [(one["is"], one["value"], one["not"]) for one in first["rows"]] == [
        ("group", "CAO", False),
        ("not_learnt", "M1-01", False),
        ("organisation", "nong-dan", True),
    ]
    assert second["rows"][0]["lessons"] == [one.code for one in library.lessons_of("M1")]
    page = html.unescape(await desk.text("author", f"/announcements/{found.id}"))
    assert (
        f"Gồm những người (thuộc nhóm “Người cao tuổi” và chưa học bài M1-01 “{library.lesson('M1-01').title}”, "
        "trừ người thuộc “Hội Nông dân”) hoặc (chưa xong môn M1" in page
    )
    form = await desk.text("author", f"/announcements/{found.id}/edit")
    assert re.search(r'<option value="organisation:nong-dan" selected>', form)
    kept = await desk.post("author", f"/announcements/{found.id}/edit", **WORDS, **OLD_WHO_DID_NOT)
    assert kept.status == 303
    assert (await newest(desk.database)).rule == found.rule


async def test_more_lines_without_javascript_lose_nothing_and_keep_nothing(desk):
    page = await (await desk.post("author", "/announcements/new", more="yes", **WORDS, **OLD_WHO_DID_NOT)).text()
    assert 'value="Mời học"' in page and "block2_row1" in page and "block0_row4" in page
    assert "trừ người thuộc “Hội Nông dân”" in html.unescape(page)
    async with desk.database.read() as db:
        assert not list(await db.scalars(select(Announcement.id)))


async def test_reach_of_page_preview_and_sentence_follow_the_conditions(desk):
    async with desk.database.begin() as db:
        await citizen(db, audience="CAO")
        await citizen(db, audience="HSSV")
        await citizen(db, audience="HSSV", channel="telegram", commune=THERE)
    young = {"block0_row0": "group:HSSV", "block0_row1": f"commune:{HERE}", "block0_row1_not": "yes"}
    seen = await (await desk.post("author", "/announcements/preview.json", **WORDS, **young)).json()
    assert (seen["reach"], seen["channels"]) == (1, "Telegram: 1")
    assert seen["whom"].startswith("Gồm những người thuộc nhóm “Học sinh, sinh viên, thanh niên”, trừ người sống ở ")
    nobody_chosen = await (await desk.post("author", "/announcements/preview.json", **WORDS)).json()
    assert (nobody_chosen["reach"], nobody_chosen["whom"]) == (3, "Gồm tất cả mọi người dùng bot trong tỉnh.")


async def test_a_forgotten_tick_reaches_nobody_and_loses_nothing(desk):
    """The whole province is a choice of its own, in every form that asks whom."""
    async with desk.database.begin() as db:
        await citizen(db, audience="HSSV")
    unsaid = WORDS | {"province": "", "block0_row0": "group:HSSV"}
    seen = await (await desk.post("author", "/announcements/preview.json", **unsaid)).json()
    assert seen["reach"] == 0 and seen["whom"].startswith("Chưa chọn nơi nhận")
    assert "thuộc nhóm “Học sinh" in seen["whom"]
    async with desk.database.begin() as db:
        await db.execute(update(Staff).values(urgent=True))
    urgent, named = {"confirmed": "yes", "why": "bão"}, {"name": "Trẻ"}
    for path, more in (("/announcements/new", {}), ("/urgent", urgent), ("/segments/new", named)):
        answer = await desk.post("author", path, **unsaid, **more)
        page = html.unescape(await answer.text())
        assert answer.status == 422 and "Xin đánh dấu “Toàn tỉnh”" in page and 'name="province"' in page, path
        assert (WORDS["title"] in page) == (path != "/segments/new")
        both = await desk.post("author", path, **unsaid | more | {"province": "yes", "communes": HERE})
        page = await both.text()
        assert both.status == 422 and "lẫn xã, phường" in page, path
        assert re.search(r'value="yes" id="province"[^>]* checked', page) and f'value="{HERE}" checked' in page
    async with desk.database.read() as db:
        assert not list(await db.scalars(select(Announcement.id)))


async def test_what_goes_to_the_whole_province_is_said_once_more_when_it_is_handed_in(desk):
    """A draft that kept itself before anything was ticked goes nowhere by itself."""
    typed = WORDS | {"province": "", "draft": ""}
    number = (await (await desk.post("author", "/announcements/autosave.json", **typed)).json())["id"]
    assert 'name="province" value="yes" required' in await desk.text("author", f"/announcements/{number}")
    refused = await desk.post("author", f"/announcements/{number}/submit")
    assert refused.status == 409 and "Đúng, gửi trong toàn tỉnh" in await refused.text()
    assert (await newest(desk.database)).status == "draft"
    assert (await desk.post("author", f"/announcements/{number}/submit", province="yes")).status == 303
    assert (await newest(desk.database)).status == "submitted"


async def test_an_officer_of_a_commune_is_offered_and_given_no_other(desk):
    async with desk.database.begin() as db:
        await citizen(db, audience="CAO")
        await citizen(db, audience="CAO", commune=THERE)
    form = await desk.text("here author", "/announcements/new")
    assert f'value="commune:{HERE}"' in form and f'value="commune:{THERE}"' not in form
    old = {"block0_row0": "group:CAO"}
    seen = await (await desk.post("here author", "/announcements/preview.json", **WORDS, **old)).json()
    assert seen["reach"] == 1
    foreign = {"block0_row0": f"commune:{THERE}"}
    seen = await (await desk.post("here author", "/announcements/preview.json", **WORDS, **foreign)).json()
    assert seen["reach"] == 0
    answer = await desk.post("here author", "/announcements/new", **WORDS, **foreign)
    assert answer.status == 422
    assert "ngoài địa bàn" in await answer.text()


async def test_what_does_not_exist_is_passed_over(desk):
    given = {"block0_row0": "group:XYZ", "block0_row1": "name:Lan", "block1_row0": "learnt:M99-01", "block9_row0": "x"}
    given |= {"block0_row2": "channel:terminal", "block0_row3": "module_done:M99", "block0_row4": "commune:"}
    assert (await desk.post("author", "/announcements/new", **WORDS, **given)).status == 303
    assert (await newest(desk.database)).rule == {}


async def test_author_and_approver_see_every_way_with_its_cost_and_the_sum(database, library):
    closing = [Window("zalo_oa", FREE_FOR, BILLED_UNTIL, 55)]
    async with open_desk(database, library, closing=closing, template_price=price) as desk:
        async with database.begin() as db:
            now = datetime.now(UTC)
            for days in (0, 3, 4, 30, 500):
                _, place = await citizen(db, channel="zalo_oa")
                await db.execute(update(Address).where(Address.id == place).values(last_heard=now - timedelta(days)))
            await citizen(db, news=False)
        seen = await (await desk.post("author", "/announcements/preview.json", **WORDS)).json()
        assert [(people, cost) for _, people, cost in seen["ways"]] == [
            (1, ""),
            (2, "tối đa 110 đồng"),
            (1, "tối đa 200 đồng"),
            (1, ""),
            (1, ""),
        ]
        assert (seen["reach"], seen["meant"]) == (5, 6)
        await desk.post("author", "/announcements/new", **WORDS)
        number = (await newest(database)).id
        await desk.post("author", f"/announcements/{number}/submit", province="yes")
        page = html.unescape(await desk.text("approver", f"/announcements/{number}"))
        for told in ("tối đa 110 đồng", "tối đa 200 đồng", "chỉ bài viết gửi chung", "Không đến được: đã tắt nhận"):
            assert told in page
        assert '<td id="meant">6</td>' in page and '<td class="reach">5</td>' in page


async def price() -> int:
    return 200
