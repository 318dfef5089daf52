"""A PDF or DOCX becomes sections; what is secret, locked, damaged or without words is refused with a reason."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import pytest

from bot.domain import documents
from bot.domain.documents import Section
from bot.domain.learning.diploma import FONTS
from bot.domain.staff import Refusal

LINES = [
    ("Heading1", "Điều 1. Nộp hồ sơ ở đâu"),
    ("", "Người dân nộp tại trung tâm phục vụ hành chính công, điện thoại 0912345678."),
    ("", "Mang theo căn cước."),
    ("", "2. Lệ phí"),
    ("", "Không thu lệ phí."),
]
FOUND = ["Điều 1. Nộp hồ sơ ở đâu", "2. Lệ phí"]


def docx(*lines: tuple[str, str], before: str = "") -> bytes:
    styled = [(f'<w:pStyle w:val="{style}"/>' if style else "", escape(text)) for style, text in lines]
    paragraphs = "".join(f"<w:p><w:pPr>{style}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>" for style, text in styled)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("word/document.xml", f'{before}<w:document xmlns:w="{space}">{paragraphs}</w:document>')
    return out.getvalue()


def pdf(*lines: str, password: str = "") -> bytes:
    from fpdf import FPDF

    made = FPDF()
    made.add_font("BeVietnamPro", "", FONTS / "BeVietnamPro-Regular.ttf")
    made.add_page()
    made.set_font("BeVietnamPro", "", 12)
    for line in lines:
        made.multi_cell(0, 8, line, new_x="LMARGIN", new_y="NEXT")
    if password:
        made.set_encryption(owner_password=password, user_password=password)
    return bytes(made.output())


def test_a_docx_is_cut_at_its_headings_and_nobodys_data_comes_along():
    first, second = documents.read("huong-dan.DOCX", docx(*LINES))
    assert [first.heading, second.heading] == FOUND
    assert "0912345678" not in first.text and "Mang theo căn cước." in first.text
    assert second == Section("2. Lệ phí", "Không thu lệ phí.")


def test_a_pdf_is_cut_the_same_way():
    found = documents.read("a.pdf", pdf(*(text for _, text in LINES)))
    assert [one.heading for one in found] == FOUND
    assert "trung tâm phục vụ hành chính công" in found[0].text.replace("\n", " ")


def test_headings_on_top_of_each_other_are_one_and_words_before_any_have_none():
    found = documents.read(
        "a.docx", docx(("", "Lời đầu."), ("Title", "Chương I"), ("", "Điều 2. Ai"), ("", "Mọi người."))
    )
    assert found == [Section("", "Lời đầu."), Section("Chương I Điều 2. Ai", "Mọi người.")]


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("a.doc", b"x", "no_such_kind"),
        ("a.docx", b"x", "unreadable"),
        ("a.docx", docx(("", " ")), "no_words"),
        ("a.docx", docx(("", "TỐI MẬT"), ("", "Danh sách đoàn")), "secret"),
        ("a.docx", docx(*[("", "Điều 1. A"), ("", "b")] * (documents.MOST_SECTIONS + 1)), "too_long"),
        ("a.docx", docx(("", "x"), before='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), "unreadable"),
    ],
)
def test_what_cannot_be_taken_is_refused(name, body, why):
    with pytest.raises(Refusal, match=why):
        documents.read(name, body)


def test_a_pdf_that_is_locked_or_damaged_or_secret_is_refused():
    for body, why in ((b"%PDF-1.7 x", "unreadable"), (pdf("MẬT", "Kế hoạch"), "secret"), (pdf(), "no_words")):
        with pytest.raises(Refusal, match=why):
            documents.read("a.pdf", body)
    with pytest.raises(Refusal, match=r"locked|unreadable"):
        documents.read("a.pdf", pdf("Điều 1. A", "b", password="x"))
