"""Numbers that are shown as something else than the passages give them for; "miễn phí" of which thing."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.domain.answering.guard.purposes import purposes
from bot.library.register import Register

GUARD = Guard(Register.from_data({"documents": []}))
HELP = Passage("p1", "Có thắc mắc thì gọi tổng đài 1900 0368 hoặc 113. Lệ phí cấp đổi là 50.000 đồng.")
PAY = Passage(
    "p2", "Nộp lệ phí vào số tài khoản 7111 1056 9999 của Kho bạc. Đăng ký tài khoản từ 14 tuổi. OTP có 6 số."
)


def verdict(answer, *passages, question="hỏi"):
    return GUARD.check(question, passages or (HELP, PAY), answer).verdict


@pytest.mark.parametrize(
    "answer",
    [
        "Chuyển vào tài khoản 1900 0368.",
        "Chuyển tiền tới 19000368.",
        "Nộp lệ phí vào số tài khoản 1900.0368.",
        "Chuyển 50.000 đồng cho 1900 0368.",
        "STK 113 của Kho bạc.",
        "Có thắc mắc thì gọi 7111 1056 9999.",
        "Gọi tổng đài 711110569999.",
        "Nộp lệ phí vào tài khoản 50.000.",
        "Mã OTP là 1900.",
    ],
)
def test_a_number_of_one_kind_does_not_stand_for_another(answer):
    assert verdict(f"Có thắc mắc thì gọi tổng đài. {answer}") != "pass"


@pytest.mark.parametrize(
    "answer",
    [
        "Có thắc mắc thì gọi 1900 0368 hoặc 113.",
        "Gọi 113, số tổng đài là 19000368.",
        "Nộp lệ phí vào tài khoản 711110569999 của Kho bạc.",
        "Số tài khoản của Kho bạc là 7111 1056 9999; có thắc mắc thì gọi 113.",
        "Đăng ký tài khoản từ 14 tuổi.",
        "OTP có 6 số. Gọi 113.",
        "Lệ phí cấp đổi là 50.000 đồng, nộp vào tài khoản 7111.1056.9999.",
    ],
)
def test_a_number_given_for_what_it_is_stays(answer):
    assert verdict(answer) == "pass"


def test_the_nearest_words_say_what_a_number_is_for():
    assert purposes("nop vao tai khoan 0011 2233 4455, hoac goi 1900 0368; con 113") == {
        "001122334455": {"account"},
        "19000368": {"phone"},
        "113": {""},
    }


PRICED = Passage("p1", "Cấp lại thẻ căn cước mất bao nhiêu tiền?\nLệ phí cấp lại thẻ căn cước là 70.000 đồng.")
FREE = Passage("p2", "Cấp thẻ căn cước lần đầu có mất tiền không?\nMiễn phí. Lần đầu thì không phải nộp lệ phí.")
HOTLINE = Passage("p3", "Báo cuộc gọi lừa đảo ở đâu?\nNgười dân gọi 156, miễn phí.")
UNPRICED = Passage("p4", "Đổi mật khẩu VNeID thế nào?\nNgười dân mở ứng dụng VNeID rồi chọn quên mật khẩu.")
TOOL = Passage("p5", "nTrust là gì?\nnTrust là ứng dụng miễn phí giúp kiểm tra số điện thoại.")


@pytest.mark.parametrize(
    ("question", "answer", "passages"),
    [
        ("Cấp lại căn cước mất bao nhiêu?", "Miễn phí.", (PRICED, HOTLINE)),
        ("Cấp lại căn cước mất bao nhiêu?", "Miễn phí.", (PRICED, FREE)),
        ("Cấp lại căn cước mất bao nhiêu?", "Dạ, không mất tiền ạ.", (PRICED, FREE, HOTLINE)),
        ("Đổi mật khẩu VNeID có mất tiền không?", "Miễn phí.", (UNPRICED, HOTLINE)),
        ("Đổi mật khẩu VNeID có mất tiền không?", "Miễn phí.", (UNPRICED, FREE)),
        ("Đổi mật khẩu VNeID có mất tiền không?", "Dạ, hoàn toàn miễn phí ạ.", (UNPRICED, FREE)),
        ("Đổi mật khẩu VNeID có mất tiền không?", "Đổi mật khẩu VNeID miễn phí.", (UNPRICED, FREE)),
        ("Đổi mật khẩu VNeID có mất tiền không?", "Ứng dụng VNeID miễn phí.", (UNPRICED, TOOL)),
        ("hỏi", "Miễn phí.", (UNPRICED, FREE)),
        ("Cấp lại căn cước?", "Người dân khỏi nộp lệ phí cấp lại.", (PRICED, FREE)),
        ("Cấp lại căn cước?", "Lệ phí cấp lại bằng không.", (PRICED, FREE)),
    ],
)
def test_free_rests_on_a_passage_that_says_so_of_the_same_thing(question, answer, passages):
    assert verdict(answer, *passages, question=question) == "blocked"


@pytest.mark.parametrize(
    ("question", "answer", "passages"),
    [
        ("Làm căn cước lần đầu có mất tiền không?", "Miễn phí.", (FREE, PRICED)),
        ("Làm căn cước lần đầu có mất tiền không?", "Dạ, miễn phí ạ.", (FREE, UNPRICED)),
        ("Cấp thẻ căn cước lần đầu có mất tiền không?", "Không mất tiền.", (FREE,)),
        ("Gọi 156 báo lừa đảo có mất tiền không?", "Miễn phí.", (HOTLINE, PRICED)),
        ("Báo lừa đảo ở đâu?", "Người dân gọi 156 để báo cuộc gọi lừa đảo. Miễn phí.", (HOTLINE, PRICED)),
        ("nTrust có mất tiền không?", "Ứng dụng nTrust miễn phí.", (TOOL, UNPRICED)),
        ("hỏi", "Miễn phí.", (FREE,)),
    ],
)
def test_what_a_passage_calls_free_may_be_called_so_in_few_words(question, answer, passages):
    assert verdict(answer, *passages, question=question) == "pass"


PLAN = Passage("p3", "Kế hoạch đặt 50% người trưởng thành đạt phổ cập năm 2025. Phí nộp trực tuyến được giảm 20%.")
FEES = Passage("p4", "Lệ phí cấp đổi là 50.000 đồng. Người dưới 14 tuổi được miễn lệ phí. Giá vé tăng thêm 15%.")


@pytest.mark.parametrize(
    "answer",
    ["Được miễn 50% lệ phí.", "Phí được giảm 50%.", "Phí được giảm 50 phần trăm.", "Nộp trực tuyến được giảm phí 15%.",
     "Phí nộp trực tuyến tăng thêm 20%."],
)  # fmt: skip
def test_a_percentage_takes_off_or_adds_only_where_a_passage_says_so(answer):
    assert verdict(answer, PLAN, FEES, question="lệ phí cấp đổi") != "pass"


@pytest.mark.parametrize(
    "answer",
    ["Phí nộp trực tuyến được giảm 20%.", "Nộp trực tuyến thì được bớt 20 phần trăm phí.", "Giá vé tăng 15%.",
     "Kế hoạch đặt 50% người trưởng thành đạt phổ cập."],
)  # fmt: skip
def test_a_percentage_that_does_what_a_passage_says_stays(answer):
    assert verdict(answer, PLAN, FEES, question="lệ phí cấp đổi") == "pass"
