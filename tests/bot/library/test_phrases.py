"""A damaged file of sentences costs the damaged sentence, never the bot's voice."""

import ast
import re
from pathlib import Path

import pytest
import structlog

from bot.library.files import content_dir
from bot.library.library import Library
from bot.library.phrases import LOST, LOST_BUTTON, LOST_LABEL, Phrases
from bot.library.sentences import expected, saved, sound

FILE = content_dir() / "phrases" / "vi.yaml"
ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def forgiving(monkeypatch, lost_as_it_is):
    """Elsewhere in the tests a lost sentence is an error."""
    monkeypatch.setattr(Phrases, "lost", lost_as_it_is)


def with_text(folder: Path, text: str) -> Library:
    (folder / "content/phrases").mkdir(parents=True)
    (folder / "content/phrases/vi.yaml").write_text(text, "utf-8")
    return Library.load(folder / "content")


def test_the_whole_file_is_read_sentence_by_sentence(library):
    assert sound(saved(FILE.read_text("utf-8"), FILE)) == library.phrases.sentences


def test_a_damaged_line_costs_that_sentence_alone(library, tmp_path):
    text = FILE.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  no_such_number:"))
    read = with_text(tmp_path, text.replace(line, '  no_such_number: "half'))
    assert len([fault for fault in read.faults if fault.path == "content/phrases/vi.yaml"]) == 1
    assert library.phrases.sentences.keys() - read.phrases.sentences.keys() == {"help.no_such_number"}
    assert read.phrases.say("help.no_such_number", {"number": 9}, "bac").startswith("Cháu xin lỗi bác")
    assert read.phrases.say("buttons.menu", {}, "") == library.phrases.say("buttons.menu", {}, "")


@pytest.mark.parametrize("text", [None, "", "a: [", "a: " + "[" * 100_000, "\xff"])
def test_without_any_sentence_it_still_speaks(tmp_path, text):
    if text is not None:
        (tmp_path / "phrases").mkdir()
        (tmp_path / "phrases" / "vi.yaml").write_text(text, "latin-1")
    phrases = Library.load(tmp_path).phrases
    assert phrases.say("errors.sorry", {}, "") == phrases.fill(LOST, "")
    assert phrases.say("buttons.menu", {}, "") == LOST_BUTTON
    assert phrases.say("labels.ai", {}, "") == LOST_LABEL


def test_the_list_has_every_sentence_and_what_is_filled_into_it(library):
    """Who adds a sentence adds its line to `bot/library/sentences.txt`: name, then placeholders."""
    there = {name: frozenset(library.phrases.placeholders(name)) for name in library.phrases.sentences}
    assert there == dict(expected())


def test_the_list_has_every_name_that_the_code_writes_out():
    files = [path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py")]
    names = {name for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))) for name in said(node)}
    assert len(names) > 120
    assert names - expected().keys() == set()


PLACE = {"Reply": 0, "say": 0, "Button": 1}
"""Which argument is the name."""


def said(node: ast.AST) -> list[str]:
    """Of Reply("help.menu"), Button("menu", "buttons.menu"), phrases.say("labels.ai", …) the name."""
    if not isinstance(node, ast.Call):
        return []
    place = PLACE.get(getattr(node.func, "id", getattr(node.func, "attr", "")), 99)
    found = [one.value for one in node.args[place : place + 1] if isinstance(one, ast.Constant)]
    return [one for one in found if re.fullmatch(r"[a-z_]+\.[a-z_]+", str(one))]


def line_of(text: str, words: str) -> int:
    return text[: text.index(words)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  welcome:", "  wellcome:", "start.wellcome — nothing says this; did you mean `start.welcome`?"),
        ("{name}", "{nme}", "{nme} is no placeholder of this sentence: there is {name}"),
        ("{name}", "{nme}", "{name} is missing: write it where it is to be read"),
        ("{name}", "", "{name} is missing: write it where it is to be read"),
        ("  welcome:", "  welcome: [", "file — "),
    ],
)
def test_a_slip_in_the_file_is_a_fault_with_its_line(library, tmp_path, old, new, told):
    whole = FILE.read_text("utf-8")
    begin = whole.index("\nstart:")
    begin = whole.index("  commune_unknown:", begin) if "name" in old else begin
    changed = whole[:begin] + whole[begin:].replace(old, new, 1)
    line = whole[: whole.index(old, begin)].count("\n") + 1
    found = [str(fault) for fault in with_text(tmp_path, changed).faults]
    assert any(f"vi.yaml:{line}: " in one and told in one for one in found), found


def test_a_sentence_that_is_not_there_is_a_fault_beside_its_neighbours(tmp_path):
    text = FILE.read_text("utf-8").replace("  wellcome", "").replace("\n  welcome:", "\n  wellcome:", 1)
    (found,) = [fault for fault in with_text(tmp_path, text).faults if fault.field == "start.welcome"]
    assert found.remedy.startswith("is missing: write this sentence")
    assert found.remedy.endswith(f"is it the one in line {line_of(text, '  wellcome:')}?")


@pytest.mark.parametrize(
    ("value", "told"), [("[1]", "must be a text"), ("", "must be a text"), ("2", "must be a text")]
)
def test_a_sentence_that_is_no_text_costs_itself_alone(library, tmp_path, value, told):
    text = FILE.read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("  no_such_number:"))
    read = with_text(tmp_path, text.replace(line, f"  no_such_number: {value}"))
    (found,) = [fault for fault in read.faults if fault.path == "content/phrases/vi.yaml"]
    assert (found.line, found.field) == (line_of(text, line), "help.no_such_number")
    assert found.remedy == "must be a text: write the sentence, in quotes"
    assert library.phrases.sentences.keys() - read.phrases.sentences.keys() == {"help.no_such_number"}


def test_a_sentence_that_is_lost_is_excused_and_logged_once():
    phrases = Phrases({"start.name": "Xin chào {nme}."})
    with structlog.testing.capture_logs() as logged:
        for _ in range(2):
            assert phrases.say("start.name", {"name": "Hoa"}, "bac").startswith("Cháu xin lỗi bác")
            assert phrases.say("start.welcome", {}, "").startswith("Mình xin lỗi bạn")
    assert [(one["log_level"], one["phrase"], one["why"]) for one in logged] == [
        ("warning", "start.name", "{nme} is never filled"),
        ("warning", "start.welcome", "no such sentence"),
    ]


def test_a_card_of_an_emergency_needs_its_sentence(tmp_path):
    words = tmp_path / "content/words"
    words.mkdir(parents=True)
    (words / "emergency.yaml").write_text(
        "signs: [cứu]\nnot_signs: []\ncard: emergency.card\ncards:\n  emergency.sea: [sóng]\n"
    )
    read = with_text(tmp_path, FILE.read_text("utf-8"))
    (found,) = [fault for fault in read.faults if "phrases" in fault.path]
    assert (found.field, found.remedy) == ("emergency.sea", "is missing: write this sentence")
