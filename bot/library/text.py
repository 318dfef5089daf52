"""Vietnamese text as it is compared: folded, and as words."""

from __future__ import annotations

import re
import unicodedata

from bot.redaction.letters import Letters

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
WORD = re.compile(r"\w+", re.UNICODE)


def _bare(letter: str) -> str:
    plain = unicodedata.normalize("NFD", INVISIBLE.sub("", letter).lower()).replace("đ", "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


FOLDED = Letters(_bare)
IN_PLACE = Letters(lambda letter: _bare(letter).strip() or letter)


def fold(text: str) -> str:
    """Lower case without diacritics, đ as d, single spaces: "Ôn  TẬP" → "on tap"."""
    return " ".join(text.translate(FOLDED).split())


def fold_in_place(text: str) -> str:
    """The same letter by letter, blanks and marks that stand alone left as they are: places stay where they were."""
    return text.translate(IN_PLACE)


def words(text: str) -> list[str]:
    """The words of a text in lower case, with their diacritics (NFC)."""
    return WORD.findall(unicodedata.normalize("NFC", INVISIBLE.sub("", text)).lower())


def count_words(text: str) -> int:
    """How many words a reader reads; a placeholder counts as one."""
    return len(WORD.findall(text))
