"""Times said without a figure: "cuối tuần", "sáng thứ bảy", "hôm sau", "trong ngày"; and days that are working days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from bot.redaction.letters import at_word, folded

PERIODS = ("tuần", "tháng", "quý", "năm", "mùa")
DAYS = r"(?= (?:thứ|chủ nhật|mai|nay|hôm|ngày|mồng|mùng)\b)"
BEFORE_WEEKDAY = ("sáng", "chiều", "tối", "trưa", "ngày", "vào", "từ", "đến", "mỗi", "hằng", "hàng", "cả")
SAID = (
    *("cuối tuần", "ngày nghỉ", "ngày lễ", "nghỉ lễ", "dịp lễ", "lễ tết", "tết(?! dương)", "quốc khánh", "giáng sinh"),
    *(r"thứ (?:tư|sáu|bảy|bẩy|[2-7])\b", "chủ nhật"),
    *(rf"{word} thứ (?:hai|ba|năm)\b" for word in BEFORE_WEEKDAY),
    *(rf"buổi {part}" for part in ("sáng", "trưa", "chiều", "tối")),
    *(rf"{part}{DAYS}" for part in ("sáng", "chiều", "tối")),
    *("ban đêm", "nửa đêm", "ngày đêm", "đêm", "ban ngày", "cả ngày(?! tháng)", "suốt ngày", "ban trưa", "giữa trưa"),
    *("sáng (?:đến|tới) (?:tối|chiều|khuya)", "giờ hành chính", "giờ làm việc", "giờ nghỉ"),
    *("ngày mai", "ngày hôm sau", "hôm sau", "hôm trước", "hôm kia", "ngày kia", "sáng mai", "chiều mai"),
    *(rf"trong {period}\b(?! \d| sinh)" for period in ("ngày", *PERIODS)),
    *(rf"{period} (?:sau|tới|trước|ngoái|nay|này)\b" for period in PERIODS),
    *(rf"{edge} (?:{'|'.join(PERIODS)})\b(?! \d)" for edge in ("cuối", "đầu", "giữa", "hết", "nửa")),
    *(rf"{each} (?:ngày|giờ|{'|'.join(PERIODS)})\b" for each in ("hằng", "hàng", "mỗi", "theo", "từng")),
    *("rằm", r"mồng \w+(?! tháng)", r"mùng \w+(?! tháng)", "âm lịch", "tháng giêng", "tháng chạp"),
    *("quý (?:một|hai|ba|bốn|tư|[1-4]|i|ii|iii|iv)\\b",),
)
"""How such a time is said; each in small letters with its marks."""
PATTERN = re.compile(at_word(*SAID) + r"(?!\w)")
UNMARKED = re.compile(at_word(*dict.fromkeys(map(folded, SAID))) + r"(?!\w)")
SIGNS = (
    *(
        "tuần",
        "tháng",
        "quý",
        "năm",
        "ngày",
        "hôm",
        "đêm",
        "sáng",
        "chiều",
        "tối",
        "trưa",
        "giờ",
        "thứ",
        "chủ nhật",
        "lễ",
    ),
    *("tết", "rằm", "mồng", "mùng", "âm lịch", "mai", "mùa", "quốc khánh", "giáng sinh"),
)
"""What a text needs at least to have one."""
SAME = (("hằng", "hàng"), ("bẩy", "bảy"), ("mùng", "mồng"), ("mỗi", "hàng"), ("ngày hôm sau", "hôm sau"))
AROUND_THE_CLOCK = re.compile(r"\b24\s?/\s?(?:24|7)\b|\b24 (?:tieng|gio)\b|\b24h|\bngay (?:lan |va |hay )?dem\b")
IN_FIGURES = dict.fromkeys(("ngay dem", "ca ngay", "suot ngay", "dem", "ban dem"), AROUND_THE_CLOCK) | {
    "quoc khanh": re.compile(r"\b0?2\s?/\s?0?9\b"),
}
"""How passages may say such a time in figures, or in other words."""
WORKING_DAYS = re.compile(r"(\d+) ngay lam viec")
WISH = re.compile(r"(?<!\w)(?:chúc|mong|chuc) ")


def times(text: str) -> set[str]:
    """The times of a text in small letters, each in one form; a wish ("chúc bác một ngày vui") says none."""
    if WISH.search(text):
        return set()
    if text.isascii():
        return {one_form(said) for said in UNMARKED.findall(text)}
    if not any(sign in text for sign in SIGNS):
        return set()
    return {folded(one_form(said)) for said in PATTERN.findall(text)}


def one_form(said: str) -> str:
    """A time as it is compared: "hàng tháng" and "hằng tháng" are one."""
    for other, usual in SAME:
        said = said.replace(other, usual).replace(folded(other), folded(usual))
    return said


def working_days(read: str) -> set[str]:
    """The numbers of a reading that count working days."""
    return set(WORKING_DAYS.findall(read)) if "lam viec" in read else set()


EDGE = re.compile(r"(?:(?<=\W)|^)(dau|giua|cuoi|het) (nam|thang) (\d{1,4})\b(?: nam ((?:19|20)\d{2})\b)?")
RATE_BEFORE = re.compile(r"\b(?:dong|ty|trieu) (?:moi|hang)\b")
MONTHS = {"dau": range(1, 4), "giua": range(5, 9), "cuoi": range(10, 13), "het": range(12, 13)}
DAYS_OF_MONTH = {"dau": range(1, 11), "giua": range(11, 21), "cuoi": range(21, 32), "het": range(28, 32)}


def unknown_edges(read: str, dates: Set[str], held_read: str) -> Iterator[str]:
    """ "đầu năm 2026", "cuối tháng 3": said so in the passages, or one of `dates` (ISO; "-01-31") lies there."""
    for match in EDGE.finditer(read):
        that_year = match[2] == "nam" and any(date.startswith(f"{match[3]}-") for date in dates)
        pointed_at = that_year and re.search(rf"\b{match[1]} nam (?:do|ay)\b", held_read) is not None
        if not pointed_at and match.group() not in held_read and not any(lies_there(match, date) for date in dates):
            yield f"time: {match.group()}"


def lies_there(edge: re.Match[str], date: str) -> bool:
    """Whether a date is at that end of the year or month."""
    where, period, number, year_of_month = edge.groups()
    year, month, day = date.split("-")  # without a year: "-01-31"
    if period == "nam":
        return year == number and int(month) in MONTHS[where]
    return int(month) == int(number) and year_of_month in (None, year) and int(day) in DAYS_OF_MONTH[where]


def unknown_times(said: Set[str], held: Set[str], read: str, held_read: str) -> Iterator[str]:
    """Times of a sentence that its passages do not say, and working days where they count plain ones.

    "1 tỷ đồng mỗi năm" is "1 tỷ đồng một năm".

    `said`, `held`: what `times` found; `read`, `held_read`: the readings.
    """
    for time in sorted(said - held):
        figures = IN_FIGURES.get("ban dem" if time == "ban ngay" and "ban dem" in said else time)
        rate = time.replace("hang ", "1 ")
        if rate != time and RATE_BEFORE.search(read) and re.search(rf"\b(?:dong|ty|trieu) {rate}\b", held_read):
            continue
        if one_form(time) not in one_form(held_read) and not (figures and figures.search(held_read)):
            yield f"time: {time}"
    for days in sorted(working_days(read) - working_days(held_read)):
        yield f"time: {days} working days"
