"""What follows from a condition, and in which order steps are taken, is as the passages have it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from bot.domain.answering.guard.vocabulary import JOINING

WORD = re.compile(r"[^\W\d_]{2,}")
SENTENCE_END = re.compile(r"(?<=[.?!;])\s+|\n+")
THEN = re.compile(r"\bthì\b")
REFUSAL = frozenset(["đừng", "không", "chớ", "chưa"])
CALLED = "bạn bác anh chị em cháu con ông bà cô chú người dân ta mình họ"
PEOPLE = frozenset(CALLED.split())
SAME = 0.7
"""Share of the words of two conditions that make them one."""
LEAST = 3
ORDERED = re.compile(r"\b(?:rồi mới|sau đó|cuối cùng|sau cùng|trước tiên|đầu tiên|trước hết)\b")
ORDERING, LASTING = frozenset(["rồi", "sau", "cuối", "trước", "đầu"]), frozenset(["vẫn", "còn"])
"""A word of these has a sentence that tells of an order, of something that lasts."""
STEP = re.compile(r",|;|\b(?:rồi mới|rồi|sau đó|cuối cùng|sau cùng)\b")
NUMBERED = (("một, ", "hai, "), ("bước 1", "bước 2"), ("1. ", "2. "), ("1) ", "2) "))
"""What says that a passage tells steps in their order."""
STILL = re.compile(r"\b(?:vẫn|(?<!, )còn)\b")
"""Not the "còn" between two clauses: "…, còn luật đang áp dụng là …"."""
OF_USE = re.compile(r"\b(?:dùng|giá trị|hiệu lực|áp dụng)\b")
BOUNDED = re.compile(r"\b(?:đến|tới|hạn|nếu|khi|chỉ|không|chưa|hết|miễn)\b")
OVER = re.compile(r"\bkhông còn\b|\bhết (?:giá trị|hiệu lực|hạn)\b")
ONLY, UNTIL = re.compile(r"\bchỉ\b"), re.compile(r"\b(?:đến|tới)\b")

Consequence = tuple[frozenset[str], frozenset[str]]
"""The words of a condition and of what follows from it."""


def consequences(text: str) -> Iterator[Consequence]:
    """Every "… thì …" of a text in small letters; from the condition of a question follows what answers it."""
    parts = SENTENCE_END.split(text)
    for place, part in enumerate(parts):
        condition, *rest = THEN.split(part, maxsplit=1)
        if rest and part.rstrip().endswith("?"):
            yield words(condition), words(" ".join(parts[place + 1 :]))
        elif rest:
            yield words(condition), words(rest[0])


def words(text: str) -> frozenset[str]:
    """The words of a clause, without those for people."""
    return frozenset(WORD.findall(text)) - PEOPLE


def follows_otherwise(sentence: str, held: Sequence[Consequence]) -> bool:
    """Whether something else is said to follow from a condition of the passages, and is no warning."""
    for condition, follows in consequences(sentence):
        there = [then for theirs, then in held if same_condition(condition, theirs)]
        if there and follows and REFUSAL.isdisjoint(follows) and all(follows.isdisjoint(then) for then in there):
            return True
    return False


def same_condition(condition: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two conditions share nearly all of their words."""
    shared = len(condition & other)
    return shared >= LEAST and shared >= SAME * max(len(condition), len(other))


def out_of_order(sentence: str, passages: Iterable[str]) -> bool:
    """Whether steps that a passage tells in their order are told in another. All in small letters."""
    if not ORDERED.search(sentence):
        return False
    steps = [pairs(step) for step in STEP.split(sentence)]
    told = [passage for passage in passages if is_listed(passage) and tells_them(steps, passage)]
    return any(goes_back(steps, passage) for passage in told)


def tells_them(steps: Sequence[Sequence[str]], passage: str) -> bool:
    """Whether a passage has at least half of what the steps say."""
    said = [pair for step in steps for pair in step]
    return 2 * sum(pair in passage for pair in said) >= len(said)


def is_listed(passage: str) -> bool:
    """Whether a passage numbers its steps."""
    return any(0 <= passage.find(first) < passage.rfind(second) for first, second in NUMBERED)


def pairs(step: str) -> list[str]:
    """The telling words of a step that stand side by side, two by two."""
    said = WORD.findall(step)
    return [f"{first} {second}" for first, second in pairwise(said) if not {first, second} & JOINING]


def goes_back(steps: Sequence[Sequence[str]], passage: str) -> bool:
    """Whether a step stands in the passage before the one that was told before it."""
    found = [[passage.find(pair) for pair in step if passage.count(pair) == 1] for step in steps]
    places = [min(step) for step in found if step]
    return len(places) >= LEAST - 1 and places == sorted(places, reverse=True) and len(set(places)) == len(places)


def outlasts(sentence: str, said: frozenset[str], passages: Iterable[str]) -> bool:
    """Whether something is said to last without an end although the passages, where they speak of it, name one.

    `said`: the words of the sentence, which is in small letters as the passages are.
    """
    still = STILL.search(sentence)
    if not still or not OF_USE.search(sentence, still.end()) or BOUNDED.search(sentence):
        return False
    parts = [part for passage in passages for part in SENTENCE_END.split(passage) if not part.rstrip().endswith("?")]
    shares = [(len(words(part) & (said - JOINING)), part) for part in parts]
    most = max((shared for shared, _ in shares), default=0)
    return most >= LEAST and all(ends(part) for shared, part in shares if shared == most)


def ends(part: str) -> bool:
    """Whether a sentence of a passage says until when, or that it is over."""
    only = ONLY.search(part)
    return OVER.search(part) is not None or (only is not None and UNTIL.search(part, only.end()) is not None)
