"""Commands, old buttons, people, one's own data: no dead end anywhere."""

from __future__ import annotations

import pytest

COMMANDS = {
    "hoc": "lessons.modules",
    "hoi": "ask.invite",
    "tiendo": "progress.unremembered",
    "ontap": "review.nothing",
    "chungnhan": "certificates.none",
    "nhacnho": "reminders.choose",
    "thongbao": "announcements.none_anywhere",
    "canbo": "tickets.begin",
    "caidat": "settings.shown",
    "dulieu": "my_data.shown",
    "xoadulieu": "erase.ask",
    "menu": "menu.main",
    "trogiup": "help.text",
}
WRITTEN = {
    "hoc": "học",
    "hoi": "hỏi",
    "tiendo": "tiến độ",
    "ontap": "ôn tập",
    "chungnhan": "chứng nhận",
    "nhacnho": "nhắc nhở",
    "thongbao": "thông báo",
    "canbo": "cán bộ",
    "caidat": "cài đặt",
    "dulieu": "dữ liệu",
    "xoadulieu": "xóa dữ liệu",
    "menu": "menu",
    "trogiup": "trợ giúp",
}


async def met(talk):
    await talk("/start")
    await talk(button="start.agree:no")
    await talk(button="start.form:skip")


async def test_every_command_in_every_spelling(talk):
    await met(talk)
    for word, phrase in COMMANDS.items():
        for typed in (f"/{word}", word, word.upper(), f"/{word.upper()}", WRITTEN[word], f"/{WRITTEN[word]}"):
            assert (await talk(typed)).phrase == phrase, typed
            await talk("/menu")


async def test_one_wrong_letter_still_counts(talk):
    await met(talk)
    for typed, phrase in {
        "/tiendoo": "progress.unremembered",
        "/onatp": "review.nothing",
        "/chugnnhan": "certificates.none",
        "/caidta": "settings.shown",
        "/trogup": "help.text",
    }.items():
        assert (await talk(typed)).phrase == phrase, typed


async def test_an_equal_tie_asks_which(talk):
    await met(talk)
    said = await talk("/hox")
    assert said.phrase == "help.which"
    assert {"do:lessons", "do:ask"} <= set(said.buttons)


@pytest.mark.parametrize("words", ["0", "thôi", "quay lại", "thoi", "quay lai"])
async def test_the_way_back_to_the_menu_from_a_step(talk, words):
    await met(talk)
    await talk("/canbo")
    assert (await talk(words)).phrase == "menu.main"


@pytest.mark.parametrize(
    "button", ["lessons.open:m99-99", "lessons.answer:m0-01:77:1", "nothing.of:this", "ask.entry:x"]
)
async def test_old_buttons_do_something_sensible(talk, button):
    await met(talk)
    said = await talk(button=button)
    assert said.messages and said.buttons


@pytest.mark.parametrize("kind", ["sticker", "photo", "voice", "video", "file", "location", "contact", "other"])
async def test_what_the_bot_cannot_take_gets_a_kind_answer(talk, kind):
    said = await talk(kind=kind)
    assert said.phrase == f"errors.cannot_take_{kind}"


async def test_every_reply_has_a_way_on(talk):
    await met(talk)
    for word in [*COMMANDS, "xin chào", "cảm ơn", "blah blah", "?", "😀", "   "]:
        said = await talk(word)
        assert said.buttons, word


async def test_a_question_without_an_answer_goes_to_a_person_with_one_tap(talk):
    await met(talk)
    said = await talk("bao giờ sửa xong cây cầu sau nhà văn hóa thôn tôi")
    assert said.phrase in ("ask.no_answer", "ask.near")
    button = next(b for b in said.buttons if b.startswith("tickets.from:"))
    assert (await talk(button=button)).phrase == "tickets.opened"


async def test_a_person_is_asked_in_own_words(talk):
    await met(talk)
    await talk("/canbo")
    assert (await talk("Nhờ cán bộ gọi lại giúp")).phrase == "tickets.opened"


async def test_a_message_that_came_twice_is_answered_once(talk):
    await talk("/menu", platform_id="same")
    assert not (await talk("/menu", platform_id="same")).messages


async def test_marked_secret_text_is_not_kept(talk):
    from sqlalchemy import select

    from bot.storage.tables import Inbound

    said = await talk("TUYỆT MẬT: kế hoạch số 5")
    assert said.phrase == "errors.secret_text"
    async with talk.database.read() as db:
        kept = list(await db.scalars(select(Inbound.words)))
    assert not any("kế hoạch" in words for words in kept)


async def test_personal_numbers_are_masked_in_the_row(talk):
    from sqlalchemy import select

    from bot.storage.tables import Inbound

    await talk("căn cước của tôi 022085001234 hết hạn thì sao")
    async with talk.database.read() as db:
        kept = list(await db.scalars(select(Inbound.words)))
    assert not any("022085001234" in words for words in kept)


async def test_erasing_leaves_nothing_and_greets_anew(talk):
    from bot.storage import citizens

    await met(talk)
    await talk("VNeID là gì")
    await talk("/xoadulieu")
    said = await talk(button="my_data.erase:yes")
    assert said.phrase == "erase.done"
    async with talk.database.read() as db:
        rows = await citizens.everything(db, (await talk.citizen()).id)
    assert not rows["exchanges"] and not rows["tickets"] and len(rows["inbox"]) == 1
    assert "start.after_first_answer" in (await talk("VNeID là gì")).phrases
