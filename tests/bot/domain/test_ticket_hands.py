"""A question in somebody's hands, handed on within the area; canned words; a case that two do not both see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.canned import Canned
from bot.domain.case_holding import HELD_FOR, CaseHolding
from bot.domain.checking import Checking
from bot.domain.staff import Refusal
from bot.domain.ticket_hands import TicketHands
from bot.domain.tickets import Tickets
from bot.storage import purge, tickets
from bot.storage.tables import CaseLease, Outbound
from tests.bot.domain.test_checking import line
from tests.people import HERE, NOW, THERE, citizen, staff


@pytest.fixture
async def db(database):
    async with database.begin() as opened:
        yield opened


async def opened(db, question="Ai giúp với?"):
    return await Tickets(db, NOW).open(*await citizen(db), question)


async def test_taken_by_one_and_seen_so_by_the_other(db):
    ticket, one, two = await opened(db), await staff(db, "moderator"), await staff(db, "moderator")
    hands = TicketHands(db, NOW)
    await hands.take(ticket.id, one, seen=0)
    with pytest.raises(Refusal, match="moved_meanwhile"):
        await hands.take(ticket.id, two, seen=0)
    with pytest.raises(Refusal, match="moved_meanwhile"):
        await hands.let_go(ticket.id, two)
    assert [one.id for one in await tickets.longest_waiting(db, holder=one.id)] == [ticket.id]
    await hands.take(ticket.id, two, seen=one.id)
    assert (await tickets.get(db, ticket.id)).holder_id == two.id
    await hands.let_go(ticket.id, two)
    assert (await tickets.get(db, ticket.id)).holder_id is None


async def test_handed_on_to_who_may_answer_there_and_nobody_else(db):
    ticket, one = await opened(db, "Số của tôi 0912345678, ai giúp với?"), await staff(db, "moderator")
    _, chat = await citizen(db, channel="telegram")
    here = await staff(db, "editor", area=HERE, chat_address_id=chat)
    there, viewer = await staff(db, "editor", area=THERE), await staff(db, "viewer")
    gone = await staff(db, "moderator", disabled_at=NOW)
    hands = TicketHands(db, NOW)
    assert [colleague.id for colleague in await hands.colleagues(ticket, one)] == [here.id]
    for stranger in (there, viewer, gone, one):
        with pytest.raises(Refusal, match="no_such_colleague"):
            await hands.hand_on(ticket.id, one, stranger.login, "", seen=0)
    await hands.hand_on(ticket.id, one, here.login, "Gọi lại 0987654321 nhé", seen=0)
    found = await tickets.get(db, ticket.id)
    assert found.holder_id == here.id and "0987654321" not in found.handed_note
    (told,) = await db.scalars(select(Outbound).where(Outbound.address_id == chat))
    assert told.reply["phrase"] == "tickets.handed" and "0912345678" not in told.reply["values"]["text"]
    await Tickets(db, NOW).answer(ticket.id, one, "Mời bác đến công an xã.")
    assert told.reply and (await db.scalars(select(Outbound.status).where(Outbound.id == told.id))).one() == "failed"
    with pytest.raises(Refusal, match="answered_already"):
        await hands.take(ticket.id, one, seen=here.id)


async def test_canned_words_know_only_the_words_of_address_and_stay_in_their_area(db):
    province, here, there = [await staff(db, "editor", area=area) for area in ("", HERE, THERE)]
    canned = Canned(db, NOW)
    for text in ("Chào {ten}", "Gọi 0912345678", "", "x" * 5000, "Tài liệu mật: TỐI MẬT"):
        with pytest.raises(Refusal):
            await canned.make(here, "Mẫu", text)
    whole = await canned.make(province, "Chung", "{Me} chào {you}.")
    mine = await canned.make(here, "Riêng", "{You} đến trung tâm nhé.")
    assert [one.id for one in await canned.usable(there)] == [whole]
    assert {one.id for one in await canned.usable(here)} == {whole, mine}
    with pytest.raises(Refusal, match="outside_area"):
        await canned.change(whole, here, "Chung", "Lời khác")
    with pytest.raises(Refusal, match="unknown"):
        await canned.use(mine, there)
    await canned.remove(mine, here, back=False)
    assert [one.id for one in await canned.removed(here)] == [mine]
    await canned.remove(mine, here, back=True)
    assert (await canned.use(mine, here)).text == "{You} đến trung tâm nhé."


async def test_two_moderators_are_led_to_two_cases(db):
    one, two = await staff(db, "moderator", name="Cô Hoa"), await staff(db, "moderator")
    who, _ = await citizen(db)
    first, second = [await line(db, who, answer=f"a{n}", harm=3) for n in range(2)]
    holding = CaseHolding(db, NOW)
    assert (await holding.following(one)).id == second
    assert (await holding.following(two)).id == first
    assert await holding.look(second, two) == "Cô Hoa"
    assert (await holding.following(one)).id == second, "looking again is no other case"
    later = CaseHolding(db, NOW + HELD_FOR + timedelta(seconds=1))
    assert await later.look(second, two) == ""
    assert (await Checking(db, NOW).following(await staff(db, "editor"))).id == first, "nobody looks at two at once"
    await purge.expired(db, now=NOW + timedelta(hours=1), today=NOW.date())
    assert list(await db.scalars(select(CaseLease))) == []


async def test_who_only_reads_holds_nothing(db):
    who, _ = await citizen(db)
    await line(db, who, harm=3)
    assert await CaseHolding(db, NOW).following(await staff(db, "editor")) is not None
    assert list(await db.scalars(select(CaseLease))) == []
