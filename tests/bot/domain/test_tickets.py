"""Questions for a person reach who is on duty, and the answer reaches the citizen."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.moderation import Moderation
from bot.domain.staff import Refusal, StaffAccounts
from bot.domain.tickets import MAX_OPEN, Tickets, TooManyOpenTickets
from bot.storage.outbox import PEOPLE
from bot.storage.tables import Outbound
from tests.people import HERE, NOW, THERE, citizen, staff


async def said(db, address_id: int) -> list[Outbound]:
    return list(await db.scalars(select(Outbound).where(Outbound.address_id == address_id).order_by(Outbound.id)))


async def on_duty(db, area: str = "") -> int:
    _, chat = await citizen(db, channel="telegram")
    await staff(db, "moderator", area=area, chat_address_id=chat, on_duty=True)
    return chat


async def test_a_new_ticket_alerts_duty_staff_without_the_citizens_data(database):
    async with database.begin() as db:
        chat = await on_duty(db)
        who, where = await citizen(db)
        question = "Số căn cước của tôi là 012345678901, " + "hồ sơ của tôi nộp lâu rồi chưa có kết quả. " * 5
        ticket = await Tickets(db, NOW).open(who, where, question)
        (alert,) = await said(db, chat)
        assert (alert.reply["phrase"], alert.rank) == ("tickets.alert", PEOPLE)
        assert alert.reply["values"]["number"] == ticket.id
        assert "012345678901" not in alert.reply["values"]["text"]
        assert len(alert.reply["values"]["text"]) <= 80
        assert ticket.question == question


async def test_staff_of_another_commune_are_left_alone(database):
    async with database.begin() as db:
        chat = await on_duty(db, THERE)
        await Tickets(db, NOW).open(*await citizen(db, commune=HERE), "Ai giúp với?")
        assert await said(db, chat) == []


async def test_a_citizen_has_a_few_open_questions_at_most(database):
    async with database.begin() as db:
        who, where = await citizen(db)
        for number in range(MAX_OPEN):
            await Tickets(db, NOW).open(who, where, f"câu {number}")
        with pytest.raises(TooManyOpenTickets) as refused:
            await Tickets(db, NOW).open(who, where, "thêm một câu")
        assert (refused.value.phrase, refused.value.values) == ("tickets.too_many", {"limit": MAX_OPEN})
        assert await Tickets(db, NOW).count_open() == MAX_OPEN
        urgent = await Tickets(db, NOW).emergency(who, where, "vừa chuyển tiền cho lừa đảo")
        assert urgent.urgent


async def test_a_question_is_taken_back_by_who_asked_it_and_by_nobody_else(database):
    async with database.begin() as db:
        (who, where), (other, _) = await citizen(db), await citizen(db)
        ticket, urgent = (
            await Tickets(db, NOW).open(who, where, "câu"),
            await Tickets(db, NOW).emergency(who, where, "cứu"),
        )
        assert not await Tickets(db, NOW).take_back(other, ticket.id)
        assert not await Tickets(db, NOW).take_back(who, urgent.id), "who is in danger stays"
        assert await Tickets(db, NOW).take_back(who, ticket.id)
        assert [one.id for one in await Tickets(db, NOW).waiting_of(who)] == []
        assert await Tickets(db, NOW).count_open() == 1


async def test_an_emergency_is_one_ticket_to_which_words_are_added(database):
    async with database.begin() as db:
        chat = await on_duty(db)
        who, where = await citizen(db)
        first = await Tickets(db, NOW).emergency(who, where, "tôi bị lừa")
        again = await Tickets(db, NOW).emergency(who, where, "họ đang gọi nữa")
        assert first.id == again.id
        found = await Tickets(db, NOW).get(first.id, await staff(db, "moderator"))
        assert found.question == "tôi bị lừa\nhọ đang gọi nữa"
        told = ["tickets.alert_urgent", "tickets.alert_urgent_more"]
        assert [row.reply["phrase"] for row in await said(db, chat)] == told


async def test_further_words_of_somebody_in_danger_are_told_once_a_minute(database):
    async with database.begin() as db:
        chat, (who, where) = await on_duty(db), await citizen(db)
        for seconds in (0, 1, 2, 70):
            await Tickets(db, NOW + timedelta(seconds=seconds)).emergency(who, where, f"cứu tôi {seconds}")
        texts = [row.reply["values"]["text"] for row in await said(db, chat)]
        assert texts == ["cứu tôi 0", "cứu tôi 1", "cứu tôi 70"]


async def test_who_comes_on_duty_hears_of_everybody_in_danger_who_waits(database):
    async with database.begin() as db:
        await Tickets(db, NOW).emergency(*await citizen(db), "nhà tôi cháy")
        await Tickets(db, NOW).open(*await citizen(db), "câu thường")
        chat = await on_duty(db)
        (who,) = await StaffAccounts(db, NOW).all()
        assert await Tickets(db, NOW).tell_urgent(who) == 1
        assert [row.reply["values"]["text"] for row in await said(db, chat)] == ["nhà tôi cháy"]


async def test_urgent_tickets_stand_first_then_the_longest_waiting(database):
    async with database.begin() as db:
        opened = [await Tickets(db, NOW).open(*await citizen(db), f"câu {n}") for n in range(2)]
        urgent = await Tickets(db, NOW).emergency(*await citizen(db, commune=THERE), "cứu")
        found = await Tickets(db, NOW).longest_waiting()
        assert [ticket.id for ticket in found] == [urgent.id, opened[0].id, opened[1].id]
        assert [t.id for t in await Tickets(db, NOW).longest_waiting(area=THERE)] == [urgent.id]


async def test_the_answer_goes_out_labelled_and_the_ticket_keeps_no_personal_data(database):
    async with database.begin() as db:
        who, where = await citizen(db)
        ticket = await Tickets(db, NOW).open(who, where, "Số của tôi 0912345678, hồ sơ đến đâu rồi?")
        helper = await staff(db, "moderator", name="Cô Hoa")
        await Tickets(db, NOW).answer(ticket.id, helper, "Hồ sơ xong rồi, mời đến nhận.")
        (out,) = await said(db, where)
        (logged,) = await Moderation(db, NOW).log(helper, label="staff")
        assert out.reply == {
            "phrase": "tickets.answer",
            "values": {"text": "Hồ sơ xong rồi, mời đến nhận.", "name": "Cô Hoa", "ticket": ticket.id},
            "label": "staff",
            "buttons": [
                [f"tickets.right:{logged.id}", "buttons.right", {}, ""],
                [f"tickets.wrong:{logged.id}", "buttons.wrong", {}, ""],
                ["do:tickets", "buttons.person", {}, ""],
                ["do:menu", "buttons.menu", {}, ""],
            ],
        }
        assert (out.rank, out.label) == (PEOPLE, "staff")
        closed = await Tickets(db, NOW).get(ticket.id, helper)
        assert (closed.answered_by, closed.closed_at) == (helper.id, NOW)
        assert "0912345678" not in closed.question
        assert await Tickets(db, NOW).count_open() == 0
        assert [t.id for t in await Tickets(db, NOW).closed()] == [ticket.id]
        assert logged.answer == "Hồ sơ xong rồi, mời đến nhận."


async def test_what_must_not_be_answered_is_refused(database):
    async with database.begin() as db:
        ticket = await Tickets(db, NOW).open(*await citizen(db), "Ai giúp với?")
        helper, away = await staff(db, "moderator"), await staff(db, "moderator", area=THERE)
        tickets = Tickets(db, NOW)
        for who, text, why in (
            (helper, "  ", "tickets.answer_length"),
            (helper, "x" * 5000, "tickets.answer_length"),
            (helper, "TUYỆT MẬT\nKế hoạch gửi kèm", "secret"),
            (away, "Chào bà", "tickets.unknown"),
        ):
            with pytest.raises(Refusal) as refused:
                await tickets.answer(ticket.id, who, text)
            assert refused.value.name == why
        await tickets.answer(ticket.id, helper, "Chào bà")
        with pytest.raises(Refusal) as refused:
            await tickets.answer(ticket.id, helper, "Chào bà lần nữa")
        assert refused.value.name == "tickets.answered_already"


async def test_an_answered_question_is_opened_again_and_answered_once_more(database):
    async with database.begin() as db:
        who, where = await citizen(db)
        tickets, helper = Tickets(db, NOW), await staff(db, "moderator")
        ticket = await tickets.open(who, where, "hồ sơ đến đâu rồi?")
        with pytest.raises(Refusal, match="open_already"):
            await tickets.reopen(ticket.id, helper)
        await tickets.answer(ticket.id, helper, "Chờ thêm, bác ạ.")
        with pytest.raises(Refusal, match=r"tickets\.unknown"):
            await tickets.reopen(ticket.id, await staff(db, "moderator", area=THERE))
        await tickets.reopen(ticket.id, helper)
        assert [one.id for one in await tickets.longest_waiting()] == [ticket.id]
        await tickets.answer(ticket.id, helper, "Xong rồi, mời đến nhận.")
        assert [out.reply["values"]["text"] for out in await said(db, where)] == [
            "Chờ thêm, bác ạ.",
            "Xong rồi, mời đến nhận.",
        ]
        assert len(await Moderation(db, NOW).log(helper, label="staff")) == 2
