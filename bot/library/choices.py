"""Which of the choices last offered a typed text means: by its number, or by its own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.library.text import fold

NUMBER = re.compile(r"(?:so|cau|chon|muc|nut|phan|bai)? ?(\d{1,3})")
LONGEST = 200
"""A longer text is no choice."""
WORD = re.compile(r"\w+")
COUNT = re.compile(r" \d+ \d+$")

Offered = Sequence[Sequence[str]]
"""Pairs: what the button does, and the key of its title."""


def chosen(typed: str, offered: Offered) -> str:
    """What the choice does that is meant by "2", "2)", "số 2" or its own words; "" when none is."""
    if len(typed) > LONGEST:
        return ""
    key, number = title_key(typed), lone_number(typed)
    if number and number <= len(offered):
        return offered[number - 1][0]
    return next((does for does, title in offered if title and key in (title, _without_count(title))), "")


def lone_number(typed: str) -> int | None:
    """The number that "2", "2)" or "số 2" is, of three digits at most; None for any other words."""
    found = NUMBER.fullmatch(title_key(typed[:LONGEST]))
    return int(found[1]) if found else None


@lru_cache(maxsize=1024)
def title_key(title: str) -> str:
    """ "▶ Học tiếp: An toàn" → "hoc tiep an toan"."""
    return " ".join(WORD.findall(fold(unicodedata.normalize("NFKC", title))))


def _without_count(title: str) -> str:
    """ "lam quen thiet bi 0 4" → "lam quen thiet bi": nobody types how much is done."""
    return COUNT.sub("", title)
