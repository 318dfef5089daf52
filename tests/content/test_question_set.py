"""The questions that test the search: enough of them, each of its own wording, each about an entry that is there."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from bot.library.text import fold

FOLDER = Path(__file__).parents[1] / "questions"
FORMS = {"plain", "nodiac", "teencode", "typo"}
ALIKE = 0.75
"""Share of words from which a question counts as a copy of a title or another way to ask."""


@pytest.fixture(scope="module")
def rows():
    lines = [line for path in sorted(FOLDER.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def entries(library):
    return {entry.id: entry for entry in library.faqs}


def _syllables(text):
    return set(re.findall(r"\w+", fold(text)))


def test_each_line_has_the_four_fields(rows):
    for row in rows:
        assert set(row) == {"id", "text", "form", "entry"}, row
        assert row["form"] in FORMS, row
        assert row["form"] != "nodiac" or row["text"].isascii(), row


def test_there_are_enough_in_every_form(rows):
    assert len([row for row in rows if row["entry"]]) >= 400
    assert len([row for row in rows if not row["entry"]]) >= 80
    assert min(Counter(row["form"] for row in rows).values()) >= 30


def test_every_entry_is_asked_for_twice_or_more_and_is_there(rows, entries):
    asked = Counter(row["entry"] for row in rows if row["entry"])
    assert set(asked) <= set(entries)
    assert [entry.id for entry in entries.values() if entry.covers and asked[entry.id] < 2] == []


def test_no_question_stands_twice(rows):
    assert max(Counter(row["id"] for row in rows).values()) == 1
    assert max(Counter(fold(row["text"]) for row in rows).values()) == 1


def test_no_question_is_copied_from_its_entry(rows, entries):
    for row in rows:
        entry = entries.get(row["entry"])
        for wording in (entry.question, *entry.also) if entry else ():
            said, written = _syllables(row["text"]), _syllables(wording)
            assert len(said & written) < ALIKE * len(said | written), (row["text"], wording)
