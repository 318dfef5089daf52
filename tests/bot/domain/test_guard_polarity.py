"""A sentence does not turn round what its passages say: denials, conditions, order, extent."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.library.register import Register

GUARD = Guard(Register.from_data({"documents": []}))
POOL = Passage(
    "p1",
    "Bơi ở hồ xã thế nào?\nTrẻ nhỏ không được tự xuống hồ, phải có người lớn đi cùng. Người đến bơi gửi dép ở cửa hồ. "
    "Đừng đưa chìa khóa tủ cho người lạ. Vé tháng cũ chỉ dùng đến hết tháng 6. Thấy nước đục thì báo người trông hồ.",
)
BOOKS = Passage(
    "p2",
    "Có phải nộp ảnh khi làm thẻ thư viện không?\nKhông. Thư viện xã không thu tiền mặt. Thẻ thư viện đã hủy vẫn đổi "
    "lại được. Người mượn phải ký vào sổ mượn. Phần lớn sách cho mượn về nhà.",
)
STEPS = Passage(
    "p3",
    "Bị chó cắn thì làm gì?\nBạn làm ba việc, theo thứ tự:\nMột, rửa vết cắn.\nHai, đến trạm xá.\nBa, báo trưởng thôn."
    "\nKẻ gian hay bảo người bệnh mua thuốc lá qua mạng.",
)
TRUE = "Người đến bơi gửi dép ở cửa hồ."


def shown(answer):
    return GUARD.check("hỏi", [POOL, BOOKS, STEPS], f"{TRUE} {answer}").text


@pytest.mark.parametrize(
    "answer",
    [
        "Trẻ nhỏ được tự xuống hồ.",
        "Ban cu dua chia khoa tu cho nguoi la.",
        "Bạn cứ đưa chìa khóa tủ cho người lạ.",
        "Người đến bơi không cần gửi dép ở cửa hồ.",
        "Thư viện xã thu tiền mặt.",
        "Muốn làm thẻ thư viện bạn phải nộp ảnh.",
        "Thẻ thư viện đã hủy thì không đổi lại được.",
        "Người mượn không phải ký vào sổ mượn.",
    ],
)
def test_what_is_only_denied_is_not_affirmed_and_the_other_way_round(answer):
    assert answer not in shown(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Trẻ nhỏ không được tự xuống hồ bác nhé.",
        "Bac dung dua chia khoa tu cho nguoi la.",
        "Bác không nên đưa chìa khóa tủ cho người lạ.",
        "Nếu không có người lớn đi cùng thì trẻ nhỏ không được xuống hồ.",
        "Thư viện xã không nhận tiền mặt.",
        "Bác không phải nộp ảnh khi làm thẻ thư viện.",
        "Thẻ thư viện đã hủy thì bác vẫn đổi lại được ạ.",
        "Người mượn nhớ ký vào sổ mượn.",
    ],
)
def test_the_same_denied_or_said_in_other_words_stays(answer):
    assert answer in shown(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Thấy nước đục thì bạn cứ xuống bơi.",
        "Bạn báo trưởng thôn trước, rồi mới đến trạm xá, cuối cùng là rửa vết cắn.",
        "Tất cả sách trẻ nhỏ gửi ở cửa hồ.",
        "Vé tháng cũ vẫn còn dùng được.",
    ],
)
def test_other_consequences_order_extent_and_end_go(answer):
    assert answer not in shown(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Thấy nước đục thì bác báo ngay người trông hồ.",
        "Thấy nước đục thì bác đừng bơi.",
        "Đầu tiên bác rửa vết cắn, sau đó đến trạm xá, cuối cùng báo trưởng thôn.",
        "Vé tháng cũ chỉ còn dùng đến hết tháng 6.",
    ],
)
def test_the_same_consequence_order_and_end_stay(answer):
    assert answer in shown(answer)


CLUB = Passage(
    "p4",
    "Có người bảo phải mua áo mới thì sao?\nBạn khoan mua. Câu lạc bộ không được bắt hội viên mua áo chỉ vì đổi màu "
    "cờ. Hội viên phải nộp bản chính thẻ đoàn, không phải nộp thẻ xe. Sổ hội viên thay được thẻ tập và thẻ gửi xe.",
)
WARNED = Passage("p5", "Thấy người lạ rủ mua vé thì sao?\nBạn đừng bấm.\nTập xong rồi mới trả sổ cho thủ kho.")
OUTSIDE = "Câu lạc bộ mở cửa mỗi tối."


def of_club(answer):
    held = [CLUB, WARNED, Passage("p6", OUTSIDE)]
    return GUARD.check("hỏi", held, f"{OUTSIDE} {answer}").text


@pytest.mark.parametrize(
    "answer",
    [
        "Câu lạc bộ không bắt hội viên mua áo vì đổi màu cờ đâu bác.",
        "Bác đừng mua vội, có người bảo phải mua áo mới thì bác khoan nghe.",
        "Thẻ xe hội viên không phải nộp.",
    ],
)
def test_a_close_paraphrase_with_the_same_denied_stays(answer):
    assert answer in of_club(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Câu lạc bộ được bắt hội viên mua áo vì đổi màu cờ.",
        "Hội viên không phải nộp bản chính thẻ đoàn.",
        "Thấy người lạ rủ mua vé thì bác bấm vào xem.",
        "Hội viên phải nộp thẻ xe.",
    ],
)
def test_what_looks_like_one_but_denies_another_thing_goes(answer):
    assert answer not in of_club(answer)
