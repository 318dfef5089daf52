"""What a number is for: a phone may not stand for an account, nor an account for a phone, though both were given."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.letters import at_word

MONEY = r"\d[\d.,]*\s?(?:d|dong|vnd|nghin|ngan|trieu|k)"
TRANSFER = rf"chuyen (?:khoan|tien|(?:so )?le phi|so tien|{MONEY})(?: [a-z]+){{0,4}} (?:vao|toi|cho|den|sang|qua)\b"
PURPOSES: tuple[tuple[str, str], ...] = (
    ("account", at_word(
        "so tai khoan", "tai khoan", r"stk\b", r"tk\b", "so the", "the ngan hang", "the atm", "vi dien tu", "vi momo",
        "momo", "zalopay", r"vi (?:so )?(?=\d)", r"a/c\b", "so ma qr", TRANSFER, r"chuyen (?:vao|sang)\b",
        r"chuyen khoan\b",
    )),
    ("tax", at_word("ma so thue", r"mst\b")),
    ("identity", at_word(
        "so can cuoc", "so cccd", "so cmnd", "so chung minh", "so dinh danh", "ma dinh danh", "so ho chieu",
    )),
    ("code", at_word("ma otp", r"otp\b", "ma xac nhan", "ma xac thuc", "ma pin", "mat khau", "ma kich hoat")),
    ("phone", at_word(
        r"goi\b", "tong dai", "duong day nong", "hotline", "so dien thoai", "dien thoai", r"sdt\b", r"dt\b",
        "so may", "nhan tin", "soan tin", "lien he", r"bam\b", "zalo",
    )),
)  # fmt: skip
"""The words before a number that say what it is; those nearest to it decide."""
SAID = re.compile("|".join(rf"(?P<{name}>{pattern})" for name, pattern in PURPOSES))
NUMBER = re.compile(r"\d(?<![\w.,/]\d)(?:[ .\-()_]{0,3}\d){2,}(?!\w)(?![.,/]\d)")
COUNTED = re.compile(r"\s*(?:%|/|(?:d|dong|vnd|nghin|ngan|trieu|ty|k|tuoi|ngay|thang|nam|gio|nguoi|lan)\b)")
CLAUSE_END = re.compile(r"[.;?!\n\x00](?!\d)")
REACH = 60
"""Signs before a number in which its purpose is looked for."""
WORDS_BETWEEN = 8
SHORT = 7
"""A number of fewer digits is so near to what it is for that only words which say little stand between."""
LITTLE = frozenset(["so", "la", "the", "nhan", "cua", "nay", "sau", "ma", "den", "toi", "vao", "cho", "qua"])


def purposes(read: str) -> dict[str, set[str]]:
    """Each long or called number of a reading, and what it is for; "" where nothing says so."""
    found: dict[str, set[str]] = {}
    for digits, purpose in numbers_for(read):
        found.setdefault(digits, set()).add(purpose)
    return found


def numbers_for(read: str) -> Iterator[tuple[str, str]]:
    """The numbers in order with the purpose of each."""
    for match in NUMBER.finditer(read):
        if not COUNTED.match(read, match.end()):
            digits = re.sub(r"\D", "", match.group())
            yield digits, purpose_before(read, match.start(), len(digits))


def purpose_before(read: str, start: int, length: int) -> str:
    """What the words before a number say that it is for; "" if nothing, or if they are too far away."""
    before = CLAUSE_END.split(read[max(0, start - REACH) : start])[-1]
    said = list(SAID.finditer(before))
    if not said:
        return ""
    between = re.findall(r"[a-z]+", before[said[-1].end() :])
    near = len(between) <= WORDS_BETWEEN if length >= SHORT else LITTLE.issuperset(between)
    return said[-1].lastgroup or "" if near else ""


def stands_for(purpose: str, held: set[str], digits: str) -> bool:
    """Whether a number of the passages may be used so: for what they give it, or where they say nothing of that.

    `held`: what the passages use the number for. A number of theirs without a purpose is no account, if it looks like
    a phone, and no code and nobody's identity.
    """
    if purpose in held or purpose == "":
        return True
    bare_account = purpose in ("account", "tax") and len(digits) > SHORT and not PHONE.match(digits)
    return "" in held and (purpose == "phone" or bare_account)


PHONE = re.compile(r"1[89]00\d{4,6}$|0\d{9,10}$|84\d{9}$")
