"""Vietnamese text as it is compared: folded, and as words."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
WORD = re.compile(r"\w+", re.UNICODE)


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d, single spaces: "Ôn  TẬP" → "on tap"."""
    plain = unicodedata.normalize("NFD", INVISIBLE.sub("", text).lower()).replace("đ", "d")
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


def words(text: str) -> list[str]:
    """The words of a text in lower case, with their diacritics (NFC)."""
    return WORD.findall(unicodedata.normalize("NFC", INVISIBLE.sub("", text)).lower())


def count_words(text: str) -> int:
    """How many words a reader reads; a placeholder counts as one."""
    return len(WORD.findall(text))
