"""Lessons on paper: each on a leaf of its own, with its drawing, every letter inside."""

from __future__ import annotations

import re
from datetime import date

import pytest
from typer.testing import CliRunner

from bot.cli.content import app
from bot.domain.learning.pack import Pack
from bot.library.files import content_dir
from bot.library.pictures import Pictures
from tests.shared import the_library

LIBRARY = the_library()


@pytest.fixture
def pack():
    return Pack(
        LIBRARY, Pictures(content_dir()), lambda text: LIBRARY.phrases.fill(text, "bac"), today=date(2026, 11, 25)
    )


def test_every_lesson_begins_on_the_front_of_a_leaf_with_its_drawing(pack):
    lessons = [one for one in LIBRARY.lessons if one.module == "M8"]
    made = pack.made(lessons)
    assert made.startswith(b"%PDF-") and made.count(b"/FontFile2") == 2
    assert len(re.findall(rb"/Subtype /Image", made)) == len(lessons)
    assert list(pack.pages) == [one.code for one in lessons]
    assert all(page % 2 for page in pack.pages.values())


def test_what_is_said_to_the_reader_is_in_their_form_of_address(pack):
    said = []
    pack.fill = lambda text: said.append(text) or text
    pack.made(LIBRARY.lessons[:1])
    lesson = LIBRARY.lessons[0]
    assert {*lesson.cards, lesson.do_now, lesson.if_stuck, *(one.ask for one in lesson.quiz)} <= set(said)


def test_the_command_writes_what_is_asked_for(tmp_path):
    out = tmp_path / "a.pdf"
    told = CliRunner().invoke(app, ["print", "M6-02", "m8", "--out", str(out)])
    assert told.exit_code == 0 and "5 lessons on" in told.output and out.read_bytes().startswith(b"%PDF-")
    told = CliRunner().invoke(app, ["print", "M6-99", "--out", str(out)])
    assert told.exit_code == 2 and "M6-99: no such lesson or module" in told.output
