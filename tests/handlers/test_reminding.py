"""What is due is offered once a day and asked in short sittings; reminders stop when nobody answers."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain import reminders
from bot.storage import outbox
from bot.storage.tables import Outbound, Review
from handlers.reminders import HOURS
from tests.journeys.test_learning import learn


async def all_due(talk):
    """Everything learnt is due now."""
    async with talk.database.begin() as db:
        await db.execute(update(Review).values(due_at=talk.watch.now() - timedelta(hours=1)))


@pytest.fixture
async def learner(friend, library):
    """Someone with more questions due than one sitting asks."""
    for code in ("M1-01", "M1-02", "M1-03"):
        lesson = library.lesson(code)
        await learn(friend, lesson)
    friend.watch.move(days=1)
    await all_due(friend)
    return friend


async def test_reviews_are_offered_when_the_person_writes_once_a_day(learner):
    said = await learner("xin chào")
    assert said.phrases == ["small_talk.hello", "review.offered"]
    assert (await learner("xin chào")).phrases == ["small_talk.hello"]
    learner.watch.move(days=1)
    said = await learner("/menu")
    assert said.phrases == ["menu.main", "review.offered"]
    assert (await learner("vâng")).phrase == "review.question"


async def test_nothing_is_offered_within_a_lesson_or_to_who_agreed_to_nothing(learner, library):
    code = library.lessons[3].code.lower()
    await learner(button=f"lessons.open:{code}")
    assert "review.offered" not in (await learner("cảm ơn")).phrases
    await learner(button="settings.agree:no")
    assert "review.offered" not in (await learner("/menu")).phrases


async def test_a_sitting_is_a_few_questions_and_more_on_wish(learner, library):
    questions = [ask for code in ("M1-01", "M1-02", "M1-03") for ask in library.lesson(code).quiz]
    said = await learner("/ontap")
    for number in range(1, 7):
        values = said.messages[0].reply["values"]
        assert (values["number"], values["questions"]) == (number, 6)
        assert (await learner("1")).phrase in ("review.right", "review.wrong")
        said = await learner("tiếp")
    assert said.phrase == "review.enough"
    assert said.messages[0].reply["values"] == {"asked": 6, "left": len(questions) - 6}
    assert (await learner("ôn thêm")).phrase == "review.question"


async def test_a_question_typed_at_a_review_leads_back_to_it(learner):
    said = await learner("/ontap")
    asked = said.messages[0].reply["values"]["ask"]
    said = await learner("gọi cấp cứu số nào")
    assert said.phrase.startswith("ask.")
    assert (await learner("học tiếp")).messages[0].reply["values"]["ask"] == asked


async def remind(talk):
    """What the scheduler does at nine o'clock; what it said, if it said something."""
    here = talk.watch.local()
    async with talk.database.begin() as db:
        number = await reminders.send_due(db, hour=9, today=here.date(), now=talk.watch.now())
        said = list(await db.scalars(select(Outbound).where(Outbound.rank == outbox.REMINDERS).order_by(Outbound.id)))
    return said[-1].reply["phrase"] if number else ""


async def test_after_three_unanswered_reminders_there_is_peace_and_a_way_back(learner):
    await learner(button="reminders.at:9")
    said = []
    for _ in range(6):
        learner.watch.move(days=1)
        said.append(await remind(learner))
    assert said == ["reminders.to_review", "reminders.to_review", "reminders.last", "", "", ""]
    assert (await learner("/nhacnho")).phrase == "reminders.paused"
    said = await learner("xin chào")
    assert "reminders.again" not in said.phrases, "it was asked already"


async def test_who_comes_back_is_asked_once_whether_to_be_reminded_again(learner):
    await learner(button="reminders.at:9")
    for _ in range(4):
        learner.watch.move(days=1)
        await remind(learner)
    said = await learner("cảm ơn cháu")
    assert said.phrases == ["small_talk.thanks", "reminders.again"]
    assert (await learner("vâng")).phrase == "reminders.set"
    learner.watch.move(days=1)
    assert await remind(learner) == "reminders.to_review"


async def test_one_word_counts_as_an_answer(learner):
    await learner(button="reminders.at:9")
    for _ in range(5):
        learner.watch.move(days=1)
        assert await remind(learner) != "reminders.last"
        await learner("cảm ơn")


async def test_what_could_not_be_delivered_was_not_left_unanswered(learner):
    await learner(button="reminders.at:9")
    learner.watch.move(days=1)
    await remind(learner)
    me = (await learner.citizen()).id
    async with learner.database.begin() as db:
        await outbox.miss(db, [me], "reminder")
    assert (await learner.citizen()).unanswered == 0
    learner.watch.move(days=1)
    assert await remind(learner) == "", "where nobody may be written to, they write first"
    await learner("chào cháu")
    learner.watch.move(days=1)
    assert await remind(learner) == "reminders.to_review"


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        *(("20h", 20), ("8h sáng", 8), ("8 giờ tối", 20), ("19:00", 19), ("nhắc lúc 7 giờ nhé", 7), ("12h trưa", 12)),
        *(("bảy giờ sáng", 7), ("ba giờ chiều", 15), ("7", 7), ("19", 19), ("mười giờ", 10)),
    ],
)
async def test_any_waking_hour_can_be_typed(friend, typed, hour):
    await friend("/nhacnho")
    assert (await friend(typed)).phrase == "reminders.set"
    assert (await friend("/caidat")).text.count(f"{hour} giờ") == 1


async def test_nobody_is_reminded_at_night_and_the_list_goes_on(friend):
    await friend("/nhacnho")
    assert (await friend("23h")).phrase == "reminders.at_night"
    for typed in ("6 giờ sáng", "12 giờ đêm", "25h"):
        assert (await friend(typed)).phrase == "reminders.at_night"
    assert (await friend("2")).text.count("12 giờ") == 1


async def test_no_number_of_the_list_of_hours_is_one_of_them():
    assert min(HOURS) > len(HOURS) + 2


async def test_where_the_hour_is_asked_for_off_is_off(friend):
    await friend(button="reminders.at:9")
    await friend("/nhacnho")
    assert (await friend("tắt")).phrase == "reminders.off"


async def test_a_question_in_place_of_the_hour_is_answered(friend):
    await friend("/nhacnho")
    assert (await friend("quên mật khẩu vneid thì làm sao")).phrase.startswith("ask.")


async def test_reminders_are_switched_off_in_words(friend):
    await friend(button="reminders.at:9")
    assert (await friend("tắt nhắc")).phrase == "reminders.off"
    assert (await friend("/nhacnho")).phrase == "reminders.choose"


@pytest.mark.parametrize(("typed", "hour"), [("7h30", 7), ("19:30", 19), ("7 giờ rưỡi", 7), ("20h15", 20)])
async def test_minutes_are_said_to_be_dropped(friend, typed, hour):
    await friend("/nhacnho")
    said = await friend(typed)
    assert said.phrase == "reminders.set_full" and f"lúc {hour} giờ mỗi ngày" in said.text
    assert (await friend.citizen()).reminder_hour == hour


@pytest.mark.parametrize(("typed", "hour"), [("6 gio toi", 18), ("đổi sang 8h sáng", 8), ("20h", 20)])
async def test_an_hour_right_after_one_was_set_is_a_change(friend, typed, hour):
    await friend("/nhacnho")
    await friend("7h30")
    assert (await friend(typed)).phrase == "reminders.set"
    assert (await friend.citizen()).reminder_hour == hour


async def test_an_hour_out_of_the_blue_is_no_reminder(friend):
    await friend("/nhacnho")
    await friend("7h")
    await friend("/menu")
    assert not (await friend("6 gio toi")).phrase.startswith("reminders.")
