"""Reaching a person: what is said about the hours and the wait."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.domain.tickets import Tickets
from bot.storage.tables import Exchange, Outbound, Ticket
from tests import people

HOURS = "08:00-17:00"


@pytest.mark.parametrize("later", [0, 12], ids=["in the hours", "at night"])
async def test_the_hours_are_said_once_when_asking_and_once_when_handed_over(friend, later):
    friend.watch.move(hours=later)
    assert (await friend("/canbo")).text.count(HOURS) == 1
    said = await friend("Nhờ cán bộ gọi lại giúp")
    assert said.phrase == "tickets.opened"
    assert said.text.count(HOURS) == 1


@pytest.mark.parametrize("slip", ["thoii", "cám bộ", "quay lai1", "hocc", "{thôi"])
async def test_a_slip_of_a_command_is_sent_to_nobody_before_it_is_asked_about(friend, slip):
    await friend("/canbo")
    said = await friend(slip)
    assert said.phrase == "tickets.slip"
    assert {"tickets.send", "do:menu"} <= set(said.buttons)
    assert (await friend("Nhờ cán bộ gọi lại giúp")).phrase == "tickets.opened"


@pytest.mark.parametrize("sure", ["hoc ba", "gửi mấy chữ này", "vâng"])
async def test_real_words_one_letter_from_a_command_can_be_sent(friend, sure):
    await friend("/canbo")
    assert (await friend("hoc ba")).phrase == "tickets.slip"
    assert (await friend(sure)).phrase == "tickets.opened"
    async with friend.database.read() as db:
        assert (await db.scalars(select(Ticket.question))).all() == ["hoc ba"]


async def test_words_whose_marks_say_what_they_are_go_at_once(friend):
    await friend("/canbo")
    assert (await friend("học bạ")).phrase == "tickets.opened"


async def test_a_slip_offers_the_command_that_it_looks_like(friend):
    await friend("/canbo")
    assert "do:lessons" in (await friend("bài hocj")).buttons
    assert (await friend(button="do:lessons")).phrase == "lessons.modules"


async def test_the_wait_is_honest(friend):
    assert "chưa có ai chờ trước" in (await friend("/canbo")).text
    await friend("Nhờ cán bộ gọi lại giúp")
    assert "có 1 câu hỏi chờ trước" in (await friend("/canbo")).text
    friend.watch.move(hours=12)
    assert "ngoài giờ trực" in (await friend("/canbo")).text


async def answered(friend) -> tuple[list[str], int]:
    """A member of staff answers a question: the buttons that the citizen gets, and the number in the log."""
    await friend("/canbo")
    await friend("Nhờ cán bộ gọi lại giúp")
    async with friend.database.begin() as db:
        helper = await people.staff(db, "moderator")
        (ticket,) = await Tickets(db, friend.watch.now()).longest_waiting()
        await Tickets(db, friend.watch.now()).answer(ticket.id, helper, "Mời bác ra công an xã.")
        (row,) = await db.scalars(select(Outbound).where(Outbound.label == "staff"))
        (exchange,) = await db.scalars(select(Exchange).where(Exchange.label == "staff"))
    return [button[0] for button in row.reply["buttons"]], exchange.id


async def thumb(friend, number: int) -> int:
    async with friend.database.read() as db:
        return (await db.scalars(select(Exchange.thumb).where(Exchange.id == number))).one()


async def test_an_answer_of_staff_can_be_judged_by_button(friend):
    (right, wrong, *_), number = await answered(friend)
    assert (await friend(button=right)).phrase == "ask.feedback_right"
    assert await thumb(friend, number) == 1
    said = await friend(button=wrong)
    assert said.phrase == "tickets.feedback_wrong"
    assert "do:tickets" in said.buttons
    assert await thumb(friend, number) == -1
    assert (await friend("vâng")).phrase == "tickets.begin"


async def test_in_words_the_newest_answer_is_judged(friend):
    """Where there are no buttons, also when an older answer with the same words under it stands above."""
    await friend("gọi cấp cứu số nào")
    _, number = await answered(friend)
    assert (await friend("đúng ý")).phrase == "ask.feedback_right"
    assert await thumb(friend, number) == 1
    assert (await friend("CHUA DUNG")).phrase == "tickets.feedback_wrong"
    assert await thumb(friend, number) == -1


async def test_the_words_judge_an_answer_of_the_bot_too(friend):
    await friend("gọi cấp cứu số nào")
    await friend("/menu")
    said = await friend("chưa đúng")
    assert said.phrase == "ask.feedback_wrong"
    assert said.buttons[0].startswith("tickets.from:")


async def test_nobody_judges_what_somebody_else_was_told(friend):
    _, number = await answered(friend)
    for made_up in ("tickets.right:x", "tickets.right:", "tickets.right:999999"):
        assert (await friend(button=made_up)).phrase == "help.old_button"
    assert await thumb(friend, number) == 0


async def test_words_of_judgement_without_any_answer_lead_on(friend):
    assert (await friend("đúng ý")).buttons
    assert (await friend("chưa đúng")).buttons


async def test_a_thumb_under_the_menu_sends_nothing_to_staff(friend):
    assert (await friend("kết quả bóng đá tối qua")).phrase == "ask.no_answer"
    assert (await friend("🙂")).phrase == "help.empty"
    assert (await friend("👍")).phrase != "tickets.opened"


async def test_who_has_three_questions_waiting_hears_it_first_and_may_take_one_back(friend):
    for question in ("Bao giờ phát lương hưu", "Số của tôi là 0912345678, gọi lại nhé", "Đường {thôn} bao giờ sửa"):
        await friend("/canbo")
        assert (await friend(question)).phrase == "tickets.opened"
    said = await friend("/canbo")
    assert said.phrase == "tickets.full"
    assert "Bao giờ phát lương hưu" in said.text and "0912345678" not in said.text
    assert not (await friend.citizen()).step, "nothing is typed in vain"
    first = said.buttons[0]
    assert (await friend(button=first)).phrase == "tickets.taken_back"
    assert (await friend(button=first)).phrase == "help.old_button"
    await friend("/canbo")
    assert (await friend("Họp thôn ngày nào")).phrase == "tickets.opened"
    async with friend.database.read() as db:
        assert "Bao giờ phát lương hưu" not in (await db.scalars(select(Ticket.question))).all()
