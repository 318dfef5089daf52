"""A damaged file of sentences costs the damaged sentence, never the bot's voice."""

from pathlib import Path

import pytest

from bot.library.library import Library
from bot.library.phrases import LOST, LOST_BUTTON, saved

FILE = Path(__file__).parents[3] / "content" / "phrases" / "vi.yaml"


def test_the_whole_file_is_read_sentence_by_sentence(library):
    assert saved(FILE.read_text("utf-8")).sentences == library.phrases.sentences


def test_a_damaged_line_costs_that_sentence_alone(library, tmp_path):
    text = FILE.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  no_such_number:"))
    (tmp_path / "phrases").mkdir()
    (tmp_path / "phrases" / "vi.yaml").write_text(text.replace(line, '  no_such_number: "half'))
    read = Library.load(tmp_path)
    assert [fault.path.endswith("phrases/vi.yaml") for fault in read.faults if "phrases" in fault.path] == [True]
    assert library.phrases.sentences.keys() - read.phrases.sentences.keys() == {"help.no_such_number"}
    assert read.phrases.say("help.no_such_number", {"number": 9}, "bac").startswith("Cháu xin lỗi bác")
    assert read.phrases.say("buttons.menu", {}, "") == library.phrases.say("buttons.menu", {}, "")


@pytest.mark.parametrize("text", [None, "", "a: [", "\xff"])
def test_without_any_sentence_it_still_speaks(tmp_path, text):
    if text is not None:
        (tmp_path / "phrases").mkdir()
        (tmp_path / "phrases" / "vi.yaml").write_text(text, "latin-1")
    phrases = Library.load(tmp_path).phrases
    assert phrases.say("errors.sorry", {}, "") == phrases.fill(LOST, "")
    assert phrases.say("buttons.menu", {}, "") == LOST_BUTTON
