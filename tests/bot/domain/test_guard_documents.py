"""Documents without a number, and what is said of known ones: issuer, kind, days, which replaced which, whose rule."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.library.register import Register


def row(number, kind, issuer, **more):
    return {"number": number, "type": kind, "issuer": issuer, **more}


GUARD = Guard(
    Register.from_data(
        {
            "documents": [
                row("356/2025/NĐ-CP", "Nghị định", "Chính phủ", status="đang có hiệu lực"),
                row("13/2023/NĐ-CP", "Nghị định", "Chính phủ", status="hết hiệu lực", replaced_by="356/2025/NĐ-CP"),
                row("198/2025/QH15", "Nghị quyết", "Quốc hội", issued="2025-05-17", status="đang có hiệu lực"),
                row("17/2024/TT-NHNN", "Thông tư", "Ngân hàng Nhà nước", effective="2024-07-01"),
                row("134/2025/QH15", "Luật", "Quốc hội", title="Luật Trí tuệ nhân tạo", issued="2025-12-10"),
            ]
        }
    )
)
PASSAGES = [
    Passage(
        "p1",
        "Thuế khoán bỏ từ năm 2026, hộ kinh doanh tự kê khai doanh thu theo Điều 10 Nghị quyết 198/2025/QH15. UBND "
        "tỉnh có kế hoạch hỗ trợ. Tra theo số biên bản hoặc số quyết định trên Cổng.",
    ),
    Passage(
        "p2",
        "Giấy tờ hết hạn thì không chuyển tiền điện tử được, theo Thông tư 17/2024/TT-NHNN. Nghị định 356/2025/NĐ-CP "
        "thay cho Nghị định 13/2023/NĐ-CP đã hết hiệu lực. Nghị định hướng dẫn Luật Trí tuệ nhân tạo mới là dự thảo.",
    ),
    Passage("p3", "Trẻ em được bảo vệ theo Điều 22, 23 của Luật Trí tuệ nhân tạo. Kế hoạch của UBND tỉnh đã xong."),
]
KEPT = "Hộ kinh doanh tự kê khai doanh thu."


def shown(answer):
    return GUARD.check("hỏi", PASSAGES, f"{KEPT} {answer}").text


@pytest.mark.parametrize(
    "answer",
    [
        "Hộ kinh doanh tự kê khai theo nghị quyết của Bộ Chính trị.",
        "Hộ kinh doanh tự kê khai theo thông tư mới.",
        "Hộ kinh doanh tự kê khai theo Thông tư 17/2024/TT-NHNN và thông tư sửa đổi nó.",
        "Hộ kinh doanh tự kê khai theo quyết định của UBND tỉnh.",
        "Hộ kinh doanh tự kê khai theo chế độ kế toán của Bộ Tài chính.",
        "Hộ kinh doanh tự kê khai theo công ước về quyền trẻ em.",
        "Hộ kinh doanh tự kê khai, đó là tuyên ngôn nhân quyền.",
        "Nghị định hướng dẫn nay đã được ban hành.",
        "Hộ kinh doanh tự kê khai theo Nghị quyết 198/2025/QH15 của Bộ Tài chính.",
        "Giấy tờ hết hạn theo Thông tư 17/2024/TT-NHNN do Bộ Công an ban hành.",
        "Luật 198/2025/QH15 bỏ thuế khoán.",
        "Bộ luật Trí tuệ nhân tạo nói về trẻ em.",
        "Nghị định 13/2023/NĐ-CP thay cho Nghị định 356/2025/NĐ-CP.",
        "Nghị định 356/2025/NĐ-CP hết hiệu lực.",
        "Nghị quyết 198/2025/QH15 thay thế Nghị định 13/2023/NĐ-CP.",
        "Nghị quyết 198/2025/QH15 được ban hành ngày 01/6/2025.",
        "Nghị quyết 198/2025/QH15 sửa đổi Thông tư 17/2024/TT-NHNN.",
        "Theo Nghị quyết 198/2025/QH15, giấy tờ hết hạn thì không chuyển tiền điện tử được.",
        "Theo Nghị quyết 198/2025/QH15, điều năm, bỏ thuế khoán.",
        "Trẻ em được bảo vệ theo Điều 22 và 24 của Luật Trí tuệ nhân tạo.",
    ],
)
def test_what_nobody_said_of_a_document_goes_with_its_sentence(answer):
    assert answer not in shown(answer)


@pytest.mark.parametrize(
    "answer",
    [
        "Tra theo số biên bản hoặc số quyết định.",
        "Hộ kinh doanh tự kê khai theo Nghị quyết 198/2025/QH15 của Quốc hội.",
        "Giấy tờ hết hạn thì không chuyển tiền được, theo thông tư của Ngân hàng Nhà nước.",
        "Hộ kinh doanh xem kế hoạch của Ủy ban nhân dân tỉnh.",
        "Nghị định 356/2025/NĐ-CP thay thế Nghị định 13/2023/NĐ-CP.",
        "Nghị định 13/2023/NĐ-CP đã hết hiệu lực, được thay bằng Nghị định 356/2025/NĐ-CP.",
        "Nghị định hướng dẫn mới là dự thảo.",
        "Trẻ em được bảo vệ theo Điều 22 và 23 của Luật Trí tuệ nhân tạo.",
        "Luật Trí tuệ nhân tạo bảo vệ trẻ em.",
        "Theo Thông tư 17/2024/TT-NHNN, giấy tờ hết hạn thì không chuyển tiền điện tử được.",
        "Trẻ em được bảo vệ theo luật mới.",
    ],
)
def test_what_the_passages_or_the_register_say_stays(answer):
    assert answer in shown(answer)


def test_a_directive_with_a_slip_is_one_and_a_certificate_is_none():
    guard = Guard(Register.from_data({"documents": []}))
    passage = Passage(
        "p1", "Mẫu và giá trị của chứng chỉ chưa có nguồn chắc chắn. Người dân làm căn cước ở công an xã."
    )
    for slip in ("Chỉ thi của Thủ tướng", "Chỉ thì của Thủ tướng", "chỉ thi 16 của Thủ tướng"):
        assert guard.check("hỏi", [passage], f"Người dân làm căn cước ở công an xã theo {slip}.").verdict == "blocked"
    kept = "Giá trị của chứng chỉ thì em chưa có nguồn chắc chắn."
    assert guard.check("hỏi", [passage], kept).verdict == "pass"


ROADS = [
    Passage(
        "p4",
        "Đổi bằng lái thì đến Phòng Cảnh sát giao thông; từ 1/3/2025 việc này do Bộ Công an làm. Từ năm 2025 ngân hàng "
        "cũng nhận nộp phạt. Hướng dẫn này có từ năm 2023, thông tin đến tháng 1/2026. Nhắn Zalo 111.",
    ),
    *PASSAGES,
]


@pytest.mark.parametrize(
    "answer",
    [
        "Bác đến Phòng Cảnh sát giao thông. Từ 1/3/2025, việc này do Bộ Công an làm.",
        "Từ đầu năm 2025 ngân hàng cũng nhận nộp phạt.",
        "Hướng dẫn này từ năm 2023 nên bác hỏi lại Phòng Cảnh sát giao thông.",
        "Bác nhắn Zalo 111. Anh/chị đổi bằng lái thì đến Phòng Cảnh sát giao thông.",
    ],
)
def test_what_only_reads_like_a_citation_without_its_marks_stays(answer):
    assert answer in GUARD.check("hỏi", ROADS, answer).text


def test_a_rule_that_another_passage_tells_is_not_given_to_a_document_that_says_nothing_of_it():
    answer = "Phòng Cảnh sát giao thông đổi bằng lái theo Thông tư 17/2024/TT-NHNN."
    assert answer not in GUARD.check("hỏi", ROADS, f"{KEPT} {answer}").text


def test_an_amount_of_the_question_names_the_case_and_nothing_else():
    held = [
        Passage("p1", "Từ 1 tỷ đồng một năm thì hộ kinh doanh bắt buộc kê khai. Chưa tới mốc này thì chưa bắt buộc.")
    ]
    asked = "bán 900 triệu đồng một năm thì sao"
    case, claim = "900 triệu đồng thì chưa tới mốc này.", "Hộ kinh doanh nộp 900 triệu đồng một năm."
    assert case in GUARD.check(asked, held, case).text
    assert claim not in GUARD.check(asked, held, f"Chưa tới mốc này thì chưa bắt buộc. {claim}").text
