import unicodedata

import pytest

from bot.redaction import found, is_marked_secret, mask

FORMS = ("NFC", "NFD")

PERSONAL = [
    ("Số căn cước của tôi là 022085001234", "Số căn cước của tôi là [số căn cước]"),
    ("cccd 022 085 001 234", "cccd [số căn cước]"),
    ("CMND 100123456", "CMND [số CMND]"),
    ("sđt 0912 345 678, +84 912.345.678", "sđt [số điện thoại], [số điện thoại]"),
    ("gọi 0203 3835 678", "gọi [số điện thoại]"),
    ("stk 19034567890123 Techcombank", "stk [số tài khoản] Techcombank"),
    ("thẻ 4111 1111 1111 1111", "thẻ [số tài khoản]"),
    ("mã OTP là 123456", "mã OTP là [mã OTP]"),
    ("otp: 482 913", "otp: [mã OTP]"),
    ("mật khẩu là Hoa@123", "mật khẩu là [mật khẩu]"),
    ("mật khẩu: hoahong", "mật khẩu: [mật khẩu]"),
    ("email an.nguyen@gmail.com", "email [thư điện tử]"),
    ("BHYT DN 4 22 1234567890", "BHYT [số bảo hiểm]"),
    ("số bảo hiểm xã hội 2212345678", "số bảo hiểm xã hội [số bảo hiểm]"),
    ("mst 5701234567", "mst [mã số thuế]"),
    ("hộ chiếu B1234567", "hộ chiếu [số hộ chiếu]"),
    ("biển số 14A-123.45", "biển số [biển số xe]"),
    ("xe 14b1 12345", "xe [biển số xe]"),
    ("sinh ngày 12/3/1980", "sinh ngày [ngày sinh]"),
    ("sinh ngày 12 tháng 3 năm 1980", "sinh ngày [ngày sinh]"),
    ("toi la nguyen van an hoi thu tuc", "toi la [họ tên] hoi thu tuc"),
    ("con tôi tên Lan muốn học", "con tôi tên [họ tên] muốn học"),
    ("tên tôi là lê thị hoa ở xã Hải Hòa", "tên tôi là [họ tên] ở xã Hải Hòa"),
    ("TÔI LÀ NGUYỄN VĂN AN HỎI THỦ TỤC", "TÔI LÀ [họ tên] HỎI THỦ TỤC"),
    ("Trần Thị Bình, SĐT 0912345678", "[họ tên], SĐT [số điện thoại]"),
    ("không chín một hai ba bốn năm sáu bảy tám", "[số điện thoại]"),
    ("số nhà 5 ngõ 3 thôn Đông xã Bình Khê", "[địa chỉ] xã Bình Khê"),
    ("ở 12 Trần Phú phường Hồng Gai", "ở [địa chỉ] phường Hồng Gai"),
    (
        "Tôi là Nguyễn Văn An, ở số 12 đường Trần Phú, phường Hạ Long",
        "Tôi là [họ tên], ở [địa chỉ], phường Hạ Long",
    ),
]
HARMLESS = [
    "gọi 113 hoặc 1900 1234 hay 18001091",
    "phí 1.000.000.000 đồng năm 2021-2025",
    "chuyển 200000000 đồng",
    "ngày 01-01-1990",
    "mật khẩu là gì",
    "mật khẩu là một dãy chữ",
    "tôi là hộ nghèo",
    "toi la ho ngheo",
    "tôi là Đảng viên",
    "tôi là người cao tuổi",
    "tổ 5 khu 3 phường Cao Xanh",
    "xe buýt tuyến 01, 02",
    "mẫu CT01, TK1-TS",
    "số 1 đường dây nóng là gì",
    "mã hồ sơ 000.00.00.H49-251104-0012",
    "Nghị định 13/2023/NĐ-CP ngày 17/4/2023",
    "năm 2021 2022 2023",
    "đi theo quốc lộ 18",
]
MARKED = [
    "MẬT\nKế hoạch số 5",
    "MẬT\nTóm tắt giúp văn bản sau được không",
    "TUYỆT MẬT",
    "(Mật)",
    "[TOI MAT]",
    "T\u200bỐI M\u200bẬT",
    "Độ mật: Tối mật",
    "độ mật: A",
    "do mat: mat",
    "dấu mật",
    "công văn đóng dấu mật của tỉnh",
    "cong van dong dau mat",
    "Văn bản mật số 12 của UBND",
    "van ban mat cua ubnd tinh",
    "văn bản tối mật",
    "tai lieu tuyet mat",
    "tài liệu mật này nói gì",
    "Lưu hành nội bộ",
    "luu hanh noi bo",
    "TÀI LIỆU KHÔNG PHỔ BIẾN",
    "Công văn 12 MẬT về quốc phòng",
    "KẾ HOẠCH TỐI MẬT",
]
UNMARKED = [
    "mật khẩu là gì",
    "QUÊN MẬT KHẨU",
    "bí mật gia đình",
    "mật ong giá bao nhiêu",
    "MẬT ONG",
    "bảo mật tài khoản",
    "mật độ dân số",
    "tài liệu mật là gì",
    "gửi tài liệu mật cho AI được không",
    "Tài liệu mật có được chụp gửi Zalo không?",
    "Không gửi tài liệu mật cho AI.",
    "lưu hành nội bộ là gì",
    "toi mat dien thoai",
    "TOI MAT CCCD",
    "tai lieu mat thi lam sao",
    "ho so mat roi",
    "bệnh này không phổ biến",
    "Luật Bảo vệ bí mật nhà nước",
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_personal_data_is_masked_readably(text, masked, form):
    assert mask(unicodedata.normalize(form, text)) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_numbers_and_words_stay(text, form):
    assert mask(unicodedata.normalize(form, text)) == text
    assert found(text) == set()


@pytest.mark.parametrize(
    "hidden", ["0\u200b912\u00ad345678", "0٩12345678", "０９１２３４５６７８", "0 9 1 2 3 4 5 6 7 8"]
)
def test_disguised_numbers_are_masked_too(hidden):
    assert mask(hidden) == "[số điện thoại]"


def test_the_kinds_found_are_named():
    assert found("Tôi là Nguyễn Văn An, 0912345678, an@x.vn") == {"name", "phone", "email"}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", MARKED)
def test_marks_of_secrecy_stop(text, form):
    assert is_marked_secret(unicodedata.normalize(form, text))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", UNMARKED)
def test_words_that_only_look_like_marks_do_not(text, form):
    assert not is_marked_secret(unicodedata.normalize(form, text))
