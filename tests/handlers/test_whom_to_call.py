"""Where nothing was found the numbers stand last; where somebody may be in danger they are said first."""

from __future__ import annotations

import re

import pytest

from bot.domain.answering.answer import Found
from bot.messages import Reply
from handlers.ask import safe

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


def test_the_second_of_two_questions_may_be_the_one_in_danger():
    reply = Reply("ask.answer")
    assert safe(Found("none"), reply) is reply
    assert safe(Found("curated", then=Found("none", in_danger="bị nhốt")), reply) == Reply(
        "emergency.maybe", then=reply
    )


def test_the_words_are_few_and_name_only_numbers_of_the_card(library):
    known = set(re.findall(r"\b1\d\d\b", library.phrases.sentences[library.emergency.card]))
    for name in ("emergency.maybe", "ask.no_answer", "ask.part_no_answer"):
        said = library.phrases.sentences[name]
        assert set(re.findall(r"\b\d+\b", said)) == known == NUMBERS, name
    assert len(library.phrases.sentences["emergency.maybe"].split()) <= 60


@pytest.mark.parametrize("words", ["156 la so gi", "156 là số gì", "số 156 là số gì thế"])
async def test_what_156_is_is_told_with_what_it_is_for(friend, words):
    said = await friend(words)
    assert said.label == "curated" and "156, miễn phí" in said.text
