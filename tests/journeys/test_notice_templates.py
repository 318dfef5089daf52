"""Templates of announcements: ours and staff's, used with blanks that must be filled, within one's own area."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from bot.storage.tables import Announcement, AuditEntry, NoticeTemplate
from tests.journeys.desk import open_desk
from tests.people import HERE

WORDS = {"name": "Họp tổ", "title": "Mời họp tổ [số tổ]", "body": "Lúc [giờ] tại nhà văn hóa.", "kind": "meeting"}


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def rows(desk, table) -> list:
    async with desk.database.read() as db:
        return list(await db.scalars(select(table).order_by(table.id)))


async def test_ours_fill_a_form_and_nothing_goes_to_approval_with_a_blank_left(desk, library):
    for one in library.notices:
        page = await desk.text("here author", f"/announcements/new?template=c:{one.code}")
        assert one.title.replace('"', "&#34;") in page and one.body in page
    chosen = {"template": "c:hop", "use_template": "yes", "communes": HERE}
    shown = await (await desk.post("here author", "/announcements/new", **chosen)).text()
    assert "Mời mỗi nhà một người đến họp." in shown and not await rows(desk, Announcement)
    draft = {"title": WORDS["title"], "body": WORDS["body"], "communes": HERE}
    await desk.post("here author", "/announcements/new", **draft)
    (made,) = await rows(desk, Announcement)
    refused = await desk.post("here author", f"/announcements/{made.id}/submit")
    assert refused.status == 409 and "[số tổ], [giờ]" in await refused.text()
    filled = {"title": "Mời họp tổ 3", "body": "Lúc 19 giờ tại nhà văn hóa.", "communes": HERE}
    await desk.post("here author", f"/announcements/{made.id}/edit", **filled)
    assert (await desk.post("here author", f"/announcements/{made.id}/submit")).status == 303


async def test_staff_keep_their_own_change_take_away_and_bring_back(desk):
    assert (await desk.post("here author", "/templates/new", **WORDS)).status == 303
    (one,) = await rows(desk, NoticeTemplate)
    assert (one.area, one.kind) == (HERE, "meeting")
    assert WORDS["body"] in await desk.text("here approver", f"/announcements/new?template={one.id}")
    assert (await desk.post("here author", "/templates/new", **WORDS)).status == 422
    await desk.post("here author", f"/templates/{one.id}/edit", **WORDS | {"body": "Lúc [giờ, ngày]."})
    await desk.post("here author", f"/templates/{one.id}/remove")
    assert "Lấy lại" in await desk.text("here author", "/templates")
    assert (await desk.get("here author", f"/announcements/new?template={one.id}")).status == 404
    await desk.post("here author", f"/templates/{one.id}/restore")
    assert "Lúc [giờ, ngày]." in await desk.text("author", "/templates")
    actions = [entry.action for entry in await rows(desk, AuditEntry) if entry.action.startswith("templates.")]
    assert actions == [f"templates.{what}" for what in ("made", "changed", "removed", "restored")]


async def test_the_province_s_serve_all_and_a_foreign_commune_s_nobody_else(desk):
    await desk.post("author", "/templates/new", **WORDS)
    await desk.post("there author", "/templates/new", **WORDS)
    theirs = (await rows(desk, NoticeTemplate))[1]
    page = await desk.text("here author", "/templates")
    assert len(re.findall("Mời họp tổ", page)) == 1 and "/edit" not in page
    for path in (f"/announcements/new?template={theirs.id}", f"/templates/{theirs.id}/edit"):
        assert (await desk.get("here author", path)).status == 409
    assert (await desk.post("here author", f"/templates/{theirs.id}/edit", **WORDS)).status == 409
    assert (await desk.post("here author", f"/templates/{theirs.id}/remove")).status == 409
    assert (await desk.get("here viewer", "/templates")).status == 403
    refused = [one.details["why"] for one in await rows(desk, AuditEntry) if one.action == "refused"]
    assert refused.count("outside_area") == 4


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"name": " "}, "đặt tên"), ({"body": ""}, "tiêu đề và nội dung"), ({"body": "Tài liệu TỐI MẬT [gì]"}, "bí mật")],
)
async def test_what_cannot_be_a_template_is_said(desk, wrong, said):
    answer = await desk.post("here author", "/templates/new", **WORDS | wrong)
    assert answer.status == 422 and said in await answer.text() and not await rows(desk, NoticeTemplate)


async def test_an_announcement_becomes_a_template(desk):
    await desk.post("here author", "/announcements/new", title="Mời họp", body="Lúc 19 giờ.", communes=HERE)
    (made,) = await rows(desk, Announcement)
    form = await desk.text("here author", f"/templates/new?from={made.id}")
    assert 'value="Mời họp"' in form and "Lúc 19 giờ." in form
    assert (await desk.get("there author", f"/templates/new?from={made.id}")).status == 404
