"""Articles as files: read into sections, measured, held against facts and register."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.library import Library

FACTS = """
- code: F-VN-01
  statement: VNeID là ứng dụng định danh của Bộ Công an.
  certainty: firm
  read_on: 2026-11-23
  sources: [{title: Trang của Bộ Công an, kind: official}, {title: Trang B, kind: official}]
- code: F-VN-06
  statement: Một điều chỉ một trang nói.
  certainty: weak
  read_on: 2026-11-23
  sources: [{title: Trang lạ, kind: press}]
"""
REGISTER = 'documents:\n- number: "06/QĐ-TTg"\n  type: Quyết định\n'
FRONT = """---
title: Làm quen VNeID
module: M1
also: [vneid dùng sao]
facts: [F-VN-01]
citizen_sources: [Quyết định 06/QĐ-TTg ngày 6/1/2022]
reviewed: 2026-11-25
---
"""
SENTENCE = "{You} mở VNeID, đọc từng dòng trên máy rồi mới bấm. "
SECTIONS = "".join(
    f"## {heading}\n{SENTENCE * 6}\n\n" for heading in ("Bắt đầu từ đâu?", "Cần gì?", "Hỏi ai?", "Rồi sao?")
)


def load(tmp_path: Path, text: str, name: str = "m1-vneid-can-cuoc/lam-quen.md") -> tuple[Library, list[str]]:
    """The library of one article, and the faults found in articles."""
    files = {"facts/vn.yaml": FACTS, "legal/register.yaml": REGISTER, f"knowledge/{name}": text}
    for path, words in files.items():
        (tmp_path / "content" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "content" / path).write_text(words, "utf-8")
    library = Library.load(tmp_path / "content")
    return library, [str(fault) for fault in library.faults if "knowledge/" in fault.path]


def test_an_article_is_read_into_its_sections(tmp_path):
    library, faults = load(tmp_path, FRONT + SECTIONS)
    (article,) = library.articles
    assert faults == []
    assert (article.id, article.module, article.also) == ("knowledge-lam-quen", "M1", ["vneid dùng sao"])
    assert [one.heading for one in article.sections] == ["Bắt đầu từ đâu?", "Cần gì?", "Hỏi ai?", "Rồi sao?"]
    assert article.sections[1].text == (SENTENCE * 6).strip()


def test_a_section_may_say_which_sources_it_rests_on(tmp_path):
    lines = iter(["nguồn: 2", "nguồn: không", "nguồn: 1, 2", ""])
    front = FRONT.replace("ngày 6/1/2022]", "ngày 6/1/2022, Trang B]")
    body = "\n".join(f"{one}\n{next(lines)}" for one in SECTIONS.strip().split("\n\n"))
    library, faults = load(tmp_path, front + body)
    assert faults == []
    (article,) = library.articles
    both = ["Quyết định 06/QĐ-TTg ngày 6/1/2022", "Trang B"]
    assert [article.sources_of(one) for one in article.sections] == [["Trang B"], [], both, both]
    assert "nguồn" not in article.text


def test_facts_of_articles_wait_for_confirmation_too(tmp_path):
    (tmp_path / "content/facts").mkdir(parents=True)
    (tmp_path / "content/facts/tt.yaml").write_text(
        FACTS.replace("F-VN-01", "F-TT-01").replace("firm", "changing"), "utf-8"
    )
    library, _ = load(tmp_path, FRONT.replace("F-VN-01", "F-TT-01") + SECTIONS)
    assert [fact.code for fact in library.facts_to_confirm()] == ["F-TT-01"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("reviewed:", "reviewd:", "did you mean `reviewed`?"),
        ("facts: [F-VN-01]", "facts: []", "facts — "),
        ("F-VN-01", "F-VN-99", "no fact F-VN-99"),
        ("F-VN-01", "F-VN-06", "F-VN-06 is weak"),
        ("06/QĐ-TTg", "99/QĐ-TTg", "99/QĐ-TTg is not in content/legal/register.yaml"),
        ("{You} mở VNeID", "Theo 99/2031/NĐ-CP, {you} mở VNeID", "99/2031/NĐ-CP is not in"),
        ("Bắt đầu từ đâu?", "Bạn bắt đầu từ đâu?", "in place of “Bạn”"),
        ("Làm quen VNeID", "VNeID của tôi", "title — write {you} or {me}"),
        ("{You} mở VNeID", "{name} mở VNeID", "{name} is no placeholder"),
        ("{You} mở VNeID, " + "đọc từng dòng trên máy", "từng chữ một " * 20, "a sentence of"),
        ("module: M1", "module: M12", "module — "),
        ("module: M1", "module: M2", "M2 lies in a folder named m2-…"),
        ("## Bắt đầu từ đâu?\n", "", "must begin with a heading"),
        ("## Cần gì?\n", "## Cần gì?\nMang theo thẻ.\n\n## Còn gì?\n", "“Cần gì?” must have 40 to 150 words, has 3"),
        ("\n\n## Cần gì?", "\nnguồn: 3\n\n## Cần gì?", "a section names number 3, there are 1"),
        ("\n\n## Cần gì?", "\nnguồn: một\n\n## Cần gì?", "after nguồn: write numbers of sources, or không"),
        ("\n\n## Cần gì?", "\nnguồn: 1\nnguồn: 1\n\n## Cần gì?", "must have one line of nguồn:, its last"),
        ("## Cần gì?\n", SENTENCE * 10, "“Bắt đầu từ đâu?” must have 40 to 150 words, has 242"),
    ],
)
def test_a_broken_article_is_named_and_left_out(tmp_path, old, new, says):
    text = FRONT + SECTIONS
    assert old in text
    library, faults = load(tmp_path, text.replace(old, new, 1))
    assert any(says in fault and fault.startswith("content/knowledge/m1-vneid-can-cuoc/") for fault in faults), faults
    assert library.articles == []


def test_a_source_that_no_section_names_is_a_fault(tmp_path):
    library, faults = load(tmp_path, FRONT + SECTIONS.replace("\n\n", "\nnguồn: không\n\n"))
    assert library.articles == []
    assert "no section names number 1" in faults[0]


@pytest.mark.parametrize(("times", "has"), [(1, 66), (10, 660)])
def test_an_article_is_neither_a_note_nor_a_book(tmp_path, times, has):
    body = "".join(f"## Phần {number}\n{SENTENCE * 6}\n\n" for number in range(times))
    library, faults = load(tmp_path, FRONT + body)
    assert library.articles == []
    assert f"the article must have 200 to 600 words, has {has}" in faults[0]


def test_two_articles_of_one_file_name_are_told_apart(tmp_path):
    load(tmp_path, FRONT + SECTIONS)
    again = FRONT.replace("M1", "M2").replace("Làm quen VNeID", "Làm quen Cổng")
    library, faults = load(tmp_path, again + SECTIONS, "m2-dich-vu-cong/lam-quen.md")
    assert [one.module for one in library.articles] == ["M1"]
    assert "m1-vneid-can-cuoc/lam-quen.md has this name" in faults[0]


def test_a_title_stands_once(tmp_path):
    load(tmp_path, FRONT + SECTIONS)
    _, faults = load(tmp_path, FRONT + SECTIONS, "m1-vneid-can-cuoc/bai-khac.md")
    assert "stands in knowledge-" in faults[0]
