"""A real model that invents, through the same client as in the bot: nothing that it invents is shown."""

import re
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

import pytest

from bot.domain.answering.answer import Answering
from bot.domain.answering.guard import GUARD_REFUSAL, Guard, Passage
from bot.library.library import Library
from bot.library.register import Register
from bot.llm.client import Client
from bot.llm.completion import ModelUnavailable
from bot.messages import Label
from tests.doubles import small_model

CONTENT = Path(__file__).parents[2] / "content"
TEMPTING = (
    "Viết một câu trả lời tiếng Việt cho câu hỏi, nêu rõ số nghị định, điều, khoản, lệ phí, số điện thoại và trang "
    'web. Chỉ trả về JSON: {"answer": "…"}.'
)
SHAPE = {"type": "object", "properties": {"answer": {"type": "string", "maxLength": 400}}, "required": ["answer"]}
PASSAGES = [
    Passage("P1", "Người dân làm thẻ căn cước tại công an xã, phường. Lệ phí cấp đổi là 50.000 đồng."),
    Passage("P2", "Có thắc mắc thì gọi tổng đài 1900 0368."),
]
NUMBER = re.compile(r"\d+")


@pytest.fixture(scope="module")
def library() -> Library:
    return Library.load(CONTENT)


@pytest.fixture
async def client(tmp_path) -> AsyncIterator[Client]:
    if reason := small_model.missing():
        pytest.skip(reason)
    async with small_model.served(tmp_path) as url:
        made = Client(None, url, "small", timeout=300, concurrency=1)
        yield made
        await made.close()


async def test_a_model_tempted_to_invent_is_held_to_the_passages(client):
    guard = Guard(Register.load(CONTENT / "legal" / "register.yaml"))
    given = set(NUMBER.findall(" ".join(passage.text for passage in PASSAGES)))
    written = 0
    for question in ("làm căn cước theo nghị định nào", "lệ phí làm căn cước", "gọi số nào để hỏi"):
        try:
            answer = str((await client.complete(TEMPTING, question, SHAPE)).data.get("answer", ""))
        except ModelUnavailable:
            continue
        written += 1
        shown = guard.check(question, PASSAGES, answer).text
        assert shown == GUARD_REFUSAL or set(NUMBER.findall(shown)) <= given, (answer, shown)
    assert written


async def test_whatever_it_writes_a_citizen_sees_a_label_and_nothing_but_the_library(client, library):
    answering = Answering(library, Guard(library.register), client, today=lambda: date(2026, 11, 24))
    known = " ".join(passage.text for passage in answering.base.passages.values())
    for question in ("mất căn cước thì làm lại ở đâu", "VNeID mức 2 đăng ký thế nào"):
        found = await answering.prepare(question, 1, ask_model=True)
        assert found.label in (Label.AI, Label.EXTRACT) or found.kind == "none"
        assert all(number in known for number in NUMBER.findall(found.text)), found.text
