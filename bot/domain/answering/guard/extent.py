"""All, any, always: only where the passage that a sentence rests on says so; rising and falling likewise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set

WIDE = frozenset(["tất", "mọi", "bất", "toàn", "hầu", "đa", "luôn", "vĩnh", "mãi", "trăm", "cả", "tăng", "giảm"])
"""A word of these has a sentence that speaks of all, or of what rises or falls."""
EVERY = re.compile(
    r"\b(?:tất cả(?! (?:các )?(?:\d|mọi người))|mọi (?!người(?! dân)|việc thuận)|bất (?:kỳ|kì|cứ)|toàn bộ|hầu hết|đa số"
    r"|luôn luôn|luôn (?=có|được|phải|là|bị)|vĩnh viễn|mãi mãi|trăm phần trăm|cả nước)"
)
"""In small letters, with marks."""
EVERY_THERE = re.compile(
    r"\b(?:tất cả|mọi|bất (?:kỳ|kì|cứ)|toàn|hầu hết|đa số|phần lớn|luôn|lúc nào|nào cũng|gì cũng|ai cũng|đâu cũng|đều"
    r"|vĩnh viễn|mãi mãi|100|trăm phần trăm|cả nước|không phụ thuộc)"
)
NOBODY = re.compile(r"\b(?:không|đừng|chớ)\b[^,.;]*\bbất (?:kỳ|kì|cứ) (?:ai|người nào|lý do)\b")
NOT_TO_ANY = re.compile(r"\b(?:không|đừng|chớ)\b[^.;]*\b(?:ai|lý do)\b")
""" "đừng đọc cho bất kỳ ai" is "không đọc cho ai"."""
MOVES = re.compile(r"\b(tăng|giảm)\b")


def widened(sentence: str, said: Set[str], passages: Iterable[tuple[str, Set[str]]]) -> str:
    """The word that makes a sentence speak of all where the passage nearest to it does not; "" if there is none.

    `passages`: each in small letters, with its words; `said`: the telling words of the sentence.
    """
    every = EVERY.search(sentence)
    if not every:
        return ""
    held = list(passages)
    if NOBODY.search(sentence) and any(NOT_TO_ANY.search(text) for text, _ in held):
        return ""
    beside = re.match(r"\W*\w+", sentence[every.end() :])
    if beside and any(every.group() + beside.group() in text for text, _ in held):
        return ""
    shares = [(len(said & words), text) for text, words in held]
    most = max((shared for shared, _ in shares), default=0)
    vouched = any(EVERY_THERE.search(text) for shared, text in shares if shared == most)
    return "" if vouched else every.group()


def moved(sentence: str, text: str) -> Iterator[str]:
    """What a sentence says rises or falls although the passages never use that word beside its neighbours."""
    for match in MOVES.finditer(sentence):
        before = re.search(r"(\w+) $", sentence[: match.start()])
        after = re.match(r" (\w+)", sentence[match.end() :])
        beside = [f"{before[1]} {match[1]}"] if before else []
        beside += [f"{match[1]} {after[1]}"] if after else []
        if beside and match[1] in text and not any(pair in text for pair in beside):
            yield match[1]
