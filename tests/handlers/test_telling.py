"""What nobody should send is warned of wherever it is typed; an old confirmation confirms nothing."""

from __future__ import annotations

from sqlalchemy import select

from bot.storage.tables import Inbound, Ticket


async def test_a_password_in_a_question_to_a_person_is_warned_of(friend):
    await friend("/canbo")
    said = await friend("mật khẩu của tôi là Hoa2024abc, nhờ cán bộ xem giúp")
    assert said.phrases == ["ask.masked", "tickets.opened"]
    async with friend.database.read() as db:
        kept = [*(await db.scalars(select(Ticket.question))), *(await db.scalars(select(Inbound.words)))]
    assert not any("Hoa2024abc" in words for words in kept)


async def test_a_phone_number_reaches_the_person_who_is_to_call_back(friend):
    await friend("/canbo")
    await friend("nhờ cán bộ gọi lại số 0912 345 678")
    async with friend.database.read() as db:
        assert "0912 345 678" in (await db.scalars(select(Ticket.question))).one()


async def test_a_confirmation_of_another_day_erases_nothing(friend):
    await friend("/xoadulieu")
    await friend("/menu")
    assert (await friend(button="my_data.erase:yes")).phrase == "erase.ask"
    assert (await friend(button="my_data.erase:yes")).phrase == "erase.done"


async def test_a_greeting_with_something_about_oneself_is_greeted(friend):
    assert (await friend("chào cháu, bác năm nay 75 tuổi rồi")).phrase == "small_talk.hello"
    assert (await friend("bạn là ai, máy hay người")).phrase == "small_talk.who"


async def test_numbers_kept_for_staff_are_not_said_to_be_masked(friend):
    await friend("/canbo")
    said = await friend("Tôi muốn hỏi số 0912345678, căn cước 022145001234")
    assert said.phrases == ["tickets.numbers_kept", "tickets.opened"]
    async with friend.database.read() as db:
        assert "022145001234" in (await db.scalars(select(Inbound.words).order_by(Inbound.id.desc()))).first()


async def test_the_first_confirmation_of_somebody_new_erases(talk):
    assert (await talk("/xoadulieu")).phrases == ["erase.ask"]
    assert (await talk("1")).phrase == "erase.done"


async def test_who_lets_nothing_be_remembered_is_not_told_that_nothing_was_begun(talk):
    await talk("chào")
    await talk(button="start.agree:no")
    await talk("/menu")
    assert (await talk("học tiếp")).phrase == "lessons.none_remembered"
