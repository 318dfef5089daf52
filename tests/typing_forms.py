"""The same question as people type it: without marks, with slips of the finger, in chat shorthand."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable

from bot.library.text import fold

FORMS = ("plain", "nodiac", "typo", "typo_nodiac", "chat", "chat_nodiac")
SHORT = {
    "không": "ko", "được": "đc", "gì": "j", "như thế nào": "ntn", "thế nào": "tnao", "bao nhiêu": "bn",
    "điện thoại": "đt", "tài khoản": "tk", "mật khẩu": "mk", "đăng ký": "đk", "căn cước công dân": "cccd",
    "bảo hiểm y tế": "bhyt", "bảo hiểm xã hội": "bhxh", "ngân hàng": "nh", "người": "ng", "với": "vs", "rồi": "r",
    "làm": "lm", "biết": "bít", "công an": "ca", "giấy tờ": "gtờ", "thủ tục": "ttục", "chuyển khoản": "ck",
}  # fmt: skip
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
TONES = {"\u0300": "f", "\u0301": "s", "\u0309": "r", "\u0303": "x", "\u0323": "j"}


def as_typed(text: str, form: str) -> str:
    """One form of a question; the same text always gives the same."""
    chance = random.Random(f"{form}:{text}")
    if form.startswith("chat"):
        text = _short(text.lower().rstrip("?!. "))
    if form.startswith("typo"):
        text = " ".join(_slip(word, chance) if chance.random() < 0.2 else word for word in text.split())
    return fold(text) if form.endswith("nodiac") else text


def _short(text: str) -> str:
    padded = f" {text} "
    for full in sorted(SHORT, key=len, reverse=True):
        padded = padded.replace(f" {full} ", f" {SHORT[full]} ")
    return padded.strip()


def _slip(word: str, chance: random.Random) -> str:
    kinds: list[Callable[[str, random.Random], str]] = [_double, _drop, _swap, _beside, _tone_key]
    return chance.choice(kinds)(word, chance) if len(word) > 2 else word


def _double(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    return word[:place] + word[place] + word[place:]


def _drop(word: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(word))
    return word[:place] + word[place + 1 :]


def _swap(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def _beside(word: str, chance: random.Random) -> str:
    """A neighbour on the keyboard."""
    place = chance.randrange(len(word))
    row = next((row for row in KEYS if word[place].lower() in row), "")
    if not row:
        return _double(word, chance)
    near = row.index(word[place].lower()) + 1
    return word[:place] + row[near % len(row)] + word[place + 1 :]


def _tone_key(word: str, chance: random.Random) -> str:
    """The tone left as the key that makes it."""
    parts = unicodedata.normalize("NFD", word)
    tone = next((mark for mark in parts if mark in TONES), "")
    if not tone:
        return _drop(word, chance)
    return unicodedata.normalize("NFC", parts.replace(tone, "", 1)) + TONES[tone]
