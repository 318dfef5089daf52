"""Finds personal data and puts readable placeholders in its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.redaction.letters import cleaned, folded
from bot.redaction.places import Places

PLACEHOLDERS = {
    "citizen_id": "[số căn cước]",
    "old_id": "[số CMND]",
    "phone": "[số điện thoại]",
    "account": "[số tài khoản]",
    "otp": "[mã OTP]",
    "password": "[mật khẩu]",
    "email": "[thư điện tử]",
    "insurance": "[số bảo hiểm]",
    "tax_code": "[mã số thuế]",
    "passport": "[số hộ chiếu]",
    "plate": "[biển số xe]",
    "birth_date": "[ngày sinh]",
    "name": "[họ tên]",
    "address": "[địa chỉ]",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the cleaned text a piece of personal data of that kind stands."""

    start: int
    end: int
    kind: str


def mask(text: str) -> str:
    """The text with personal data behind readable placeholders, in NFC and without invisible characters."""
    text = cleaned(text)
    return hidden(text, [(span, PLACEHOLDERS[span.kind]) for span in spans(text)])


NEVER_KEPT = frozenset(("otp", "password"))
"""What no person needs either, whoever asks for it."""


def mask_secrets(text: str) -> str:
    """The text with its passwords and codes behind placeholders; what helps a person to answer stays."""
    text = cleaned(text)
    return hidden(text, [(span, PLACEHOLDERS[span.kind]) for span in spans(text) if span.kind in NEVER_KEPT])


def hidden(text: str, places: Iterable[tuple[Span, str]]) -> str:
    """The text with other words in places that stand in order."""
    parts, done = [], 0
    for span, words in places:
        parts += [text[done : span.start], words]
        done = span.end
    return "".join((*parts, text[done:]))


def found(text: str) -> set[str]:
    """The kinds of personal data in the text, as in `PLACEHOLDERS`."""
    return {span.kind for span in spans(cleaned(text))}


@lru_cache(maxsize=64)
def spans(text: str) -> tuple[Span, ...]:
    """Personal data in a cleaned text, in order, never overlapping; the first finder to see a place has it.

    One message is looked at by several steps of a turn, one after the other.
    """
    bare = folded(text)
    taken: list[Span] = []
    places = Places()
    for find in FINDERS if DIGIT.search(text) else WITHOUT_DIGITS:
        taken += [span for span in find(text, bare) if places.take(span.start, span.end)]
    if not taken:
        return ()
    return tuple(sorted([*taken, *names_beside(text, taken)], key=lambda span: span.start))


DIGIT = re.compile(r"[0-9]")


# --- numbers -----------------------------------------------------------------------------------------------------

DIGITS = re.compile(r"(?<![\w/.,])\(?\+?\d(?:[ .\-–—_()]{0,3}\d){7,20}(?![\w/])")
DAY = re.compile(r"\d{1,2}([.\- ])\d{1,2}\1(?:19|20)\d{2}|(?:19|20)\d{2}([.\- ])\d{1,2}\2\d{1,2}")
YEARS = re.compile(r"(?:19|20)\d{2}(?:\s*[-–—]\s*(?:19|20)\d{2})+|(?:19|20)\d{2}(?: (?:19|20)\d{2})+")
GROUPED = re.compile(r"[1-9]\d{0,2}(?:[. ]\d{3})+")
MONEY_AFTER = re.compile(r"\s*(?:d|dong|vnd|usd|nghin|ngan(?! hang)|trieu|ty|ti)\b")
CALLED = (
    ("tax_code", re.compile(r"(?:ma so thue|mst)\D{0,20}$"), range(10, 14)),
    ("insurance", re.compile(r"(?:bhyt|bhxh|bao hiem(?: \w+){0,2})\D{0,20}$"), range(10, 16)),
    (
        "account",
        re.compile(
            r"(?:tai khoan|\bstk|\bso the|\btk|\batm|\bvisa|mastercard|napas|chuyen (?:tien )?(?:vao|toi|sang|"
            r"den))\D{0,25}$"
        ),
        range(6, 20),
    ),
    ("citizen_id", re.compile(r"(?:can cuoc|cccd|\bcc\b|dinh danh|ddcn)\D{0,25}$"), range(12, 13)),
    ("old_id", re.compile(r"(?:cmnd|cmt|chung minh)\D{0,25}$"), range(9, 10)),
)


def numbers(text: str, bare: str) -> Iterator[Span]:
    """Long numbers: identity, phone, account, insurance, tax."""
    for match in DIGITS.finditer(bare):
        kind = kind_of_number(match.group(), bare[max(0, match.start() - 40) : match.start()], bare[match.end() :])
        if kind:
            yield Span(*match.span(), kind)


def kind_of_number(written: str, before: str, after: str) -> str:
    """What a long number is, by the words before it and by its form; "" if it is nobody's own."""
    digits = re.sub(r"\D", "", written)
    for kind, words, lengths in CALLED:
        if len(digits) in lengths and words.search(before) and not MONEY_AFTER.match(after):
            return kind
    if is_public_number(written, digits, after):
        return ""
    return kind_by_form(written, digits)


def is_public_number(written: str, digits: str, after: str) -> bool:
    """A hotline, a day, a span of years or a sum of money."""
    if re.match(r"1[89]00", digits) and len(digits) <= 10:
        return True
    if DAY.fullmatch(written) or YEARS.fullmatch(written):
        return True
    return bool(MONEY_AFTER.match(after)) or (bool(GROUPED.fullmatch(written)) and "." in written)


def kind_by_form(written: str, digits: str) -> str:
    """What a long number is by its form alone."""
    if re.fullmatch(r"0[1-9]\d{8}|02\d{9}|(?:00)?84[1-9]\d{8,9}", digits):
        return "phone"
    if re.fullmatch(r"0\d{11}", digits):
        return "citizen_id"
    if len(digits) == 9 and not GROUPED.fullmatch(written):
        return "old_id"
    joined = written.isdigit() or len(digits) >= 12
    return "account" if joined and len(digits) >= 10 else ""


SPOKEN_DIGIT = "(?:khong|mot|hai|ba|bon|tu|nam|lam|sau|bay|tam|chin)"
SPOKEN = re.compile(rf"\b(?:{SPOKEN_DIGIT}[ ,.\-]+){{8,}}(?:\w+)")
SPOKEN_HERE = re.compile(rf"{SPOKEN_DIGIT}[ ,.\-]+{SPOKEN_DIGIT}[ ,.\-]+{SPOKEN_DIGIT}")
SHORT_ACCOUNT = re.compile(r"(?:so tai khoan|\bstk)(?: \w+){0,3}?\s*(?:la|:)?\s*(\d{6,9})\b")


def numbers_in_words(text: str, bare: str) -> Iterator[Span]:
    """A phone or identity number read out digit by digit."""
    for match in SPOKEN.finditer(bare) if SPOKEN_HERE.search(bare) else ():
        yield Span(*match.span(), "citizen_id" if len(match.group().split()) >= 12 else "phone")
    for match in SHORT_ACCOUNT.finditer(bare):
        yield Span(*match.span(1), "account")


# --- codes -------------------------------------------------------------------------------------------------------

EMAIL = re.compile(r"(?<![\w.+\-])[\w.+\-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}")
INSURANCE = re.compile(r"\b[A-Za-z]{2}[ \-]?\d(?:[ \-]?\d){12}\b")
PASSPORT = re.compile(r"(?<![\w/\-])[A-Z]\s?\d{7}(?![\w/])")
PASSPORT_CALLED = re.compile(r"(?:ho chieu|passport)\D{0,15}?\s([a-z]\s?\d{7})\b")
PLATE = re.compile(r"(?<![\w/\-.])\d{2}\s?-?\s?[A-Z](?:[A-Z]|\s?\d)?\s?[-. ]\s?\d{3}\.?\d{1,2}(?![\w/])")
PLATE_JOINED = re.compile(r"(?<![\w/\-.])\d{2}[A-Z]\d?\d{5}(?![\w/])")
PLATE_CALLED = re.compile(
    r"(?:bien so|bien kiem soat|\bbks"
    r"|\bxe)\D{0,15}?\s(\d{2}\s?-?[a-z][a-z\d]?\s?[-. ]?\s?\d{3}\.?\d{1,2})\b"
)
BIRTH = re.compile(
    r"(?:sinh ngay|ngay sinh|ngay thang nam sinh|\bsn|sinh nam|\bsinh)\s*(?:cua \w+ )?(?:la|:|ngay)?\s*"
    r"(\d{1,2}\s*[/.\- ]\s*\d{1,2}\s*[/.\- ]\s*\d{2,4}|(?:mung )?\d{1,2}\s*thang\s*\d{1,2}\s*,?\s*nam\s*\d{4})"
)
OTP = re.compile(
    r"\b(?:ma\s+)?(?:otp|xac thuc|xac nhan|pin)\b(?: (?:cua|vua|moi|gui|ve|nhan|duoc|toi|may|em|chau"
    r"|con|sms)){0,5}"
    r"\s*(?:la|:|=|-)?\s*(\d(?:[ \-]?\d){3,7})\b"
)
PASSWORD = re.compile(
    r"\b(?:mat khau|password|passcode|pass|mk)\b(?: (?:cua|vneid|zalo|facebook|wifi|toi|em|chau|con"
    r"|minh)){0,4}"
    r"\s*(?P<sign>la|:|=)\s*(?P<word>[^\s,;]+)"
)
PLAIN_WORDS_LISTED = "gi sao bao nao chua khong la mot chuoi day nhu can phai nghieng"
PLAIN_WORDS = frozenset(PLAIN_WORDS_LISTED.split())


BY_FORM = (
    ("insurance", INSURANCE, 13), ("passport", PASSPORT, 7), ("plate", PLATE, 6), ("plate", PLATE_JOINED, 7),
)  # fmt: skip
"""Each with the digits that it has at least."""
BY_WORDS_BEFORE = (
    ("passport", PASSPORT_CALLED, ("ho chieu", "passport")), ("plate", PLATE_CALLED, ("bien", "bks", "xe")),
    ("birth_date", BIRTH, ("sinh", "sn")), ("otp", OTP, ("otp", "xac thuc", "xac nhan", "pin")),
)  # fmt: skip
"""Each with words of which one stands before it."""


def emails(text: str, bare: str) -> Iterator[Span]:
    """E-mail addresses."""
    if "@" in text or "at)" in text or "at]" in text:
        yield from (Span(*match.span(), "email") for match in EMAIL.finditer(text))


def codes(text: str, bare: str) -> Iterator[Span]:
    """E-mails, insurance cards, passports, plates, dates of birth, one-time codes."""
    yield from emails(text, bare)
    digits = len(DIGIT.findall(text))
    for kind, pattern, least in BY_FORM:
        if digits >= least:
            yield from (Span(*match.span(), kind) for match in pattern.finditer(text))
    for kind, pattern, words in BY_WORDS_BEFORE:
        if any(word in bare for word in words):
            yield from (Span(*match.span(1), kind) for match in pattern.finditer(bare))


def passwords(text: str, bare: str) -> Iterator[Span]:
    """What stands after "mật khẩu là" or "mật khẩu:", unless it is plain words."""
    if "mat khau" not in bare and "pass" not in bare and "mk" not in bare:
        return
    for match in PASSWORD.finditer(bare):
        word = match["word"].strip("\"'.?!“”")
        plain = not re.search(r"[\d@#$%^&*!_]", word)
        words_go_on = plain and re.match(r"[\"'”]? ?[^\W\d_]", bare[match.end() :])  # "mật khẩu: bấm vào…"
        short = match["sign"] == "la" and plain and len(word) < 7
        if word in PLAIN_WORDS or not word or word.startswith("[") or short or words_go_on:
            continue
        yield Span(*match.span("word"), "password")


# --- names and addresses -----------------------------------------------------------------------------------------

SURNAMES_LISTED = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Đoàn Trịnh Trương "
    "Lương Đào Mai Tô Tạ "
    "Hà Phùng Lưu Cao Vương Chu Triệu Tằng Chíu Chìu Nịnh Lỷ Voòng Phoòng Hoóng Trưởng Bàn Đường Từ "
    "Thái Lâm Quách Kiều "
    "Nông Hứa Vi Lục Lã Nghiêm Bạch Khúc Tống Trạc Sằn Loan Lồ Ty Lò Tăng Thân Viên Ninh Cù Doãn Kim Quan"
)
SURNAMES = SURNAMES_LISTED.split()
SURE_UNMARKED_LISTED = "nguyen tran pham hoang huynh phan bui ngo duong dinh doan trinh phung"
SURE_UNMARKED = frozenset(SURE_UNMARKED_LISTED.split())
LOWER_SURNAMES = {surname.lower() for surname in SURNAMES} - {
    "trưởng",
    "bàn",
    "đường",
    "từ",
    "viên",
    "quan",
    "cao",
    "kim",
    "thân",
    "hà",
    "tăng",
    "loan",
}
MIDDLE_LISTED = "van thi duc huu ngoc minh quang xuan dinh thanh cong hong thu kim a"
MIDDLE = frozenset(MIDDLE_LISTED.split())
NOT_NAMES_LISTED = (
    "dang truong bi pho giam cong can giao nguoi chu hoi ho nong hoc sinh uy bo phu me cha ong ba chi anh ai cu "
    "dan khach nhan doan cuu thuong y"
)
NOT_NAMES = frozenset(NOT_NAMES_LISTED.split())
STOPS_LISTED = (
    "muon hoi o can sinh lam bi va cua thi la dang tai xin nho co chua da khong dien so cccd sdt quen mat hien "
    "thuong tru nam den cho nha tuoi"
)
STOPS = frozenset(STOPS_LISTED.split())
UNMARKED_SURNAMES = frozenset(folded(name) for name in SURNAMES)
NO_NAME_AFTER = frozenset(
    [
        "gi",
        "ai",
        "nao",
        "nhap",
        "ky",
        "bo",
        "day",
        "the",
        "roi",
        "duoc",
        "tren",
        "duoi",
        "trong",
        "ngoai",
        "nay",
        "kia",
        "do",
        "may",
        "sao",
        "khac",
    ]
)
INTRODUCED = re.compile(
    r"\b(?:toi la|toi ten la|toi ten|ten toi la|ten toi|ten la|ten chau la|chau ten la|chau ten"
    r"|em ten la|em ten|minh ten la|minh ten"
    r"|con toi ten la|con toi ten|con trai toi ten|con gai toi ten|vo toi ten|chong toi ten|me toi ten|bo toi ten"
    r"|ho va ten|ho ten|ten day du|ten(?=\s*:)"
    r"|(?:me|bo|cha|vo|chong|con|chau|em|anh|chi|ong|ba)(?: toi| em| chau| minh)? ten"
    r"|(?:chau|em|minh) la|(?:me|bo|cha|vo|chong)(?: toi| em| chau| minh) la)(?: la)?\s*:?\s+"
)
WORD = re.compile(r"[^\W\d_]+")


def names(text: str, bare: str) -> Iterator[Span]:
    """Names after "tôi là", "tên là", "tên tôi", "con tôi tên"."""
    for match in INTRODUCED.finditer(bare):
        asked_by_role = re.match(r"(?:\w+ )?\w+ la\b", match.group()) is not None and " ten" not in match.group()
        end = end_of_name(text, match.end(), sure=not asked_by_role)
        if end:
            yield Span(match.end(), end, "name")


def end_of_name(text: str, start: int, *, sure: bool) -> int:
    """Where a name that begins at `start` ends; 0 if none begins there."""
    words = list(following_words(text, start, most=5))
    if not words:
        return 0
    shouted = text.isupper()
    if words[0].group()[0].isupper() and not shouted:
        capital = [word for word in words if word.group()[0].isupper()]
        run = words[: next((place for place, word in enumerate(words) if word not in capital), len(words))]
        known = folded(run[0].group()) not in NOT_NAMES or (len(run) > 1 and run[0].group() in SURNAMES)
        return run[-1].end() if known else 0
    return end_of_lower_name(words, unmarked=text.isascii(), sure=sure)


def end_of_lower_name(words: list[re.Match[str]], *, unmarked: bool, sure: bool) -> int:
    """The same for a name without capitals: it must open with a surname, and stops at a word that is none."""
    first, rest = words[0].group().lower(), [folded(word.group()) for word in words[1:4]]
    second = rest[0] if rest else ""
    is_surname = first in LOWER_SURNAMES if not unmarked else first in SURE_UNMARKED
    may_be_surname = first in UNMARKED_SURNAMES and (second in MIDDLE or (sure and goes_on_as_name(second)))
    if not is_surname and not may_be_surname:
        return 0
    length = next((place for place, word in enumerate(rest) if word in STOPS and word not in MIDDLE), len(rest))
    if not sure and not length:
        return 0
    return words[length].end()


def goes_on_as_name(second: str) -> bool:
    """Whether the word behind what may be a surname may be the next of a name: not "tên đăng nhập", "tên là gì"."""
    return bool(second) and second not in STOPS and second not in NO_NAME_AFTER


def following_words(text: str, start: int, *, most: int) -> Iterator[re.Match[str]]:
    """The next words, with nothing but single spaces between them."""
    for _ in range(most):
        word = WORD.match(text, start)
        if not word:
            return
        yield word
        start = word.end() + 1 if text[word.end() : word.end() + 1] == " " else len(text)


BESIDE = re.compile(
    r"\b(?:" + "|".join(SURNAMES) + r")(?: [A-ZÀ-ỸĐ][^\W\d_]*){1,4}"
    r"(?=[\s,:;(\-–]{1,3}(?:(?:có |số |sđt|SĐT|điện thoại|ĐT|đt|cccd|CCCD|căn cước|CMND|STK|stk"
    r"|tài khoản|sinh ngày|là)[\s:]*){0,4}\x00)"
)


def names_beside(text: str, taken: list[Span]) -> list[Span]:
    """Names that stand right before another piece of personal data."""
    in_order = sorted(taken, key=lambda span: span.start)
    held = hidden(text, ((span, "\x00" * (span.end - span.start)) for span in in_order))
    return [Span(*match.span(), "name") for match in BESIDE.finditer(held)]


PLACE = r"(?:ngo|ngach|hem|duong|pho|to|khu|thon|xom|ban(?! hanh)|ap|kiet|quoc lo|ql)"
COMMUNE = r"(?:phuong|xa|thi tran|dac khu|quan|huyen|tinh|tp|thanh pho|tx|thi xa)\b"
STOP_WORDS = r"(?:thi|muon|can|lam|co|o|va|de|den|hoi|di|toi|em|chau|bi|la|khong|duoc|dang|phai)\b"
PART = r"[^\s,;.\n?!]+"
ROAD = rf"(?:\s*,?\s*{PLACE}\b\s+(?!{COMMUNE}){PART}(?:\s+(?!{COMMUNE}|{PLACE}\b|{STOP_WORDS}){PART}){{0,3}})"
HOUSE = re.compile(
    rf"\b(?:so nha|nha so)\s*:?\s*\d+[a-z]?\b(?:/\d+[a-z]?)*{ROAD}*"
    rf"|\bso\s+\d+[a-z]?\b(?:/\d+[a-z]?)*{ROAD}+"
    rf"|(?<=\bo )\d+[a-z]?\b(?:/\d+[a-z]?)*{ROAD}+"
    rf"|(?<=dia chi )\d+[a-z]?\b(?:/\d+[a-z]?)*{ROAD}+|(?<=dia chi: )\d+[a-z]?\b(?:/\d+[a-z]?)*{ROAD}+"
)
BARE_STREET = re.compile(
    r"\b(?:[ởỞ]|[Tt]ại|[Đđ]ịa chỉ:?|[Ss]ố nhà|[Nn]hà số"
    r"|số) (\d+[A-Za-z]?(?:/\d+[A-Za-z]?)*(?:,? (?!Phường|Xã|Đặc|TP|Tỉnh)[A-ZÀ-ỸĐ][^\W\d_]+){2,4})"
)


BEFORE_HOUSE = re.compile(r"(?:so|nha|o|tai|chi:?)(?:\s*:)?\s*[0-9]")


def addresses(text: str, bare: str) -> Iterator[Span]:
    """House number up to street or thôn; the commune stays, since answers depend on it."""
    if not BEFORE_HOUSE.search(bare):
        return
    for match in HOUSE.finditer(bare):
        if "duong day" not in match.group():
            yield Span(*match.span(), "address")
    yield from (Span(*match.span(1), "address") for match in BARE_STREET.finditer(text))


FINDERS = (passwords, codes, numbers, numbers_in_words, names, addresses)
WITHOUT_DIGITS = (passwords, emails, numbers_in_words, names)
"""Those that find something in a text without a digit."""
