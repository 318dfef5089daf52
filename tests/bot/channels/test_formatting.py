"""Texts fit the platform, and nothing is lost or torn on the way."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.formatting import numbered, shorten, split, utf16_length
from bot.messages import Choice

FAMILY = "👩‍👩‍👧‍👦"
FLAG = "🇻🇳"
THUMB = "👍🏽"


def test_length_counts_as_the_platforms_do():
    assert utf16_length("học") == 3
    assert utf16_length("😀") == 2
    assert utf16_length(FLAG) == 4
    assert utf16_length("") == 0


def test_a_text_that_fits_stays_whole():
    assert split("Chào bác.\n\nHôm nay học gì ạ?", 100) == ["Chào bác.\n\nHôm nay học gì ạ?"]


def test_a_text_of_exactly_the_limit_stays_whole():
    assert split("a" * 4096, 4096) == ["a" * 4096]
    assert split("😀" * 2048, 4096) == ["😀" * 2048]
    assert len(split("😀" * 2048 + "a", 4096)) == 2


@pytest.mark.parametrize("blank", ["", "   ", "\n\n"])
def test_blank_text_has_no_parts(blank):
    assert split(blank, 100) == []


def test_paragraphs_are_preferred():
    first, second = "một hai ba. bốn năm sáu", "bảy tám chín. mười"
    assert split(f"{first}\n\n{second}", 30) == [first, second]


def test_then_lines_then_sentences_then_words():
    assert split("dòng một dài\ndòng hai dài", 20) == ["dòng một dài", "dòng hai dài"]
    assert split("Câu một ở đây. Câu hai ở kia nhé", 20) == ["Câu một ở đây.", "Câu hai ở kia nhé"]
    assert split("một hai ba bốn năm", 12) == ["một hai ba", "bốn năm"]


def test_a_quotation_keeps_its_closing_mark():
    assert split("Gõ “học nhé.” Rồi gửi đi ạ", 16) == ["Gõ “học nhé.”", "Rồi gửi đi ạ"]


def test_the_number_of_a_line_is_no_end_of_a_sentence():
    parts = split("Làm thế này ạ\n12. Mở ứng dụng lên và bấm", 20)
    assert not any(part.endswith("12.") for part in parts)


def test_an_early_paragraph_end_does_not_leave_a_tiny_part():
    parts = split("Ạ.\n\n" + "chữ " * 30, 40)
    assert utf16_length(parts[0]) > 20


@pytest.mark.parametrize("whole", [FAMILY, FLAG, THUMB, "e\u0302\u0301", "1\ufe0f\u20e3"])
@pytest.mark.parametrize("limit", [11, 12, 13, 14, 23])
def test_emoji_and_letters_with_marks_are_never_torn(whole, limit):
    parts = split(whole * 30, limit)
    assert "".join(parts) == whole * 30
    assert all(part.replace(whole, "") == "" for part in parts)


def test_a_flag_in_a_row_of_flags_keeps_both_letters():
    assert all(len(part) % 2 == 0 for part in split("🇻🇳🇱🇦🇰🇭🇹🇭🇲🇾" * 5, 14))


def test_one_letter_longer_than_the_limit_is_cut_all_the_same():
    zalgo = "a" + "\u0301" * 50
    assert "".join(split(zalgo, 10)) == zalgo


def test_a_limit_too_small_for_an_emoji_is_refused():
    with pytest.raises(ValueError, match="limit"):
        split("abc", 1)


PIECES = [*"aêB. \n?!)", "\u0301", "\u200d", FAMILY, FLAG, THUMB, "😀", "\u00a0"]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=300).map("".join)


@given(TEXTS, st.integers(min_value=30, max_value=80))
def test_nothing_is_lost_and_every_part_fits(text, limit):
    parts = split(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(0 < utf16_length(part) <= limit for part in parts)


@given(st.lists(st.sampled_from([*"aơ. \n", "e\u0301"]), max_size=200).map("".join))
def test_no_part_begins_with_a_mark(text):
    assert not any(unicodedata.combining(part[0]) for part in split(text, 15))


def test_choices_become_numbered_lines():
    choices = [Choice("menu", "Về menu"), Choice("", "Mở trang", url="https://example.org/a")]
    assert numbered("Chọn nhé:\n", choices) == "Chọn nhé:\n\n• Mở trang: https://example.org/a\n1. Về menu"


def test_numbers_go_on_from_the_message_before():
    assert numbered("Nữa:", [Choice("menu", "Về menu")], after=3) == "Nữa:\n\n4. Về menu"


def test_no_choices_change_nothing():
    assert numbered("Chào bác", []) == "Chào bác"


def test_a_short_title_stays():
    assert shorten("Bài học", 20) == "Bài học"


def test_a_long_title_ends_at_a_word_with_an_ellipsis():
    assert shorten("Gọi cho cán bộ phường ngay", 20) == "Gọi cho cán bộ…"


@given(TEXTS, st.integers(min_value=0, max_value=40))
def test_a_shortened_title_fits(title, limit):
    assert utf16_length(shorten(title, limit)) <= limit


def test_a_title_is_not_cut_inside_an_emoji():
    assert shorten(FAMILY * 3, 14) == FAMILY + "…"
