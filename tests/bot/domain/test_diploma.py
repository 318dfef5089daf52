"""A certificate to look at: readable by a scanner, light enough to send, every Vietnamese letter in it."""

from __future__ import annotations

import io
from datetime import date

from fontTools.ttLib import TTFont
from PIL import Image

from bot.domain.learning import diploma
from bot.domain.learning.signing import Signer, Statement

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ"
STATEMENT = Statement("M1", date(2026, 11, 25), "Nguyễn Thị Hoàng Ưởng Phượng")
LONGEST = "Chống lừa đảo trực tuyến, giữ dữ liệu cá nhân và tự bảo vệ cả nhà trên không gian mạng"


def link(statement):
    return "https://bot.example/chungnhan/" + Signer(Signer.new_key()).sign(statement)


def test_the_picture_is_square_and_light_enough_to_send():
    made = diploma.picture(STATEMENT, LONGEST, link(STATEMENT))
    with Image.open(io.BytesIO(made)) as picture:
        assert picture.size == (diploma.SIDE, diploma.SIDE)
    assert len(made) < 200 * 1024


def test_nothing_is_written_over_the_frame_even_with_the_longest_words():
    made = diploma.picture(Statement("M6", date(2026, 1, 1), "Ư" * 60), LONGEST, link(STATEMENT))
    with Image.open(io.BytesIO(made)) as picture:
        sheet = picture.convert("RGB")
    paper = sheet.getpixel((diploma.SIDE // 2, diploma.EDGE + 30))
    below = [sheet.getpixel((x, diploma.SIDE - diploma.EDGE - 24)) for x in range(120, diploma.SIDE - 120)]
    assert set(below) == {paper}


def test_both_faces_have_every_vietnamese_letter():
    for face in ("Regular", "Bold"):
        known = TTFont(diploma.FONTS / f"BeVietnamPro-{face}.ttf").getBestCmap()
        assert not [letter for letter in LETTERS + LETTERS.upper() + "“”…·–" if ord(letter) not in known]


def test_the_page_for_printing_is_one_page_with_its_letters_inside():
    made = diploma.printed(STATEMENT, LONGEST, link(STATEMENT))
    assert made.startswith(b"%PDF-") and made.count(b"/Type /Page\n") == 1 and made.count(b"/FontFile2") == 2
