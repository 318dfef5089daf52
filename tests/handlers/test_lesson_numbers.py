""" "Bài 5" is the fifth lesson, "đáp án 2" an answer to the open question: no numbers of whatever list came last."""

import pytest


@pytest.mark.parametrize("typed", ["bài 5", "học bài 5", "bài số 5", "hoc bai 5", "bài học 5"])
async def test_a_lesson_by_its_number(friend, library, typed):
    await friend("/menu")
    said = await friend(typed)
    assert said.phrase == "lessons.card"
    path = library.path((await friend.citizen()).path)
    code = path.lessons[4] if path else library.lessons[4].code
    assert (await friend.citizen()).data["lesson"] == code


async def test_of_a_path_it_is_the_one_of_the_path(friend, library):
    path = library.paths[0]
    await friend(button=f"paths.follow:{path.code}")
    await friend("/menu")
    await friend("bài 2")
    assert (await friend.citizen()).data["lesson"] == path.lessons[1]


@pytest.mark.parametrize("typed", ["học bài 500", "bài 500", "cho xem bài 0", "mở bài số 200"])
@pytest.mark.parametrize("before", ["/menu", "/hoc", "học bài 2", "học bài lừa đảo"])
async def test_a_number_that_no_lesson_has_lists_them_and_says_how_many(friend, library, typed, before):
    await friend(before)
    said = await friend(typed)
    assert said.phrases == ["lessons.no_such_number", "lessons.modules"]
    assert f"từ 1 đến {len(library.lessons)}" in said.text


@pytest.mark.parametrize(
    "typed", ["cho xem bài 7", "bài số 7", "mở bài 7", "cho bác xem bài 7 với", "muốn học bài số 7"]
)
@pytest.mark.parametrize("before", ["/menu", "học bài 2", "học bài lừa đảo"])
async def test_asked_for_in_other_words_and_from_anywhere(friend, library, typed, before):
    await friend(before)
    assert (await friend(typed)).phrase == "lessons.card"
    assert (await friend.citizen()).data["lesson"] == library.lessons[6].code


async def test_below_a_list_of_lessons_it_is_one_of_the_list(friend):
    listed = (await friend("học bài lừa đảo")).buttons
    number = next(place for place, does in enumerate(listed, 1) if place > 1 and does.startswith("lessons.open:"))
    await friend(f"bài {number}")
    assert (await friend.citizen()).data["lesson"].lower() == listed[number - 1].partition(":")[2]


@pytest.mark.parametrize("typed", ["học bài lừa đảo", "bài nào về mật khẩu", "muốn học cách chuyển khoản"])
async def test_a_topic_is_listed_the_same_with_a_lesson_open(friend, typed):
    without = (await friend(typed)).buttons
    await friend("học bài 2")
    said = await friend(typed)
    assert said.phrase == "paths.meant"
    asks = "ask.words:"
    assert [one for one in said.buttons if asks not in one] == [one for one in without if asks not in one]


async def test_a_question_about_the_open_lesson_is_no_wish(friend):
    await friend("học bài 2")
    assert (await friend("học bài này để làm gì")).phrase != "paths.meant"


@pytest.mark.parametrize("typed", ["câu 2", "đáp án 2", "dap an 2"])
async def test_an_answer_after_an_interruption_is_one_to_the_quiz(friend, library, typed):
    lesson = library.lessons[0]
    await friend(button=f"lessons.card:{lesson.code.lower()}:{len(lesson.cards)}")
    await friend("quên mật khẩu vneid")
    said = await friend(typed)
    assert said.phrase in ("lessons.right", "lessons.wrong")
