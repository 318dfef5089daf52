"""How fast an announcement leaves, and how long the rest takes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.announcements import Announcements, Content
from bot.domain.sending import sending, under_way
from bot.storage.tables import Announcement, Outbound
from bot.web.console.announcements import pace
from tests.people import NOW, citizen, staff

LATER = NOW + timedelta(seconds=100)


@pytest.fixture
async def number(database) -> int:
    """An announcement to 40 people of whom 30 got it in the last minute."""
    async with database.begin() as db:
        for _ in range(40):
            await citizen(db)
        author, approver = await staff(db, "author"), await staff(db, "approver")
        work = Announcements(db, NOW)
        made = await work.draft(author, Content("Bão số 9", "Bà con gia cố nhà cửa."))
        await work.submit(author, made.id)
        await work.approve(approver, made.id)
        while await work.plan_next():
            pass
        ids = list(await db.scalars(select(Outbound.id).order_by(Outbound.id).limit(30)))
        sent = {"status": "sent", "sent_at": LATER - timedelta(seconds=30)}
        await db.execute(update(Outbound).where(Outbound.id.in_(ids)).values(**sent))
        return made.id


async def test_the_rate_is_that_of_the_last_minute_and_the_rest_takes_as_long(database, number):
    async with database.begin() as db:
        now = await sending(db, number, LATER)
        assert (now.rate, now.left, now.total) == (0.5, timedelta(seconds=20), 40)
        assert pace(now) == "30 tin mỗi phút, còn khoảng 20 giây"
        early = await sending(db, number, NOW + timedelta(seconds=10))
        assert early.rate == pytest.approx(3.0)
        assert (await sending(db, number, LATER + timedelta(hours=1))).left is None


async def test_while_it_is_paused_nobody_can_say_how_long(database, number):
    async with database.begin() as db:
        await db.execute(update(Announcement).values(paused_at=LATER))
        now = await sending(db, number, LATER)
        assert (now.rate, now.left, pace(now)) == (0.0, None, "")


async def test_what_goes_out_is_shown_and_without_any_what_did(database, number):
    async with database.begin() as db:
        assert [one.found.id for one in await under_way(db, LATER)] == [number]
        await db.execute(update(Announcement).values(status="sent", finished_at=LATER))
        assert [one.found.status for one in await under_way(db, LATER)] == ["sent"]
