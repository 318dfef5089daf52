"""Where nothing was found the numbers stand last; where somebody may be in danger they are said first."""

from __future__ import annotations

import re

import pytest

from bot.domain.answering.found import Found
from bot.messages import Label, Reply
from handlers.ask import safe, tells
from tests.benches.danger import sets
from tests.shared import the_answering

NUMBERS = {"113", "114", "115"}


async def test_what_nobody_here_knows_ends_with_whom_to_call(friend):
    said = await friend("kết quả bóng đá tối qua")
    assert said.phrase == "ask.no_answer"
    last = said.text.split("\n\n")[0].splitlines()[-1]
    assert set(re.findall(r"\d{3}", last)) == NUMBERS and "bác" in last


async def test_a_cry_that_has_no_sign_hears_whom_to_call_before_anything_else(friend):
    said = await friend("thuyen nha toi hong may giua bien song to lam")
    assert said.phrase == "emergency.maybe"
    assert set(re.findall(r"\d{3}", said.text)) >= NUMBERS


@pytest.mark.parametrize("waits", ["tin này có thật không", "/canbo", "đổi nơi ở", "sáng kiến", "/lotrinh"])
@pytest.mark.parametrize("cry", ["toi gap cuop", "có người lạ cầm dao đứng trước cửa nhà tôi"])
async def test_a_call_for_help_is_heard_whatever_was_waited_for(friend, waits, cry):
    await friend(waits)
    said = await friend(cry)
    assert said.phrases[0].startswith("emergency."), said.phrases
    assert set(re.findall(r"1\d\d", said.texts[0])) & NUMBERS
    assert said.messages[0].label == "curated"


async def test_where_nobody_calls_for_help_what_was_waited_for_goes_on(friend):
    for waits, words in (
        ("đổi nơi ở", "xã Hải Sơn"),
        ("sáng kiến", "nhắc lịch họp thôn qua zalo"),
        ("/lotrinh", "vneid"),
    ):
        await friend(waits)
        assert not (await friend(words)).phrase.startswith("emergency."), words


@pytest.mark.parametrize("kind", ["near", "extract"])
def test_who_tells_and_asks_nothing_reads_whom_to_call_before_what_may_be_of_something_else(kind):
    reply = Reply("ask.near")
    told = Found(kind, question="the cua toi tu nhien bi quet o nuoc ngoai")
    assert safe(told, reply) == Reply("emergency.in_case", then=reply)
    assert safe(Found(kind, question="thẻ bị quẹt ở nước ngoài thì gọi ai"), reply) is reply
    assert safe(Found("curated", question=told.question), reply) is reply


@pytest.mark.parametrize("text", ["cuoc song chang con gi nua", "ho cam toi noi voi ai", "Nó lấy thẻ của mẹ cháu"])
def test_such_words_tell(text):
    assert tells(text)


@pytest.mark.parametrize(
    "text", ["lam the bhyt dc k", "Cô Tô còn huyện không ạ?", "so cong an phuong", "coi ho so den dau"]
)
def test_such_words_ask(text):
    assert not tells(text)


async def test_hardly_any_of_our_own_questions_is_told_whom_to_call():
    texts, told = sets()["with an entry"], 0
    for text in (text for text in texts if tells(text)):
        reply = Reply("ask.near")
        told += safe(await the_answering().prepare(text, 1), reply).phrase == "emergency.in_case"
    assert told / len(texts) < 0.03


def test_the_second_of_two_questions_may_be_the_one_in_danger():
    reply = Reply("ask.answer")
    assert safe(Found("none"), reply) is reply
    said = safe(Found("curated", then=Found("none", in_danger="bị nhốt")), reply)
    assert said == Reply("emergency.maybe", label=Label.CURATED, then=reply)


def test_the_words_are_few_and_name_only_numbers_of_the_card(library):
    known = set(re.findall(r"\b1\d\d\b", library.phrases.sentences[library.emergency.card]))
    for name in ("emergency.maybe", "emergency.in_case", "ask.no_answer", "ask.part_no_answer"):
        said = library.phrases.sentences[name]
        assert set(re.findall(r"\b\d+\b", said)) == known == NUMBERS, name
    assert len(library.phrases.sentences["emergency.maybe"].split()) <= 60


@pytest.mark.parametrize("words", ["156 la so gi", "156 là số gì", "số 156 là số gì thế"])
async def test_what_156_is_is_told_with_what_it_is_for(friend, words):
    said = await friend(words)
    assert said.label == "curated" and "156, miễn phí" in said.text
