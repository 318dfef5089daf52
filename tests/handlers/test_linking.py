"""A member of staff ties this chat to their account, and hears what follows from it."""

from __future__ import annotations

import pytest

from bot.domain.staff import StaffAccounts
from tests import people


@pytest.mark.parametrize(
    ("role", "on_duty", "phrase"),
    [
        ("moderator", False, "linking.done_off_duty"),
        ("moderator", True, "linking.done_on_duty"),
        ("approver", False, "linking.done"),
    ],
)
async def test_news_are_promised_only_to_who_is_on_duty(friend, role, on_duty, phrase):
    async with friend.database.begin() as db:
        who = await people.staff(db, role, on_duty=on_duty)
        code = await StaffAccounts(db, friend.watch.now()).make_code(who)
    said = await friend(f"/lienket {code}")
    assert said.phrase == phrase
    assert ("Nhận trực" in said.text) == (phrase == "linking.done_off_duty")


@pytest.mark.parametrize(
    "way", ["/lienket {}", "lienket {}", "Liên kết {}", "/LienKet {}", "nối kênh {}", "liên kết: {}", "{}"]
)
async def test_the_code_is_taken_as_people_type_it(friend, way):
    async with friend.database.begin() as db:
        who = await people.staff(db, "approver")
        code = await StaffAccounts(db, friend.watch.now()).make_code(who)
    typed = way.format(code if any(letter.isdigit() for letter in code) or way != "{}" else f"lienket {code}")
    assert (await friend(typed)).phrase == "linking.done"


@pytest.mark.parametrize("text", ["liên kết facebook", "HANHPHUC", "lien ket ngan hang", "12345678"])
async def test_words_are_no_code(friend, text):
    assert (await friend(text)).phrase != "linking.wrong"


async def test_a_code_that_is_none_says_so(friend):
    assert (await friend("/lienket xyz")).phrase == "linking.wrong"
