"""Figures of a reading: phones, accounts, amounts, dates, times, articles, counts; each must stand in a passage."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise

from bot.domain.answering.guard.free import FREE
from bot.domain.answering.guard.support import STOPWORDS
from bot.redaction.letters import at_word, folded

Reader = Callable[[re.Match[str]], Iterator["Figure"]]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its kind, its value in one form, its unit where it has one, the words it was read from."""

    kind: str
    value: str
    unit: str = ""
    words: str = ""
    beside: tuple[str, ...] = field(default=(), compare=False)
    """The word before it and the word behind it."""
    lead: tuple[str, ...] = field(default=(), compare=False)
    """Up to eight words before it, back to the last comma or figure."""
    counted: str = field(default="", compare=False)
    """The word right behind it, where that tells: what is counted."""
    limit: str = field(default="", compare=False)
    """ "over" or "under" where the words behind it say so: "trở lên", "trở xuống"."""


@dataclass(slots=True)
class Figures:
    """The figures of a text, asked whether they carry one of another text."""

    found: list[Figure]
    exact: set[tuple[str, str, str]] = field(init=False)
    values: dict[str, set[str]] = field(init=False)
    beside: dict[str, set[str]] = field(init=False)
    counted: dict[str, set[str]] = field(init=False)
    years: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.exact = {(each.kind, each.value, each.unit) for each in self.found}
        self.values = {}
        self.beside = {}
        self.counted = {}
        for each in self.found:
            self.values.setdefault(each.kind, set()).add(each.value)
            self.beside.setdefault(each.value, set()).update(each.beside)
            self.counted.setdefault(each.value, set()).update({each.counted} - {""})

        self.years = {date.split("-")[0] for date in self.of("date", "month", "year")}

    def of(self, *kinds: str) -> set[str]:
        """The values of these kinds."""
        return set().union(*(self.values.get(kind, set()) for kind in kinds))

    def have(self, value: str, *kinds: str) -> bool:
        """Whether the value stands here as one of these kinds."""
        return any(value in self.values.get(kind, ()) for kind in kinds)

    def carry(self, figure: Figure, *, at_home: bool = False) -> bool:
        """Whether the figure stands here, in the same sense. `at_home`: the words around it are surely these ones'."""
        if at_home and figure.kind == "number" and self.have(figure.value, "number", "amount", "call"):
            return not self.counts_another(figure)
        if figure.kind != "number" and (figure.kind, figure.value, figure.unit) in self.exact:
            return True
        rule = LOOSER.get(figure.kind)
        return bool(rule and rule(self, figure))

    def counts_another(self, figure: Figure) -> bool:
        """Whether a bare number counts one thing and here only others: "54 thủ tục" where 54 centres are."""
        here = self.counted.get(figure.value, set())
        return bool(figure.counted and here) and figure.counted not in here


ALL_DAY = (("suot",), ("truc",), ("lien",))
"""Before "24 giờ" where it means "24/24"."""
LEADS_TO_YEAR = tuple((word,) for word in ("tu", "den", "truoc", "sau", "nam"))


def amount_stands(held: Figures, figure: Figure) -> bool:
    """An amount whose unit stands elsewhere, as in a table: the bare number will do."""
    if figure.unit == "gio" and f"{figure.value}:00" in held.of("time"):
        return True
    if (figure.unit, figure.value) == ("gio", "24") and figure.beside[:1] in ALL_DAY and "-24-24" in held.of("day"):
        return True
    if figure.unit == "ngay" and figure.lead[-1:] == ("goi",) and held.have(figure.value, "call", "number"):
        return True  # "goi 115 ngay", without marks
    a_year = len(figure.value) == 4 and figure.lead[-1:] in LEADS_TO_YEAR  # "từ 2013 tỉnh đã có"
    if len(figure.value) == 4 and (figure.unit == "nam" or (a_year and year_stands(held, figure))):
        return year_stands(held, figure)
    near = held.beside.get(figure.value, set()) - (STOPWORDS - {"nam"})
    return figure.value in held.of("number") and (
        len(figure.value) > 4 or bool(near & {*figure.lead, *figure.beside, figure.unit})
    )


def number_stands(held: Figures, figure: Figure) -> bool:
    """A bare number may have a unit in the passage; a small one must stand beside one of the same words."""
    if not held.have(figure.value, "amount", "call", "number") and not year_stands(held, figure):
        return False
    telling = {word for word in figure.beside if word not in SAYS_LITTLE}
    if figure.words.strip().isdigit() and held.counts_another(figure):
        return False
    if len(figure.value) in HOTLINES and held.have(figure.value, "call") and ("so" in figure.beside or not telling):
        return True  # "số 156 gọi …", "năm số: 111 là …"
    if not telling:
        return not {"so", "hieu", "thu"} & set(figure.beside)
    return len(figure.value) > 4 or bool(telling & held.beside.get(figure.value, set()))


HOTLINES = range(3, 5)
"""Digits of short numbers to call."""
SAYS_LITTLE = frozenset(
    ["so", "la", "va", "hoac", "thu", "hieu", "cac", "cho", "co", "tu", "den", "toi", "khoang", "gom", "du"]
)


def year_stands(held: Figures, figure: Figure) -> bool:
    """A year may be part of a date."""
    return figure.value in held.years


def month_stands(held: Figures, figure: Figure) -> bool:
    """A month of a year may be part of a date."""
    return any(date.startswith(figure.value + "-") for date in held.of("date"))


def day_stands(held: Figures, figure: Figure) -> bool:
    """A day of a month may be part of a date."""
    return any(date.endswith(figure.value) for date in held.of("date"))


LOOSER: dict[str, Callable[[Figures, Figure], bool]] = {
    "amount": amount_stands,
    "number": number_stands,
    "year": lambda held, figure: year_stands(held, figure) or figure.value in held.of("number"),
    "month": month_stands,
    "day": day_stands,
    "call": lambda held, figure: figure.value in held.of("number", "long", "amount"),
    "time": lambda held, figure: figure.value.endswith(":00") and ("amount", figure.value[:-3], "gio") in held.exact,
}

NUMERAL = r"\d{1,3}(?:[.,]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
OPEN_NUMERAL = r"\d(?<![\w.,]\d)(?:\d{0,2}(?:[.,]\d{3})+(?:,\d+)?|\d*(?:[.,]\d+)?)"
"""A numeral with nothing tied to its front."""
SCALE = {"nghin": 1000, "ngan": 1000, "k": 1000, "tr": 10**6, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
SAME_UNIT = {
    "d": "dong",
    "vnd": "dong",
    "phan tram": "%",
    "h": "gio",
    "p": "phut",
    "met": "m",
    "hom": "ngay",
    "ki tu": "ky tu",
    "g": "gio",
}
UNITS = (
    "dong|vnd|d|%|phan tram|ngay|hom|gio|h|phut|giay|tuan|thang|nam|quy(?! dinh| che| trinh)|tuoi|lan|buoc|ban|bo|"
    "tam|anh"
    "|nguoi|chu so|con so|so|ky tu|ki tu|chu|mb|gb|"
    "km|met|m|kg|diem|trang|nhom|loai|cach|phan|muc|truong hop|tinh|xa|phuong|dac khu|don vi|bai|the"
    "|ho|lop|usd|do|cap|to|to khai|phieu|chieu"
)
ROLES = "dieu|(?<!tai )khoan|muc|chuong|phu luc|buoc|mau so|quy|cap|muc do|vung|nhom|lop|khu|to|thon|quoc lo"

# A pattern that begins with a sign and looks back from there is found several times faster than one that begins by
# looking back: the engine skips to the sign.
DAY_MONTH_YEAR = re.compile(
    r"(\d(?<![\d/.]\d)\d?)(?:\s*[/.\-]\s*|\s*thang\s*)(\d{1,2})(?:\s*[/.\-]\s*"
    r"|\s*,?\s*nam\s*)(\d{4})(?![\d/])"
)
YEAR_MONTH_DAY = re.compile(r"((?:19|20)(?<![\d/.\-]\d\d)\d{2})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
MONTH_YEAR = re.compile(r"(?:thang\s*)?(?<![\d/.\-])(\d{1,2})(?:\s*[/\-]\s*|\s*nam\s*)((?:19|20)\d{2})(?![\d/])")
DAY_MONTH = re.compile(
    r"(?<![\d/.])(\d{1,2})\s*thang\s*(\d{1,2})(?!\d)|(?:ngay|mung)\s*(\d{1,2})[/\-](\d{1,2})(?![\d/])"
    r"|(?<![\d/.,])(\d{1,2})/(\d{1,2})(?![\d/])"
)
YEAR_ALONE = re.compile(r"nam(?<!\wnam)\s+((?:19|20)\d{2})(?![.,]?\d)")
CLOCK = re.compile(r"(\d(?<![\d.]\d)\d?)\s*(?::|h|g|gio)\s*(\d{2})(?!\d)(?:\s*phut)?")
LONG = re.compile(r"(?<![\w.,/])(?!1\d\d\b(?: 1\d\d\b)+)\(?\+?\d(?:[ .\-()_]{0,3}\d){6,}(?!\w)")
GROUPED = re.compile(r"\d{1,3}(?:[. ,]\d{3})+")
CALL = re.compile(
    at_word(
        "goi", "tong dai", "duong day nong", "hotline", "so may", "dien thoai", "sdt", "nhan tin", "soan tin", "bam"
    )
    + r"\b(?:\s+(?!\d)\w+){0,4}?[\s:,]+(\d{3,6})(?![\d.,/]*\d)(?!\s*(?:dong|vnd|ngay|lan)\b)"
)
ROLE = re.compile(
    rf"\b({ROLES})\s+(?:so\s+|thu\s+)?(\d{{1,4}}[a-z]?)\b(?!\s*(?:/|(?:dong|nghin|ngan|trieu|ty|vnd|d|k|"
    rf"lan|nguoi|ngay|viec|dich vu|thu tuc|thu doan|hinh thuc)\b|%))|\b(chuong|phu luc|muc"
    rf"|phan)\s+([ivxlc]+)\b|\b(diem)\s+([a-z])\b(?=,?\s+(?:khoan|dieu)\b)"
)
RANGE = re.compile(rf"({OPEN_NUMERAL})\s*(?:-|den|toi|hoac|~)\s*({NUMERAL})\s*({UNITS})\b")
MONEY = re.compile(
    rf"({OPEN_NUMERAL})\s*(nghin|ngan(?! (?:hang|sach)\b)|k|trieu|tr|ty"
    rf"|ti)\b(?:\s*(\d{{1,3}})\b(?!\s*(?:{UNITS})\b))?(?:\s*({UNITS}))?(?![\w])"
)
AGES = re.compile(
    rf"tuoi(?<!\wtuoi)\s+(\d{{1,3}}(?:(?:\s*,\s*|\s+va\s+|\s+hoac\s+)\d{{1,3}})+)(?!\d|[/.]\d|\s*(?:{UNITS})\b)"
)
AMOUNT = re.compile(rf"({OPEN_NUMERAL})\s*(%|(?:{UNITS})\b)")
CODE = re.compile(r"(?<!\w)(?=[\w\-]*\d)(?=[\w\-]*[a-z])[a-z\d]+(?:[-_][a-z\d]+)*(?!\w)")
BARE = re.compile(NUMERAL)


LONGEST_NUMERAL = 24
"""Signs; a longer one is no quantity and is compared as it stands."""


GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")


def value_of(written: str, scale: str = "") -> str:
    """A numeral in one form: "50.000" and "50 nghìn" → "50000", "1,5 triệu" → "1500000"."""
    if len(written) > LONGEST_NUMERAL:
        return written
    if GROUPS.fullmatch(written) and (not scale or (written[0] != "0" and "," not in written)):
        number = float(re.sub(r"[.,]", "", written))
    elif re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+,\d+", written):
        number = float(re.sub(r"[.,](?=\d{3})", "", written).replace(",", "."))
    else:
        number = float(written.replace(",", "."))
    number *= SCALE.get(scale, 1)
    return str(int(number)) if number == int(number) else f"{number:.6g}"


def unit_of(written: str) -> str:
    """A unit in one form."""
    return SAME_UNIT.get(written, written)


def phone_or_account(written: str) -> str:
    """Only the digits, 84 at the front as 0."""
    digits = re.sub(r"\D", "", written)
    return (
        "0" + digits[2:] if re.match(r"84\d{9,10}$", digits) and written.lstrip("(").startswith(("+", "84")) else digits
    )


def read_date(match: re.Match[str]) -> Iterator[Figure]:
    """25/6/2024, 25 tháng 6 năm 2024."""
    day, month, year = match.groups()
    yield Figure("date", f"{int(year):04}-{int(month):02}-{int(day):02}", words=match.group())


def read_iso(match: re.Match[str]) -> Iterator[Figure]:
    """2024-06-25."""
    year, month, day = match.groups()
    yield Figure("date", f"{int(year):04}-{int(month):02}-{int(day):02}", words=match.group())


def read_month(match: re.Match[str]) -> Iterator[Figure]:
    """6/2024, tháng 6 năm 2024."""
    yield Figure("month", f"{match[2]}-{int(match[1]):02}", words=match.group())


def read_day(match: re.Match[str]) -> Iterator[Figure]:
    """25/6, 25 tháng 6."""
    day, month = (part for part in match.groups() if part)
    yield Figure("day", f"-{int(month):02}-{int(day):02}", words=match.group())


def read_clock(match: re.Match[str]) -> Iterator[Figure]:
    """7h30, 7 giờ 30."""
    yield Figure("time", f"{int(match[1])}:{match[2]}", words=match.group())


def read_long(match: re.Match[str]) -> Iterator[Figure]:
    """A phone, card or account number, whatever its spaces."""
    yield Figure("long", phone_or_account(match.group()), words=match.group())


def read_role(match: re.Match[str]) -> Iterator[Figure]:
    """Điều 5, chương IV, bước 2."""
    role, value = (part for part in match.groups() if part)
    yield Figure("role", unpadded(value), role, match.group())


def read_range(match: re.Match[str]) -> Iterator[Figure]:
    """7-10 ngày: both numbers have the unit."""
    for number in match.group(1, 2):
        yield Figure("amount", value_of(number), unit_of(match[3]), match.group())


def read_money(match: re.Match[str]) -> Iterator[Figure]:
    """50 nghìn, 1,5 triệu đồng, 1 triệu 2."""
    unit = unit_of(match[4] or "dong")
    rest = int(match[3].ljust(3, "0")) * SCALE[match[2]] // 1000 if match[3] else 0
    yield Figure("amount", str(int(float(value_of(match[1], match[2]))) + rest), unit, match.group())


def read_amount(match: re.Match[str]) -> Iterator[Figure]:
    """A number with its unit."""
    yield Figure("amount", value_of(match[1]), unit_of(match[2]), match.group())


def read_ages(match: re.Match[str]) -> Iterator[Figure]:
    """ "đến tuổi 14, 25, 40": each of them in years."""
    for number in DIGITS.findall(match[1]):
        yield Figure("amount", unpadded(number), "tuoi", match.group())


def read_code(match: re.Match[str]) -> Iterator[Figure]:
    """Letters and digits in one word: CT01."""
    yield Figure("code", re.sub(r"[-_]", "", match.group()), words=match.group())


def read_number(match: re.Match[str]) -> Iterator[Figure]:
    """Any number that nothing else has read."""
    yield Figure("number", value_of(match.group()), words=match.group())


def read_as(kind: str) -> Reader:
    """A reader of the one group of a pattern."""

    def read(match: re.Match[str]) -> Iterator[Figure]:
        yield Figure(kind, match[1], words=match.group())

    return read


def unpadded(value: str) -> str:
    """A number without leading zeros."""
    return value.lstrip("0") or "0"


DIGIT = re.compile(r"[0-9]")
DIGITS = re.compile(r"[0-9]+")
ROMAN_ROLE = re.compile(
    at_word(
        r"chuong [ivxlc]+\b",
        r"phu luc [ivxlc]+\b",
        r"muc [ivxlc]+\b",
        r"phan [ivxlc]+\b",
        r"diem [a-z],? (?:khoan|dieu)\b",
    )
)

# In this order; what one has read is blanked for the next. The third is what a text needs at least: found faster.
READERS: tuple[tuple[re.Pattern[str], Reader, re.Pattern[str]], ...] = (
    (DAY_MONTH_YEAR, read_date, DIGIT),
    (YEAR_MONTH_DAY, read_iso, DIGIT),
    (MONTH_YEAR, read_month, re.compile(r"(?:19|20)\d")),
    (CLOCK, read_clock, re.compile(r"\d\s*[:hg]")),
    (ROLE, read_role, re.compile(rf"(?:{ROLES}|phan|diem)\s+(?:so\s+|thu\s+)?(?:\d|[ivxlc]+\b|[a-z]\b)")),
    (MONEY, read_money, re.compile(r"\d\s*[nkt]")),
    (RANGE, read_range, re.compile(r"\d\s*[-~dth]")),
    (DAY_MONTH, read_day, re.compile(r"\d\s*(?:thang|[/\-])")),
    (YEAR_ALONE, read_as("year"), DIGIT),
    (re.compile(rf"({OPEN_NUMERAL})\s*(%|dong\b|vnd\b|d\b)"), read_amount, re.compile(r"\d\s*[%dv]")),
    (LONG, read_long, re.compile(r"\d(?:[ .\-()_]{0,3}\d){6}")),
    (CALL, read_as("call"), DIGIT),
    (AGES, read_ages, re.compile(r"tuoi\s+\d")),
    (AMOUNT, read_amount, DIGIT),
    (CODE, read_code, re.compile(r"\d(?:[-_]*[^\W\d_]|(?<=[^\W\d].)|(?<=-.))")),
    (BARE, read_number, DIGIT),
)


def figures(text: str) -> list[Figure]:
    """Every figure of a reading, each digit read once."""
    out: list[Figure] = []
    if not DIGIT.search(text) and not ROMAN_ROLE.search(text):
        return out
    for pattern, read, needed in READERS:
        if needed.search(text):
            text = pattern.sub(partial(take, read, out), text)
            if not DIGIT.search(text) and not ROMAN_ROLE.search(text):
                break
    return out


WORD_BEFORE = re.compile(r"(?<![a-z])([a-z]+)[^a-z\d\x00]{0,3}$")
WORD_LETTERS = "abcdefghijklmnopqrstuvwxyz "
LIMIT_BEHIND = re.compile(
    r"(?: (?!tro |do )[a-z]+| (?:1|mot) (?:nam|thang|ngay|lan)){0,3}"
    r" (?:(?P<over>tro len|tro di)|tro xuong|do xuong|do lai|tro lai)\b"
)
WORD_BEHIND = re.compile(r"[^a-z\d\x00]{0,3}([a-z]+)")


COUNTS_NOTHING_LISTED = (
    "la va hoac hay co thi o tai cho de duoc trong tren duoi tu den toi khi neu cua voi nay do nhu gom con bi dang se "
    "da cung theo vao ra lai roi ma thuoc khong chua moi tai bang qua a nhe nha ha vay dung thoi luon"
)
COUNTS_NOTHING = frozenset(COUNTS_NOTHING_LISTED.split())
"""Words behind a number that are not what it counts."""


def take(read: Reader, out: list[Figure], match: re.Match[str]) -> str:
    """Reads one match into `out`; what stays in its place."""
    before = WORD_BEFORE.search(match.string, max(0, match.start() - 48), match.start())
    behind = WORD_BEHIND.match(match.string, match.end())
    beside = tuple(word[1] for word in (before, behind) if word)
    near = match.string[max(0, match.start() - 60) : match.start()]
    lead = tuple(near[len(near.rstrip(WORD_LETTERS)) :].split()[-8:])
    limit = LIMIT_BEHIND.match(match.string, match.end())
    bound = "" if limit is None else "over" if limit["over"] else "under"
    counted = behind[1] if behind and behind.group() == f" {behind[1]}" and behind[1] not in COUNTS_NOTHING else ""
    out += [Figure(one.kind, one.value, one.unit, one.words, beside, lead, counted, bound) for one in read(match)]
    return " \x00 "


# --- the same figure in another place --------------------------------------------------------------------------------

NEUTRAL_LISTED = (
    "la mat het dong thi co duoc phai nop khoang chi voi muc so tien se can trong sau vong thoi han cua cho va khi gia "
    "toi den tu nay do cac mot hoac va"
)
NEUTRAL = frozenset(NEUTRAL_LISTED.split())
OPPOSITES = (
    ("under", ("duoi", "chua du", "khong qua", "toi da", "it hon", "nho hon", "nhieu nhat", "khong vuot qua",
    "chua qua")),
    ("over", ("tren", "it nhat", "toi thieu", "hon", "qua", "vuot", "du")),
    ("before", ("truoc", "truoc ngay", "truoc nam", "den het", "cham nhat", "muon nhat")),
    ("after", ("sau", "sau ngay", "sau nam", "tu", "ke tu", "tu ngay", "tu nam", "ke tu ngay")),
)  # fmt: skip
BOUNDS = {sign: name for name, signs in OPPOSITES for sign in signs}
AGAINST = {"under": "over", "over": "under", "before": "after", "after": "before"}


OVER_THEN = frozenset(["het", "khong", "thoi", "chua"])


def bound_of(figure: Figure) -> str:
    """Whether a figure is said to be a floor or a ceiling, a start or an end; "" if neither."""
    if figure.limit:
        return figure.limit
    if "sau" in figure.lead[-2:] and not OVER_THEN.isdisjoint(figure.lead):
        return "before"  # "hết dùng từ sau ngày …": of use until then
    for length in (3, 2, 1):
        if bound := BOUNDS.get(" ".join(figure.lead[-length:])):
            return bound
    return BOUNDS.get(figure.words.strip().split(" ")[0], "")


def free_of(read: str) -> list[Figure]:
    """Each "miễn phí" of a reading as a price of nothing, with the words of its clause."""
    found = []
    for match in FREE.finditer(read):
        before, after = CLAUSE_END.split(read[: match.start()])[-1], CLAUSE_END.split(read[match.end() :])[0]
        found.append(Figure("amount", "0", "dong", match.group(), lead=(*before.split()[-8:], *after.split()[:8])))
    return found


CLAUSE_END = re.compile(r"[.,;:?!()\n\x00]|\d")


def turned_round(figure: Figure, held: Figures) -> bool:
    """Whether every passage sets the bound of this figure the other way."""
    bound = bound_of(figure)
    same = [bound_of(each) for each in held.found if each.value == figure.value and each.unit == figure.unit]
    return bool(bound and same) and all(each == AGAINST[bound] for each in same)


def belongs_elsewhere(figure: Figure, held: Figures) -> bool:
    """Whether the words before it are those of another figure of the same unit: two fees exchanged."""
    said = telling(figure)
    alike = [each for each in held.found if (each.kind, each.unit) == (figure.kind, figure.unit)]
    own = [telling(each) for each in alike if each.value == figure.value]
    others = [telling(each) for each in alike if each.value != figure.value]
    if not said or not own or not others:
        return False
    return all(any(fits_better(other - one, one - other, said) for other in others) for one in own)


def telling(figure: Figure) -> set[str]:
    """The words before a figure that say what it is of, and their pairs: "cấp lại" is told from "lái" by its pair."""
    words = [word for word in figure.lead if word not in NEUTRAL]
    return {*words, *map(" ".join, pairwise(words))}


def fits_better(theirs: set[str], ours: set[str], said: set[str]) -> bool:
    """Whether more was said of their own words than of ours."""
    return bool(theirs) and share(theirs, said) > share(ours, said)


def share(words: set[str], said: set[str]) -> float:
    """How much of these words was said; all of none."""
    return len(words & said) / len(words) if words else 1.0


SHARE = re.compile(
    r"\b(?:(?:liền|ngay) (?:sau|trước|trên|dưới)(?= (?:số )?\d+(?!\d| (?:tuổi|ngày|năm|giờ)))"
    r"|(?:điều|khoản|điểm|văn bản|nghị định|thông tư|luật|số) (?:liền|ngay|kế|tiếp) (?:sau|trước|theo|tiếp|kề|liền)"
    r"|nửa(?! (?:triệu|tỷ|tỉ)\b)|rưỡi|mot nua|gap (?:doi|ba)"
    r"|gấp (?:đôi|hai|ba|bốn|năm|mười)|một phần (?:hai|ba|tư|năm|mười|trăm))\b"
)
CHARGE = re.compile(
    r"(?<!\w)(?<!không )(?<!chẳng )(?<!khỏi )(?<!phải )"
    r"(?:(?:mất|tốn|đóng|chịu) (?:thêm )?(?:phí|cước)(?! môn bài)|phụ (?:phí|thu)|cộng thêm|(?:rẻ|đắt) hơn"
    r"|được giảm|giảm giá|(?:đóng|nộp|trả) trước|phí trước|đặt cọc|hoàn (?:lại )?tiền|hoàn lại)(?!\w)"
)
MAY_BE_CHARGE = ("phí", "cước", "phụ thu", "cộng thêm", "hơn", "giảm", "trước", "cọc", "hoàn")
MAY_BE_SHARE = ("liền ", "ngay ", " kế ", " tiếp ", "nửa", "rưỡi", "gấp", "gap", "mot nua", "một phần")
"""What SHARE needs at least."""
RATE = re.compile(
    r"(?:đồng|\dđ|nghìn|ngàn|triệu|\dk|dong|nghin|trieu|tổng|tong)\s*(?:/|mỗi|một|trên|trong|moi|mot|tren)\s*"
    r"(ngày|tháng|năm|lần|người|giờ|tuần|quý|bản|tờ|phút|cuộc|tin nhắn|tin|thẻ|hộ|hồ sơ|km|trang"
    r"|ngay|thang|nam|lan|nguoi|gio|tuan|phut|cuoc|tin nhan|the|ho so)\b"
)


def shares(shown: str) -> set[str]:
    """Parts and multiples in words ("một nửa", "gấp đôi"), what a price is for ("… đồng mỗi tháng"), what is charged,
    dearer or given back ("mất phí", "rẻ hơn", "hoàn lại")."""
    if not any(sign in shown for sign in MAY_BE_SHARE):
        parts: set[str] = set()
    else:
        parts = {folded(each) for each in SHARE.findall(shown)}
    may_rate = "đ" in shown or "dong" in shown or "tr" in shown
    rates = {folded(match[1]) for match in RATE.finditer(shown)} if may_rate else set()
    charges = (
        {folded(said) for said in CHARGE.findall(shown)} if any(sign in shown for sign in MAY_BE_CHARGE) else set()
    )
    return parts | charges | {f"mỗi {unit}" for unit in rates}


# --- links and addresses -------------------------------------------------------------------------------------------

ENDINGS = (
    "vn|com|net|org|gov|edu|info|io|xyz|top|site|online|app|link|gl|cc|shop|club|vip|asia|biz|dev|tv"
    "|us|uk|cn|ru|tk|ml|page|store|live|icu"
    "|click|gd|(?:ai|to|be|co|me|ly|pro|work)(?=/)"
)
# After a spoken "chấm", where "chậm có" must not be a link.
SAID = "vn|com|net|org|gov|edu|info|xyz|top|link|site|store|online|shop|club|io|me|app|tk|cn"
DOT = r"\s?(?:\.|\[\.\]|\(\.\)|\s(?:cham|dot)\s|\[(?:cham|dot)\]|\((?:cham|dot)\))\s?"
LINK = re.compile(
    r"(?:h(?:tt|xx)ps?\s?:(?:\s?/\s?/)?|www\.)[^\s<>\"'()\[\]]+"
    rf"|(?<![\w@.])[\w\-]+(?:\.[\w\-]+)*\.(?:{ENDINGS})(?::\d+)?(?:/[^\s<>\"'()\[\]]*)?(?![\w])"
    rf"|(?<![\w@.])[\w\-]+(?:{DOT}[\w\-]+){{0,3}}(?:\[\.\]|\(\.\)|\s?[\[(](?:cham|dot)[\])]\s?"
    rf"|\s(?:cham|dot)\s)(?:{SAID})\b"
    r"|(?<![\w@.])[\w\-]{2,}(?: \. ?|,|/)(?:com|net|org|vn|info|xyz)(?![\w])"
    r"|\b(?:\d{1,3}\.)(?!000\.000\.000\b)(?:\d{1,3}\.){2}\d{1,3}(?::\d+)?(?:/\S*)?|\b(?:javascript|data|tel|sms|zalo|tg|mailto):\S+"
)
EMAIL = re.compile(
    r"(?<![\w.+\-])[\w.+\-]{1,64}\s?(?:@|\(at\)|\[at\]|\(a cong\)|\sa cong\s)\s?[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,6}"
    r"|(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}"
)
HANDLE = re.compile(r"(?<!\w)@[a-z0-9_.]{3,}")
OPAQUE = re.compile(
    r"(?<![\w/+\-])(?=[A-Za-z0-9+/_\-]{0,200}[A-Za-z])(?:[A-Za-z0-9+/_\-]{14,}={0,2}"
    r"|[A-Za-z0-9+/]{6,}={1,2})(?![\w/+=])"
)


CONTACT_SIGNS = (
    "@", "//", "/ /", "www", "[.", "[a", "(.", "(a", "[cham", "(cham", "dot", "chấm", "cham", "a cong", "a còng",
)  # fmt: skip
CONTACT_NEAR = re.compile(r"\.[^\W\d_]|/(?:com|net|org|vn|info|xyz)(?!\w)|\.\d{1,3}\.\d{1,3}\.\d|:\S| \. ?[a-z]|,[a-z]")


def may_have_contact(text: str) -> bool:
    """Whether there is a sign that a link or an address cannot do without."""
    for sign in CONTACT_SIGNS:
        if sign in text:
            return True
    return CONTACT_NEAR.search(text) is not None


def contacts(text: str) -> set[str]:
    """Links, e-mails and handles of a cleaned text in lower case, in one form."""
    if not may_have_contact(text):
        return set()
    text = text.replace("chấm", "cham").replace("a còng", "a cong").replace("\\.", ".")
    if not may_have_address(text):
        return {link_form(each) for each in links(text)}
    mails = {
        re.sub(r"\s", "", re.sub(r"\(at\)|\[at\]|\(a cong\)|\sa cong\s", "@", each)) for each in EMAIL.findall(text)
    }
    rest = EMAIL.sub(" ", text)
    return mails | {link_form(each) for each in LINK.findall(rest)} | set(HANDLE.findall(LINK.sub(" ", rest)))


def may_have_address(text: str) -> bool:
    """Whether there is a sign that an e-mail address or a handle cannot do without."""
    return "@" in text or "at)" in text or "at]" in text or "a cong" in text


def links(text: str) -> list[str]:
    """The links of a text without addresses; where no sign of one is spelt out or set apart, word by word."""
    if any(sign in text for sign in SPELT_OUT):
        return LINK.findall(text)
    words = (word for word in text.split(" ") if any(sign in word for sign in LINK_SIGNS))
    return [link for word in words for link in LINK.findall(word)]


SPELT_OUT = ("[", "(", "cham", "dot", "/ /", " :", ": /", " .")
LINK_SIGNS = (".", ":", ",", "/")


def link_form(link: str) -> str:
    """A link without its scheme, "www.", and what closes the sentence."""
    link = re.sub(r"\s?[\[(](?:\.|cham|dot)[\])]\s?|\s(?:cham|dot)\s", ".", link)
    link = re.sub(r"\s", "", link).rstrip(".,;:!?…*_`")
    return re.sub(r"^(?:h(?:tt|xx)ps?://)?(?:www\.)?", "", link).rstrip("/")


def without_contacts(text: str) -> str:
    """The text with links and e-mails blanked, so that their digits are not read again."""
    if not may_have_contact(text):
        return text
    if not may_have_address(text) and not any(sign in text for sign in SPELT_OUT):
        return " ".join(
            LINK.sub(" ", word) if any(sign in word for sign in LINK_SIGNS) else word for word in text.split(" ")
        )
    return HANDLE.sub(" ", LINK.sub(" ", EMAIL.sub(" ", text)))


def contact_stands(contact: str, held: Set[str]) -> bool:
    """The same link or address; or the bare site of a link that stands."""
    return contact in held or (
        "/" not in contact and "@" not in contact and any(each.split("/")[0] == contact for each in held)
    )


SHORTEST_OPAQUE = 14


def may_be_opaque(text: str) -> bool:
    """Whether a word is long enough to be something encoded."""
    return "=" in text or max(map(len, text.split()), default=0) >= SHORTEST_OPAQUE


def opaque(text: str) -> set[str]:
    """Strings that look encoded: long, without spaces, of mixed letters and digits."""
    found = set(OPAQUE.findall(text))
    run_together = set(re.findall(r"\w{16,}", text))
    return run_together | {
        each for each in found if re.search(r"\d|=|[a-z][A-Z].*[A-Z]|[A-Z]{2}.*[a-z].*[A-Z]", each) or len(each) > 24
    }
