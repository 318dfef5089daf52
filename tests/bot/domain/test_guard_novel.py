"""Words that no passage has: another way to say a thing stays, another thing goes."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.library.register import Register

GUARD = Guard(Register.from_data({"documents": []}))
LIBRARY = Passage(
    "p1",
    "Mượn sách ở thư viện xã thế nào?\nNgười dân mang thẻ đến thư viện xã, mượn ba cuốn một lần. Trả sách muộn thì bị "
    "nhắc. Làm rách sách thì báo người trông thư viện. Ai chưa có thẻ thì làm tại quầy.",
)
MARKET = Passage("p2", "Chợ xã họp khi nào?\nChợ xã họp ngày rằm. Người bán ghi giá rõ ràng. Đừng đưa tiền trước.")


def shown(answer, question="hỏi"):
    return GUARD.check(question, [LIBRARY, MARKET], f"Chợ xã họp ngày rằm. {answer}").text


@pytest.mark.parametrize(
    "answer",
    [
        "Bạn đến thư viện xã, đặt cọc rồi mượn sách.",
        "Bạn mang thẻ đến thư viện xã vào buổi sáng.",
        "Bạn mượn sách qua Zalo của thư viện xã.",
        "Làm rách sách thì đền gấp đôi cho thư viện.",
        "Trả sách muộn thì bị phạt.",
        "Ai chưa có thẻ thì làm tại quầy của bưu điện.",
        "Bạn mang thẻ đến thư viện xã gặp bà Hoa.",
        "Thư viện xã cho mượn sách cả chủ nhật.",
        "Ban mang the den thu vien xa vao buoi sang, dat coc.",
        "Bạn đọc mật khẩu cho người trông thư viện.",
    ],
)
def test_what_no_passage_has_a_word_for_goes(answer):
    assert answer not in shown(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Bác cầm thẻ ra thư viện xã là mượn được ạ.",
        "Mỗi lần bác mượn được ba cuốn sách nhé.",
        "Nếu lỡ làm rách sách thì bác nói với người trông thư viện.",
        "Tóm lại, ai chưa có thẻ thì làm ngay tại quầy.",
        "Chúc bác mọi việc thuận lợi!",
        "Cháu xin tóm tắt: bác mang thẻ đến thư viện xã.",
        "Bac mang the den thu vien xa la muon duoc sach.",
        "Bác đừng lo, trả sách muộn thì chỉ bị nhắc thôi.",
    ],
)
def test_another_way_to_say_the_same_stays(answer):
    assert answer in shown(answer)


def test_the_opening_may_repeat_the_question():
    answer = "Ở Móng Cái, bạn mang thẻ đến thư viện xã mượn sách."
    assert answer in shown(answer, question="ở Móng Cái mượn sách thế nào")
    assert answer not in shown(answer)


def test_the_words_of_the_question_are_no_evidence_behind_the_opening():
    answer = "Muốn mượn sách thì bạn nộp tiền cọc."
    assert answer not in shown(answer, question="mượn sách có phải nộp tiền cọc không")
