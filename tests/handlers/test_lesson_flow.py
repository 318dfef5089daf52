"""A lesson goes back, on, slowly, past and away and home again: always at the very card."""

from __future__ import annotations

import pytest

from bot.domain.learning.plain_words import easier
from tests.journeys.test_learning import learn
from tests.shared import the_answering

CODE = "m1-01"


def values(said):
    return said.messages[0].reply["values"]


@pytest.fixture
async def reader(friend):
    """Someone who reads the third card of a lesson."""
    await friend(button=f"lessons.open:{CODE}")
    await friend(button=f"lessons.card:{CODE}:2")
    return friend


@pytest.mark.parametrize(
    ("typed", "card"),
    [
        ("tiếp", 4),
        ("tiep tuc", 4),
        ("tiếp đi ạ", 4),
        ("vâng", 4),
        ("ok", 4),
        ("thẻ trước", 2),
        ("trước", 2),
        ("lui lai", 2),
        ("đọc lại", 3),
        ("nhac lai", 3),
        ("học tiếp", 3),
        ("1", 4),
        ("2", 2),
    ],
)
async def test_pages_are_turned_by_words_and_numbers(reader, typed, card):
    said = await reader(typed)
    assert values(said)["number"] == card


async def test_a_card_says_where_it_stands_in_the_whole(reader, library):
    said = await reader("đọc lại")
    lesson = library.lesson(CODE)
    place = library.lessons.index(lesson) + 1
    assert f"Thẻ 3/{len(lesson.cards)} · Bài {place}/{len(library.lessons)}" in said.text
    await reader(button="paths.follow:cao")
    said = await reader(button=f"lessons.card:{CODE}:2")
    assert "Bài 6/10 của lộ trình" in said.text


@pytest.mark.parametrize("typed", ["giải thích dễ hơn", "khó quá", "không hiểu", "de hon", "Giải thích dễ hơn"])
async def test_easier_words_come_from_the_content_alone(reader, library, typed):
    said = await reader(typed)
    assert said.phrase == "lessons.easier"
    written, _, terms = values(said)["text"].partition("\n\n")
    assert written == library.lesson(CODE).easier[3]
    assert terms and set(terms.splitlines()) <= known(library)
    assert values(await reader("tiếp"))["number"] == 4


def known(library):
    return {f"{term.term}: {term.means}" for term in library.glossary}


def test_an_author_s_easier_words_go_first(library):
    lesson = library.lesson(CODE).model_copy(update={"easier": {3: "Mức 1 làm ở nhà."}})
    assert easier(lesson, 2, ()) == "Mức 1 làm ở nhà."
    assert easier(lesson, 1, ()) != "Mức 1 làm ở nhà."


def test_without_the_author_s_a_card_is_said_slowly_and_its_hard_words_are_explained(library):
    lesson = library.lesson(CODE).model_copy(update={"easier": {}})
    slowly, _, terms = easier(lesson, 2, library.glossary).partition("\n\n")
    assert " ".join(slowly.replace("• ", "").split()) == " ".join(lesson.cards[2].split())
    assert terms and set(terms.splitlines()) <= known(library)


async def test_easier_words_of_the_last_card_lead_to_the_questions(reader, library):
    last = len(library.lesson(CODE).cards) - 1
    said = await reader(button=f"lessons.easier:{CODE}:{last}")
    assert said.messages[0].reply["buttons"][0][1] == "buttons.to_quiz"
    assert (await reader("1")).phrase == "lessons.question"


async def test_a_lesson_passed_over_keeps_its_place(reader):
    said = await reader("bỏ qua bài này")
    assert said.phrase == "lessons.skipped" and f"lessons.card:{CODE}:2" in said.buttons
    await reader("1")
    said = await reader(button=f"lessons.open:{CODE}")
    assert values(said)["number"] == 3


async def test_the_next_day_it_goes_on_at_the_very_card(reader):
    await reader("/menu")
    reader.watch.move(days=3)
    said = await reader("học tiếp")
    assert (values(said)["number"], values(said)["title"]) == (3, "VNeID: mức 1 và mức 2 khác gì")


async def test_a_question_is_answered_from_the_lesson_first_and_leads_back(reader):
    said = await reader("mức 2 phải đi đến chỗ nào để lấy vân tay")
    assert said.phrase.startswith("ask.")
    back = f"lessons.card:{CODE}:2"
    assert back in said.buttons
    await reader("cảm ơn")
    said = await reader("học tiếp")
    assert values(said)["number"] == 3
    said = await reader("xyzzy plugh quux")
    assert said.phrase == "ask.no_answer" and back in said.buttons


async def test_the_lesson_s_own_passage_goes_before_one_as_near():
    answering = the_answering()
    question = "mức 2 dùng được gì"
    today = answering.today()
    own = answering.base.find_passages(question, today, lesson="M1-02")
    assert answering.base.passages[own.hits[0].id].lesson == "M1-02"
    own = answering.base.find_passages(question, today, lesson="M1-01")
    assert answering.base.passages[own.hits[0].id].lesson == "M1-01"
    far = answering.base.find_passages(question, today, lesson="M5-04")
    assert answering.base.passages[far.hits[0].id].lesson != "M5-04"


@pytest.mark.parametrize(
    "typed", ["b", "B.", "đáp án b", "công an cấp xã", "cong an cap xa hoac noi lam the can cuoc", "2"]
)
async def test_a_choice_is_made_by_letter_number_or_some_of_its_words(friend, library, typed):
    lesson = library.lesson(CODE)
    await friend(button=f"lessons.card:{CODE}:{len(lesson.cards)}")
    assert (await friend(typed)).phrase == "lessons.right"


async def test_a_question_in_a_quiz_is_no_choice(friend, library):
    lesson = library.lesson(CODE)
    await friend(button=f"lessons.card:{CODE}:{len(lesson.cards)}")
    said = await friend("làm mức 2 hết bao nhiêu tiền")
    assert said.phrase.startswith("ask.") and f"lessons.card:{CODE}:{len(lesson.cards)}" in said.buttons


async def test_questions_passed_over_are_made_up_before_it_counts(friend, library):
    lesson = library.lesson(CODE)
    first = len(lesson.cards)
    await friend(button=f"lessons.card:{CODE}:{first}")
    said = await friend("bỏ qua câu này")
    assert values(said)["number"] == 2
    await friend(str(lesson.quiz[1].right))
    await friend("tiếp")
    said = await friend("bỏ qua câu này")
    assert said.phrase == "lessons.almost" and values(said)["left"] == 2
    said = await friend("vâng")
    assert values(said)["number"] == 1
    await friend(str(lesson.quiz[0].right))
    await friend("tiếp")
    await friend("tiếp")
    assert values(await friend("tiếp"))["number"] == 2
    last = await friend(button=f"lessons.answer:{CODE}:2:{lesson.quiz[2].right}")
    assert last.phrases == ["lessons.right", "lessons.finished"]


@pytest.mark.parametrize(
    "typed", ["chong lua dao truc tuyen", "Chống lừa đảo trực tuyến", "chong lua dao", "Chống lừa đảo"]
)
async def test_a_module_is_opened_by_its_name_or_the_beginning_of_it(friend, typed):
    assert (await friend("học")).phrase == "lessons.modules"
    said = await friend(typed)
    assert said.phrase == "lessons.module" and values(said)["title"] == "Chống lừa đảo trực tuyến"


async def test_words_that_begin_a_lesson_are_a_question(friend):
    await friend("học")
    said = await friend("chống lừa đảo")
    assert any("Lỡ bị lừa: năm việc" in button[2]["text"] for button in said.messages[0].reply["buttons"])
    assert (await friend("lỡ bị lừa")).phrase != "lessons.card"


async def test_the_next_lesson_is_the_next_of_the_path(friend, library):
    await friend(button="paths.follow:cao")
    path = library.path("cao")
    last = await learn(friend, library.lesson(path.lessons[2]))
    assert f"lessons.open:{path.lessons[3].lower()}" in last.buttons
    await friend("/menu")
    said = await friend("học tiếp")
    assert f"lessons.open:{path.lessons[0].lower()}" in said.buttons


async def test_who_agreed_to_nothing_goes_on_within_the_talk(talk):
    await talk("/start")
    await talk(button="start.agree:no")
    await talk(button="start.form:ba")
    await talk(button=f"lessons.card:{CODE}:1")
    assert values(await talk("tiếp"))["number"] == 3
    await talk("cảm ơn")
    assert values(await talk("học tiếp"))["number"] == 3
