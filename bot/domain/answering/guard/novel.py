"""Telling words that the passages do not have, marks and all: a model has them from elsewhere.

What joins, points, counts and greets tells nothing; a word may stand for another of nearly the same meaning; the
opening of a sentence may say again what was asked; what one is told not to do may be anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import pairwise

from bot.domain.answering.guard.normalise import folded
from bot.domain.answering.guard.vocabulary import DOCUMENT_WORDS, GRAVE, NEAR_ONES, NEAREST, PHRASES, Tables

WORD = re.compile(r"[^\W\d_]{2,}")
PROHIBITION = frozenset(["đừng", "chớ", "dung"])
GIVEN_AWAY = frozenset(["đọc", "bấm", "quét", "cài"])
SHORT = 4
"""A sentence of fewer telling words may have no new one; a longer one has one that is another way to say it."""
MANY = 3
OPENING = re.compile(r",| thì ")
GREETING = re.compile(r"^\W*(?:(?:dạ|vâng|vang|thưa|da)\b(?: (?:bác|cô|chú|anh|chị|ông|bà|bạn|ạ))*,? )+")
HELP = re.compile(
    rf"\b(?:hỏi|nhờ)(?: (?:lại|thêm|luôn|giúp|trước|kỹ))? {NEAR_ONES}(?: hoặc {NEAR_ONES})*"
    rf"|\bhỏi(?: (?:lại|thêm|luôn|giúp|trước|kỹ))? {NEAREST}(?= ?(?:cho chắc|giúp|thêm|xem|nhé|ạ|[,.!]|$)[^,;]*$)"
)
"""To ask or have help from those around, or to ask those next at hand and no more, is advice that claims nothing."""
LEADS_UP, AT_MOST = 80, 6
"""Signs and words before a citation that may say what kind of document comes."""
PLAIN_WORD = re.compile(r"[a-z]{2,}")
MARKED = re.compile(r"[À-ÿĂăĐđĨĩŨũƠơƯưẠ-ỹ]")


def is_unmarked(text: str) -> bool:
    """Whether no letter of a text has a mark."""
    return text.isascii() or MARKED.search(text) is None


def marked_words(text: str) -> list[str]:
    """The words of a text in small letters, with their marks."""
    return WORD.findall(text.lower())


def new_words(text: str, held: Set[str], asked: Set[str], tables: Tables) -> Iterator[str]:
    """The telling words of a sentence that are not held.

    `text`: in small letters; `held`: the words of the passages, with marks where the sentence has any; `asked`: those
    of the question, folded.
    """
    said, (grammar, phrases, means) = WORD.findall(text), tables
    places = [place for place, word in enumerate(said) if word not in held and word not in grammar]
    if places and ("hỏi" in said or "nhờ" in said):
        said = WORD.findall(HELP.sub("hỏi", text))
        places = [place for place, word in enumerate(said) if word not in held and word not in grammar]
    opening = len(WORD.findall(opening_of(text))) if places else 0
    for place in places:
        near = [" ".join(said[start : start + 2]) for start in (place - 1, place) if start >= 0]
        known = any(each in phrases or has_like(means.get(each, ()), held) for each in (said[place], *near))
        again = place < opening and folded(said[place]) in asked
        if not (known or again or warned_of(said, place)):
            yield said[place]


WISH = re.compile(
    r"^\W*(?:dạ,? )?(?:cháu |em |mình |con )?(?:xin )?(?:kính )?(?:chúc|chào|cảm ơn|cám ơn|hy vọng|mong|tóm lại"
    r"|tóm tắt|chia sẻ|gửi \w+ tóm tắt|trả lời ngắn gọn|chuc|chao|cam on)\b"
)
LONGEST_WISH = 14
"""Words; a longer sentence says more than that."""


def is_wish(text: str) -> bool:
    """Whether a sentence in small letters only greets, thanks, wishes well or leads in: no figure, no grave word."""
    wish = WISH.match(text)
    words = WORD.findall(text[wish.end() :] if wish else text)
    leads_in = wish is not None or text.rstrip().endswith(":")
    if not leads_in or len(words) > LONGEST_WISH or re.search(r"\d", text):
        return False
    pairs = {place for place, pair in enumerate(pairwise(words)) if " ".join(pair) in PHRASES}
    return not any(word in GRAVE and not {place, place - 1} & pairs for place, word in enumerate(words))


def opening_of(text: str) -> str:
    """What stands before the first comma or "thì"; it may say again what was asked."""
    greeting = GREETING.match(text)
    start = greeting.end() if greeting else 0
    end = OPENING.search(text, start)
    return text[: end.start()] if end else text


def has_like(others: Sequence[Sequence[str]], held: Set[str]) -> bool:
    """Whether one of these words or pairs is held."""
    return any(all(part in held for part in other) for other in others)


def warned_of(said: Sequence[str], place: int) -> bool:
    """Whether a word stands right behind "đừng", or one of giving something away behind "không"."""
    kept_secret = said[place] in GIVEN_AWAY and said[max(0, place - 1) : place] == ["không"]
    return kept_secret or not PROHIBITION.isdisjoint(said[max(0, place - 2) : place])


def lost_their_marks(words: Sequence[str]) -> bool:
    """Whether new words are a part of a sentence that was written without marks."""
    return len(words) >= MANY and all(map(str.isascii, words))


def document_words(rest: str) -> frozenset[str]:
    """The words of a reading that lead up to its citations, which are blanked."""
    before = [piece[-LEADS_UP:] for piece in rest.split("\x00")[:-1] if piece]
    return DOCUMENT_WORDS.intersection(word for piece in before for word in PLAIN_WORD.findall(piece)[-AT_MOST:])


def says_something_new(new: Sequence[str], shown: str, telling: int) -> bool:
    """Whether so many new words make a sentence one that the passages do not say. `telling`: its telling words."""
    if len(new) != 1:
        return len(new) > 1
    return telling < SHORT or new[0] in GRAVE or is_name(new[0], shown)


def is_name(word: str, shown: str) -> bool:
    """Whether a word has a capital behind another word."""
    return re.search(rf"[^\W_],? [“\"'(]?{word.capitalize()}(?!\w)", shown) is not None
