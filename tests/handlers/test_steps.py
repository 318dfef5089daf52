"""While the bot waits for words, commands still work, questions are answered, and nothing is lost."""

from __future__ import annotations

import pytest

from bot.storage.tables import Ticket


async def at_commune(talk):
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:bac")


@pytest.mark.parametrize("question", ["gọi cấp cứu số nào?", "làm sao để cài vneid", "làm căn cước ở bãi cháy cần gì"])
async def test_a_question_in_place_of_the_commune_is_answered(talk, question):
    await at_commune(talk)
    said = await talk(question)
    assert said.phrases[0].startswith("ask."), said.phrases
    assert said.phrases[-1] == "start.commune_again"
    assert (await talk("bãi cháy")).phrase == "start.commune_confirm"
    assert (await talk("đúng rồi")).phrase == "start.audience"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("bai chay", "Phường Bãi Cháy"),
        ("BAI CHAY", "Phường Bãi Cháy"),
        ("bai chayy", "Phường Bãi Cháy"),
        ("baichay", "Phường Bãi Cháy"),
        ("tôi ở xã bình liêu ạ", "Xã Bình Liêu"),
        ("Phường Hồng Hà", "Phường Hạ Long"),
        ("huyện hải hà", "Xã Quảng Hà"),
        ("TP Hạ Long", "Phường Hồng Gai"),
        ("mong cai", "Phường Móng Cái 2"),
    ],
)
def test_a_commune_is_found_however_it_is_typed(library, typed, name):
    assert name in [place.name for place in library.places.find(typed)]


@pytest.mark.parametrize("typed", ["hà nội", "haha", "an", "", "12345", "tôi không biết"])
def test_what_names_no_commune_finds_none(library, typed):
    assert not library.places.find(typed)


async def test_an_unknown_commune_is_asked_again_and_can_be_skipped(talk):
    await at_commune(talk)
    said = await talk("hà nội")
    assert said.phrase == "start.commune_unknown"
    assert (await talk("bỏ qua")).phrase == "start.audience"


async def test_commands_leave_the_step(talk):
    await at_commune(talk)
    assert (await talk("học")).phrase == "lessons.modules"
    assert (await talk.citizen()).step == ""


async def test_a_picture_does_not_end_the_question_to_a_person(friend):
    await friend("/canbo")
    await friend(kind="photo")
    await friend("cảm ơn")
    await friend("   ")
    assert (await friend("Nhờ cán bộ hướng dẫn lấy lại sổ")).phrase == "tickets.opened"


async def test_dots_are_no_question_to_a_person(friend):
    await friend("/canbo")
    assert (await friend("123")).phrase == "tickets.begin"


async def test_the_wait_does_not_count_ones_own_question(friend, library):
    await friend("/canbo")
    said = await friend("Nhờ cán bộ gọi lại giúp")
    assert "chưa có ai" in said.messages[0].reply["values"]["wait"]


async def test_the_first_message_to_a_person_is_not_interrupted(talk):
    assert (await talk("/canbo")).phrases == ["tickets.begin"]
    said = await talk("Nhờ cán bộ chỉ giúp cách đổi số điện thoại")
    assert said.phrases == ["tickets.opened", "start.after_first_answer"]


async def test_an_emergency_in_a_step_comes_first(friend):
    from sqlalchemy import select

    await friend("/canbo")
    assert (await friend("tôi vừa bị lừa mất 5 triệu")).phrase == "emergency.card"
    async with friend.database.read() as db:
        assert [one.urgent for one in await db.scalars(select(Ticket))] == [True]


@pytest.mark.parametrize(
    "old",
    [
        *("tickets.from:x", "lessons.card:m0-01:x", "settings.form:xx", "start.form:", "ask.right:z"),
        *("tickets.from:²", "ask.right:²", "reminders.at:²", "settings.audience:²", "review.next:²:³"),
        *(
            f"{name}:{'9' * 40}"
            for name in ("tickets.from", "ask.wrong", "events.join", "answers.coming", "ideas.vote")
        ),
    ],
)
async def test_a_mangled_button_never_fails(friend, old):
    said = await friend(button=old)
    assert said.phrase != "errors.unforeseen" and said.buttons


async def test_every_setting_is_shown_and_can_be_changed(friend):
    said = await friend("/caidat")
    shown = said.messages[0].reply["values"]
    assert set(shown) == {"commune", "audience", "organisations", "consent", "reminder", "news", "pictures"}
    for button in ("settings.form", "settings.commune", "settings.audience", "do:reminders", "do:announcements"):
        assert button in said.buttons
    await friend(button="reminders.at:19")
    await friend(button="announcements.news:off")
    await friend(button="settings.pictures:no")
    await friend(button="settings.agree:no")
    after = (await friend("/caidat")).messages[0].reply["values"]
    assert all(after[name] != shown[name] for name in ("consent", "reminder", "news", "pictures"))


async def test_an_old_tap_of_the_first_meeting_does_not_begin_it_anew(friend):
    said = await friend(button="start.form:ba")
    assert said.phrase == "settings.saved"
    assert (await friend.citizen()).form == "ba"
