"""Sentences that only say what the passages do not tell: of what is not told any words may be used."""

from __future__ import annotations

import re

GIVEN = r"thông tin (?:hiện có|được cung cấp|(?:mình|cháu|em) có)"
SOURCES = rf"(?:đoạn|tư liệu|tài liệu|nguồn|dữ liệu|kho tri thức|kho kiến thức|{GIVEN})"
TELLS = r"(?:nói|nêu|ghi|đề cập|nhắc|cho biết|quy định|có thông tin|thấy)"
WORDS = re.compile(r"đoạn|liệu|nguồn|tri thức|kiến thức|thông tin")
"""A cheap look first."""
NOT_TOLD = re.compile(
    rf"(?:\b(?:trong |ở )?(?:các |những )?{SOURCES}\b[^,.;:]*?\b(?:không|chưa)(?: hề| thấy)? {TELLS}\b"
    rf"|\b(?:không|chưa) (?:thấy|có|tìm thấy) (?:{SOURCES}|thông tin)\b)"
)
ASKS = re.compile(r"\b(?:bao|mấy|nào|gì|ai|đâu|sao|không|chưa)\b|^(?:về|còn|riêng)\b")
"""What stands before it is what was asked, and claims nothing."""
GREETING = re.compile(r"^\W*(?:dạ|vâng|thưa (?:ông|bà|bác|cô|chú|anh|chị))?\W*")
GOES_ON = re.compile(
    r"\b(?:nhưng|song|tuy|vì|do|nên|mà|thực tế|thực ra|chắc|có lẽ|hãy)\b|[;:–]"
    r"|\blà\b(?! (?:bao nhiêu|mấy|gì|ai|khi nào|ngày nào|ở đâu))"
)
"""A sentence with one of these may claim something as well."""
DECLINES = re.compile(r",? ?nên (?:mình |cháu |em )?(?:không|chưa) (?:dám|thể) (?:đoán|nói|trả lời|khẳng định)\b")
ENDING = re.compile(r",(?! (?:thưa )?(?:bác|cô|chú|anh|chị|ông|bà|bạn)?(?: ?(?:ạ|nhé))?[.!]?$)")
"""A comma behind which more comes than whom it is said to."""


def only_says_what_is_not_told(sentence: str) -> bool:
    """Whether a sentence in small letters says of something that the passages do not tell it, and nothing else."""
    if WORDS.search(sentence) is None:
        return False
    sentence = DECLINES.sub("", sentence)
    said = NOT_TOLD.search(sentence)
    if said is None or GOES_ON.search(sentence) or ENDING.search(sentence, said.end()):
        return False
    topic = GREETING.sub("", sentence[: said.start()])
    return len(topic.split()) <= 1 or ASKS.search(topic) is not None
