"""Learning together: a class with and without phones, a family with one phone, a code on a wall."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.domain.learning import together
from bot.storage import counters, purge
from bot.storage.tables import Address, Citizen, ClassMember, Learner, LessonClass, Outbound, Progress
from tests.journeys.conftest import Talk
from tests.journeys.test_learning import agree

CODE = "m6-02"


def values(said):
    return said.messages[0].reply["values"]


@pytest.fixture
async def pupil(friend, library):
    """Somebody else with a phone."""
    other = Talk(friend.database, library, "binh")
    await agree(other)
    return other


async def open_class(helper):
    await helper("mở lớp")
    said = await helper("M6-02")
    assert said.phrase == "classes.meant"
    said = await helper("1")
    assert said.phrase == "classes.opened"
    return values(said)["code"]


async def on_the_phone(talk):
    """What the class showed on a phone."""
    me = (await talk.citizen()).id
    async with talk.database.read() as db:
        mine = select(Outbound).where(Outbound.citizen_id == me).order_by(Outbound.id.desc()).limit(1)
        return (await db.scalars(mine)).one().reply


async def test_a_helper_leads_a_lesson_and_each_answers_on_their_own_phone(friend, pupil, library):
    lesson = library.lesson(CODE)
    code = await open_class(friend)
    said = await pupil(f"lop {code}")
    assert said.phrase == "classes.joined"
    assert (await pupil("Chị Bình")).phrase == "lessons.card"
    said = await friend(button=f"classes.card:{code}:1")
    assert values(said)["phones"] == 1 and friend.library.phrases.fill(lesson.cards[1], "bac") in said.text
    assert (await on_the_phone(pupil))["values"]["number"] == 2
    for place in range(len(lesson.cards), len(lesson.cards) + len(lesson.quiz)):
        await friend(button=f"classes.card:{code}:{place}")
        question = lesson.quiz[place - len(lesson.cards)]
        assert (await on_the_phone(pupil))["values"]["ask"] == question.ask
        said = await pupil(str(question.right))
        assert said.phrase == "lessons.right"
    assert said.phrases[-1] == "lessons.finished"
    said = await friend("ai có mặt")
    assert values(said) == {"there": 1, "done": 1, "code": code}
    said = await friend("kết thúc lớp")
    assert said.phrase == "classes.closed" and (values(said)["there"], values(said)["done"]) == (1, 1)
    assert (await pupil(f"lop {code}")).phrase == "classes.gone"


async def test_who_has_no_phone_is_written_down_and_marked(friend):
    code = await open_class(friend)
    await friend("ghi tên")
    said = await friend("bà Tư, ông Năm\nchị Sáu")
    assert values(said)["there"] == 3
    mark = next(button for button in said.buttons if button.startswith("classes.mark:"))
    said = await friend(button=mark)
    assert values(said)["done"] == 1 and "✓ bà Tư" in str(said.messages[0].reply["buttons"])
    assert values(await friend(button=mark))["done"] == 0
    assert (await friend(button=f"classes.card:{code}:0")).phrase == "classes.card"


async def test_nobody_leads_or_marks_the_class_of_another(friend, pupil):
    code = await open_class(friend)
    for button in (
        f"classes.card:{code}:1",
        f"classes.present:{code}",
        f"classes.mark:{code}:1",
        f"classes.close:{code}",
    ):
        assert (await pupil(button=button)).phrase == "classes.gone"
    assert (await pupil(button="classes.card:khongco:0")).phrase == "classes.gone"


async def test_a_helper_who_was_interrupted_comes_back_to_the_class(friend, pupil):
    code = await open_class(friend)
    await pupil(f"lop {code}")
    await pupil("Chị Bình")
    assert values(await friend("tiếp"))["number"] == 1
    assert values(await friend("tiếp"))["number"] == 2
    await friend("ai có mặt")
    said = await friend("vâng")
    assert (said.phrase, values(said)["number"], values(said)["phones"]) == ("classes.card", 2, 1)
    before = (await on_the_phone(pupil))["values"]["number"]
    await friend("/hoc")
    said = await friend("mở lớp")
    assert said.phrase == "classes.one_is_on" and values(said)["code"] == code
    assert values(await friend("1"))["number"] == 2
    said = await friend(f"lop {code}")
    assert (said.phrase, values(said)["number"]) == ("classes.card", 2), "the helper is no learner of the class"
    assert (await on_the_phone(pupil))["values"]["number"] == before, "coming back shows nobody the card again"
    assert values(await friend("tiếp"))["number"] == 3


async def test_a_question_in_between_leaves_a_way_back_to_the_class(friend):
    code = await open_class(friend)
    await friend("tiếp")
    said = await friend("vneid là gì")
    assert said.phrase.startswith("ask.") and f"classes.back:{code}" in said.buttons
    assert (await friend("tiếp")).phrase == "classes.card"


async def test_in_a_class_a_question_is_no_name_and_the_last_seat_has_one(friend, pupil, monkeypatch):
    monkeypatch.setattr(together, "MOST_MEMBERS", 1)
    code = await open_class(friend)
    await pupil(f"lop {code}")
    assert (await pupil("bao giờ thì học xong, có mất tiền không?")).phrase == "classes.no_name"
    assert (await pupil("Chị Bình")).phrase == "lessons.card"
    assert "○ Chị Bình" in str((await friend("ai có mặt")).messages[0].reply["buttons"])
    await friend("ghi tên")
    assert (await friend("bà Tư")).phrase == "classes.full"


async def test_names_of_a_class_are_gone_after_a_month(friend, pupil):
    code = await open_class(friend)
    await pupil(f"/start lop_{code}")
    await pupil("Chị Bình")
    friend.watch.move(days=31)
    async with friend.database.begin() as db:
        await purge.expired(db, now=friend.watch.now(), today=friend.watch.local().date())
        for table in (LessonClass, ClassMember):
            assert await db.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    "typed", ["/start hoc_m6-02", "hoc m6-02", "Học M6-02", "bai m6-02", "M6-2", "/start hoc_m6-02_06811"]
)
async def test_a_code_on_the_wall_leads_into_the_lesson_from_the_first_message(talk, typed):
    said = await talk(typed)
    assert said.phrases == ["lessons.card", "start.after_first_answer"]
    assert values(said)["title"] == talk.library.lesson(CODE).title


async def test_a_poster_is_counted_and_nobody_with_it(friend):
    await friend("hoc m6-02 06811")
    await friend("/start hoc_m6-02_06811")
    await friend("hoc m6-02 99999")
    async with friend.database.read() as db:
        assert await counters.totals(db, "posters.") == {"posters.06811.m6-02": 2}
    assert (await friend.citizen()).commune == "07090", "where they live is theirs to say"


async def test_a_lesson_that_is_not_there_is_said_so(friend):
    assert (await friend("hoc m6-99")).phrase == "lessons.gone"


async def test_a_family_with_one_phone_learns_each_for_themselves(friend, library):
    await friend(button=f"lessons.card:{CODE}:2")
    first = (await friend.citizen()).id
    said = await friend("đổi người học")
    assert said.phrase == "learners.alone"
    await friend("thêm người học")
    said = await friend("bà ngoại")
    assert said.phrases == ["learners.added"] and values(said)["name"] == "bà ngoại"
    second = (await friend.citizen()).id
    assert second != first
    assert (await friend("1")).phrase == "start.form_after_yes", "what is remembered of them is theirs to say"
    await friend(button="start.form:ba")
    await friend(button="start.commune:skip")
    await friend(button="start.audience:1")
    await friend(button=f"lessons.card:{CODE}:1")
    said = await friend("đổi người học")
    assert [name[2]["text"] for name in said.messages[0].reply["buttons"][:2]] == ["Người thứ nhất", "✓ bà ngoại"]
    await friend(button=f"learners.switch:{first}")
    assert values(await friend("học tiếp"))["number"] == 3
    assert (await friend.citizen()).form == "bac"
    await friend(button=f"learners.switch:{second}")
    assert values(await friend("học tiếp"))["number"] == 2
    assert (await friend.citizen()).form == "ba"
    await friend(button="learners.rename")
    assert (await friend("bà Hoa")).phrase == "learners.renamed"


async def test_nobody_takes_the_learning_of_another_phone(friend, pupil):
    mine = (await friend.citizen()).id
    await pupil(button=f"learners.switch:{mine}")
    assert (await pupil.citizen()).id != mine


async def test_a_phone_has_room_for_six(friend):
    for name in ("An", "Bình", "Chi", "Dung", "Giang"):
        await friend(button="learners.add")
        assert (await friend(name)).phrase == "learners.added"
    await friend(button="learners.add")
    assert (await friend("Hoa")).phrase == "learners.too_many"


async def test_erasing_covers_everybody_on_the_phone(friend):
    await friend(button=f"lessons.card:{CODE}:2")
    await friend(button="learners.add")
    await friend("bà ngoại")
    await friend(button="start.agree:yes")
    await friend(button=f"lessons.card:{CODE}:1")
    said = await friend("/xoadulieu")
    assert said.phrase == "erase.ask_all" and "bà ngoại" in said.text and "Người thứ nhất" in said.text
    assert (await friend(button="my_data.erase:yes")).phrase == "erase.done"
    async with friend.database.begin() as db:
        await db.execute(update(Outbound).values(status="sent"))
        counts = [await db.scalar(select(func.count()).select_from(table)) for table in (Progress, Learner, Citizen)]
    assert counts == [0, 0, 1]
    friend.watch.move(minutes=20)
    async with friend.database.begin() as db:
        await purge.erased_citizens(db, before=friend.watch.now() - timedelta(minutes=10))
        counts = [await db.scalar(select(func.count()).select_from(table)) for table in (Citizen, Address)]
    assert counts == [0, 0]
