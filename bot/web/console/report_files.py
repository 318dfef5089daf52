"""A report as rows for CSV and XLSX, as charts, and as pages to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.domain.figures import BY_COMMUNE
from bot.domain.learning.diploma import FONTS
from bot.domain.report import Part, Report
from bot.web.charts import Bar, bars
from bot.web.console import words
from bot.web.lists import Cell

if TYPE_CHECKING:
    from fpdf import FPDF

HEADS = ("Phần", "Mục", "Số", "Tỷ lệ", "Định nghĩa")
About = Sequence[tuple[str, str]]


def rows_of(found: Report, about: About, context: Any) -> tuple[Sequence[str], list[list[Cell]]]:
    """Heads and rows: what the figures are of, each figure with its definition, topics, communes."""
    rows: list[list[Cell]] = [["Phạm vi", name, told, "", ""] for name, told in about]
    for part in found.parts:
        rows += [[part.title, one.title, _cell(one), one.share, one.definition] for one in part.values]
    rows += [["Chủ đề câu hỏi", words.topic(name), number, "", ""] for name, number in found.topics]
    titles = _titles(found)
    for commune, values in found.communes:
        rows += [
            [context.place(commune), titles[name], _cell(one), "", ""]
            for name, one in zip(BY_COMMUNE, values, strict=True)
        ]
    return HEADS, rows


def _cell(one: Any) -> Cell:
    return one.shown if one.count is None else int(one.count)


def _titles(found: Report) -> Mapping[str, str]:
    return {name: one.title for name, one in found.values().items()}


def charts(found: Report) -> Mapping[str, Any]:
    """Name of a section's chart → its bars; and "topics"."""
    made = {part.chart: bars(part.title, _bars(part)) for part in found.parts if part.chart}
    most = max((number for _, number in found.topics), default=1)
    topics = [Bar(words.topic(name), number / most, str(number)) for name, number in found.topics]
    return {**made, "topics": bars("Câu hỏi theo chủ đề", topics)}


def _bars(part: Part) -> list[Bar]:
    """Shares that may be shown, as long as they are of a hundred."""
    return [Bar(one.title, (one.percent or 0) / 100, one.share) for one in part.values if one.percent is not None]


def as_pdf(found: Report, about: About, context: Any) -> bytes:
    """A4 pages in the typeface of the certificates: tables of figures with bars for the shares."""
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_title("Báo cáo Học Vụ Số")
    pdf.set_lang("vi")
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font("BeVietnamPro", style, FONTS / f"BeVietnamPro-{name}.ttf")
    pdf.add_page()
    _words(pdf, "Báo cáo Học Vụ Số", 18, bold=True)
    _words(pdf, " · ".join(f"{name}: {told}" for name, told in about), 10)
    _words(pdf, "Chỉ có số đếm; số dưới 5 được giấu.", 9)
    for part in found.parts:
        _words(pdf, part.title, 13, bold=True, above=5)
        for one in part.values:
            _line(pdf, one.title, f"{one.shown} {f'({one.share})' if one.share else ''}".strip(), one.percent)
    if found.topics:
        _words(pdf, "Câu hỏi theo chủ đề", 13, bold=True, above=5)
        for name, number in found.topics:
            _line(pdf, words.topic(name), str(number), None)
    _communes(pdf, found, context)
    return bytes(pdf.output())


def _communes(pdf: FPDF, found: Report, context: Any) -> None:
    titles = _titles(found)
    if found.communes:
        _words(pdf, "Theo xã, phường, đặc khu", 13, bold=True, above=5)
    for commune, values in found.communes:
        told = "; ".join(f"{titles[name].lower()} {one.shown}" for name, one in zip(BY_COMMUNE, values, strict=True))
        _words(pdf, f"{context.place(commune)}: {told}", 10)


def _words(pdf: FPDF, text: str, size: float, *, bold: bool = False, above: float = 1) -> None:
    pdf.ln(above)
    pdf.set_font("BeVietnamPro", "B" if bold else "", size)
    pdf.multi_cell(0, size * 0.5, text, new_x="LMARGIN", new_y="NEXT")


def _line(pdf: FPDF, title: str, told: str, percent: int | None) -> None:
    """A figure: its title, its number, and a bar where it is a share."""
    pdf.set_font("BeVietnamPro", "", 10)
    if pdf.will_page_break(8):
        pdf.add_page()
    pdf.cell(85, 7, title)
    pdf.cell(38, 7, told, align="R")
    if percent is not None:
        pdf.set_fill_color(11, 92, 88)
        pdf.rect(pdf.get_x() + 4, pdf.get_y() + 1.5, max(0.3, 58 * percent / 100), 4, style="F")
    pdf.ln(7)
