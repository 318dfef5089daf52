"""Repeating over HTTP: set on one's own draft, seen with its next time, stopped."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.domain.repeats import Repeats
from bot.storage.tables import Announcement
from tests.journeys.desk import open_desk
from tests.people import HERE, citizen


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def rows(desk) -> list[Announcement]:
    async with desk.database.read() as db:
        return list(await db.scalars(select(Announcement).order_by(Announcement.id)))


async def test_set_approved_seen_and_stopped(desk):
    async with desk.database.begin() as db:
        await citizen(db)
    await desk.post("here author", "/announcements/new", title="Rút rác", body="Mang rác ra ngõ.", communes=HERE)
    (made,) = await rows(desk)
    path, clock = f"/announcements/{made.id}", Clock()
    assert "Hằng tuần" in await desk.text("here author", f"{path}/repeat")
    for unfit in (
        {"every": "weekly"},
        {"every": "weekly", "times": "nhiều"},
        {"every": "weekly", "until": "2020-01-01"},
    ):
        answer = await desk.post("here author", f"{path}/repeat", **unfit)
        assert answer.status == 422 and "Xin chọn cách lặp lại" in await answer.text(), unfit
    once = await desk.post("here author", f"{path}/repeat", every="")
    said = await desk.text("here author", once.headers["Location"].removeprefix("/console"))
    assert "chỉ gửi một lần" in said and "cách lặp lại" not in said
    last = clock.local().date() + timedelta(days=60)
    answer = await desk.post("here author", f"{path}/repeat", every="weekly", times="4", until=last.isoformat())
    assert answer.status == 303
    sentence = f"Hằng tuần, đến hết {last:%d/%m/%Y}, tối đa 4 lần; đây là lần 1"
    assert sentence in await desk.text("here author", path)
    assert "Dừng lặp lại" not in await desk.text("here author", path)
    await desk.post("here author", f"{path}/submit")
    await desk.post("here approver", f"{path}/approve", decision="approve")
    async with desk.database.begin() as db:
        await Repeats(db, clock.now(), clock).make_next()
    first, second = await rows(desk)
    shown = await desk.text("here approver", path)
    assert (
        f'Lần tới: <a href="/console/announcements/{second.id}">{clock.local(second.send_at):%H:%M %d/%m/%Y}' in shown
    )
    assert second.send_at == first.approved_at + timedelta(days=7)
    assert "lặp lại</span>" in await desk.text("here viewer", "/announcements")
    assert (await desk.post("here approver", f"{path}/stop-repeating")).status == 303
    assert [one.status for one in await rows(desk)] == ["approved", "stopped"]
    assert "Lần tới" not in await desk.text("here approver", path)
