"""Signs of two halves, and messages that are one cry."""

import pytest

from bot.domain.answering.emergency import Signs
from bot.library.schemas import Tale

SIGNS = Signs(
    ["bị giật túi"],
    ["trong phim"],
    {},
    tales=[Tale(first=["đặt cọc"], then=["biến mất"])],
    cries=["sos", "cháy", "có trộm"],
)


@pytest.mark.parametrize(
    "text",
    [
        "toi dat coc mua hang ma ho bien mat",
        "đặt cọc 3 triệu rồi chủ nhà biến mất luôn",
        "SOS",
        "có trộm bà con ơi",
        "cháy",
        "chay chay chay",
    ],
)
def test_both_halves_or_one_cry_are_a_sign(text):
    assert SIGNS.found_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "họ biến mất, chưa kịp đặt cọc",
        "đặt cọc nhà mà không biến mất đồng nào",
        "đặt cọc xong cả nhà ăn mừng rồi hôm sau xe biến mất",
        "nếu đặt cọc rồi họ biến mất",
        "trong phim đặt cọc rồi biến mất",
        "chay",
        "chạy chạy chạy",
        "SOS trên máy bật ở đâu",
        "",
    ],
)
def test_one_half_or_a_cry_with_more_is_none(text):
    assert not SIGNS.found_in(text)


CALLER = Signs(
    [],
    [],
    {},
    tales=[
        Tale(first=["công an"], then=["chuyển tiền"], says=["xưng"], wants=["bắt"], unless=["làm sao"], within=8),
    ],
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nó xưng là công an bắt bà chuyển 50 triệu", True),
        ("nó xưng là công an tỉnh Quảng Ninh bảo bà dính vụ án rồi bắt chuyển tiền", False),
        ("nó xưng công an bảo bà dính vụ án rồi bắt chuyển tiền", True),
        ("công an bắt chuyển tiền", False),
        ("xưng công an, chuyển tiền", False),
        ("có người xưng công an bắt chuyển tiền thì làm sao", False),
    ],
)
def test_halves_may_have_openings_and_questions_about_them_are_none(text, told):
    assert CALLER.found_in(text) is told


MARKED = Signs(["cứu"], ["bảo hiểm"], {}, {"despair": ["chết"], "fire": ["lửa to"], "water": ["nước lũ"]}, ["dập rồi"],
    marked=["cháy xe"], of_card=["tiền"])  # fmt: skip


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cháy xe máy", True),
        ("chạy xe máy", False),
        ("chay xe may", False),
        ("bảo hiểm cháy xe", False),
        ("cháy xe, dập rồi", False),
        ("nếu cháy xe", False),
    ],
)
def test_some_signs_need_their_marks(words, found):
    assert MARKED.found_in(words) is found


@pytest.mark.parametrize(
    ("words", "card"),
    [
        ("lửa to", "fire"),
        ("lửa to, nước lũ", "any"),
        ("chết, lửa to", "despair"),
        ("mất tiền", "usual"),
        ("mất 5 triệu", "usual"),
        ("có chuyện", "any"),
    ],
)
def test_where_no_card_fits_it_is_the_usual_one_only_for_what_that_is_for(words, card):
    assert MARKED.card(words, "usual", "any") == card
    assert MARKED.card("có chuyện", "usual") == "usual"
