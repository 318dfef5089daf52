"""Tokens stand in for what a model may not write, and come back as they were."""

import pytest

from bot.domain.answering.tokens import Tokens, hidden

PASSAGE = (
    "Theo khoản 2 Điều 18 Nghị định 69/2024/NĐ-CP ngày 25/6/2024, lệ phí là 50.000 đồng. Gọi 1900 0368 hoặc số 113, "
    "xem https://dichvucong.gov.vn/tra-cuu hay vneid.gov.vn, thư về hotro@quangninh.gov.vn."
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("69/2024/NĐ-CP", "VB"), ("khoản 2 Điều 18", "ĐIỀU"), ("25/6/2024", "NGÀY"), ("50.000 đồng", "PHÍ"),
        ("1900 0368", "SĐT"), ("113", "SĐT"), ("https://dichvucong.gov.vn/tra-cuu", "LINK"), ("vneid.gov.vn", "LINK"),
        ("hotro@quangninh.gov.vn", "THƯ"),
    ],
)  # fmt: skip
def test_each_kind_is_hidden_behind_a_token_of_its_own_name(words, kind):
    tokens = Tokens()
    shown = tokens.hide(PASSAGE)
    assert words not in shown
    assert tokens.names[words].startswith(kind)
    assert f"[[{tokens.names[words]}]]" in shown


def test_what_was_hidden_comes_back_word_for_word():
    tokens = Tokens()
    assert tokens.put_back(tokens.hide(PASSAGE)) == PASSAGE


def test_the_same_words_have_the_same_token_in_every_passage():
    (first, second), tokens = hidden(["Gọi 1900 0368.", "Tổng đài 1900 0368 trực cả ngày, số khác là 1900 1234."])
    assert "[[SĐT1]]" in first and "[[SĐT1]]" in second
    assert "[[SĐT2]]" in second
    assert tokens.put_back("[[ SĐT2 ]]") == "1900 1234"


@pytest.mark.parametrize("unknown", ["[[VB9]]", "[[SĐT12]]", "[[KHÁC]]", "[[VB1"])
def test_a_token_that_nobody_gave_stays_as_it_is(unknown):
    assert hidden([PASSAGE])[1].put_back(f"Theo {unknown} thì nộp.") == f"Theo {unknown} thì nộp."
