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


async def test_a_number_that_no_lesson_has_lists_them(friend):
    assert (await friend("học bài 500")).phrase == "lessons.modules"


@pytest.mark.parametrize("typed", ["câu 2", "đáp án 2", "dap an 2"])
async def test_an_answer_after_an_interruption_is_one_to_the_quiz(friend, library, typed):
    lesson = library.lessons[0]
    await friend(button=f"lessons.card:{lesson.code.lower()}:{len(lesson.cards)}")
    await friend("quên mật khẩu vneid")
    said = await friend(typed)
    assert said.phrase in ("lessons.right", "lessons.wrong")
