"""Which of the choices last offered a typed text means: by its number, or by its own words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from bot.library.text import fold

WHICH = r"(?:so|cau|chon|muc|nut|phan|bai|dap an|phuong an|y)? ?"
NUMBER = re.compile(WHICH + r"(?:(\d{1,3})|(\d{1,2})(?: (?:nhe|nha|a|di|thoi))+)")
POLITE = re.compile(r"(?:\s+(?:nhé|nhe|nha|ạ|đi|thôi))+$")
"""What is said behind a number out of politeness."""
ANSWER = re.compile(r"(?:cau|dap an|phuong an|y)(?: so)? (\d)")
WE = "toi|minh|em|chau|con|bac|ong|ba|co|chu|anh|chi|ban|me"
WANTS = rf"cho|xin|muon|can|giup|hay|da|{WE}|hoc|mo|xem|doc|vao|sang|den|chon|lai|quay|xuong|tiep"
LESSON = re.compile(
    rf"(?:(?:{WANTS}) )*bai(?: hoc)?(?: so| thu)? (\d{{1,3}})(?: (?:nhe|nha|a|di|voi|thoi|oi|xem|{WE}))*"
)
FIRST = ("bai 1", "hoc bai 1")
"""Words of the command that begins at the first lesson which is not done."""
LONGEST = 200
"""A longer text is no choice."""
WORD = re.compile(r"\w+")
COUNT = re.compile(r" \d+ \d+$")
SEVERAL = re.compile(r"\d{1,2}(?:\s*(?:[,;+&/]|và|va)\s*\d{1,2})+")
# fmt: off
COUNTED = (
    "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười",
    "mười một", "mười hai", "mười ba", "mười bốn", "mười lăm",
)
# fmt: on
IN_WORDS = {word: number for number, word in enumerate(COUNTED, start=1)}
"""Only with their marks: "ba" may be "bà", "nam" a name."""

Offered = Sequence[Sequence[str]]
"""Pairs: what the button does, and the key of its title."""


def chosen(typed: str, offered: Offered, *, spoken: bool = True) -> str:
    """What the choice does that is meant by "2", "2)", "số 2", "hai" or its own words; "" when none is.

    Of two with the same words the last is meant, which stands nearest. A word with a slash is a command, never a
    choice. `spoken`: numbers in words count; they do not where a name is asked for ("Ba", "Tư").
    """
    if len(typed) > LONGEST or typed.lstrip().startswith("/"):
        return ""
    key, number = title_key(typed), lone_number(typed, spoken=spoken)
    own = next((does for does, title in reversed(offered) if title and key in (title, _without_count(title))), "")
    if number and number <= len(offered) and not (own and typed.strip().isalpha()):
        return offered[number - 1][0]
    return own


def of_learning(typed: str, offered: Offered, quiz: Sequence[str] = ()) -> str:
    """What "bài 5" and "đáp án 2" do, which number lessons and answers and not whatever list was offered last.

    `quiz`: what the answers do to a question of a lesson that something interrupted. "bài 5" under a list of lessons is
    the fifth of that list.
    """
    key = title_key(typed) if len(typed) <= LONGEST else ""
    if quiz and (found := ANSWER.fullmatch(key)) and 0 < int(found[1]) <= len(quiz):
        return quiz[int(found[1]) - 1]
    if (found := LESSON.fullmatch(key)) and key not in FIRST:
        number = int(found[1])
        listed = number and [does for does, _ in offered][number - 1 : number]
        own = listed and listed[0].startswith("lessons.open:") and key.startswith("bai")
        return "" if own else f"lessons.number:{number}"
    return ""


def begun(typed: str, offered: Offered, kinds: tuple[str, ...]) -> str:
    """What the only choice does whose title begins with these words, two at least, of those that do such `kinds`."""
    key = title_key(typed) if len(typed) <= LONGEST and not typed.lstrip().startswith("/") else ""
    if " " not in key:
        return ""
    found = {does for does, title in offered if does.startswith(kinds) and title.startswith(f"{key} ")}
    return found.pop() if len(found) == 1 else ""


def lone_number(typed: str, *, spoken: bool = True) -> int | None:
    """The number that "2", "2)", "số 2" or "hai" is, of three digits at most; None for other words, and for "-2"."""
    short = typed[:LONGEST].strip()
    if short.startswith("-"):
        return None
    found = NUMBER.fullmatch(title_key(short))
    if found or not spoken:
        return int(found[1] or found[2]) if found else None
    return _in_words(short)


def several_numbers(typed: str) -> bool:
    """Whether several choices are named at once: "1,2", "1 và 3"."""
    return SEVERAL.fullmatch(typed.strip().casefold()) is not None


def _in_words(short: str) -> int | None:
    words = unicodedata.normalize("NFC", short).casefold().rstrip(".)!")
    return IN_WORDS.get(POLITE.sub("", words.removeprefix("số ").removeprefix("chọn ").removeprefix("đáp án ")))


@lru_cache(maxsize=1024)
def title_key(title: str) -> str:
    """ "▶ Học tiếp: An toàn" → "hoc tiep an toan"."""
    return " ".join(WORD.findall(fold(unicodedata.normalize("NFKC", title))))


def _without_count(title: str) -> str:
    """ "lam quen thiet bi 0 4" → "lam quen thiet bi": nobody types how much is done."""
    return COUNT.sub("", title)
