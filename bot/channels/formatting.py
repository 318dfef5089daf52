"""Fits texts to a platform: splits long ones, shortens titles, turns buttons into numbered choices.

Lengths are in UTF-16 units, as the platforms count: an emoji outside the first 65,536 characters counts twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

from bot.messages import Choice

PARAGRAPH = re.compile(r"(?=\n[ \t]*\n)")
LINE = re.compile(r"(?=\n)")
# A "1." or "12." at the start of a line ends no sentence.
SENTENCE = re.compile(r"(?<!^\d)(?<!^\d\d)[.!?…][\"'”’»)\]]*(?=\s)", re.MULTILINE)
WORD = re.compile(r"(?=[^\S\u00a0\u202f])")

JOINER = "\u200d"
ELLIPSIS = "…"


def utf16_length(text: str) -> int:
    """How long the platforms say this text is."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fits(text: str, limit: int) -> bool:
    """Whether it is no longer than so many units."""
    return 2 * len(text) <= limit or utf16_length(text) <= limit


def split(text: str, limit: int) -> list[str]:
    """The text in parts of at most `limit` units, each ending with a paragraph, a line, a sentence or a word.

    An emoji or a letter with its marks is never cut, unless it alone is longer than `limit`. Blank text has no parts.
    """
    if limit < 2:
        raise ValueError("limit must be at least 2")
    rest, parts = text.strip(), []
    while not fits(rest, limit):
        cut = _place_to_cut(rest, limit)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest] if rest else parts


def shorten(title: str, limit: int) -> str:
    """The title in at most `limit` units, ending in "…" where something was left out."""
    title = " ".join(title.split())
    if fits(title, limit):
        return title
    if limit < 2:
        return ELLIPSIS[: max(0, limit)]
    end = _fitting(title, limit - 1)
    whole = _whole(title, end)
    words = [cut for cut in _cuts(WORD, title, end) if cut >= end * 2 // 3]
    return title[: words[-1] if words else whole].rstrip(" ,;:.–-") + ELLIPSIS


def numbered(text: str, choices: Sequence[Choice], *, after: int = 0) -> str:
    """The text with its choices as "1. …" lines, for platforms without buttons.

    What opens a page has no number. `after`: how many choices of the same turn were numbered before.
    """
    links = [f"• {choice.title}: {choice.url}" for choice in choices if choice.url]
    titles = [choice.title for choice in choices if not choice.url]
    lines = [f"{number}. {title}" for number, title in enumerate(titles, start=after + 1)]
    return "\n\n".join(part for part in (text.rstrip(), "\n".join(links + lines)) if part)


def _place_to_cut(text: str, limit: int) -> int:
    """Where the first part ends: the best kind of end that does not leave the part half empty."""
    end = _fitting(text, limit)
    for ends, least in ((PARAGRAPH, end // 2), (LINE, end // 2), (SENTENCE, end // 3), (WORD, 1)):
        cuts = [cut for cut in _cuts(ends, text, end) if cut >= least]
        if cuts:
            return cuts[-1]
    return _whole(text, end) or end


def _fitting(text: str, limit: int) -> int:
    """How many characters from the start fit into `limit` units."""
    units = accumulate(2 if character > "\uffff" else 1 for character in text[: limit + 1])
    return sum(1 for total in units if total <= limit)


def _cuts(ends: re.Pattern[str], text: str, end: int) -> list[int]:
    """Every place up to `end` where the text may be cut, leaving no mark without its letter."""
    found = (match.end() for match in ends.finditer(text, 0, end + 1))
    return [cut for cut in found if 0 < cut <= end and not (cut + 1 < len(text) and _clings(text, cut + 1))]


def _whole(text: str, end: int) -> int:
    """The last place up to `end` that is inside no letter with marks and no emoji; 0 if there is none."""
    while end > 0 and _clings(text, end):
        end -= 1
    return end


def _clings(text: str, at: int) -> bool:
    """Whether the character at this place belongs to the one before it."""
    if not 0 < at < len(text):
        return False
    character, before = text[at], text[at - 1]
    return before == JOINER or _is_extender(character) or (_is_flag(character) and _flags_before(text, at) % 2 == 1)


def _is_extender(character: str) -> bool:
    """Marks, joiners, skin tones and the tags that flags of regions are spelled with."""
    if character < "\u0300":
        return False
    tone_or_tag = "\U0001f3fb" <= character <= "\U0001f3ff" or "\U000e0020" <= character <= "\U000e007f"
    return tone_or_tag or character in (JOINER, "\u200c") or unicodedata.category(character).startswith("M")


def _is_flag(character: str) -> bool:
    """One of the letters that flags of countries are spelled with, two by two."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _flags_before(text: str, at: int) -> int:
    start = at
    while start > 0 and _is_flag(text[start - 1]):
        start -= 1
    return at - start
