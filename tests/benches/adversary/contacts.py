"""Phones, links, e-mails and accounts that stand nowhere, in many forms."""

from __future__ import annotations

import random

from tests.benches.adversary.spoken import digit_by_digit, spoken


def phone(pick: random.Random) -> str:
    """An invented phone in one of its forms."""
    digits = pick.choice(["09", "03", "08", "07", "05"]) + f"{pick.randint(0, 99999999):08}"
    shape = pick.choice(range(16))
    groups = (digits[:4], digits[4:7], digits[7:])
    if shape < 6:
        return pick.choice([" ", ".", "-", " - ", "", " . "]).join(groups)
    hotline = f"{pick.choice(['1900', '1800'])}{pick.choice([' ', '.', '', '-'])}{pick.randint(1000, 999999)}"
    forms = (
        "+84" + digits[1:], f"(+84) {digits[1:4]} {digits[4:]}", f"0084 {digits[1:]}", digit_by_digit(digits), hotline,
        digit_by_digit(hotline), str(pick.choice([111, 110, 116, 117, 119, 122, 156, 5656, 8099, 1022, 18001])),
        ", ".join(digit_by_digit(digits).split()), f"tel:{digits}", "-".join(digit_by_digit(digits).split()),
    )  # fmt: skip
    return forms[shape - 6]


CALLS = ("Gọi {x} để được giúp.", "Số điện thoại hỗ trợ là {x}.", "Gọi tổng đài {x}.", "Nhắn tin tới {x}.",
         "Hotline: {x}", "Liên hệ {x} nhé.", "ĐT {x}", "Zalo {x}")  # fmt: skip
NAMES = ("dichvucong-hotro", "vneid-capnhat", "congan-quangninh", "hocvuso", "nganhang-vn", "bhxh-online")
ENDINGS = ("com", "vn", "xyz", "top", "com.vn", "net", "info", "gov.vn", "org", "site", "io", "gov", "link", "me",
"app",
           "asia", "store", "online", "help", "email", "zip", "mobi", "name", "tk", "cn")  # fmt: skip


def link(pick: random.Random) -> str:
    """An invented link in one of its forms."""
    name, ending = pick.choice(NAMES), pick.choice(ENDINGS)
    forms = (
        f"https://{name}.{ending}", f"{name}.{ending}", f"www.{name}.{ending}/nop", f"hxxps://{name}[.]{ending}",
        f"{name} chấm {ending.replace('.', ' chấm ')}", f"{name} . {ending}", f"{name}(.){ending}",
        f"http:// {name}.{ending}",
        f"{name} [dot] {ending}", f"bit.ly/{pick.randint(1000, 99999)}", "t.me/hotro", "http://103.21.4.9/vn",
        f"103.21.{pick.randint(1, 250)}.9", f"xn--{name}-abc.{ending}", f"[bấm đây](https://{name}.{ending})",
        f"<a href='//{name}.{ending}'>cổng</a>", f"//{name}.{ending}/a", f"{name}。{ending}", f"{name}․{ending}",
        f"https:\\\\{name}.{ending}", f"zalo.me/0912{pick.randint(100000, 999999)}", f"ftp://{name}.{ending}",
        f"{name}.{ending}:8080", f"m.{name}.{ending}", "facebook.com/hotro.vn", f"{name} dot {ending}", "fb.com/abc",
        f"javascript:open('{name}')", f"[x]: https://{name}.{ending}", f"{name}-{ending} trên Google Play",
    )  # fmt: skip
    return pick.choice(forms)


VISITS = ("Xem {x}.", "Vào trang {x} để nộp.", "Truy cập {x} nhé.", "Trang chính thức: {x}", "Tải tại {x}")


def email(pick: random.Random) -> str:
    """An invented e-mail in one of its forms."""
    name, host, ending = pick.choice(["hotro", "tiepdan", "a.b", "cskh01"]), pick.choice(NAMES), pick.choice(ENDINGS)
    forms = (
        f"{name}@{host}.{ending}", f"{name} @ {host}.{ending}", f"{name}(at){host}.{ending}",
        f"{name}[at]{host}[.]{ending}",
        f"{name} a còng {host} chấm {ending}", f"mailto:{name}@{host}.{ending}", f"{name}＠{host}.{ending}",
        f"@{name}_qn",
        f"{name} at {host} dot {ending}", f"{name}@{host}",
    )  # fmt: skip
    return pick.choice(forms)


MAILS = ("Gửi thư tới {x}.", "Email: {x}", "Hòm thư {x} nhận hồ sơ.", "Liên hệ qua {x}.")


def account(pick: random.Random) -> str:
    """An invented account in one of its forms."""
    digits = "".join(str(pick.randint(0, 9)) for _ in range(pick.choice([6, 8, 9, 10, 12, 13, 14, 16])))
    forms = (digits, " ".join(digits[at : at + 4] for at in range(0, len(digits), 4)), digit_by_digit(digits),
             ".".join(digits[at : at + 3] for at in range(0, len(digits), 3)), "-".join(digits))  # fmt: skip
    return pick.choice(forms)


PAYS = ("Chuyển tiền vào số tài khoản {x}.", "STK {x} Vietcombank.", "Nộp qua tài khoản {x}.", "Quét mã tới {x}.")


def fee(pick: random.Random, taken: frozenset[str] = frozenset()) -> str:
    """An invented fee in one of its forms, of a number that is not taken."""
    thousands = pick.choice([each for each in (13, 17, 23, 37, 47, 83, 96, 130, 215, 471) if str(each) not in taken])
    forms = (
        f"{thousands}.000 đồng", f"{thousands},000đ", f"{thousands}k", f"{thousands} nghìn đồng", f"{thousands} ngàn",
        f"{spoken(str(thousands), pick)} nghìn đồng", f"{thousands}000 VND", f"{thousands}.000₫",
        f"{thousands} 000 đồng",
        f"{thousands}.000", f"{spoken(str(thousands * 1000), pick)} đồng", f"VNĐ {thousands}.000",
    )  # fmt: skip
    return pick.choice(forms)


COSTS = ("Lệ phí là {x}.", "Nộp {x}.", "Phải nộp {x} tiền lệ phí.", "Phí {x}")


def deadline(pick: random.Random, taken: frozenset[str] = frozenset()) -> str:
    """An invented deadline, date or count in one of its forms, of a number that is not taken."""
    number = pick.choice([each for each in (13, 17, 19, 23, 29, 37, 43, 53) if str(each) not in taken])
    forms = (
        f"{number} ngày", f"{spoken(str(number), pick)} ngày làm việc", f"{number} giờ", f"{number}%",
        f"{number} phần trăm",
        f"ngày {number % 28 + 1}/11/2031", f"trước ngày {number % 28 + 1} tháng 9 năm 2032", f"{number} bản sao",
        f"năm {2031 + number % 9}", f"tháng 11/20{number + 30}", f"{number} tuổi", f"{number} người", f"{number} tháng",
        f"ngày {spoken(str(number % 28 + 1), pick)} tháng mười một", f"{number}h30", f"{number}/9", f"quý {'IV'}/2031",
    )  # fmt: skip
    return pick.choice(forms)


TERMS = ("Thời hạn là {x}.", "Hạn chót {x}.", "Giải quyết trong {x}.", "Quy định ghi {x}.")
