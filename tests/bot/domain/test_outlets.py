"""Loudspeakers, text messages, paper: the approved words alone, within their bounds, and what is left out is named."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import outlets
from bot.domain.learning import sheets

BODY = (
    "Mời bà con đến nhà văn hóa thôn 3 học cài VNeID. Không thu phí. Xem https://example.org/a?b=1. Gọi 0912345678.\n\n"
    "🕒 19:00 đến 20:30, thứ Bảy ngày 28/11/2026\n📍 Nhà văn hóa thôn 3"
)


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        *(("5", 1), ("10", 1), ("15", 2), ("20", 2), ("21", 3), ("100", 2), ("105", 4), ("115", 4)),
        *(("1.500.000", 5), ("2026", 7), ("1005", 6), ("0912345678", 10), ("Quảng Ninh", 2), ("UBND", 4)),
        *(("VNeID", 5), ("BÃO SỐ 9", 3), ("", 0), ("…", 0)),
    ],
)
def test_syllables_are_counted_as_they_are_heard(words, heard):
    assert outlets.syllables(words) == heard


def test_a_short_one_is_read_twice_with_dates_and_links_in_words():
    script = outlets.loudspeaker("📢 Lớp VNeID", BODY)
    assert outlets.AGAIN in script.text and script.left_out == []
    assert "19 giờ đến 20 giờ 30" in script.text and "28 tháng 11 năm 2026" in script.text
    assert "https" not in script.text and outlets.SPOKEN_LINK + "." in script.text
    assert not any(sign in script.text for sign in "📢🕒📍")
    assert script.seconds <= outlets.SECONDS


def test_a_long_one_ends_with_a_whole_sentence_and_names_the_rest():
    body = " ".join(f"Đây là câu số {number} của một thông báo rất dài gửi đến bà con." for number in range(40))
    script = outlets.loudspeaker("Thông báo", body)
    assert 50 <= script.seconds <= outlets.SECONDS
    assert script.left_out and script.left_out[0] not in script.text
    assert script.text.endswith(f"bà con. {outlets.CLOSING}")
    assert outlets.AGAIN not in script.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("a" * 160, ("GSM-7", 160, 1)), ("a" * 161, ("GSM-7", 161, 2)), ("a" * 306, ("GSM-7", 306, 2))),
        *(("a" * 307, ("GSM-7", 307, 3)), ("€" * 80, ("GSM-7", 160, 1)), ("€" * 81, ("GSM-7", 162, 2))),
        *(("đ" * 70, ("UCS-2", 70, 1)), ("đ" * 71, ("UCS-2", 71, 2)), ("đ" * 134, ("UCS-2", 134, 2))),
        *(("đ" * 135, ("UCS-2", 135, 3)), ("🕒" * 35, ("UCS-2", 70, 1)), ("🕒" * 67, ("UCS-2", 134, 3))),
        ("", ("GSM-7", 0, 1)),
    ],
)
def test_parts_are_counted_as_networks_count_them(text, expected):
    """Two places of one letter are never cut: 33 pictures fit into a part of 67."""
    assert outlets.measured(text) == expected


def test_one_message_holds_whole_sentences_and_the_code():
    one = outlets.text_message("Lớp VNeID", BODY, "TB-ABC234", marks=False, most=1)
    assert (one.alphabet, one.parts) == ("GSM-7", 1) and one.units <= 160
    assert one.text.endswith("Ma: TB-ABC234") and one.left_out
    whole = outlets.text_message("Lớp VNeID", BODY, "TB-ABC234", marks=True)
    assert whole.alphabet == "UCS-2" and whole.left_out == [] and "https://example.org/a?b=1." in whole.text


@given(st.text(max_size=400), st.text(max_size=60))
def test_whatever_is_written_the_bounds_hold(body, title):
    assert outlets.loudspeaker(title, body).seconds <= outlets.SECONDS
    one = outlets.text_message(title, body, "TB-ABC234", marks=False, most=1)
    assert (one.alphabet, one.parts) == ("GSM-7", 1)


@pytest.mark.parametrize("sentences", [3, 45])
def test_a_notice_is_one_page(sentences):
    from fpdf import FPDF  # noqa: F401 - the library that writes it

    body = outlets.plain(" ".join(f"Câu số {n} mời bà con đến nhà văn hóa thôn dự lớp." for n in range(sentences)))
    made = sheets.notice("Lớp VNeID", body, "Phường An Sinh", "Mã thông báo: TB-ABC234", "https://bot.example/?tin=x")
    assert made.startswith(b"%PDF") and io.BytesIO(made).read().count(b"/Type /Page\n") == 1
