"""Who sends what nobody should send is told so, kindly, and still gets an answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.domain import Domain


@pytest.mark.parametrize(
    "words",
    [
        "căn cước của tôi số 022190001234 thì làm lại ở đâu",
        "ma otp la 482913 co dung khong",
        "mật khẩu: Hoa@1990 có dễ đoán không",
    ],
)
async def test_they_are_told_before_the_answer(friend, words):
    said = await friend(words)
    assert said.phrases[0] == "ask.masked"
    assert said.phrases[1].startswith("ask.")
    assert said.buttons
    assert not any(part in said.text for part in ("022190001234", "482913", "Hoa@1990"))


async def test_numbers_go_on_meaning_what_stands_under_the_answer(friend):
    await friend("căn cước của tôi số 022190001234 thì làm lại ở đâu")
    assert (await friend("1")).phrase != "help.no_such_number"


async def test_who_says_nothing_private_is_not_lectured(friend):
    assert (await friend("gọi cấp cứu số nào")).phrases[0] != "ask.masked"


async def test_where_nothing_serves_pages_the_link_says_what_must_run(friend):
    assert (await friend("/dulieu")).phrases == ["my_data.shown"]
    alone = replace(friend.inbox.services, pages_served=False)
    friend.inbox.domain_for = lambda db, now: Domain(db, alone, now)
    said = await friend("/dulieu")
    assert said.phrases == ["my_data.unserved", "my_data.shown"] and "make run" in said.text
