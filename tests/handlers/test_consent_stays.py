"""The question for consent is not lost when somebody first says what they think of the answer."""

from __future__ import annotations

import pytest

QUESTION = "làm định danh mức 2 ở đâu"
AGREED = "start.form_after_yes"


async def first_answer(talk):
    said = await talk(QUESTION)
    assert said.phrases == ["ask.answer", "start.after_first_answer"]
    return said


@pytest.mark.parametrize("thumb", ["1", "đúng ý", "cảm ơn", "hihi"])
@pytest.mark.parametrize("yes", ["4", "đồng ý", "vâng"])
async def test_after_a_thumb_or_thanks_one_can_still_agree(talk, thumb, yes):
    await first_answer(talk)
    assert not (await talk(thumb)).phrase.startswith("start.")
    assert (await talk(yes)).phrase == AGREED
    assert (await talk.citizen()).consented_at is not None


async def test_numbers_on_the_screen_mean_what_they_say(talk):
    await first_answer(talk)
    await talk("1")
    assert (await talk("6")).phrase == "menu.main"


async def test_no_still_means_no_and_is_not_asked_again(talk):
    await first_answer(talk)
    await talk("1")
    assert (await talk("không")).phrase == "start.form_after_no"
    await talk("menu")
    assert (await talk("cảm ơn")).phrases == ["small_talk.thanks"]


async def test_after_chua_dung_yes_means_the_person_and_the_number_still_consent(talk):
    await first_answer(talk)
    assert (await talk("2")).phrase == "ask.feedback_wrong"
    assert (await talk("4")).phrase == AGREED


async def test_after_chua_dung_a_yes_is_for_the_last_question_the_buttons_own_words_for_the_button(talk):
    await first_answer(talk)
    await talk("chưa đúng")
    assert (await talk("vâng")).phrase == "tickets.opened"


async def test_consent_that_was_passed_over_is_asked_once_more_and_no_oftener(talk):
    await first_answer(talk)
    await talk("mã otp là gì")
    assert (await talk("đúng ý")).phrases == ["ask.feedback_right", "start.once_more"]
    await talk("mã otp là gì")
    assert (await talk("đúng ý")).phrases == ["ask.feedback_right"]


async def test_who_agreed_is_not_asked_again(talk):
    await first_answer(talk)
    await talk("4")
    await talk("mã otp là gì")
    assert (await talk("đúng ý")).phrases == ["ask.feedback_right"]


async def test_who_asks_for_progress_can_agree_there(talk):
    await first_answer(talk)
    assert (await talk("tiến độ")).phrase == "progress.unremembered"
    assert (await talk("đồng ý")).phrase == AGREED
