"""From the row of the outbox to the message: a picture is found by its name, and missing it costs no words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.channels.terminal import Terminal
from bot.library.phrases import Phrases
from bot.library.pictures import Pictures
from bot.messages import Held, Label, Picture, Reply
from bot.storage.outbox import as_json
from bot.wording import Words
from tests.pictures import png, put

NAMED = Picture("pictures/m0-01.png", "Điện thoại có ổ khóa")


@pytest.fixture
def words(tmp_path):
    return Words(Phrases({"say": "{text}"}), Pictures(tmp_path))


def held(picture=NAMED):
    reply = as_json(Reply("say", {"text": "Thẻ 1"}, picture=picture))
    return Held(1, 1, 1, "terminal", "t", "", reply, 0, "", datetime(2026, 11, 25, tzinfo=UTC))


def test_the_row_keeps_a_name_and_no_bytes():
    assert held().reply["picture"] == ["pictures/m0-01.png", "Điện thoại có ổ khóa"]


def test_a_message_carries_the_picture(words, tmp_path):
    put(tmp_path, content=png(640, 400))
    drawing = words(held(), Terminal(print, lambda: None)).picture
    assert (drawing.alt, drawing.width, drawing.height) == (NAMED.alt, 640, 400)
    assert drawing.content == png(640, 400)
    assert drawing.path == f"/pictures/{drawing.digest}/m0-01.png"


@pytest.mark.parametrize("content", [b"no picture", png() + b"0" * 200 * 1024])
def test_what_is_no_picture_costs_no_words(words, tmp_path, content):
    put(tmp_path, content=content)
    message = words(held(), Terminal(print, lambda: None))
    assert (message.picture, message.text) == (None, "Thẻ 1")


@pytest.mark.parametrize("name", ["pictures/missing.png", "pictures/../phrases/vi.yaml", "../a.png", "m0-01.png"])
def test_only_pictures_of_the_folder_are_read(words, tmp_path, name):
    put(tmp_path)
    assert words(held(Picture(name, "x")), Terminal(print, lambda: None)).picture is None


def test_a_page_gets_the_content_that_it_names(tmp_path):
    put(tmp_path)
    shelf = Pictures(tmp_path)
    found = shelf.find(NAMED)
    assert shelf.named("m0-01.png", found.digest).content == found.content
    assert shelf.named("m0-01.png", "0" * 16) is None
    assert shelf.named("../pictures/m0-01.png", found.digest) is None


async def test_the_terminal_says_what_a_picture_shows(words, tmp_path):
    put(tmp_path)
    lines = []
    terminal = Terminal(lines.append, lambda: None)
    await terminal.send("t", words(held(), terminal))
    assert lines == ["[Điện thoại có ổ khóa]", "Thẻ 1"]


@pytest.mark.parametrize(
    ("name", "label"), [("Nguyễn Thị Hoa", "👤 Cán bộ trả lời: Nguyễn Thị Hoa"), ("  ", "👤 Cán bộ trả lời")]
)
def test_who_answers_in_person_is_named_as_the_console_promises(library, name, label):
    said = Reply("tickets.answer", {"text": "Mời bác đến.", "name": name, "ticket": 3}, label=Label.STAFF)
    first, *rest = Words(library.phrases).text(said, "bac").split("\n")
    assert first == label and "Mời bác đến." in rest


def test_only_a_person_is_named_in_the_label(library):
    said = Reply("ask.answer", {"text": "x", "name": "y"}, label=Label.CURATED)
    assert Words(library.phrases).text(said, "bac").startswith("📘 Từ kho tri thức đã kiểm duyệt\n")
