"""What the passages do not tell may be said in any words; what else a sentence claims is held against them."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.domain.answering.guard.absence import only_says_what_is_not_told
from bot.library.register import Register

GUARD = Guard(Register.from_data({"documents": []}))
HELD = [Passage("p1", "Sân bóng xã mở cửa mỗi tối. Hỏi thêm thì gọi 111, trực 24/24 giờ."), Passage("p2", "Gọi 113.")]
TRUE = "Sân bóng xã mở cửa mỗi tối."


def shown(answer):
    return GUARD.check("hỏi", HELD, f"{TRUE} {answer}").text


@pytest.mark.parametrize(
    "answer",
    [
        "Dạ, các đoạn được cung cấp không nói trọng tài nhận thù lao bao nhiêu.",
        "Thuê áo đấu mất lệ phí gì thì tư liệu chưa nhắc tới ạ.",
        "Về mức phạt khi hủy kèo, tài liệu không đề cập.",
        "Không có thông tin đặt chỗ kéo dài mấy hôm.",
    ],
)
def test_what_is_not_told_is_named_in_any_words(answer):
    assert answer in shown(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Các đoạn không nói lệ phí, nhưng trọng tài thu hộ áo đấu.",
        "Thuê áo đấu phải đặt cọc ở quầy vé, tư liệu không ghi thêm.",
        "Các đoạn không nói lệ phí là 50.000 đồng.",
        "Các đoạn không nói gì, bác đặt cọc áo đấu ở quầy vé.",
        "Tư liệu không nêu phí, theo Nghị định 15/2021/NĐ-CP.",
    ],
)
def test_what_is_claimed_besides_goes(answer):
    assert answer not in shown(answer)


def test_a_plain_denial_says_nothing_of_the_passages():
    assert not only_says_what_is_not_told("bác không phải nộp phí.")


def test_hours_belong_to_the_number_that_has_them():
    assert "trực suốt 24 giờ" in shown("Bác gọi 111, trực suốt 24 giờ.")
    assert "24/24" not in shown("Bác gọi 113, trực 24/24 giờ.")
