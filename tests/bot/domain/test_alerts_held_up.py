"""Whose chat an alert goes to when it did not arrive at first, and when nobody need hear of it any more."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.domain.staff import StaffAccounts
from bot.domain.tickets import Tickets
from bot.storage import alerts
from bot.storage.tables import Outbound, Staff
from tests import people
from tests.people import NOW


async def held(db, phrase="tickets.alert", status="kept"):
    """A member of staff on duty whose chat did not take an alert of a new question."""
    _, chat = await people.citizen(db, channel="zalo_oa")
    who = await people.staff(db, "moderator", chat_address_id=chat, on_duty=True)
    ticket = await Tickets(db, NOW).open(*await people.citizen(db), "Bao giờ có chợ phiên?")
    change = {"status": status, "failure": "outside", "reply": {"phrase": phrase, "values": {"number": ticket.id}}}
    await db.execute(update(Outbound).where(Outbound.address_id == chat).values(**change))
    return who, chat, ticket


async def rows(db):
    return [(one.address_id, one.status, one.failure) for one in await db.scalars(select(Outbound))]


@pytest.mark.parametrize("status", ["kept", "waiting"])
async def test_an_alert_that_did_not_arrive_is_shown_with_its_reason(database, status):
    async with database.begin() as db:
        who, *_ = await held(db, status=status)
        (one,) = await alerts.held_up(db, who.id)
        assert (one.name, one.channel, one.failure) == (who.name, "zalo_oa", "outside")
        assert not await alerts.held_up(db, who.id + 1) and len(await alerts.held_up(db)) == 1


async def test_another_chat_gets_what_the_first_did_not(database):
    async with database.begin() as db:
        who, *_ = await held(db)
        _, there = await people.citizen(db, channel="telegram")
        code = await StaffAccounts(db, NOW).make_code(who)
        await StaffAccounts(db, NOW).redeem(code, there)
        assert await rows(db) == [(there, "waiting", "")]


@pytest.mark.parametrize("way", ["unlink", "switch"])
async def test_a_chat_that_is_no_longer_of_staff_gets_nothing(database, way):
    async with database.begin() as db:
        who, chat, _ = await held(db)
        accounts = StaffAccounts(db, NOW)
        if way == "unlink":
            await accounts.unlink(who)
        else:
            await accounts.switch(who.login, on=False, by=await people.staff(db, "administrator"))
        assert await rows(db) == [(chat, "failed", "outside")]
        assert (await db.get(Staff, who.id)).on_duty is False


async def test_of_an_answered_question_nobody_need_hear(database):
    async with database.begin() as db:
        who, chat, ticket = await held(db)
        other = await Tickets(db, NOW).open(*await people.citizen(db), "Lớp học mấy giờ?")
        await Tickets(db, NOW).answer(ticket.id, who, "Chợ phiên họp chủ nhật ạ.")
        mine = list(await db.scalars(select(Outbound).where(Outbound.address_id == chat).order_by(Outbound.id)))
        assert [(one.reply["values"]["number"], one.status) for one in mine] == [
            (ticket.id, "failed"),
            (other.id, "waiting"),
        ]


async def test_what_was_kept_is_not_forgotten_when_two_chats_become_one(database):
    from bot.storage import joining, outbox
    from bot.storage.tables import Citizen

    async with database.begin() as db:
        here, _ = await people.citizen(db, missed=outbox.REMINDER)
        there, _ = await people.citizen(db, channel="telegram", missed=outbox.ANSWER)
        await joining.join(db, here, there)
    async with database.read() as db:
        assert (await db.get(Citizen, here)).missed == outbox.ANSWER
