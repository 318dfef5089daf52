"""A certificate to look at: a square picture for sharing, an A4 page for printing, with a code that leads to its check.

The typeface is Be Vietnam Pro (SIL Open Font License, in `fonts/`), drawn for stacked Vietnamese marks.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.learning.signing import Statement

if TYPE_CHECKING:
    from fpdf import FPDF
    from PIL import Image, ImageDraw, ImageFont

FONTS = Path(__file__).parent / "fonts"
SIDE = 1080
"""Pixels of the square picture."""
EDGE = 36
FOOT = 84
"""Pixels for the two lines under the code."""
WORD_MAX = 18
"""Letters of a word that no sheet is too narrow for."""
TEAL, GOLD, INK, QUIET, PAPER = "#0b5c58", "#e0a100", "#17211f", "#4b5d58", "#fdfbf4"
NOBODY = "Người học của Học Vụ Số"
WHAT_IT_IS = (
    "Đây là ghi nhận của chương trình học, không phải văn bằng hay xác nhận của cơ quan nhà nước.",
    "Quét mã để kiểm tra chữ ký số.",
)


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one size in the middle of the sheet; `size` and `gap` (above) in thousandths of the sheet's height."""

    words: str
    size: float
    gap: float
    bold: bool = False
    colour: str = INK


def lines(statement: Statement, title: str) -> Sequence[Line]:
    """What stands on the sheet, from top to bottom."""
    return (
        Line("HỌC VỤ SỐ · QUẢNG NINH", 26, 70, bold=True, colour=TEAL),
        Line("Giấy ghi nhận", 70, 26, bold=True, colour=TEAL),
        Line(statement.name or NOBODY, 50, 48, bold=True),
        Line("đã học xong phần", 30, 22, colour=QUIET),
        Line(f"“{title}”", 42, 14, bold=True),
        Line(_days(statement), 30, 20, colour=QUIET),
    )


def _days(statement: Statement) -> str:
    until = f", giá trị đến {statement.until:%d/%m/%Y}" if statement.until else ""
    return f"ngày {statement.issued:%d/%m/%Y}{until}"


def picture(statement: Statement, title: str, link: str) -> bytes:
    """A PNG, `SIDE` pixels square, under 200 KB."""
    from PIL import Image, ImageDraw  # only who asks for one pays for the library

    sheet = Image.new("RGB", (SIDE, SIDE), PAPER)
    draw = ImageDraw.Draw(sheet)
    _frame(draw)
    code = _code(link, side=330)
    foot = SIDE - 2 * EDGE - code.height - FOOT
    _write(draw, _fitted(draw, lines(statement, title), foot), 0)
    sheet.paste(code, ((SIDE - code.width) // 2, foot))
    _write(draw, [Line(words, 19, 4, colour=QUIET) for words in WHAT_IT_IS], foot + code.height)
    out = io.BytesIO()
    sheet.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitted(draw: ImageDraw.ImageDraw, found: Sequence[Line], room: int) -> Sequence[Line]:
    """The lines, smaller where long words would not leave room for what stands below."""
    for share in (1.0, 0.9, 0.8, 0.7, 0.6):
        smaller = [replace(line, size=line.size * share, gap=line.gap * share) for line in found]
        if _write(draw, smaller, 0, dry=True) <= room:
            return smaller
    return smaller


def _frame(draw: ImageDraw.ImageDraw) -> None:
    inner = EDGE + 14
    draw.rectangle((EDGE, EDGE, SIDE - EDGE, SIDE - EDGE), outline=TEAL, width=6)
    draw.rectangle((inner, inner, SIDE - inner, SIDE - inner), outline=GOLD, width=2)
    for x in (EDGE, SIDE - EDGE):
        for y in (EDGE, SIDE - EDGE):
            draw.regular_polygon((x, y, 20), 4, fill=GOLD)


def _write(draw: ImageDraw.ImageDraw, found: Sequence[Line], top: int, *, dry: bool = False) -> int:
    """Write lines in the middle, each broken where it is too long; returns where the last one ends."""
    for line in found:
        font = _font(round(line.size), bold=line.bold)
        top += round(line.gap)
        for part in _broken(line.words, font, SIDE - 7 * EDGE):
            if not dry:
                draw.text((SIDE / 2, top), part, font=font, fill=line.colour, anchor="ma")
            top += round(line.size * 1.36)
    return top


def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    return ImageFont.truetype(str(FONTS / f"BeVietnamPro-{'Bold' if bold else 'Regular'}.ttf"), size)


def _broken(words: str, font: ImageFont.FreeTypeFont, width: int) -> Iterator[str]:
    """The words in parts that fit; a single word that is too long is broken between letters."""
    part, pieces = "", [word[at : at + WORD_MAX] for word in words.split() for at in range(0, len(word), WORD_MAX)]
    for word in pieces:
        longer = f"{part} {word}".strip()
        if part and font.getlength(longer) > width:
            yield part
            longer = word
        part = longer
    yield part


def _code(link: str, *, side: int, light: str = PAPER) -> Image.Image:
    """A QR code of the link, about `side` pixels, its quiet zone included."""
    import segno
    from PIL import Image

    code = segno.make(link, error="m", micro=False)
    out = io.BytesIO()
    scale = max(2, round(side / code.symbol_size(border=4)[0]))
    code.save(out, kind="png", scale=scale, border=4, light=light, dark=INK)
    return Image.open(out).convert("RGB")


def printed(statement: Statement, title: str, link: str) -> bytes:
    """A PDF of one A4 page on its side, the letters embedded."""
    from fpdf import FPDF

    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_auto_page_break(False)
    for style, name in (("", "Regular"), ("B", "Bold")):
        pdf.add_font("BeVietnamPro", style, FONTS / f"BeVietnamPro-{name}.ttf")
    pdf.set_title(f"Giấy ghi nhận: {title}")
    pdf.set_lang("vi")
    pdf.add_page()
    _page_frame(pdf)
    _page_lines(pdf, lines(statement, title), top=12)
    _page_foot(pdf, link)
    return bytes(pdf.output())


def _page_frame(pdf: FPDF) -> None:
    for inset, colour, width in ((9, TEAL, 1.4), (12, GOLD, 0.5)):
        pdf.set_draw_color(colour)
        pdf.set_line_width(width)
        pdf.rect(inset, inset, pdf.w - 2 * inset, pdf.h - 2 * inset)


def _page_lines(pdf: FPDF, found: Sequence[Line], top: float) -> None:
    """Sizes are of the sheet's height: 210 mm for 1,000; a point is 0.353 mm."""
    pdf.set_y(top)
    for line in found:
        height = line.size * 0.21
        pdf.set_font("BeVietnamPro", "B" if line.bold else "", height / 0.353)
        pdf.set_text_color(line.colour)
        pdf.set_y(pdf.get_y() + line.gap * 0.2)
        pdf.set_x(25)
        pdf.multi_cell(pdf.w - 50, height * 1.3, line.words, align="C", new_x="LMARGIN", new_y="NEXT")


def _page_foot(pdf: FPDF, link: str) -> None:
    from fpdf.enums import WrapMode

    code = _code(link, side=600, light="white")
    pdf.image(code, x=22, y=pdf.h - 60, w=42)
    pdf.set_font("BeVietnamPro", "", 10)
    pdf.set_text_color(QUIET)
    pdf.set_xy(70, pdf.h - 50)
    for words in WHAT_IT_IS:
        pdf.multi_cell(pdf.w - 95, 5.5, words, new_x="LEFT", new_y="NEXT")
    pdf.set_font_size(6.5)
    pdf.multi_cell(pdf.w - 95, 3.4, link, new_x="LEFT", new_y="NEXT", wrapmode=WrapMode.CHAR)
