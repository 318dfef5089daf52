"""What a person found wrong is not told again; what they found missing comes along."""

import pytest
from sqlalchemy import select

from bot.domain.answering.guard import Guard
from bot.domain.checking import Checking
from bot.storage.tables import Exchange
from tests.people import NOW, THERE, staff

ENTRY, QUESTION = "quen-mat-khau-vneid", "quên mật khẩu VNeID"
WORDS = "Bác ra bộ phận một cửa của xã."


async def judged(friend, verdict: str, correction: str, area: str = "") -> None:
    """The newest answer of the log, by a moderator."""
    async with friend.database.begin() as db:
        number = (await db.scalars(select(Exchange.id).order_by(Exchange.id.desc()).limit(1))).one()
        who, guard = await staff(db, "moderator"), Guard(friend.library.register)
        made = await Checking(db, NOW).judge(number, who, verdict, correction, guard)
        made.area = area


async def test_a_corrected_answer_is_given_in_the_words_of_staff_from_then_on(friend):
    before = await friend(QUESTION)
    assert before.label == "curated"
    await judged(friend, "wrong", WORDS)
    after = await friend(QUESTION)
    assert after.label == "staff" and WORDS in after.text
    assert (await friend(button=f"ask.entry:{ENTRY}")).label == "staff"


async def test_an_answer_found_wrong_without_a_better_one_is_not_given_again(friend):
    await friend(QUESTION)
    await judged(friend, "wrong", "")
    after = await friend(QUESTION)
    assert (after.phrase, after.label) == ("ask.no_answer", "")
    assert any(does.startswith("tickets.from:") for does in after.buttons)


async def test_what_was_missing_follows_the_answer(friend):
    before = await friend(QUESTION)
    await judged(friend, "incomplete", WORDS)
    after = await friend(QUESTION)
    assert after.phrases == [before.phrase, "checking.addition"]
    assert [row.label for row in after.messages] == ["curated", "staff"]
    assert after.buttons[0].startswith("ask.right:")


@pytest.mark.parametrize(("verdict", "area"), [("right", ""), ("wrong", THERE)])
async def test_a_right_answer_and_another_communes_verdict_change_nothing(friend, verdict, area):
    before = await friend(QUESTION)
    await judged(friend, verdict, "", area)
    assert (await friend(QUESTION)).text == before.text
