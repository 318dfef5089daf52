"""A draft keeps itself while it is written, and its length on each channel is shown."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select

from bot.channels.telegram import Telegram
from bot.channels.webchat import WebChat
from bot.preview import FRAMES, parts
from bot.storage.tables import Announcement
from tests.journeys.desk import open_desk
from tests.people import HERE

RAIN = {"title": "Mưa lớn", "body": "Bà con hạn chế ra đường."}


class Narrow:
    """A channel of short messages."""

    name = "zalo_bot"
    abilities = FRAMES["zalo_bot"]


@pytest.fixture
async def desk(database, library):
    lengths = partial(parts, (Telegram, WebChat, Narrow))
    async with open_desk(database, library, parts=lengths) as opened:
        yield opened


async def rows(desk) -> list[Announcement]:
    async with desk.database.read() as db:
        return list(await db.scalars(select(Announcement).order_by(Announcement.id)))


async def saved(desk, who: str, **form) -> dict:
    return await (await desk.post(who, "/announcements/autosave.json", **form)).json()


async def test_the_first_time_it_gets_a_number_and_then_that_one_is_kept(desk):
    assert await saved(desk, "here author", title="Mưa", draft="") == {"id": 0, "said": ""}
    assert not await rows(desk)
    found = await saved(desk, "here author", **RAIN, communes=HERE, draft="")
    assert "Đã tự lưu" in found["said"]
    longer = RAIN | {"body": "Bà con hạn chế ra đường, nhất là ban đêm."}
    again = await saved(desk, "here author", **longer, communes=HERE, draft=str(found["id"]))
    (kept,) = await rows(desk)
    assert (kept.id, kept.body, kept.status) == (again["id"], longer["body"], "draft")
    assert f'data-draft="{kept.id}"' in await desk.text("here author", f"/announcements/{kept.id}/edit")


async def test_what_is_not_theirs_or_may_not_be_kept_is_said(desk):
    found = await saved(desk, "here author", **RAIN, communes=HERE, draft="")
    foreign = await saved(desk, "there author", **RAIN, draft=str(found["id"]))
    assert foreign["said"].startswith("Chưa tự lưu được")
    secret = await saved(desk, "here author", title="MẬT", body="Tài liệu MẬT", draft="")
    assert "bí mật" in secret["said"] and secret["id"] == 0
    await desk.post("here author", f"/announcements/{found['id']}/submit")
    frozen = await saved(desk, "here author", title="Khác", body="Khác", draft=str(found["id"]))
    assert frozen["said"].startswith("Chưa tự lưu được")
    assert [one.title for one in await rows(desk)] == ["Mưa lớn"]
    assert (await desk.post("here viewer", "/announcements/autosave.json", **RAIN)).status == 403


async def test_the_preview_says_how_long_it_is_and_where_it_is_split(desk):
    short = await (await desk.post("author", "/announcements/preview.json", **RAIN)).json()
    assert short["lengths"].endswith("Telegram: 1 tin · Trang web: 1 tin · Zalo Bot: 1 tin")
    long = RAIN | {"body": "Bà con hạn chế ra đường. " * 99}
    found = await (await desk.post("author", "/announcements/preview.json", **long)).json()
    assert "Telegram: 1 tin" in found["lengths"] and "Zalo Bot: 2 tin" in found["lengths"]
    assert "ký tự" in await desk.text("author", "/announcements/new")
