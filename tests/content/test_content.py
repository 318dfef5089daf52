"""The content that is published: without faults, and as much of it as promised."""

from __future__ import annotations

import shutil

import pytest

from bot.library.files import content_dir
from bot.library.library import Library


@pytest.fixture(scope="module")
def library():
    return Library.load(content_dir())


def test_no_file_has_a_fault(library):
    assert [str(fault) for fault in library.faults] == []


def test_there_is_as_much_as_promised(library):
    assert len(library.lessons) >= 12
    assert len(library.modules) == 3
    assert len(library.faqs) >= 60
    assert len(library.places.all) == 54
    assert len(library.register.documents) == 134


def test_the_emergency_card_names_only_firm_numbers(library):
    import re

    card = library.phrases.sentences["emergency.card"]
    assert set(re.findall(r"\b1\d\d\b", card)) <= {"112", "113", "114", "115"}
    assert library.facts["F-BC-08"].certainty == "firm"


def test_every_form_of_address_fills_every_phrase(library):
    for name in library.phrases.sentences:
        values = dict.fromkeys(library.phrases.placeholders(name), "x")
        for form in ("", "ong", "chi", "ban"):
            assert "{" not in library.phrases.say(name, values, form), name


def test_a_changing_fact_leaves_its_mark_in_the_words(library):
    changing = {code for code, fact in library.facts.items() if fact.certainty == "changing"}
    for entry in library.faqs:
        if not entry.person and set(entry.facts) <= changing:
            assert "chưa được tỉnh xác nhận" in entry.text, entry.id


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("reviewed:", "reviewd:", "did you mean `reviewed`?"),
        ("F-VN-02", "F-VN-99", "no fact F-VN-99"),
        ("VNeID để cài", "VNeID theo 99/2031/NĐ-CP để cài", "99/2031/NĐ-CP is not in content/legal/register.yaml"),
        ("{You} mở kho", "Bạn mở kho", "in place of “Bạn”"),
        ("---\nquestion", "question", "must begin with a line of ---"),
    ],
)
def test_a_broken_file_is_named_and_left_out(tmp_path, old, new, says):
    shutil.copytree(content_dir(), tmp_path / "content")
    path = tmp_path / "content/faqs/vneid-can-cuoc/cai-vneid-o-dau.md"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    library = Library.load(tmp_path / "content")
    assert any(says in str(fault) and "cai-vneid-o-dau.md:" in str(fault) for fault in library.faults)
    assert "cai-vneid-o-dau" not in {entry.id for entry in library.faqs}
    assert len(library.faqs) >= 60
