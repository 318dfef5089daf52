"""Times without a figure, things counted, figures exchanged: what the passages say is shown, what they do not goes."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.domain.answering.guard.counted import items
from bot.domain.answering.guard.normalise import reading
from bot.domain.answering.guard.times import times
from bot.library.register import Register

GUARD = Guard(Register.from_data({"documents": []}))
CENTRE = Passage(
    "p1",
    "Trung tâm nhận hồ sơ từ thứ hai đến thứ sáu, buổi sáng. Nộp trực tiếp thì sau 5 ngày có kết quả, "
    "phí 135.000 đồng. Có 54 trung tâm và 6 điểm. Tổng đài trực 24/7. Thuế khoán bỏ từ ngày 01/01/2026.",
)
CALLS = Passage(
    "p2",
    "Đang nguy hiểm thì gọi 113. Tin rác thì nhắn 5656. Cuộc gọi có dấu hiệu lừa đảo thì gọi 156. "
    "Doanh thu từ 500 triệu đồng một năm trở xuống thì không nộp thuế. "
    "Doanh thu từ 1 tỷ đồng trở lên phải dùng hóa đơn.",
)


def verdict(answer):
    return GUARD.check("hỏi", (CENTRE, CALLS), answer).verdict


@pytest.mark.parametrize(
    "answer",
    [
        "Trung tâm nhận hồ sơ cả sáng thứ bảy.",
        "Trung tâm nhận hồ sơ cuối tuần.",
        "Trung tâm nhận hồ sơ buổi chiều.",
        "Nộp trực tiếp thì hôm sau có kết quả.",
        "Nộp trực tiếp thì có kết quả trong ngày.",
        "Nộp trực tiếp thì sau 5 ngày làm việc có kết quả.",
        "Thuế khoán bỏ từ giữa năm 2026.",
        "Trung tâm nhận hồ sơ trước Tết.",
        "Trung tam nhan ho so ca cuoi tuan.",
    ],
)
def test_times_that_no_passage_says_are_cut(answer):
    assert verdict(answer) == "blocked"


@pytest.mark.parametrize(
    "answer",
    [
        "Trung tâm nhận hồ sơ từ thứ hai đến thứ sáu.",
        "Trung tâm nhận hồ sơ buổi sáng.",
        "Nộp trực tiếp thì sau năm ngày có kết quả.",
        "Thuế khoán bỏ từ đầu năm 2026.",
        "Tổng đài trực ngày đêm.",
        "Có hai nơi nhận: trung tâm và điểm.",
        "Chúc bác buổi tối vui vẻ. Trung tâm nhận hồ sơ buổi sáng.",
    ],
)
def test_times_and_counts_of_the_passages_stay(answer):
    assert verdict(answer) == "pass"


@pytest.mark.parametrize(
    "answer",
    [
        "Cuộc gọi có dấu hiệu lừa đảo thì gọi 5656.",
        "Đang nguy hiểm thì gọi 156.",
        "Doanh thu từ 500 triệu đồng một năm trở lên thì không nộp thuế.",
        "Có 54 điểm nhận hồ sơ.",
        "Có ba điểm nhận hồ sơ.",
        "Có bốn nơi nhận: trung tâm và điểm.",
        "Nộp trực tiếp mất phí bưu điện.",
    ],
)
def test_figures_of_another_thing_are_cut(answer):
    assert verdict(answer) == "blocked"


def test_number_words_count_what_comes_behind_them():
    assert reading("Đăng nhập trên ba thiết bị.") == "dang nhap tren 3 thiet bi."
    assert reading("Hai bác hỏi ba mẹ.") == "hai bac hoi ba me."
    assert reading("Quá mười triệu một ngày.") == "qua 10 trieu 1 ngay."
    assert reading("Từ nửa tỷ đồng.") == "tu 500 trieu dong."


def test_a_wish_says_no_time():
    assert times("chúc bác cuối tuần vui vẻ") == set()
    assert times("mở cả cuối tuần, hằng tháng") == {"cuoi tuan", "hang thang"}


def test_items_are_parted_by_commas_and_words():
    assert items(" a, b va c. d, e") == [" a", "b", "c"]
