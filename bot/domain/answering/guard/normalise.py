"""One plain reading of a text, whatever letters, marks, markup or encodings it hides behind."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from bot.redaction.disguise import clean, plain
from bot.redaction.letters import Letters


def folded(text: str) -> str:
    """Lower case without Vietnamese marks."""
    return text.lower() if text.isascii() else text.lower().translate(FOLDED)


def without_marks(letter: str) -> str:
    """One small letter without its marks."""
    bare = unicodedata.normalize("NFD", letter.replace("đ", "d").replace("ð", "d"))
    return "".join(part for part in bare if not unicodedata.combining(part))


FOLDED = Letters(without_marks)


TIED_WORDS = re.compile(
    r"(?:(?<=[^\W\d_])|(?<=,))\+(?=[^\W_])"
    r"|(?<=[^\W\d_])_(?=[^\W\d_])(?!(?:cp|tw|ttg|ubnd|hdnd|b[a-z]{1,7}|qh)(?![^\W_]))",
    re.IGNORECASE,
)
BRACKET_ROOM = re.compile(r"([(\[“\"]) (?=\w)| ([)\]”])")
LIST_LINE = re.compile(r"\n\s*[-*•+>#]\s+")
SAID_SLASH = re.compile(
    r"(?<=\d)\s*(?:dau )?(?:gach cheo|gach ngang|gach noi|gach|xuyet|suyet|xet|xoet|slash)\s*(?=[\da-z])"
    r"|(?<=[a-z])\s(?:dau )?gach (?:cheo|ngang|noi)\s(?=[a-z])|(?<=\d)\s+tren\s+(?=(?:19|20)\d\d(?!\d))"
)
LETTER_DIGIT = re.compile(
    r"(?<![a-z])(?!l\d{1,3}\s?/\s?(?:19|20)\d\d)(?=[oli|\d./]{0,40}\d)(?=[\d./]{0,24}[oli|])[oli|\d][oli|\d./]{0,40}[oli|\d](?![a-z])"
)


NEAR_DIGIT = re.compile(r"[0-9](?:[./]*[oli|]|(?<=[oli|./][0-9]))")
"""What LETTER_DIGIT needs at least."""
SLASH_WORDS = ("gach", "xuyet", "suyet", "xet", "xoet", "slash", "tren ")
ROOM = ("( ", "[ ", "“ ", '" ', " )", " ]", " ”")
DIGIT_FOR = str.maketrans("oli|", "0111")


def reading(text: str) -> str:
    """The text as the checks read it: clean, plain, number words as digits, folded, on one line."""
    return read_plain(plain(clean(text)))


def read_plain(text: str) -> str:
    """The same of a text that is clean and plain already."""
    text = one_line(text).lower()
    if MAY_BE_NUMBER_WORD.search(text):
        text = spoken_numbers(apart(text)).replace("\x1f", " ")
    if " ngay" in text and not text.isascii():
        text = AT_ONCE.sub(" luôn", text)
    text = re.sub(r" {2,}", " ", text) if "  " in text else text
    if any(sign in text for sign in ROOM):
        text = BRACKET_ROOM.sub(lambda room: room[1] or room[2], text)
    text = folded(text)
    if any(word in text for word in SLASH_WORDS):
        text = SAID_SLASH.sub("/", text)
    if NEAR_DIGIT.search(text):
        text = LETTER_DIGIT.sub(lambda run: run.group().translate(DIGIT_FOR), text)
    return text


AT_ONCE = re.compile(r"(?<= \d{3}) ngay(?![^\W_]| \d)")
"""In a text with marks "113 ngay" is no number of days."""
BETWEEN_DOTS = re.compile(r"\.[^\W\d_]")
DOTTED_WORDS = re.compile(r"(?<![\w.@/:\-])[^\W\d_]{2,}(?:\.[^\W\d_]+)+(?![\w./@\-]*[\w/@])")
BRACKETED_DIGITS = re.compile(r"\(\d\)(?:\s?\(\d\))+")
DOMAINS_LISTED = "vn com net org gov edu info io xyz top site online app link shop club asia biz tv us cn"
DOMAINS = frozenset(DOMAINS_LISTED.split())


def undotted(run: re.Match[str]) -> str:
    """Words with dots for spaces between them, unless they look like the name of a site."""
    return run.group() if run.group().rsplit(".", 1)[-1].lower() in DOMAINS else run.group().replace(".", " ")


def one_line(text: str) -> str:
    """Without list marks and line breaks, words that a sign ties together apart."""
    if "\n" in text:
        text = LIST_LINE.sub(" ", text)
    if BETWEEN_DOTS.search(text):
        text = DOTTED_WORDS.sub(undotted, text)
    if "(" in text:
        text = BRACKETED_DIGITS.sub(lambda run: re.sub(r"[()]", "", run.group()), text)
    if "+" in text or "_" in text:
        text = TIED_WORDS.sub(" ", text)
    return re.sub(r"\s+", " ", text) if "\n" in text or "  " in text else text


# --- number words --------------------------------------------------------------------------------------------------

DIGITS = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5,
    "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
TENS = {"mười", "mươi", "chục"}
SCALES = {"trăm": 100, "nghìn": 1000, "ngàn": 1000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
FILLERS = {"linh", "lẻ"}
WORDS = {*DIGITS, *TENS, *SCALES, *FILLERS}
UNMARKED = {folded(word): word for word in sorted(WORDS, reverse=True)} | {
    "tam": "tám",
    "muoi": "mười",
    "tu": "tư",
    "ty": "tỷ",
    "le": "lẻ",
}
COUNTED = (
    "ngày giờ phút giây tuần tháng năm quý đồng nghìn triệu tỷ tuổi lần bước điều khoản điểm bản bộ tấm ảnh người "
    "con số ký chữ mức trường hợp loại đợt tỉnh xã phường km mét kg phần % nhóm thứ cách lớp bài buổi nguồn kênh hộ"
)
UNITS = frozenset(COUNTED.split())
COUNTED_UNITS = UNITS | frozenset(map(folded, UNITS))
LOST_MARKS = frozenset(["ngay", "gio", "thang", "tuan", "phut", "tuoi", "dong", "nghin", "ngan", "trieu"])
"""Units that surely have lost their marks: what stands before them is a number word without marks too."""
LEGAL_BEFORE = (
    "nghị định",
    "thông tư",
    "nghị quyết",
    "quyết định",
    "chỉ thị",
    "điều",
    "điều thứ",
    "khoản thứ",
    "khoản",
    "luật số",
    "số",
    "mục",
    "chương",
    "kết luận",
    "kế hoạch",
    "công văn",
)
LEGAL_UNMARKED = tuple(dict.fromkeys(map(folded, LEGAL_BEFORE)))
TOKEN = re.compile(r"[^\W\d_]+|\d+|\s+|[^\w\s]|_")
ANY_WORD = "|".join(sorted({*WORDS, *UNMARKED}, key=len, reverse=True))
MAY_BE_NUMBER_WORD = re.compile(rf"(?:{ANY_WORD})(?![^\W_])")
ANY_NUMBER_WORD = re.compile(rf"\b(?:{ANY_WORD})\b")
ONE_DIGIT = "|".join(sorted({*DIGITS, *map(folded, DIGITS)}, key=len, reverse=True))
READ_OUT = re.compile(
    rf"\b(?:{ONE_DIGIT})(?:[\s,.;:\-_/*'\"]{{1,3}}(?:{ONE_DIGIT})\b){{4,}}"
    r"(?!\s*(?:nghìn|ngàn|nghin|ngan|trăm|tram|mươi|muoi|triệu|trieu)\b)"
)
TIED = re.compile(rf"(?<![^\W_])({ANY_WORD})?([\-_./*'\"“”()\[\]|+${{}}])(?=({ANY_WORD})?(?![^\W_]))")


TIES = re.compile(r"[\-_./*'\"“”()\[\]|+${}]")
MAY_BE_READ_OUT = re.compile(rf"(?:{ONE_DIGIT})(?:[\s,.;:\-_/*'\"]{{1,3}}(?:{ONE_DIGIT})){{2}}")
DOTTED = re.compile(rf"(?<![^\W_])({ANY_WORD})\.(?=[^\W\d_])")


def apart(text: str) -> str:
    """The text with signs set apart from number words, and digits read out one by one joined."""
    if not ANY_NUMBER_WORD.search(text.replace("_", " ")):
        return text
    if "thông" in text or "thong" in text:
        text = CIRCULAR.sub(lambda name: f"{name[1]}\x1f{name[2]}", text)
    if is_tied(text):
        text = DOTTED.sub(r"\1 ", TIED.sub(set_apart, text))
    return READ_OUT.sub(read_out, text) if MAY_BE_READ_OUT.search(text) else text


def is_tied(text: str) -> bool:
    """Whether a sign stands right before or behind a number word."""
    parts = TIES.split(text)
    return any(
        left.rsplit(" ", 1)[-1].lstrip(OPENERS) in EITHER or right.split(" ", 1)[0].rstrip(ENDS) in EITHER
        for left, right in pairwise(parts)
    )


CIRCULAR = re.compile(r"\b(th[oô]ng)[\s.\-_]+(t[uư])\b")
"""In "thông tư bốn" the second word is no number: kept together until the numbers are read."""


BUILT = frozenset(
    [
        "mươi",
        "mười",
        "trăm",
        "linh",
        "lẻ",
        "nghìn",
        "ngàn",
        "muoi",
        "tram",
        "linh",
        "le",
        "nghin",
        "ngan",
        "triệu",
        "trieu",
    ]
)


def read_out(run: re.Match[str]) -> str:
    """Digits read out one by one as one number; "… năm hai không hai lăm" at its end is a year."""
    before = run.string[: run.start()].split()[-1:]
    if before and before[0] in BUILT:
        return run.group()
    words = re.findall(r"[^\W\d_]+", run.group())
    digits = "".join(map(digit_of, words))
    if len(words) > 5 and words[-5] in ("năm", "nam") and digits[-4:-2] in ("19", "20"):
        return f"{digits[:-5]} năm {digits[-4:]}"
    return digits


def set_apart(sign: re.Match[str]) -> str:
    """A sign between, before or behind number words with room around it."""
    before, mark, after = sign.groups()
    if before is None and after is None:
        return sign.group()
    between = " " if mark in "_*'\"" or (mark == "." and after) else f" {mark} "
    return f"{before or ''}{between}"


def digit_of(word: str) -> str:
    """The digit that a word names, with or without its marks."""
    return str(DIGITS[word] if word in DIGITS else DIGITS[UNMARKED[word]])


HALF_A_SCALE = re.compile(r"\b(?:nửa|nua) (triệu|tỷ|tỉ|trieu|ty)\b")
HALVES = {"triệu": "500 nghìn", "tỷ": "500 triệu", "tỉ": "500 triệu", "trieu": "500 nghin", "ty": "500 trieu"}


def spoken_numbers(text: str) -> str:
    """Number words as digits, where they surely are numbers: "mười lăm ngày" → "15 ngày"."""
    if not ANY_NUMBER_WORD.search(text):
        return text
    if "nửa" in text or "nua" in text:
        text = HALF_A_SCALE.sub(lambda half: HALVES[half[1]], text)
    words = text.split(" ")
    out: list[str] = []
    place = 0
    nowhere_marked = text.isascii()
    while place < len(words):
        if words[place].rstrip(ENDS) not in EITHER:
            out.append(words[place])
            place += 1
            continue
        unmarked = nowhere_marked or stands_unmarked(words, place)
        length = run_length(words, place, unmarked)
        value = value_of_run(words, place, length, unmarked, nowhere_marked) if length else None
        if value is None:
            out.append(words[place])
            place += 1
        else:
            tail = re.sub(r"^[^\W\d_]+", "", words[place + length - 1])
            out.append(value + tail)
            place += length
    return " ".join(out)


def stands_unmarked(words: list[str], place: int) -> bool:
    """Whether a word and one beside it have no marks, so that it may have lost its own."""
    after, before = words[place : place + 2], words[max(0, place - 1) : place + 1]
    return "".join(after).isascii() or (len(before) > 1 and "".join(before).isascii())


EITHER = frozenset(WORDS) | frozenset(UNMARKED)
OPENERS = ",;:!?$»{}"
ENDS = ".,;:!?)/-$\"'”’»]}|*"


def bare_word(word: str, unmarked: bool) -> str:
    """The word as a marked number word, or "" if it is none."""
    word = word.rstrip(ENDS)
    marked = word if word in WORDS else ""
    return UNMARKED.get(word, marked) if unmarked else marked


def run_length(words: list[str], start: int, unmarked: bool) -> int:
    """How many words from `start` on are number words; "năm" followed by a number is a year and ends the run."""
    length = 0
    while start + length < len(words) and bare_word(words[start + length], unmarked):
        length += 1
        if words[start + length - 1][-1:] in ENDS:
            break
    return length


def value_of_run(words: list[str], start: int, length: int, unmarked: bool, nowhere_marked: bool) -> str | None:
    """The digits of a run of number words; None if they may as well be other words."""
    run = [bare_word(word, unmarked) for word in words[start : start + length]]
    before = " ".join(words[max(0, start - 2) : start])
    after = words[start + length].rstrip(".,;:!?)") if start + length < len(words) else ""
    before = folded(before) if unmarked else before
    legal = before.endswith(LEGAL_UNMARKED if unmarked else LEGAL_BEFORE) and not before.endswith(
        ("tài khoản", "tai khoan")
    )
    if run[0] in FILLERS or (run[0] == "trăm" and before.endswith(("phần", "phan"))):  # "100 phần trăm không…"
        return None
    guess = unmarked and not nowhere_marked  # "nam", "ba" may be other words; in a text without any marks be strict
    if length == 2 and after in COUNTED_UNITS and not legal and {*run} <= {*DIGITS} - {"không"}:
        return "-".join(map(worth, ([run[0]], [run[1]])))  # "hai ba ngày": two or three
    if length == 1:
        counts = not nowhere_marked and surely_counts(words[start], words[start - 1] if start else "", after)
        return worth(run) if counts else value_of_word(run[0], after, guess, legal)
    if run[0] in SCALES and start and words[start - 1].isdigit():  # "10 triệu một ngày": MONEY reads it
        return None
    return (not legal and years_or_money(run)) or years_counted(run, legal) or value_of_words(run, legal)


def years_or_money(run: list[str]) -> str:
    """ "năm năm", "mười triệu một (ngày)" and "hai mươi triệu", which is money as "20 triệu" is; "" for others."""
    if run == ["năm", "năm"]:
        return "5 năm"
    if run[-1] == "một" and run[-2] in SCALES and len(run) > 2:
        return f"{worth(run[:-2])} {run[-2]} 1"
    in_millions = run[-1] in ("triệu", "tỷ", "tỉ") and SCALES.keys().isdisjoint({*run[:-1]} - {"trăm"})
    return f"{worth(run[:-1])} {run[-1]}" if in_millions else ""


SURELY = frozenset(["hai", "ba", "bốn", "sáu", "bảy", "bẩy", "tám", "chín"])
"""Number words that are hardly ever other words, where marks are written."""
NOT_COUNTED = frozenset(
    ["mẹ", "má", "lô", "tôi", "ơi", "chắn", "muồi", "bác", "ông", "bà", "cô", "chú", "anh", "chị", "vợ", "cháu", "bên",
     "đều", "cùng", "cũng", "thì", "là", "mươi"]
)  # fmt: skip
"""What follows "hai" or "ba" that is no thing counted: a father, two people spoken to, both of what was named."""
NOT_COUNTING = frozenset(["thứ", "nấu", "quả", "trái", "ăn", "cô", "chú", "bác", "anh", "chị", "ông", "bà"])


def surely_counts(word: str, before: str, after: str) -> bool:
    """Whether "ba" in "trên ba thiết bị" counts what comes behind it; `word` as typed, in a text with marks."""
    if word[-1:] in ENDS:
        return before == "cả" and word.rstrip(ENDS) in SURELY
    counted = (after.isalpha() or before == "cả") and after not in NOT_COUNTED and after not in EITHER
    return word in SURELY and counted and before not in NOT_COUNTING


def years_counted(run: list[str], legal: bool) -> str:
    """ "hai năm", "mười hai năm", "hai năm một (lần)": years, and what comes behind; "" for any other run."""
    tens = any(word in TENS or word in SCALES for word in run[:-1])
    if not legal and run[-1] == "năm" and run[0] != "năm" and tens and run[-2] not in FILLERS:
        return f"{worth(run[:-1])} năm"
    counted = run[0] in DIGITS and run[0] not in ("không", "năm") and run[1] == "năm"
    if legal or not counted or len(run) > 3 or (len(run) == 3 and run[2] not in DIGITS):
        return ""
    return " ".join((worth(run[:1]), "năm", *(worth([word]) for word in run[2:])))


def value_of_word(word: str, after: str, unmarked: bool, legal: bool) -> str | None:
    """The digits of one number word: only before a unit, or after the name of a document or article."""
    if word in SCALES or word in ("không", "tư") or (word == "năm" and (legal or after in ("số", "con", "thứ"))):
        return None
    units = LOST_MARKS if unmarked else COUNTED_UNITS
    about_ten = word in ("mươi", "chục") and after in COUNTED_UNITS
    counted = (word == "mười" and not unmarked) or (after in units and word not in TENS) or about_ten
    return worth([word]) if counted or legal else None


def value_of_words(run: list[str], legal: bool) -> str | None:
    """The digits of several number words; "năm hai nghìn…" is a year, "hai ba" may be a guess."""
    built = any(word in TENS or word in SCALES for word in run)
    if run[0] == "năm" and not legal and (run[1] == "hai" or not built):
        return f"năm {worth(run[1:])}" if built else None
    return year_inside(run) if built or legal or len(run) > 2 else None


def year_inside(run: list[str]) -> str:
    """A run such as "mười ba năm hai nghìn hai mươi ba": number, the word "năm", year."""
    for place in range(1, len(run) - 2):
        opens_year = (
            run[place] == "năm" and run[place + 1] in ("hai", "một") and run[place + 2] in ("nghìn", "ngàn", "không")
        )
        if opens_year and run[place - 1] not in FILLERS:
            return f"{worth(run[:place])} năm {worth(run[place + 1 :])}"
    return worth(run)


def worth(run: list[str]) -> str:
    """Number words as digits: read out one by one, or built of tens, hundreds, thousands."""
    if not any(word in TENS or word in SCALES for word in run):
        return "".join(str(DIGITS[word]) for word in run if word in DIGITS)
    total = group = digit = 0
    for word in run:
        if word in DIGITS:
            digit = DIGITS[word]
        elif word in TENS:
            group, digit = group + (digit or 1) * 10, 0
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word in SCALES:
            total, group, digit = total + (group + digit or 1) * SCALES[word], 0, 0
    return str(total + group + digit)


# --- sentences -----------------------------------------------------------------------------------------------------

ABBREVIATED = re.compile(r"(?:^|[\s(])(?:TP|Tp|TX|No|ThS|TS|GS|PGS|BS|Q|P|H|St|tr|vv|VD|vd|(?:[A-ZĐ]\.)*[A-ZĐ])\.$")
LISTED = r"(?:[-*•+–]\s|\(?\d{1,2}[.)]\s|[Bb]ước \d)"
BREAK = re.compile(
    r"(?<=[.!?…])[\"”»)\]]*\s+(?=[^a-zà-ỹđ\s])|(?<=[.!?…:;])[\"”»)\]]*\s*\n\s*" rf"|\n\s*(?={LISTED})|\n\s*\n\s*"
)
MARKS = r"(?:(?:[-*•+>#–]|\(?\d{1,2}[.)])\s+)?"
WRAPPED = re.compile(rf"(?<=[/\-])\s*\n\s*{MARKS}|(?<=\d)\s*\n\s*{MARKS}(?=[/\-]\S|(?:19|20)\d{{2}}/)")
LIST_MARK = re.compile(r"^\s*(?:[-*•+]\s+|\(?\d{1,2}[.)]\s+|[a-z][.)]\s+|(?:bước|Bước|BƯỚC) \d{1,2}\s*[:.]\s*)")


def sentences(text: str) -> list[str]:
    """The sentences of a cleaned text; a number broken over two lines stays in one."""
    return [sentence for _, sentence in pieces(text)]


def pieces(text: str) -> list[tuple[str, str]]:
    """Each sentence with what stands before it: a line break, a space, or nothing."""
    text = WRAPPED.sub("", text)
    out: list[tuple[str, str]] = []
    before, start = "", 0
    for found in (*BREAK.finditer(text), None):
        piece = text[start : found.start() if found else len(text)].strip()
        if out and before == "\n" and runs_on(out[-1][1], piece):
            out[-1] = (out[-1][0], f"{out[-1][1]}\n{piece}")
        elif out and (ABBREVIATED.search(out[-1][1]) or LONE_MARK.search(out[-1][1]) or ends_apart(out[-1][1])):
            out[-1] = (out[-1][0], f"{out[-1][1]} {piece}")
        elif piece:
            out.append((before, piece))
        before = "\n" if found and "\n" in found.group() else " "
        start = found.end() if found else start
    return out


def ends_apart(line: str) -> bool:
    """Whether a number or a link with dots between spaces was taken for two sentences."""
    return re.search(r"\s\.$", line) is not None


def runs_on(line: str, following: str) -> bool:
    """Whether a line goes on in the next one in spite of a list mark: it has no end, the next no beginning."""
    rest = LIST_MARK.sub("", following)
    return bool(
        rest[:1].islower() and mark_of(line) != mark_of(following) and mark_of(following) and not LINE_END.search(line)
    )


def mark_of(text: str) -> str:
    """The kind of mark in front of a list item: "" for none, "1" for a number, else its sign."""
    mark = LIST_MARK.match(text)
    return "" if mark is None else re.sub(r"\d+", "1", mark.group().strip())


LINE_END = re.compile(r"[.!?…:;,][\"”»)\]]*$")
LONE_MARK = re.compile(r"^\s*[-*•]?\s*\(?\d{1,2}[.)]?$")
