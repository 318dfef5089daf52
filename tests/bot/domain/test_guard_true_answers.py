"""What says the same in other words stays; what only looks like it goes (from the strangers' sets A to J)."""

from __future__ import annotations

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.library.register import Register

GUARD = Guard(Register.from_data({"documents": []}))
PASSAGES = [
    Passage(
        "p1",
        "Chuyển bao nhiêu tiền thì phải quét mặt?\nChuyển trên 10 triệu đồng một lần, hoặc quá 20 triệu đồng trong "
        "ngày, phải xác thực sinh trắc học. Mốc tuổi phải đổi thẻ là 14, 25, 40 và 60.",
    ),
    Passage(
        "p2",
        "Đăng ký kết hôn có làm trên mạng được không?\nĐược. Bạn vào dichvucong.gov.vn. Hai người có phải đến ký và "
        "cần thêm giấy gì không, bạn hỏi nơi nhận hồ sơ.",
    ),
    Passage(
        "p3",
        "Tổng đài bảo hiểm xã hội là số nào?\nBạn gọi 1900.9068, tổng đài Bảo hiểm xã hội Việt Nam, 1.000 đồng mỗi "
        "phút. Công an không hướng dẫn qua điện thoại. Tổng đài trực 24/24 giờ. Con dưới 16 tuổi thì cha mẹ đăng ký "
        "tài khoản.",
    ),
    Passage(
        "p4",
        "Có bưu kiện lạ thì sao?\nBạn không mua thì không có bưu kiện. Đừng cài ứng dụng từ đường liên kết lạ. Đã hỗ "
        "trợ hơn 10.250 lượt người. Mã OTP không đọc cho ai.",
    ),
]


def stays(sentence: str, question: str = "hỏi") -> bool:
    """Whether a sentence is shown whole."""
    return GUARD.check(question, PASSAGES, sentence).text == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Chuyển quá 20 triệu đồng một ngày thì phải xác thực sinh trắc học.",
        "Đến tuổi 14, 25, 40, 60 thì phải đổi thẻ.",
        "Bác gọi tổng đài Bảo hiểm xã hội Việt Nam 1900.9068, 1.000 đồng một phút.",
        "Cháu mới 13 tuổi thì cha mẹ đăng ký tài khoản.",
        "Đã hỗ trợ hơn mười nghìn lượt người.",
        "Mình không mua thì làm gì có bưu kiện.",
        "Đừng bấm đường liên kết để cài ứng dụng.",
        "Mã OTP thì bác đừng đọc cho bất kỳ ai.",
        "Đăng ký kết hôn làm trên Cổng Dịch vụ công quốc gia được.",
        "Mức phí thì các đoạn này không nói, bác hỏi nơi nhận hồ sơ nhé.",
        "Trong các đoạn này không có cách trả phí, bác nhờ con cháu xem giúp.",
    ],
)
def test_the_same_in_other_words_stays(sentence):
    assert stays(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Chuyển trên 10 triệu đồng một ngày thì phải xác thực sinh trắc học.",
        "Đến tuổi 14, 25, 40, 65 thì phải đổi thẻ.",
        "Bác gọi tổng đài Bảo hiểm xã hội Việt Nam 1900.9068, 2.000 đồng một phút.",
        "Cháu mới 17 tuổi thì cha mẹ đăng ký tài khoản.",
        "Đã hỗ trợ hơn hai mươi nghìn lượt người.",
        "Đăng ký kết hôn trên mạng thì hai người không phải đến ký.",
        "Hai người phải đến ký.",
        "Bạn gọi 1900.9068 từ bất kỳ số điện thoại nào.",
        "Tổng đài bảo hiểm xã hội trực ban ngày.",
        "Mức phí thì các đoạn này không nói, bác hỏi Sở Tư pháp nhé.",
        "Mức phí thì các đoạn này không nói, nên bác không phải trả gì.",
        "Chỉ có một cách đăng ký tài khoản.",
    ],
)
def test_what_only_looks_like_it_goes(sentence):
    assert not stays(sentence)
