"""What is printed of a lesson: a sheet to take home, a poster with a code to scan. Nobody's name is on them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from bot.domain.learning.diploma import FONTS, INK, QUIET, TEAL, _code

if TYPE_CHECKING:
    from fpdf import FPDF

MARGIN = 18
QR_MM, POSTER_QR_MM = 34, 92
PICTURE_MM = 80

Fill = Callable[[str], str]
"""Puts the words of address into a text of the content."""


def sheet(lesson: Any, sources: Sequence[str], link: str, fill: Fill) -> bytes:
    """The lesson on A4: its cards, what to do, where to get help, its sources, a code that leads back to it."""
    pdf = _page(f"Tờ mang về: {lesson.title}")
    _code_at(pdf, link, pdf.w - MARGIN - QR_MM, MARGIN, QR_MM)
    _line(pdf, "HỌC VỤ SỐ · QUẢNG NINH", 11, TEAL, bold=True, width=pdf.w - 2 * MARGIN - QR_MM - 4)
    _line(pdf, lesson.title, 20, INK, bold=True, width=pdf.w - 2 * MARGIN - QR_MM - 4)
    pdf.set_y(max(pdf.get_y(), MARGIN + QR_MM) + 4)
    for number, card in enumerate(lesson.cards, 1):
        _line(pdf, f"{number}. {fill(card)}", 13, INK, after=2.5)
    _line(pdf, f"Làm ngay: {fill(lesson.do_now)}", 13, TEAL, bold=True, after=2.5)
    _line(pdf, fill(lesson.if_stuck), 12, INK, after=2.5)
    _line(pdf, "Nguồn: " + "; ".join(sources), 9, QUIET)
    _line(pdf, f"Xem lại ngày {lesson.reviewed:%d/%m/%Y}. Học lại: {link}", 9, QUIET)
    return bytes(pdf.output())


def poster(lesson: Any, place: str, link: str) -> bytes:
    """A sheet for the wall of a village hall: one lesson, one code, and the words to type where no code is scanned."""
    pdf = _page(f"Áp phích: {lesson.title}")
    pdf.set_y(30)
    _line(pdf, "HỌC VỤ SỐ · QUẢNG NINH", 16, TEAL, bold=True, align="C", after=6)
    _line(pdf, lesson.title, 34, INK, bold=True, align="C", after=6)
    _line(
        pdf, f"Bài học {lesson.minutes} phút trên điện thoại, miễn phí. Học xong làm được ngay.", 16, QUIET, align="C"
    )
    top = pdf.get_y() + 8
    _code_at(pdf, link, (pdf.w - POSTER_QR_MM) / 2, top, POSTER_QR_MM)
    pdf.set_y(top + POSTER_QR_MM + 6)
    _line(pdf, "Quét mã bằng máy ảnh của điện thoại", 20, INK, bold=True, align="C", after=4)
    _line(pdf, f"hoặc nhắn cho Học Vụ Số: hoc {lesson.code.lower()}", 16, INK, align="C", after=4)
    _line(pdf, place, 14, QUIET, align="C")
    return bytes(pdf.output())


def door(title: str, place: str, link: str, code: str) -> bytes:
    """A sheet for the door of an event: one code to scan, and the words to type where no code is scanned."""
    pdf = _page(f"Mã ở cửa: {title}")
    pdf.set_y(26)
    _line(pdf, title, 28, INK, bold=True, align="C", after=4)
    _line(pdf, place, 16, QUIET, align="C", after=4)
    _line(pdf, "Mời bà con quét mã để ghi có mặt", 22, TEAL, bold=True, align="C")
    top = pdf.get_y() + 6
    _code_at(pdf, link, (pdf.w - POSTER_QR_MM) / 2, top, POSTER_QR_MM)
    pdf.set_y(top + POSTER_QR_MM + 6)
    _line(pdf, f"hoặc nhắn cho Học Vụ Số: co mat {code}", 20, INK, bold=True, align="C", after=4)
    _line(pdf, "Không có điện thoại thì nhờ người tổ chức ghi tên giúp.", 14, QUIET, align="C")
    return bytes(pdf.output())


def notice(
    title: str, body: str, sender: str, about: str, link: str, *, picture: tuple[bytes, int, int] | None = None
) -> bytes:
    """An announcement on one A4 page, as large as it fits, with a code that leads to it.

    `picture`: content, width and height; above the words, at most `PICTURE_MM` high.
    """
    for points in (18, 16, 14, 12.5, 11, 10, 9):
        pdf = _page(title)
        _line(pdf, "THÔNG BÁO", 16, TEAL, bold=True, align="C", after=2)
        _line(pdf, title, min(26, points + 8), INK, bold=True, align="C", after=5)
        if picture:
            _picture(pdf, *picture)
        for part in body.splitlines():
            _line(pdf, part, points, INK, after=points / 8)
        if pdf.page_no() == 1 and pdf.get_y() + QR_MM + 8 <= pdf.h - MARGIN:
            break
    if pdf.get_y() + QR_MM + 8 > pdf.h - MARGIN:
        pdf.add_page()
    top = pdf.h - MARGIN - QR_MM - 2
    _code_at(pdf, link, pdf.w - MARGIN - QR_MM, top, QR_MM)
    pdf.set_y(top + 4)
    for words, size in ((sender, 12), (about, 11), ("Quét mã để hỏi tin này có thật không, hoặc đăng ký.", 11)):
        _line(pdf, words, size, QUIET, width=pdf.w - 2 * MARGIN - QR_MM - 6)
    return bytes(pdf.output())


def _picture(pdf: FPDF, content: bytes, width: int, height: int) -> None:
    scale = min((pdf.w - 2 * MARGIN) / width, PICTURE_MM / height)
    pdf.image(content, x=(pdf.w - width * scale) / 2, y=pdf.get_y(), w=width * scale, h=height * scale)
    pdf.set_y(pdf.get_y() + height * scale + 4)


def code(link: str) -> bytes:
    """A QR code of a link as PNG."""
    import io

    out = io.BytesIO()
    _code(link, side=600, light="white").save(out, "PNG")
    return out.getvalue()


def _page(title: str) -> FPDF:
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_auto_page_break(True, margin=MARGIN)
    pdf.set_margins(MARGIN, MARGIN)
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font("BeVietnamPro", style, FONTS / f"BeVietnamPro-{name}.ttf")
    pdf.set_title(title)
    pdf.set_lang("vi")
    pdf.add_page()
    return pdf


def _line(
    pdf: FPDF,
    words: str,
    points: float,
    colour: str,
    *,
    bold: bool = False,
    align: str = "L",
    after: float = 1.5,
    width: float = 0,
) -> None:
    pdf.set_font("BeVietnamPro", "B" if bold else "", points)
    pdf.set_text_color(colour)
    pdf.set_x(MARGIN)
    pdf.multi_cell(width, points * 0.353 * 1.4, words, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(pdf.get_y() + after)


def _code_at(pdf: FPDF, link: str, x: float, y: float, side: float) -> None:
    pdf.image(_code(link, side=900, light="white"), x=x, y=y, w=side)
