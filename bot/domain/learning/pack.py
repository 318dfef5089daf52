"""Lessons on paper, for who learns without a phone in the hand: large letters, drawings, answers at the end of each.

The typeface is the one of the certificates (`fonts/`), so every Vietnamese letter is there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from bot.domain.learning.diploma import FONTS, GOLD, INK, QUIET, TEAL
from bot.library.library import Library
from bot.library.pictures import Pictures
from bot.library.schemas import Lesson, Module, Question

if TYPE_CHECKING:
    from fpdf import FPDF

FACE = "BeVietnamPro"
EDGE, TOP, FOOT = 20.0, 18.0, 20.0
"""Margins in millimetres."""
LARGE, PLAIN, SMALL = 24.0, 13.5, 10.0
"""Sizes of letters in points."""
LINE = 0.353 * 1.42
"""Millimetres from line to line, for each point of the letters."""
DRAWING, DRAWING_LEAST, RATIO = 108.0, 76.0, 1.6
"""Width of a drawing in millimetres; how much wider than high it is."""
LETTERS = "ABCD"


class Pack:
    """Lessons as a PDF. `fill` puts a form of address into words of the content."""

    def __init__(self, library: Library, pictures: Pictures, fill: Callable[[str], str], *, today: date) -> None:
        self.library, self.pictures, self.fill, self.today = library, pictures, fill, today
        self.pages: dict[str, int] = {}
        self.pdf = self._opened()

    def made(self, lessons: Sequence[Lesson]) -> bytes:
        """The pack of these lessons: first what is in it, then lesson after lesson.

        It is put together twice: only then is it known on which page each lesson begins.
        """
        for _ in range(2):
            self.pdf = self._opened()
            self._cover(lessons)
            for lesson in lessons:
                self._lesson(lesson)
        return bytes(self.pdf.output())

    def _opened(self) -> FPDF:
        from fpdf import FPDF  # only who prints pays for the library

        class Paper(FPDF):
            def footer(self) -> None:
                """The number of the page."""
                self.set_y(-14)
                self.set_font(FACE, "", SMALL - 1)
                self.set_text_color(QUIET)
                self.cell(0, 6, f"Học Vụ Số · Quảng Ninh · trang {self.page_no()}", align="C")

        pdf = Paper(format="A4")
        for style, name in (("", "Regular"), ("B", "Bold")):
            pdf.add_font(FACE, style, FONTS / f"{FACE}-{name}.ttf")
        pdf.set_margins(EDGE, TOP, EDGE)
        pdf.set_auto_page_break(True, FOOT)
        pdf.set_title("Học Vụ Số: các bài học")
        pdf.set_lang("vi")
        return pdf

    # The first page

    def _cover(self, lessons: Sequence[Lesson]) -> None:
        self.pdf.add_page()
        self._say("Học Vụ Số", LARGE + 10, bold=True, colour=TEAL)
        self._say("Bài học kỹ năng số cho mỗi gia đình ở Quảng Ninh", PLAIN + 2, bold=True)
        self._say(f"Bản in ngày {self.today:%d/%m/%Y}. {len(lessons)} bài, mỗi bài đọc chừng 3 đến 5 phút.", PLAIN)
        for module in self.library.modules:
            mine = [lesson for lesson in lessons if lesson.module == module.code]
            if mine:
                self._contents(module, mine)

    def _contents(self, module: Module, lessons: Sequence[Lesson]) -> None:
        self._room(24)
        self.pdf.ln(3)
        self._say(f"{module.code} · {module.title}", PLAIN, bold=True, colour=TEAL)
        for lesson in lessons:
            self._font(SMALL + 1.5)
            self.pdf.set_text_color(INK)
            self.pdf.cell(self._wide - 14, 6.4, f"{lesson.code}  {lesson.title}")
            self.pdf.cell(14, 6.4, str(self.pages.get(lesson.code, "")), align="R", new_x="LMARGIN", new_y="NEXT")

    # A lesson

    def _lesson(self, lesson: Lesson) -> None:
        """Begins on the front of a leaf, so that printed on both sides a lesson can be handed out by itself."""
        if self.pdf.page_no() % 2:
            self.pdf.add_page()
        self.pdf.add_page()
        self.pages[lesson.code] = self.pdf.page_no()
        self.pdf.start_section(f"{lesson.code} · {lesson.title}")
        self._say(lesson.code, PLAIN, bold=True, colour=QUIET)
        self._say(lesson.title, LARGE, bold=True, colour=TEAL)
        self._rule()
        for number, card in enumerate(lesson.cards, 1):
            self._card(lesson, number, self.fill(card))
        self._framed("Làm ngay", self.fill(lesson.do_now))
        self._room(self._height(self.fill(lesson.if_stuck), SMALL + 1.5, self._wide))
        self._say(self.fill(lesson.if_stuck), SMALL + 1.5, colour=QUIET)
        self._questions(lesson)
        self._answers(lesson)

    def _card(self, lesson: Lesson, number: int, words: str) -> None:
        """A card with its number beside it and its drawing below, kept together."""
        named = self.library.picture(lesson.code, number)
        drawing = self.pictures.find(named) if named else None
        text = self._height(words, PLAIN, self._wide - 11)
        wide = self._width_left(text) if drawing else 0.0
        high = wide * drawing.height / drawing.width + 5 if drawing else 0.0
        self._room(text + 4 + high)
        top = self.pdf.get_y()
        self._font(PLAIN, bold=True)
        self.pdf.set_text_color(GOLD)
        self.pdf.cell(11, PLAIN * LINE, str(number))
        self._say(words, PLAIN, x=EDGE + 11, y=top)
        if drawing:
            left, below = (self.pdf.w - wide) / 2, self.pdf.get_y()
            self.pdf.image(io.BytesIO(drawing.content), x=left, y=below + 1, w=wide, alt_text=drawing.alt)
            self.pdf.set_y(below + high)
        self.pdf.ln(3)

    def _width_left(self, text: float) -> float:
        """How wide a drawing may be below words of this height: smaller on this page, or in full on the next."""
        left = (self.pdf.h - FOOT - self.pdf.get_y() - text - 10) * RATIO
        return min(DRAWING, left) if left >= DRAWING_LEAST else DRAWING

    def _framed(self, title: str, words: str) -> None:
        """What to do now, in a frame."""
        inner = self._wide - 10
        high = self._height(words, PLAIN, inner) + PLAIN * LINE + 7
        self._room(high + 4)
        top = self.pdf.get_y()
        self.pdf.set_draw_color(GOLD)
        self.pdf.set_line_width(0.8)
        self.pdf.rect(EDGE, top, self._wide, high, round_corners=True, corner_radius=3)
        self._say(title, PLAIN, bold=True, colour=TEAL, x=EDGE + 5, y=top + 3, w=inner)
        self._say(words, PLAIN, x=EDGE + 5, y=self.pdf.get_y(), w=inner)
        self.pdf.set_y(top + high + 3)

    def _questions(self, lesson: Lesson) -> None:
        self.pdf.ln(2)
        self._room(40)
        self._say("Câu đố", PLAIN + 3, bold=True, colour=TEAL)
        for number, question in enumerate(lesson.quiz, 1):
            self._question(number, question)

    def _question(self, number: int, question: Question) -> None:
        asked = f"{number}. {self.fill(question.ask)}"
        choices = [f"{LETTERS[place]}. {self.fill(choice)}" for place, choice in enumerate(question.choices)]
        self._room(sum(self._height(words, PLAIN, self._wide - 12) for words in (asked, *choices)) + 6)
        self._say(asked, PLAIN, bold=True)
        for words in choices:
            top = self.pdf.get_y()
            self.pdf.set_draw_color(INK)
            self.pdf.set_line_width(0.4)
            self.pdf.rect(EDGE + 2, top + 1.4, 4, 4)
            self._say(words, PLAIN, x=EDGE + 10, y=top, w=self._wide - 10)
        self.pdf.ln(2)

    def _answers(self, lesson: Lesson) -> None:
        """What is right and why, small, and where it comes from; kept together."""
        lines = [self._answer(number, question) for number, question in enumerate(lesson.quiz, 1)]
        if lesson.citizen_sources:
            lines.append("Nguồn: " + "; ".join(map(str, lesson.citizen_sources)))
        lines.append(f"Rà soát ngày {lesson.reviewed:%d/%m/%Y}.")
        self._room(sum(self._height(words, SMALL, self._wide) for words in ("Đáp án", *lines)) + 8)
        self._rule()
        self._say("Đáp án", SMALL, bold=True, colour=QUIET)
        for words in lines:
            self._say(words, SMALL, colour=QUIET)

    def _answer(self, number: int, question: Question) -> str:
        return f"{number}. {LETTERS[question.right - 1]}. {self.fill(question.why[question.right - 1])}"

    # Paper

    @property
    def _wide(self) -> float:
        return self.pdf.w - 2 * EDGE

    def _font(self, size: float, *, bold: bool = False) -> None:
        self.pdf.set_font(FACE, "B" if bold else "", size)

    def _say(
        self,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        x: float = EDGE,
        y: float | None = None,
        w: float = 0,
    ) -> None:
        """Words that break into lines; the next ones begin below."""
        self._font(size, bold=bold)
        self.pdf.set_text_color(colour)
        self.pdf.set_xy(x, self.pdf.get_y() if y is None else y)
        self.pdf.multi_cell(w or self.pdf.w - EDGE - x, size * LINE, words, align="L", new_x="LMARGIN", new_y="NEXT")

    def _height(self, words: str, size: float, wide: float) -> float:
        from fpdf.enums import MethodReturnValue

        self._font(size)
        found = self.pdf.multi_cell(wide, size * LINE, words, dry_run=True, output=MethodReturnValue.HEIGHT)
        return cast(float, found)

    def _room(self, high: float) -> None:
        """What follows stays together: on a new page if this one has no room for it."""
        if self.pdf.get_y() + high > self.pdf.h - FOOT:
            self.pdf.add_page()

    def _rule(self) -> None:
        self._room(12)
        self.pdf.ln(2)
        self.pdf.set_draw_color(GOLD)
        self.pdf.set_line_width(0.6)
        self.pdf.line(EDGE, self.pdf.get_y(), self.pdf.w - EDGE, self.pdf.get_y())
        self.pdf.ln(3)
