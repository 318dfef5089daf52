"""A number typed where there are no buttons, and what it means when the last list does not have it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from bot.messages import Button, Reply
from bot.storage import outbox
from bot.storage.tables import Address, Citizen, Outbound
from tests.handlers.test_walk import NUMBERED, NumbersOnly


async def offered(friend, *choices: str) -> None:
    """The last reply offered these; nothing else is under way."""
    who, said = await friend.citizen(), Reply("menu.main", buttons=[Button(does, "buttons.menu") for does in choices])
    async with friend.database.begin() as db:
        address = await db.scalar(select(Address.id).where(Address.citizen_id == who.id))
        await outbox.add(db, who.id, address, said, rank=outbox.BULK, now=friend.watch.now(), status="sent")
        await db.execute(update(Citizen).values(choices=[[does, ""] for does in choices], step="", data={}))


@pytest.mark.parametrize("typed", ["28", "28.", "số 28", "chọn 28"])
async def test_a_number_beyond_the_list_hears_which_numbers_there_are(friend, typed):
    menu = await friend("/menu")
    said = await friend(typed)
    assert said.phrase == "help.no_such_number"
    assert f"1 đến {len(menu.buttons)}" in said.text and "28" in said.text


async def test_the_list_goes_on_after_a_number_beyond_it(friend):
    await friend("/caidat")
    await friend("28")
    assert (await friend("2")).phrase == "settings.commune"


async def test_a_list_of_one_is_no_range(friend):
    await offered(friend, "do:lessons")
    assert (await friend("5")).phrase == "help.only_number_one"
    assert (await friend("1")).phrase == "lessons.modules"


async def test_a_number_without_a_list_gets_the_menu(friend):
    await offered(friend)
    said = await friend("5")
    assert said.phrase == "help.number_alone"
    assert said.buttons == (await friend("/menu")).buttons


def numbers_shown(friend) -> list[int]:
    """As they stand in the text where there are no buttons."""
    return [int(one) for row in friend.held for one in NUMBERED.findall(friend.words(row, NumbersOnly()).text)]


@pytest.mark.parametrize("command", ["/menu", "/caidat", "/hoc"])
async def test_the_list_is_said_again_with_the_numbers_that_the_sentence_names(friend, command):
    listed = (await friend(command)).buttons
    for _ in range(2):
        said = await friend("28")
        assert said.buttons[: len(listed)] == listed
        assert numbers_shown(friend) == list(range(1, len(said.buttons) + 1))
        assert f"1 đến {len(said.buttons)}" in said.text
        assert said.buttons.count("do:menu") == (command != "/menu")
    if command != "/menu":
        assert (await friend(str(said.buttons.index("do:menu") + 1))).phrase == "menu.main"


async def test_an_interrupted_lesson_goes_on_behind_a_number_beyond(friend):
    await friend(button="lessons.open:m1-01")
    choices = (await friend("cảm ơn")).buttons
    assert (await friend("28")).buttons == choices
    assert (await friend(str(len(choices) - 1))).phrases[0].startswith("lessons.")


async def test_a_list_that_can_be_said_no_more_makes_room_for_the_menu(friend):
    await friend("/caidat")
    async with friend.database.begin() as db:
        await db.execute(delete(Outbound))
    assert (await friend("28")).phrase == "help.number_alone"


async def test_a_number_of_a_list_that_is_out_of_date_is_not_called_a_button(friend):
    await offered(friend, "ask.entry:gone", "nothing:1")
    said = await friend("2")
    assert said.phrase == "help.old_button"
    assert "nút" not in said.text.lower()


@pytest.mark.parametrize("begin", ["/lotrinh", "tin này có thật không", "đổi nơi ở"])
async def test_a_number_beyond_the_list_is_no_answer_to_what_was_asked(friend, begin):
    first = await friend(begin)
    assert (await friend("99")).phrase in ("help.no_such_number", "help.only_number_one")
    assert (await friend("1,2")).phrase == "help.one_number"
    assert (await friend("/hocthu")).phrase != first.phrase


async def test_a_list_that_waits_for_words_goes_on_after_a_number_beyond_it(friend):
    await friend("/lotrinh")
    await friend("99")
    assert (await friend("tôi muốn làm căn cước trên điện thoại")).phrase == "paths.meant"


@pytest.mark.parametrize(("number", "told"), [("123456789012", True), ("0912 345 678", False), ("+84912345678", False)])
async def test_a_long_number_alone_is_asked_about_and_nothing_guessed(friend, number, told):
    said = await friend(number)
    assert said.phrases == [*["ask.masked"] * told, "help.long_number"]
