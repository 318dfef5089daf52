"""Small talk gets kind words, not a wrong entry; "vâng" and "không" answer what was asked last."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.tables import Ticket

SAID = {
    "hello": ["chào", "Chào cháu", "chao ban nhe", "xin chào ạ", "ALO", "hi"],
    "thanks": ["cảm ơn", "cam on chau nhieu", "dạ cảm ơn cháu nhiều nhé", "thanks"],
    "bye": ["tạm biệt", "tam biet chau nhe", "bye"],
    "who": ["bạn là ai", "ban la ai vay", "cháu là ai thế", "may la ai", "người hay máy"],
    "clock": ["may gio roi", "mấy giờ rồi nhỉ", "hôm nay thứ mấy"],
    "yes": ["ok", "OK", "vâng", "vâng ạ", "ừ", "dạ vâng ạ", "👍"],
    "no": ["không", "ko", "không cần", "không ạ"],
    "laugh": ["haha", "hihi", ":)", "=))"],
    "rude": ["ngu", "đồ ngu", "ngu như chó", "đm mày", "vcl"],
    "lost": ["không hiểu", "hả", "khó quá", "giờ làm gì"],
    "cannot_read": ["bà không biết chữ", "ba khong biet chu", "tôi mù chữ", "không biết đọc biết viết ạ"],
}


@pytest.mark.parametrize(("kind", "typed"), [(kind, typed) for kind, all_ in SAID.items() for typed in all_])
def test_small_talk_is_known(library, kind, typed):
    found = library.commands.match(typed)
    assert found.command == kind and found.exact


@pytest.mark.parametrize(
    "typed", ["không biết làm căn cước ở đâu", "chào bán hàng trên mạng thế nào", "có phải lừa đảo không"]
)
def test_a_question_is_no_small_talk(library, typed):
    assert not library.commands.match(typed).command


@pytest.mark.parametrize("kind", SAID)
async def test_small_talk_gets_words_of_its_own(friend, kind):
    said = await friend(SAID[kind][0])
    assert said.phrase == f"small_talk.{kind}"
    assert not said.label


async def test_yes_agrees_at_the_first_meeting(talk):
    await talk("chào cháu")
    assert (await talk("vâng")).phrase == "start.form_after_yes"
    assert (await talk("bác")).phrase == "start.commune"
    assert (await talk("không")).phrase == "start.audience"
    assert (await talk("Người cao tuổi")).phrase == "start.done"
    assert (await talk.citizen()).form == "bac"


async def test_no_refuses_at_the_first_meeting(talk):
    await talk("chào")
    assert (await talk("không")).phrase == "start.form_after_no"


async def test_yes_sends_the_question_to_a_person(friend):
    assert (await friend("bao giờ xây xong sân bóng thôn tôi")).phrase in ("ask.no_answer", "ask.near")
    said = await friend("xyzzy plugh quux")
    assert said.phrase == "ask.no_answer"
    assert (await friend("có")).phrase == "tickets.opened"


async def test_yes_and_no_at_erasing(friend):
    await friend("/xoadulieu")
    assert (await friend("không")).phrase == "menu.main"
    await friend("/xoadulieu")
    assert (await friend("có")).phrase == "erase.done"


async def test_right_and_wrong_can_be_typed(friend):
    await friend("gọi cấp cứu số nào")
    assert (await friend("dung y")).phrase == "ask.feedback_right"
    await friend("gọi cấp cứu số nào")
    assert (await friend("Chưa đúng")).phrase == "ask.feedback_wrong"


@pytest.mark.parametrize("typed", ["😀😀", "???", "...", "   "])
async def test_pictures_and_dots_get_a_kind_word(friend, typed):
    assert (await friend(typed)).phrase == "help.empty"


async def test_an_unknown_command_is_no_question(friend):
    assert (await friend("/xyz")).phrase == "help.no_such_command"


@pytest.mark.parametrize("number", ["113", "114", "115", "gọi 113", "số 115 là gì"])
async def test_an_emergency_number_is_explained(friend, number):
    said = await friend(number)
    assert said.phrase == "ask.answer" and said.label == "curated"
    assert "115" in said.text


@pytest.mark.parametrize("text", ["giup voi", "Giúp với!", "giúp bà với cháu ơi", "có ai giúp tôi với"])
async def test_who_cries_for_help_without_saying_why_reads_whom_to_call_and_is_asked(friend, text):
    said = await friend(text)
    assert (said.phrase, said.messages[0].label) == ("small_talk.pleading", "curated")
    assert all(number in said.text for number in ("113", "114", "115"))
    assert said.buttons[0] == "do:tickets"


@pytest.mark.parametrize("text", ["cụ", "cừu", "cuu"])
async def test_a_word_alone_that_is_no_cry_alarms_nobody(friend, text):
    assert not (await friend(text)).phrase.startswith("emergency.")


UNDERSTOOD = ["hiểu rồi", "bà hiểu rồi", "dạ rõ", "xong rồi"]


@pytest.mark.parametrize("text", UNDERSTOOD)
async def test_who_understands_sends_nothing_to_staff(friend, text):
    assert (await friend("kết quả bóng đá tối qua")).phrase == "ask.no_answer"
    assert (await friend(text)).phrase == "small_talk.understood"
    async with friend.database.read() as db:
        assert not (await db.scalars(select(Ticket.id))).all()


@pytest.mark.parametrize("text", UNDERSTOOD)
async def test_who_understands_does_not_agree_to_be_remembered(talk, text):
    assert "start.agree:yes" in (await talk("/start")).buttons
    await talk(text)
    assert (await talk.citizen()).consented_at is None
