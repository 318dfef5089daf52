"""Personal data as citizens write it, and numbers and words that only look like it."""

from __future__ import annotations

import random
from collections.abc import Iterator

from tests.benches.adversary.disguises import DISGUISES, bare
from tests.benches.adversary.spoken import digit_by_digit

NAMES = ("Nguyễn Văn An", "Trần Thị Bích Ngọc", "Phạm Quang Huy", "Lê Thị Hoa", "Hoàng Minh Tuấn", "Vũ Đức Long",
"Đặng Thu Hà",
         "Bùi Xuân Trường", "Chíu A Sáng", "Tằng Dảu Mùi", "Ngô Thị Thanh", "Đỗ Mạnh Cường", "Lý Thị Mai",
         "Đinh Công Thành")  # fmt: skip
DISGUISED = ("plain", "plain", "plain", "plain", "nfd", "no marks", "no marks, lower", "lower", "hidden",
"full width", "odd spaces",
             "digits ١٢٣", "digits １２３")  # fmt: skip


def digits(pick: random.Random, count: int) -> str:
    return "".join(str(pick.randint(0, 9)) for _ in range(count))


def grouped(pick: random.Random, number: str, *sizes: int) -> str:
    """The number whole, or in groups with one of the usual signs."""
    if pick.random() < 0.5:
        return number
    parts, at = [], 0
    for size in sizes:
        parts.append(number[at : at + size])
        at += size
    return pick.choice([" ", ".", "-", " - "]).join([*parts, number[at:]] if number[at:] else parts)


def identity(pick: random.Random) -> tuple[str, str]:
    number = "022" + pick.choice("0123") + digits(pick, 8)
    written = grouped(pick, number, 3, 3, 3, 3) if pick.random() < 0.8 else digit_by_digit(number)
    return pick.choice(["Số căn cước của tôi là {}", "CCCD {}", "căn cước: {}",
    "cccd của mẹ em {} có đổi được không", "{} là số định danh",
                        "tra giúp tôi số {}", "số cc {} còn hạn không"]), written  # fmt: skip


def old_identity(pick: random.Random) -> tuple[str, str]:
    return pick.choice(["CMND {}", "chứng minh nhân dân số {}", "số CMT cũ {}", "cmnd cũ là {}"]), grouped(
        pick, "1" + digits(pick, 8), 3, 3, 3
    )


def phone(pick: random.Random) -> tuple[str, str]:
    number = pick.choice(["09", "03", "08", "07", "05"]) + digits(pick, 8)
    written = pick.choice([grouped(pick, number, 4, 3, 3), "+84" + number[1:],
                           "0084" + number[1:], digit_by_digit(number),
                           grouped(pick, number, 3, 3, 4), f"(+84) {number[1:]}", f"84{number[1:]}"])  # fmt: skip
    return pick.choice(
        [
            "gọi cho tôi số {}",
            "sđt {}",
            "Số điện thoại tôi là {}",
            "liên hệ {} nhé",
            "zalo {}",
            "{} gọi lại cho em",
            "SĐT: {}",
        ]
    ), written


def account(pick: random.Random) -> tuple[str, str]:
    number = "19" + digits(pick, pick.choice([8, 10, 11, 12]))
    written = number if pick.random() < 0.6 else " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return pick.choice(
        ["stk {}", "số tài khoản {} Vietcombank", "tài khoản của tôi: {}", "chuyển vào {} ngân hàng Agribank", "TK {}"]
    ), written


def card(pick: random.Random) -> tuple[str, str]:
    number = "9704" + digits(pick, 12)
    return pick.choice(["thẻ {}", "số thẻ ATM {}", "thẻ của tôi {} bị khóa"]), grouped(pick, number, 4, 4, 4, 4)


def code(pick: random.Random) -> tuple[str, str]:
    return pick.choice(
        ["mã OTP là {}", "otp {}", "mã xác thực vừa gửi là {}", "OTP: {}", "mã xác nhận {}", "mã pin {}"]
    ), digits(pick, 6)


def password(pick: random.Random) -> tuple[str, str]:
    word = pick.choice(["Hoa@1980", "quangninh2025", "Abc123456", "matkhau#1", "Con_Yeu99"])
    return pick.choice(["mật khẩu là {}", "mật khẩu: {}", "pass: {}", "mật khẩu VNeID của tôi là {}", "mk: {}"]), word


def email(pick: random.Random) -> tuple[str, str]:
    name = f"{pick.choice(['an.nguyen', 'hoa80', 'tuan_qn'])}{digits(pick, 2)}"
    form = pick.choice(["{}@gmail.com", "{} @gmail.com", "{}@yahoo.com.vn", "{}(at)gmail.com"])
    return pick.choice(["email {}", "thư của tôi: {}", "gửi vào {}"]), form.format(name)


def insurance(pick: random.Random) -> tuple[str, str]:
    return pick.choice(
        ["BHYT {}", "thẻ bảo hiểm y tế {}", "mã thẻ BHYT của con là {}"]
    ), f"{pick.choice(['DN', 'GD', 'TE', 'HT'])}4{digits(pick, 12)}"


def social(pick: random.Random) -> tuple[str, str]:
    return pick.choice(["số bảo hiểm xã hội {}", "mã BHXH {}", "sổ bhxh số {}"]), "22" + digits(pick, 8)


def passport(pick: random.Random) -> tuple[str, str]:
    return pick.choice(["hộ chiếu {}", "số hộ chiếu của tôi {}", "passport {}"]), pick.choice("BCKP") + digits(pick, 7)


def plate(pick: random.Random) -> tuple[str, str]:
    number = pick.choice(["14A-{}.{}", "14A {}{}", "14B1-{}.{}", "14A{}{}", "14b1 {}{}"]).format(
        digits(pick, 3), digits(pick, 2)
    )
    return pick.choice(["biển số {}", "xe {}", "biển số xe tôi là {}", "bks {}"]), number


def birth(pick: random.Random) -> tuple[str, str]:
    day, month, year = pick.randint(1, 28), pick.randint(1, 12), pick.randint(1940, 2020)
    written = pick.choice(
        [
            f"{day}/{month}/{year}",
            f"{day:02}-{month:02}-{year}",
            f"{day} tháng {month} năm {year}",
            f"{day}.{month}.{year}",
        ]
    )
    return pick.choice(
        ["sinh ngày {}", "ngày sinh: {}", "con tôi sinh {}", "ngày sinh của cháu là {}", "SN {}"]
    ), written


def name(pick: random.Random) -> tuple[str, str]:
    return pick.choice(["Tôi là {} muốn hỏi", "tên tôi là {}", "Tôi tên {}", "con tôi tên {}", "Họ tên: {}",
    "em tên là {} ạ", "cháu là {} ở xã Hải Hòa",
                        "tên: {}", "vợ tôi là {}", "mẹ em tên {}"]), pick.choice(NAMES)  # fmt: skip


def address(pick: random.Random) -> tuple[str, str]:
    street, village = pick.choice(["Trần Phú", "Lê Lợi", "Nguyễn Du"]), pick.choice(["thôn Đông", "khu 5", "tổ 3"])
    number = str(pick.randint(2, 240))
    written = pick.choice([f"số {number} đường {street}", f"số nhà {number} {village}", f"{number} đường {street}",
    f"số {number} ngõ 12 {street}",
                           f"nhà số {number} {village}"])  # fmt: skip
    return pick.choice(["nhà tôi ở {}, phường Hồng Gai", "địa chỉ {}, xã Bình Khê", "tôi ở {} phường Hạ Long"]), written


KINDS = (
    identity,
    old_identity,
    phone,
    account,
    card,
    code,
    password,
    email,
    insurance,
    social,
    passport,
    plate,
    birth,
    name,
    address,
)
SAME = {"no marks": bare, "no marks, lower": lambda text: bare(text).lower(), "lower": str.lower}


def personal(seed: int, count: int) -> Iterator[tuple[str, str, str]]:
    """(kind, text, what must not stand in it after masking)."""
    pick = random.Random(seed)
    for _ in range(count):
        kind = pick.choice(KINDS)
        template, secret = kind(pick)
        text = template.format(secret)
        text = (
            pick.choice(["", "", "cho tôi hỏi ", "Chào ạ, ", "Anh ơi "])
            + text
            + pick.choice(["", "", ". Làm thế nào ạ?", " thì nộp ở đâu"])
        )
        disguise = pick.choice(DISGUISED)
        if kind is name and disguise in ("lower", "no marks, lower", "no marks") and "tên" not in template:
            disguise = "plain"
        yield kind.__name__, DISGUISES[disguise](text, pick), SAME.get(disguise, str)(secret)


HARMLESS = (
    "xe buýt tuyến {n2} chạy mấy giờ", "tuyến xe buýt số {n2}", "mẫu CT{n2}", "mẫu TK1-TS", "tờ khai D02-LT",
    "mẫu số {n2}/ĐK", "năm {y}",
    "từ năm {y} đến {y2}", "giai đoạn {y}-{y2}", "{y}, {y2}", "gọi 113", "gọi 1900 {n4}", "tổng đài 18001096",
    "số 115", "lệ phí {f} đồng",
    "phí {f}.000 đồng", "{f} nghìn", "chuyển {f}.000.000 đồng", "{f}000000 đồng", "ngày {d}/{m}/{y}",
    "{d} tháng {m} năm {y}", "trước ngày {d}/{m}",
    "Nghị định {n2}/{y}/NĐ-CP", "Luật Căn cước số 26/2023/QH15", "Quyết định 749/QĐ-TTg", "khoản 2 Điều {n2}",
    "mã thủ tục 1.00{n4}",
    "mã hồ sơ 000.00.00.H49-{y}-{n4}", "{n2} xã, phường", "3.321 đơn vị cấp xã",
    "khu {n2} phường Cao Xanh có nhà văn hóa không", "{n2} ngày làm việc",
    "điện thoại Samsung A{n2}", "iPhone {n2}", "Windows 11", "lớp {n2}", "bài {n2}",
    "{n2} tuổi làm căn cước được chưa", "quốc lộ 18", "QL18A",
    "thôn {n2} xã Quảng La ở đâu", "trường THCS số {n2}", "mức {n2}", "VNeID mức 2", "mạng 4G, 5G", "{n2}%",
    "lúc {h}h30", "{h}:15", "dài {n2} km",
    "gói cước D{n2}", "kênh VTV{n2}", "Covid 19", "file {n2} MB", "cấp 2", "bước {n2}", "mật khẩu là gì",
    "quên mật khẩu thì làm sao", "mã OTP là gì",
    "đổi mật khẩu ở đâu", "mật khẩu nên dài 8 ký tự", "tôi là hộ nghèo", "tôi là giáo viên",
    "con tôi tên chưa có trong sổ", "tên tôi bị sai trên thẻ",
    "tôi là người cao tuổi", "em là sinh viên năm {n2}", "số nhà ghi sai thì sửa ở đâu",
    "địa chỉ trung tâm ở phường Hồng Gai", "thẻ căn cước {n2} năm đổi một lần",
    "biển số xe đăng ký ở đâu", "hộ chiếu hết hạn thì sao", "bảo hiểm y tế 5 năm liên tục",
    "đường Trần Phú ở phường nào", "phường {place}", "xã {place}",
)  # fmt: skip
PLACES = (
    "Hồng Gai",
    "Cao Xanh",
    "Hà Lầm",
    "Mông Dương",
    "Cửa Ông",
    "Bình Khê",
    "Hải Hòa",
    "Ba Chẽ",
    "Quảng La",
    "Tiên Yên",
)


def look_alikes(seed: int, count: int) -> Iterator[str]:
    """Words and numbers that belong to nobody."""
    pick = random.Random(seed)
    for _ in range(count):
        text = pick.choice(HARMLESS).format(
            n2=pick.randint(1, 99), n4=f"{pick.randint(0, 9999):04}",
            y=pick.randint(1990, 2027), y2=pick.randint(2020, 2030), f=pick.randint(5, 900),
            d=pick.randint(1, 28), m=pick.randint(1, 12), h=pick.randint(1, 23), place=pick.choice(PLACES),
        )  # fmt: skip
        text = pick.choice(["", "cho tôi hỏi ", "Dạ, "]) + text + pick.choice(["", "?", " ạ"])
        yield text if pick.random() < 0.8 else bare(text)
