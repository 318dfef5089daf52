"""Sentences that only say what the passages do not tell: of what is not told any words may be used."""

from __future__ import annotations

import re

GIVEN = r"thông tin (?:hiện có|được cung cấp|(?:mình|cháu|em|con) có)|phần (?:mình|cháu|em|con) (?:đọc|có|được)"
SOURCES = rf"(?:đoạn|tư liệu|tài liệu|nguồn|dữ liệu|kho tri thức|kho kiến thức|{GIVEN})"
TELLS = r"(?:nói|nêu|ghi|đề cập|nhắc|cho biết|quy định|có thông tin|có hướng dẫn|có ghi|thấy)"
WORDS = re.compile(r"đoạn|liệu|nguồn|tri thức|kiến thức|thông tin|trong phần")
"""A cheap look first."""
NOT_TOLD = re.compile(
    rf"(?:\b(?:trong |ở )?(?:các |những )?{SOURCES}\b[^,.;:]*?\b(?:không|chưa)(?: hề| thấy)? {TELLS}\b"
    rf"|\b(?:không|chưa) (?:thấy|có|tìm thấy) (?:trong )?(?:{SOURCES}|thông tin)\b"
    rf"|\b(?:trong|ở) (?:các |những )?{SOURCES}\b[^,.;:]*?\b(?:không|chưa)(?: hề)? có\b"
    rf"|\b(?:không|chưa)(?: hề| thấy)? {TELLS}(?: \w+){{0,2}} trong (?:các |những )?{SOURCES}\b)"
)
ASKING_WORDS = r"(?:bao|mấy|nào|gì|ai|đâu|sao|không|chưa)"
ASKS = re.compile(rf"\b{ASKING_WORDS}\b|^(?:về|còn|riêng)\b|^[^,;:]* thì $")
"""What stands before it is what was asked, and claims nothing; so does a topic before "thì"."""
GREETING = re.compile(r"^\W*(?:dạ|vâng|thưa (?:ông|bà|bác|cô|chú|anh|chị))?\W*")
GOES_ON = re.compile(
    r"\b(?:nhưng|song|tuy|vì|do|mà|thực tế|thực ra|chắc|có lẽ|hãy)\b|[;:–]"
    r"|\blà\b(?! (?:bao nhiêu|mấy|gì|ai|khi nào|ngày nào|ở đâu))"
)
"""A sentence with one of these may claim something as well."""
SO = re.compile(rf"\bnên\b(?! (?!không|chưa|khỏi|phải|được|miễn)[^,]*\b{ASKING_WORDS}(?: \w+)?(?: ạ)?[.!]?$)")
""" "so"; not the "should" of what is asked: "không nói nên mua loại nào"."""
DECLINES = re.compile(r",? ?nên (?:mình |cháu |em )?(?:không|chưa) (?:dám|thể) (?:đoán|nói|trả lời|khẳng định)\b")
SOMEBODY = r"(?:(?:ông/bà|cô/chú|anh/chị|quý vị|bác|cô|chú|anh|chị|ông|bà|bạn)\b )?"
ADVICE = re.compile(
    rf"(?:,|,? nên) {SOMEBODY}(?:hãy |cứ |nên |có thể |vui lòng |cần )*(?:hỏi|gõ|liên hệ|xem|nhờ)\b[^;:]*$"
)
"""Whom to ask instead, at the end of a sentence: of this every word has to stand in the passages."""
ENDING = re.compile(r",(?! (?:thưa )?(?:bác|cô|chú|anh|chị|ông|bà|bạn)?(?: ?(?:ạ|nhé))?[.!]?$)")
"""A comma behind which more comes than whom it is said to."""


def only_says_what_is_not_told(sentence: str) -> bool:
    """Whether a sentence in small letters says of something that the passages do not tell it, and nothing else.

    Whom it advises to ask does not count: see `advice_of`.
    """
    if WORDS.search(sentence) is None:
        return False
    sentence = ADVICE.sub("", DECLINES.sub("", sentence))
    said = NOT_TOLD.search(sentence)
    if said is None or GOES_ON.search(sentence) or SO.search(sentence, said.start()):
        return False
    topic = GREETING.sub("", sentence[: said.start()])
    return not ENDING.search(sentence, said.end()) and (len(topic.split()) <= 1 or ASKS.search(topic) is not None)


def advice_of(sentence: str) -> str:
    """Whom a sentence in small letters tells to ask instead; "" if nobody."""
    advice = ADVICE.search(sentence)
    return advice.group() if advice else ""
