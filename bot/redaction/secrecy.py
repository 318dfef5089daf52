"""Spots marks of secrecy; a general question about secret documents bears none."""

from __future__ import annotations

import re

from bot.redaction.disguise import clean, plain
from bot.redaction.letters import at_word, cleaned, folded, unmarked

LEVEL = r"(?:TUYỆT ?MẬT|TỐI ?MẬT|MẬT|Tuyệt mật|Tối mật|Mật|Tuyệt Mật|Tối Mật)"
STAMP_LINE = re.compile(
    rf"^(?:[^\w\n]|_){{0,40}}(?:{LEVEL}|TUYET MAT|(?<=[\[(*])TOI MAT|(?<=[\[(*])MAT)(?:[^\w\n]|_){{0,40}}$",
    re.MULTILINE,
)
MARKED_LEVEL = re.compile(
    r"do mat(?<!\wdo mat)\s*[:=\-–]\s*(?:toi|tuyet|mat\b|[abc]\b)|độ (?<!\wđộ )(?<!mấy độ )(?:mật )?(?:mật|tối mật"
    r"|tuyệt mật)(?= (?:mật|tối|tuyệt)|\s*$)"
)
SHOUTED = re.compile(
    r"(?<![\w])(?:TUYỆT ?MẬT|TỐI ?MẬT|(?<!BÍ )(?<!BẢO )(?<!ĐỘ )MẬT)(?!\w)(?!\s+(?:KHẨU|ONG|MÃ|THIẾT|MÍA"
    r"|VỤ|ĐỘ|NGỌT|DANH|HIỆU|ƯỚC|ĐÀM|PHỤC))"
)
HELD_BACK = re.compile(r"KHÔNG PHỔ BIẾN|KHONG PHO BIEN|LƯU HÀNH NỘI BỘ|LUU HANH NOI BO")
PAPER = at_word(
    "dấu", "văn bản", "tài liệu", "công văn", "hồ sơ", "báo cáo", "kế hoạch", "thông báo", "công điện", "bản đồ",
    "quyết định", "loại", "đóng dấu", "mức", "độ", "thuộc",
)  # fmt: skip
BARE_PAPER = at_word(
    "van ban", "tai lieu", "cong van", "ho so", "bao cao", "ke hoach", "thong bao", "cong dien", "ban do"
)
MARKED_PAPER = re.compile(
    rf"{PAPER}(?: (?:loại|thuộc|có|này|đóng|dấu|là|độ|mức|số \S+)){{0,3}} (?:tối "
    rf"|tuyệt )?mật\b(?! (?:khẩu|ong|mã|thiết|mía|vụ|độ|ngọt|danh))"
)
MARKED_UNACCENTED = re.compile(
    rf"{at_word('dong dau')} (?:toi |tuyet )?mat\b(?! khau)|{BARE_PAPER} (?:tuyet mat\b"
    r"|(?:toi )?mat (?:ve|cua (?:ubnd|tinh|bo|cong an|quan|uy ban|so|dang|tinh uy)|so \d|:|kem|gui|nhu sau|nay ?:))"
)
INTERNAL = re.compile(
    rf"{at_word('luu hanh noi bo')}\b|{at_word('tai lieu', 'van ban', 'ban tin', 'cong van', 'thong tin')}"
    r"(?: \w+){0,3} khong (?:duoc )?pho bien\b(?! tai| o|\?)"
)
HELD_LINE = re.compile(
    r"^(?:[^\w\n]|_){0,40}(?:tai lieu |chi )?(?:luu hanh noi bo|khong pho bien)(?:[^\w\n]|_){0,40}$", re.MULTILINE
)
GENERAL = re.compile(
    r"\bla (?:gi|sao|nhu the nao|the nao)\b|\bthe nao la\b|\bnghia la\b|\bco nghia\b|\b(?:duoc|sao"
    r"|dung|nen|phai|a|ha|chua) (?:khong|ko|k)\b"
    r"|\bduoc chua\b|\bcam\b.*\bai\b|\bphat\b|\bxu ly (?:the nao|ra sao|nhu the nao)|\blam gi\b"
    r"|\blam (?:the nao|sao)\b|\bco (?:bi|duoc|nen|phai)\b"
    r"|\bai (?:duoc|co|quyet)|\bgom (?:nhung )?gi\b|\bkhac (?:nhau|gi)|\bmay (?:loai|muc|cap|do)\b"
    r"|\bquy dinh\b|\bkhong (?:duoc )?(?:cho|gui|dua|chup|dang|chia se|nhap|dan)\b"
    r"|\bdung (?:gui|dua|chup|dang|chia se|nhap|dan)\b|\bbao ve (?:bi mat|tai lieu|van ban)\b"
)
THIS_ONE = re.compile(
    r"\b(?:nay|kia|dinh kem|kem theo|sau day|duoi day|noi dung sau|nhu sau|cua toi|cua co quan"
    r"|toi vua nhan)\b|\b(?:mat|noi bo|pho bien)\b[^.;?]{0,30}:\s*\S|\bso \d"
)


BRACKETED = re.compile(r"[\[(*\-–—]\s*(?:TUYET ?|TOI ?)?MAT\s*[\])*\-–—]|[\[(]\s*(?:tai lieu )?khong pho bien\s*[\])]")
STAMP_ABOVE = re.compile(
    r"^(?:[^\w\n]|_){0,40}(?:DAU |DO |DONG DAU )?(?:TOI ?|TUYET ?)?MAT(?:[^\w\n]|_){0,40}$", re.MULTILINE
)
STATE_SECRET = re.compile(
    r"^(?:[^\w\n]|_){0,40}BÍ MẬT NHÀ NƯỚC(?:[^\w\n]|_){0,40}$|^(?:[^\w\n]|_){0,40}BI MAT NHA NUOC(?:[^\w\n]|_){0,40}$",
    re.MULTILINE,
)
STATE_SECRET_HERE = re.compile(
    rf"{at_word('bi mat nha nuoc', unless=('bao ve ',))}(?:(?: (?:thuoc )?do)? (?:toi |tuyet )?mat\b|\s*:\s*\S)"
)
LOOSE_MARK = re.compile(rf"{BARE_PAPER} (?:thuoc do|loai|dong dau|do|muc) (?:toi |tuyet )?mat\b(?! khau)")


def is_marked_secret(text: str) -> bool:
    """Whether the text bears a mark of secrecy, plain or disguised; a general question about secrets does not."""
    surface, seen = cleaned(text), plain(clean(text))
    may_be = MAY_BE_MARK.search(folded(surface)) is not None
    if may_be and bears_mark(surface):
        return True
    if not (may_be if seen == surface else MAY_BE_MARK.search(folded(seen))):
        return False
    seen = closed_up(seen)
    return (seen != surface and bears_mark(seen)) or stands_above(seen)


MAY_BE_MARK = re.compile(r"m\s*a\s*t|pho\s+bien|noi\s+bo")
"""Without one of these, folded, no pattern here can fit; most messages end at it."""


SPACED_LEVELS = (
    (re.compile(r"(?<!\w)T ?U ?Y ?[ỆE] ?T {0,3}M ?[ẬA] ?T(?!\w)"), "TUYỆT MẬT"),
    (re.compile(r"(?<!\w)T (?:Ố ?|O )I {0,3}M ?[ẬA] ?T(?!\w)|(?<!\w)TỐI {0,3}M ?Ậ ?T(?!\w)"), "TỐI MẬT"),
    (re.compile(r"(?<!\w)M [ẬA] T(?!\w)"), "MẬT"),
)


def closed_up(text: str) -> str:
    """A text whose levels of secrecy are not set letter by letter."""
    for pattern, level in SPACED_LEVELS:
        text = pattern.sub(level, text)
    return text


def stands_above(text: str) -> bool:
    """Whether a stamp without marks stands on a line of its own over or under a text."""
    lines = [line for line in text.split("\n") if line.strip()]
    bare = unmarked(text)
    return len(lines) > 1 and len(text.split()) > 5 and STAMP_ABOVE.search(bare) is not None


def bears_mark(text: str) -> bool:
    """Whether a text that hides nothing bears a mark."""
    text = re.sub(r"[^\S\n]+", " ", text)
    capitals = unmarked(text)
    if BRACKETED.search(capitals) or STATE_SECRET.search(text) or STATE_SECRET_HERE.search(folded(text)):
        return True
    lower, bare = text.lower(), folded(text)
    if STAMP_LINE.search(text) or MARKED_LEVEL.search(bare) or MARKED_LEVEL.search(lower) or HELD_LINE.search(bare):
        return True
    soft = (
        (SHOUTED, text), (HELD_BACK, text), (MARKED_PAPER, lower), (MARKED_UNACCENTED, bare), (INTERNAL, bare),
        (LOOSE_MARK, bare),
    )  # fmt: skip
    return any(pattern.search(where) for pattern, where in soft) and not is_general(bare)


def is_general(bare: str) -> bool:
    """A short question about such documents as such, not about one at hand."""
    return len(bare.split()) <= 40 and bool(GENERAL.search(bare)) and not THIS_ONE.search(bare)
