"""A lesson on every channel: its cards, a question in between, its quiz, and on with it elsewhere."""

from __future__ import annotations

import pytest

from tests.journeys.channels import PLATFORMS
from tests.journeys.test_joining import settle
from tests.journeys.test_learning import agree

CODE = "m1-01"


@pytest.fixture(params=["sqlite"])
async def database_url(tmp_path, request):
    yield f"sqlite+aiosqlite:///{tmp_path}/test.db"


@pytest.fixture(params=list(PLATFORMS))
async def talk(request, database, library):
    async with PLATFORMS[request.param](database, library) as opened:
        yield opened


async def test_a_lesson_with_a_question_in_between(talk, library):
    lesson = library.lesson(CODE)
    await agree(talk)
    await talk("tôi muốn làm căn cước trên điện thoại")
    await talk("lộ trình")
    said = await talk("tôi muốn làm căn cước trên điện thoại")
    assert said.phrase == "paths.meant"
    await talk("1")
    said = await talk("vâng")
    assert said.phrase == "paths.followed"
    await talk(button=f"lessons.open:{CODE}")
    said = await talk("tiếp")
    assert "Thẻ 2/5 · Bài 2/8 của lộ trình" in said.text
    assert (await talk("khó quá")).phrase == "lessons.easier"
    said = await talk("mức 2 phải đi đến chỗ nào để lấy vân tay")
    assert said.phrase.startswith("ask.")
    said = await talk("học tiếp")
    assert "Thẻ 2/5" in said.text
    for _ in lesson.cards[1:]:
        said = await talk("1")
    for question in lesson.quiz:
        assert said.phrase == "lessons.question"
        said = await talk(str(question.right))
        assert said.phrase == "lessons.right"
        said = said if said.phrases[-1] == "lessons.finished" else await talk("tiếp")
    assert said.phrases[-1] == "lessons.finished"
    assert "lessons.open:m1-02" in said.buttons


async def test_a_placement_and_a_review(talk, library):
    await agree(talk)
    said = await talk("thử xem tôi đã biết gì")
    for _ in range(7):
        if said.phrases[-1] != "placement.question":
            break
        said = await talk("chưa biết câu này")
    assert said.phrases[-1] == "placement.over"
    said = await talk("1")
    assert said.phrase == "lessons.card"
    code = library.path("dan").lessons[0]
    lesson = library.lesson(code)
    await talk(button=f"lessons.card:{code.lower()}:{len(lesson.cards)}")
    await talk("2" if lesson.quiz[0].right == 1 else "1")
    talk.watch.move(hours=25)
    said = await talk("xin chào")
    assert said.phrases == ["small_talk.hello", "review.offered"]
    said = await talk("vâng")
    assert said.phrase == "review.question"
    assert (await talk(str(lesson.quiz[0].right))).phrase == "review.right"


async def test_a_lesson_begun_on_one_channel_goes_on_on_the_other(database, library):
    async with PLATFORMS["web"](database, library) as here, PLATFORMS["telegram"](database, library) as there:
        await agree(here)
        await here(button=f"lessons.card:{CODE}:3")
        line = (await here("/lienket")).messages[0].reply["values"]["line"]
        await settle(here)
        said = await there(line)
        assert said.phrases[0] == "linking.joined" and f"lessons.open:{CODE}" in said.buttons
        assert "Thẻ 4/5" in (await there("học tiếp")).text
