"""What people say of themselves before they ask: "Cháu ơi, bà 72 tuổi rồi, cho hỏi tí …". None of it is searched."""

from __future__ import annotations

import re

from bot.library.text import fold_in_place

ME = "toi|minh|em|chau|con|bac|ong|ba|co|chu|anh|chi|cu|me|bo|di|thim|tao|tui"
CALLED = rf"(?:(?:cac|may) )?(?:{ME}|ban|bot|ad|admin|shop|can bo|cau)"
MORE = r"[^\W\d_]+"
END = r"(?=[ \t]*(?:[,.;:!?…\n]|$))"
"""Of an age or a name only what ends there is left out: "bà 72 tuổi có được trợ cấp không" asks by it."""
LEFT = r"(?:[ \t]*[,.;:!…\n][ \t]*|[ \t]+roi[ \t]*[,.;:!…\n]?[ \t]*)"
AGE = r"(?:(?:nam )?nay |da |gan |ngoai |hon )*\d{1,3} tuoi"
ILL = r"(?:mat|tai) (?:kem|mo|yeu|nghenh ngang)"
CANNOT = rf"(?:(?:khong|k|ko|chang|chua) (?:biet|thao) (?:chu|doc|viet|dung|gi)|{ILL})"
A_BIT = r"(?:chut|ti|ty|xiu|cai|voi|them|mot (?:chut|ti|cau))"
NOW = r"(?: (?:nay|la|nhe|a|chuyen))*\b[ \t,.!:]*"
STOP = r"[ \t]*[,.;:!…\n]+[ \t]*"
BEFORE = (
    rf"(?:(?:da|a|vang|alo|xin loi|xin chao|chao|hello|hi) )*{CALLED} (?:oi|a)\b[ \t,.!:]*",
    rf"(?:da|alo|xin chao|chao|hello|hi)(?: {CALLED})?(?: a)?[,.!:]+[ \t]*",
    rf"(?:{ME}) (?:xin )?hoi {A_BIT}{NOW}",
    rf"(?:(?:da|a|oi|lam on|xin) )*cho (?:(?:{ME}) )?hoi(?: {A_BIT})*{NOW}",
    rf"(?:{ME}) (?:ten )?la (?:(?:{ME}) )?(?:{MORE} ){{0,3}}{AGE}{LEFT}",
    rf"(?:{ME}) ten (?:la )?(?:{MORE}[ \t]?){{1,4}}{END}{LEFT}",
    rf"(?:{ME})(?: {MORE})? {AGE}{LEFT}",
    rf"(?:{ME}) (?:gia|lon tuoi|co tuoi|cao tuoi)(?: ca| yeu| lam)*(?: roi)?{STOP}",
    rf"(?:{ME}) {CANNOT}(?: (?:may|lam|roi|gi))*{STOP}",
)
AROUND = re.compile(rf"[ \t]*(?:{'|'.join(BEFORE)})")
BEHIND = re.compile(rf"[ \t,.]*\b{CALLED} oi[ \t.!?]*$")
SHORTEST = 2
"""Words that have to be left."""


def without_speaker(text: str) -> str:
    """The text without who speaks and whom they speak to, or the text itself where that leaves too little."""
    folded, begin = fold_in_place(text), 0
    while found := AROUND.match(folded, begin):
        begin = found.end()
    behind = BEHIND.search(folded, begin)
    bare = text[begin : behind.start() if behind else None].strip()
    return bare if len(bare.split()) >= SHORTEST else text
