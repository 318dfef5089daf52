"""What stands in quotation marks as the name of a thing, or as words to type: in the passages' own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.answering.guard.citations import DIGIT
from bot.domain.answering.guard.normalise import folded, reading
from bot.domain.answering.guard.spoken import Spoken, spoken
from bot.domain.answering.guard.support import STOPWORDS

QUOTED = re.compile(r"[“\"„«‘]([^“”\"„«»‘’\n]{1,80})[”\"“»’]")
NAMING = re.compile(
    r"(?:mục|nút|nhóm|kênh|trang|nick|từ khóa|từ khoá|chương trình|gõ|soạn|nhắn|bấm|chọn|tên|tên là|gọi là|ứng dụng"
    r"|app|zalo|facebook|fanpage|phần|menu|tab|tìm|cú pháp|chữ|dòng|dự án|chiến dịch|phong trào|cuộc thi|gói|quỹ"
    r"|câu lạc bộ|đội|lớp|bài|sổ|thẻ)\s*:?\s*$",
    re.IGNORECASE,
)
OURS = frozenset(["cán bộ", "trợ lý"])
"""What a citizen may type to us, whatever the passages say."""


def unknown_quotes(shown: str, cited: Sequence[str], held: Spoken) -> Iterator[str]:
    """Quoted names and words to type of a cleaned sentence that the passages do not have.

    `cited`: the words of its citations, which are judged elsewhere.
    """
    for match in QUOTED.finditer(shown) if '"' in shown or not OPENERS.isdisjoint(shown) else ():
        said = spoken(match[1]).strip()
        named = NAMING.search(shown, max(0, match.start() - 20), match.start())
        if not said or said in OURS or not (named or match[1][:1].isupper()):
            continue
        marked = not shown.isascii()
        if held.has(said, marked=marked) or (
            not named and all(held.has(word, marked=marked) for word in telling(said))
        ):
            continue
        if not DIGIT.search(said) and not any(reading(match[1]) in each for each in cited):
            yield match[1]


def telling(said: str) -> list[str]:
    """The words of a quotation that carry its meaning."""
    return [word for word in said.split() if folded(word) not in STOPWORDS]


OPENERS = frozenset("“„«‘")
