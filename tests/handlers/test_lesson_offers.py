"""“Tiếp” takes what was just offered, and only words that are really said are explained."""

from __future__ import annotations

import pytest

from bot.domain.learning.plain_words import explained

CODE = "m1-01"


def values(said):
    return said.messages[0].reply["values"]


async def test_on_means_what_was_just_offered(friend, library):
    path = library.path("thanh-toan") or next(one for one in library.paths if one.kind == "goal")
    await friend(button=f"lessons.card:{CODE}:2")
    await friend(button=f"paths.show:{path.code}")
    assert (await friend("tiếp")).phrase == "paths.followed"
    said = await friend("tiếp")
    assert (said.phrase, values(said)["title"]) == ("lessons.card", library.lesson(path.lessons[0]).title)


async def test_on_after_a_question_without_answer_goes_on_with_the_lesson_and_writes_to_nobody(talk):
    await talk(button="start.agree:no")
    await talk(button="start.form:skip")
    await talk(button=f"lessons.card:{CODE}:2")
    said = await talk("quy trình nuôi cá song lồng bè ra sao")
    assert said.phrase in ("ask.no_answer", "ask.needs_person")
    said = await talk("tiếp")
    assert (said.phrase, values(said)["number"]) == ("lessons.card", 3), "without consent there is no other memory"


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Ai cầm lên cũng xem được, họ sợ lắm.", []),
        ("Hỏi AI xong thì nộp Hồ sơ.", ["AI", "hồ sơ"]),
        ("Người làm tiếp thị liên kết cũng vậy.", ["tiếp thị liên kết"]),
        ("Tiếp thị liên kết là gửi liên kết cho người khác.", ["tiếp thị liên kết", "link"]),
    ],
)
def test_only_a_word_that_is_really_said_is_explained(library, text, terms):
    assert [term.term for term in explained(text, library.glossary)] == terms
