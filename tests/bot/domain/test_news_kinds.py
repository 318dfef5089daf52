"""Leaving out one kind of announcements: no message of it, every other one, and a line in the report for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.domain.announcements import Announcements, Content
from bot.domain.event_desk import EventDesk
from bot.domain.news_kinds import KINDS, NewsKinds
from bot.domain.staff import Refusal
from bot.storage import citizens
from bot.storage.tables import Announcement, Outbound, PassedOver
from tests.bot.domain.test_events import details
from tests.people import NOW, citizen, staff


async def announced(db, kind: str, **more) -> int:
    author, approver, work = await staff(db), await staff(db, "approver"), Announcements(db, NOW)
    made = await work.draft(author, Content("Họp thôn", "Mời bà con.", kind=kind))
    await db.execute(update(Announcement).where(Announcement.id == made.id).values(**more) if more else select(1))
    await work.submit(author, made.id) if not more else await db.execute(
        update(Announcement).where(Announcement.id == made.id).values(status="submitted")
    )
    approver.urgent = bool(more)
    await work.approve(approver, made.id)
    while await work.plan_next():
        pass
    return made.id


async def got(db, number: int) -> list[int]:
    found = select(Outbound.citizen_id).where(Outbound.announcement_id == number).order_by(Outbound.citizen_id)
    return list(await db.scalars(found))


@pytest.mark.parametrize("kind", KINDS)
async def test_who_leaves_out_a_kind_gets_every_other_and_is_counted(database, kind):
    async with database.begin() as db:
        wants, _ = await citizen(db)
        not_this, _ = await citizen(db)
        assert await NewsKinds(db).want(not_this, kind, False)
        assert await NewsKinds(db).want(not_this, kind, False), "twice is once"
        reached = await Announcements(db, NOW).reach(Content("", "", kind=kind))
        assert (reached.total, reached.missed) == (1, {"muted": 1})
        for other in KINDS:
            number = await announced(db, other)
            assert await got(db, number) == ([wants] if other == kind else [wants, not_this]), other
            passed = select(PassedOver.citizen_id, PassedOver.reason).where(PassedOver.announcement_id == number)
            assert [tuple(row) for row in await db.execute(passed)] == ([(not_this, "muted")] if other == kind else [])
        await NewsKinds(db).want(not_this, kind, True)
        assert await got(db, await announced(db, kind)) == [wants, not_this]


async def test_each_reason_counts_somebody_once(database):
    async with database.begin() as db:
        for settings in ({}, {"news": False}, {"blocked": True}, {"channel": "terminal"}):
            who, _ = await citizen(db, **settings)
            await NewsKinds(db).want(who, "meeting", False)
        await citizen(db, blocked=True)
        found = await Announcements(db, NOW).reach(Content("", "", kind="meeting"))
        assert found.missed == {"opted_out": 1, "muted": 2, "blocked": 1, "no_channel": 1}
        assert (found.total, found.meant) == (0, 5)


async def test_every_message_carries_the_way_out_of_its_own_kind(database):
    async with database.begin() as db:
        await citizen(db)
        for kind in KINDS:
            number = await announced(db, kind)
            row = (await db.scalars(select(Outbound).where(Outbound.announcement_id == number))).one()
            assert [does for does, *_ in row.reply["buttons"]] == [f"kinds.off:{kind}"]


async def test_what_is_urgent_comes_all_the_same_and_offers_no_way_out(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        await NewsKinds(db).want(who, "general", False)
        number = await announced(db, "general", urgent_why="Bão đổ bộ")
        row = (await db.scalars(select(Outbound).where(Outbound.announcement_id == number))).one()
        assert row.citizen_id == who and not row.reply.get("buttons")


async def test_an_event_is_of_the_kind_class_unless_its_author_says_otherwise(database):
    async with database.begin() as db:
        author, work = await staff(db), Announcements(db, NOW)
        for kind, becomes in (("general", "class"), ("meeting", "meeting")):
            made = await work.draft(author, Content("Lớp VNeID", "Mời bà con.", kind=kind))
            await EventDesk(db, NOW).describe(author, made.id, details())
            assert (await work.get(made.id)).kind == becomes


async def test_what_is_no_kind_is_refused_and_the_setting_goes_with_the_person(database):
    async with database.begin() as db:
        with pytest.raises(Refusal, match="no_such_kind"):
            await Announcements(db, NOW).draft(await staff(db), Content("a", "b", kind="ads"))
        who, _ = await citizen(db)
        assert not await NewsKinds(db).want(who, "ads", False)
        await NewsKinds(db).want(who, "meeting", False)
        assert [one["kind"] for one in (await citizens.everything(db, who))["mutes"]] == ["meeting"]
        await citizens.erase(db, who, now=datetime.now(UTC))
        assert (await citizens.everything(db, who))["mutes"] == []
