"""A question below an announcement shows that announcement again, where no entry answers it and it is theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from bot.domain.announcements import Announcements
from bot.storage.tables import Announcement, Exchange, Outbound, Staff, Ticket

HERE, THERE = "07090", "06811"
MEETING = {
    "title": "Họp khu phố 3",
    "body": "Họp khu phố 3 tối thứ sáu lúc 19 giờ tại nhà văn hóa, mang theo căn cước.",
}


async def met(talk):
    """Somebody who went through the first meeting."""
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button="start.form:bac")
    await talk(button=f"start.commune:{HERE}")
    await talk(button="start.audience:1")
    return talk


async def tell(talk, commune=HERE, **words):
    """An announcement goes out to those whom it means, and arrives."""
    now = talk.watch.now()
    async with talk.database.begin() as db:
        number = len(list(await db.scalars(select(Staff.id)))) + 1
        account = {"login": f"lan{number}", "name": "Lan", "role": "author", "password": "-", "area": commune}
        author = (await db.execute(insert(Staff).values(**account, created_at=now).returning(Staff.id))).scalar_one()
        values = {**MEETING, "code": f"TB-AAA{number}", "communes": [commune], "audiences": [], "author_id": author}
        await db.execute(
            insert(Announcement).values(**values | words, created_at=now, approved_at=now, status="approved")
        )
        await Announcements(db, now).plan_next()
        arrived = Outbound.announcement_id.is_not(None) & Outbound.sent_at.is_(None)
        await db.execute(update(Outbound).where(arrived).values(status="sent", sent_at=now))
    talk.watch.move(minutes=20)


@pytest.mark.parametrize(
    "typed",
    ["họp ở đâu thế", "hop o dau the", "mấy giờ họp", "họp mấy giờ vậy cháu", "cuộc họp khu phố có bắt buộc không"],
)
async def test_by_its_words_also_later(talk, typed):
    await tell(await met(talk))
    await talk("quên mật khẩu vneid")
    talk.watch.move(days=2)
    said = await talk(typed)
    assert said.phrase == "announcements.asked"
    assert "Bác hỏi về thông báo này phải không ạ?" in said.text
    assert MEETING["body"] in said.text and "TB-AAA" in said.text
    place = talk.library.places.by_code(HERE)
    assert f"Nơi gửi: {place.name}" in said.text


@pytest.mark.parametrize("typed", ["mang theo gì không", "ai gửi cái này", "ở đâu", "mấy giờ", "mấy giờ?", "o dau vay"])
async def test_straight_below_it_a_question_that_names_nothing(talk, typed):
    await tell(await met(talk))
    assert (await talk(typed)).phrase == "announcements.asked"
    assert (await talk("ở đâu")).phrase == "announcements.asked"


@pytest.mark.parametrize("typed", ["ở đâu", "ai gửi cái này"])
async def test_after_something_else_it_names_nothing(talk, typed):
    await tell(await met(talk))
    await talk("quên mật khẩu vneid")
    talk.watch.move(minutes=30)
    assert (await talk(typed)).phrase != "announcements.asked"


async def test_what_it_is_not_about_is_answered_as_ever(talk):
    await met(talk)
    usual = {typed: (await talk(typed)).phrases for typed in OTHERS}
    talk.watch.move(minutes=30)
    await tell(talk)
    for typed, phrases in usual.items():
        talk.watch.move(minutes=30)
        assert (await talk(typed)).phrases == phrases, typed


OTHERS = (
    "quên mật khẩu vneid",
    "làm căn cước ở đâu",
    "giá vàng hôm nay bao nhiêu",
    "con tôi họp phụ huynh ở trường nào vậy",
    "mấy giờ rồi",
    "gấp lắm, cần làm căn cước trong tuần",
    "mang thẻ căn cước đi đổi sim",
    "tôi bị lừa chuyển tiền rồi",
)


async def test_a_lone_word_of_a_name_in_the_title_is_not_enough(talk):
    await tell(await met(talk), title="Cắt điện phường Bãi Cháy", body="Ngày 30/11 từ 7 giờ đến 17 giờ.")
    assert (await talk("máy tính chạy chậm")).phrase != "announcements.asked"
    assert (await talk("may tinh chay cham")).phrase != "announcements.asked"
    assert (await talk("cắt điện mấy giờ")).phrase == "announcements.asked"


async def test_of_two_the_one_that_is_named(talk):
    await tell(await met(talk))
    await tell(talk, title="Cắt điện khu 4", body="Ngày 30/11 từ 7 giờ đến 17 giờ.")
    assert MEETING["title"] in (await talk("mấy giờ họp")).text
    assert "Cắt điện khu 4" in (await talk("mấy giờ cắt điện")).text


async def test_a_call_for_help_comes_first(talk):
    await tell(await met(talk))
    assert (await talk("cứu tôi với, tôi đang bị lừa chuyển tiền ở cuộc họp")).phrase.startswith("emergency.")


async def test_not_an_old_one_nor_one_that_was_stopped(talk):
    await tell(await met(talk))
    talk.watch.move(days=8)
    assert (await talk("họp ở đâu thế")).phrase == "ask.no_answer"
    await tell(talk)
    async with talk.database.begin() as db:
        await db.execute(update(Announcement).values(status="stopped"))
    assert (await talk("họp ở đâu thế")).phrase == "ask.no_answer"


async def test_not_for_who_did_not_get_it(talk):
    await tell(await met(talk), commune=THERE)
    assert (await talk("họp ở đâu thế")).phrase == "ask.no_answer"
    assert (await talk("mấy giờ")).phrase == "small_talk.clock"


async def test_no_it_was_not_meant(talk):
    await tell(await met(talk))
    said = await talk("họp ở đâu thế")
    assert [does.partition(":")[0] for does in said.buttons] == ["tickets.from", "ask.usual", "do"]
    said = await talk("không phải")
    assert said.phrase == "ask.no_answer"
    assert said.buttons[0].startswith("tickets.from:")
    await talk("mấy giờ")
    await tell(talk)
    await talk("mấy giờ")
    assert (await talk("không phải")).phrase == "small_talk.clock"


async def test_the_question_goes_to_a_person(talk):
    await tell(await met(talk))
    said = await talk("họp ở đâu thế")
    assert (await talk(button=said.buttons[0])).phrase == "tickets.opened"
    async with talk.database.read() as db:
        assert (await db.scalars(select(Ticket.question))).one() == "họp ở đâu thế"


async def test_an_open_lesson_stays_open(talk):
    await met(talk)
    await talk("học bài 2")
    await tell(talk)
    said = await talk("họp ở đâu thế")
    assert said.phrase == "announcements.asked"
    assert (await talk("tiếp")).phrase == "lessons.card"


async def test_its_words_stay_out_of_the_log(talk):
    await tell(await met(talk))
    await talk("họp ở đâu thế")
    async with talk.database.read() as db:
        kept = (await db.scalars(select(Exchange).where(Exchange.outcome == "notice"))).one()
        assert (kept.answer, kept.label) == ("", "")
