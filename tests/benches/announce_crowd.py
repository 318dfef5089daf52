"""People of one commune, and an announcement for them that two members of staff let go."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import insert, text

from bot.clock import Clock
from bot.domain.announcements import Announcements, Content
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.storage.tables import Address, Citizen
from tests.people import HERE, staff

FIRST = 2_000_000
"""Telegram's number of the first of them; the others follow."""
AT_ONCE = 5000
BODY = (
    "Bà con gia cố nhà cửa, đưa tàu thuyền vào nơi tránh trú trước 17 giờ hôm nay. Chuẩn bị nước sạch, đèn pin, "
    "thuốc men cho ba ngày. Nhà ở ven sườn đồi và bờ suối thì chuyển người già, trẻ nhỏ đến nhà văn hóa thôn trước khi "
    "trời tối. Khi cần giúp, bà con báo trưởng thôn. Tin tiếp theo sẽ có vào 20 giờ."
)


async def prepare(url: str, people: int) -> int:
    """An empty database becomes one with so many people and one approved announcement; returns its number."""
    await asyncio.to_thread(upgrade, url)
    database = Database(url)
    try:
        for start in range(0, people, AT_ONCE):
            await _people(database, start, min(AT_ONCE, people - start))
        async with database.begin() as db:
            await db.execute(text("ANALYZE"))  # as tables in use for long know their sizes
        return await _approved(database)
    finally:
        await database.close()


async def _people(database: Database, start: int, count: int) -> None:
    now = Clock().now() - timedelta(days=1)
    async with database.begin() as db:
        found = await db.execute(insert(Citizen).returning(Citizen.id), [_citizen(now)] * count)
        rows = [
            {"citizen_id": number, "channel": "telegram", "address": str(FIRST + start + place), "last_heard": now}
            for place, number in enumerate(found.scalars())
        ]
        await db.execute(insert(Address), rows)


def _citizen(now: datetime) -> dict[str, object]:
    blank = {"form": "bac", "audience": "", "step": "", "data": {}, "choices": []}
    return {**blank, "commune": HERE, "met": "done", "news": True, "created_at": now}


async def _approved(database: Database) -> int:
    async with database.begin() as db:
        author, approver = await staff(db, "author"), await staff(db, "approver")
        announcements = Announcements(db, Clock().now())
        made = await announcements.draft(author, Content("Bão số 9", BODY, [HERE]))
        await announcements.submit(author, made.id)
        await announcements.approve(approver, made.id)
        return made.id
