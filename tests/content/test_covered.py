"""The numbered questions of the curriculum: each has an entry, of the kind that is known to be possible."""

from __future__ import annotations

from collections import defaultdict

import pytest

from bot.messages import Label, Person
from tests.shared import the_answering

ASKED = 211
TO_A_PERSON = {
    *(4, 9, 10, 13, 17, 32, 33, 37, 38, 41, 66, 70, 71, 89, 100, 101, 102, 115, 117, 118, 123, 125, 153, 197),
    *(205, 206, 207),
}
"""Questions without a verified answer."""
ABOUT_THE_BOT = {168}
"""Answered from what the program itself does."""


@pytest.fixture(scope="module")
def entries(library):
    found = defaultdict(list)
    for entry in library.faqs:
        for code in entry.covers:
            found[int(code.removeprefix("Q-"))].append(entry)
    return found


def test_every_question_has_an_entry_and_no_other_number_is_named(entries):
    assert sorted(entries) == list(range(1, ASKED + 1))


def test_questions_without_a_verified_answer_lead_to_a_person(entries):
    assert {number for number, found in entries.items() if any(entry.person for entry in found)} == TO_A_PERSON


def test_only_what_is_said_of_the_bot_rests_on_no_fact(entries):
    bare = {number for number, found in entries.items() for entry in found if not (entry.person or entry.facts)}
    assert bare == ABOUT_THE_BOT


def test_an_entry_that_leads_to_a_person_says_so_in_one_sentence(entries):
    for number in TO_A_PERSON:
        for entry in entries[number]:
            assert ". " not in entry.text, entry.id
            assert "cán bộ" in entry.text, entry.id
            assert not any(char.isdigit() for char in entry.text.replace("113", "")), entry.id


def test_there_are_other_ways_to_ask_each_with_and_without_marks(entries):
    for found in entries.values():
        for entry in found:
            assert len(entry.also) >= 2, entry.id
            assert any(way.isascii() for way in entry.also), entry.id
            assert any(not way.isascii() for way in entry.also), entry.id


def examples(library):
    """Questions that the bot's own sentences suggest."""
    asking = [said for said in library.phrases.sentences.values() if "Ví dụ:\n" in said]
    return [line.strip("• ") for said in asking for line in said.split("Ví dụ:\n")[1].splitlines()]


async def test_what_the_bot_suggests_asking_it_can_answer(library):
    assert len(examples(library)) >= 2
    for question in examples(library):
        found = await the_answering().prepare(question, Person(1))
        assert (found.kind, found.label) == ("curated", Label.CURATED), question
