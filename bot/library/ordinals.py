"""Which place of a list is meant by "cái thứ hai", "mục đầu tiên" or "cái cuối"."""

from __future__ import annotations

import re

from bot.library.text import fold

ORDINALS = {
    "nhất": "1",
    "nhì": "2",
    "hai": "2",
    "ba": "3",
    "tư": "4",
    "năm": "5",
    "sáu": "6",
    "bảy": "7",
    "tám": "8",
    "chín": "9",
    "mười": "10",
}
"""What follows "thứ", as a figure."""
LAST = -1
FOLDED = {fold(word): int(figure) for word, figure in ORDINALS.items()}
WHO = r"(?:ong|ba|bac|co|chu|anh|chi|em|chau|con|toi|minh|ban)"
LEAD = rf"(?:y (?:{WHO} )?la |(?:{WHO} )?(?:chon |lay |xem |hoi |bam |muon )*)"
ONE = r"(?:cai|cau|muc|y|dong|phan|so|nut|dap an|phuong an|lua chon)"
"""What the choices of a list are called. No "bài": "bài đầu tiên" is a lesson, whatever list was shown."""
TAIL = rf"(?: (?:{WHO}|nhe|nha|a|di|thoi|do|ay|nay))*"
NTH = re.compile(rf"{LEAD}(?:{ONE} )?thu (\d{{1,2}}|{'|'.join(FOLDED)}){TAIL}")
FIRST_ONE = re.compile(rf"{LEAD}(?:{ONE} (?:dau(?: tien)?|tren cung)|dau tien|tren cung){TAIL}")
LAST_ONE = re.compile(rf"{LEAD}(?:{ONE} (?:cuoi(?: cung)?|chot|duoi cung|sau cung)|cuoi cung|duoi cung){TAIL}")


def place_named(key: str) -> int:
    """From 1, or LAST; 0 for what names no place. `key`: the words in small letters, without marks."""
    if (found := NTH.fullmatch(key)) is not None:
        return FOLDED.get(found[1]) or int(found[1])
    if FIRST_ONE.fullmatch(key):
        return 1
    return LAST if LAST_ONE.fullmatch(key) else 0
