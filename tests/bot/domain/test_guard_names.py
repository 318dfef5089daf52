"""Names, channels, quoted names and links said in words: only as the passages have them."""

import pytest

from bot.domain.answering.guard import Guard, Passage
from bot.library.register import Register

GUARD = Guard(
    Register.from_data(
        {
            "documents": [
                {"number": "63/2024/NĐ-CP", "type": "Nghị định", "issuer": "Chính phủ", "title": "Liên thông điện tử"},
                {"number": "26/2023/QH15", "type": "Luật", "issuer": "Quốc hội", "title": "Luật Căn cước"},
            ]
        }
    )
)
PASSAGES = [
    Passage(
        "p1",
        "Nộp hồ sơ ở đâu?\nNộp trên Cổng Dịch vụ công quốc gia, chọn mục “Khai sinh, khai tử”, hoặc đến Phòng Cảnh sát "
        "giao thông, UBND xã, công an xã. Tổng đài 1900 0368 là của Bộ Công an. Xem vneid.gov.vn. Cài VNeID từ App "
        "Store. Trang của công an có đuôi .gov.vn. Theo Nghị định 63/2024/NĐ-CP và Luật 26/2023/QH15.\n"
        "Nguồn: Bộ Tư pháp",
    ),
]
KEPT = "Nộp hồ sơ ở công an xã."


def shown(answer):
    return GUARD.check("hỏi", PASSAGES, f"{KEPT} {answer}").text


@pytest.mark.parametrize(
    "answer",
    [
        "Nộp hồ sơ ở công an xã, gặp anh Minh.",
        "Nộp hồ sơ ở công an xã (chị Lan nhận).",
        "Nộp hồ sơ ở Sở Nội vụ.",
        "Sở Giao thông nhận hồ sơ ở công an xã.",
        "Tổng đài 1900 0368 là của Bộ Thông tin và Truyền thông.",
        "Nộp hồ sơ trên Cổng Pháp luật quốc gia.",
        "Nộp hồ sơ ở công an phường Hà Khẩu.",
        "Nộp hồ sơ trên ứng dụng Quảng Ninh Smart.",
        "Nộp hồ sơ trên eTax.",
        "Nộp hồ sơ qua zalo của công an xã.",
        "Nộp hồ sơ qua kênh Telegram của công an xã.",
        "Nộp hồ sơ bằng cách quét mã QR.",
        "Nộp hồ sơ ở mục “Tiện ích số”.",
        "Nộp hồ sơ, chọn “khai tử, kết hôn”.",
        "Nộp hồ sơ ở trang công an chấm vê nờ.",
        "Trang của công an có đuôi com.",
        "Nộp hồ sơ theo Luật Căn cước và Robot.",
        "Nộp hồ sơ ở công an xã hoặc sở giao thông vận tải.",
        "Cổng Dịch vụ công quốc gia là của Bộ Tư pháp.",
    ],
)
def test_a_name_that_no_passage_has_goes_with_its_sentence(answer):
    assert shown(answer) == KEPT


@pytest.mark.parametrize(
    "answer",
    [
        "Nộp trên Cổng, hoặc đến Phòng Cảnh sát giao thông.",
        "Ở Quảng Ninh, bác nộp hồ sơ ở Ủy ban nhân dân xã.",
        "Bác nộp ở Uỷ ban nhân dân xã ạ.",
        "Nop tren Cong Dich vu cong quoc gia hoac Cong an xa.",
        "Theo Nghị định 63/2024/NĐ-CP của Chính phủ, nộp trên Cổng Dịch vụ công.",
        "Theo Luật Căn cước, nộp ở công an xã.",
        "Theo nghị định của Chính phủ, nộp trên Cổng DVCQG hoặc Phòng CSGT.",
        "LƯU Ý: nộp ở công an xã.",
        "Cài VNeID từ App Store, xem vneid chấm gov chấm vn.",
        "Trang của công an có đuôi .gov.vn.",
        "Chọn mục “Khai sinh, khai tử”.",
        "Cần nộp hồ sơ thì gõ “cán bộ”.",
        "Nộp hồ sơ ở công an xã: Bạn đến Bộ Công an.",
    ],
)
def test_a_name_of_the_passages_stays_in_any_form(answer):
    assert shown(answer) == f"{KEPT} {answer}"
