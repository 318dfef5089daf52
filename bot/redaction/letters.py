"""Letters of a text in one form, place by place."""

from __future__ import annotations

import re
import unicodedata


def cleaned(text: str) -> str:
    """NFC, plain digits and letters for full-width ones, without zero-width, bidi and soft-hyphen characters."""
    text = re.sub(r"[^\S\n]", " ", unicodedata.normalize("NFKC", text))
    text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf" and letter not in INVISIBLE)
    return "".join(str(unicodedata.decimal(letter)) if letter.isdecimal() else letter for letter in text)


INVISIBLE = "\u034f\u115f\u1160\u17b4\u17b5\u3164\ufe0e\ufe0f\uffa0"


def folded(text: str) -> str:
    """Lower case without Vietnamese marks, letter for letter: places in it are places in the text."""
    return "".join(letter if letter.isascii() else FOLDS.get(letter) or fold_letter(letter) for letter in text).lower()


def fold_letter(letter: str) -> str:
    """One letter without its marks; kept as it is where its lower case is longer than one letter."""
    bare = unicodedata.normalize("NFD", letter)[0]
    return bare if len(bare.lower()) == 1 else "?"


FOLDS = {"đ": "d", "Đ": "d"}
