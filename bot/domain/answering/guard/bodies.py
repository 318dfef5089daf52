"""Public bodies: in small letters too only as the passages have them; who owns a thing is no mere source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.answering.guard.names import Held, described
from bot.domain.answering.guard.spoken import Spoken, spoken
from bot.library.register import LegalDocument

MINISTRIES = (
    "công an|công thương|nội vụ|tư pháp|tài chính|y tế|giáo dục|khoa học|xây dựng|nông nghiệp|văn hóa|văn hoá"
    "|quốc phòng|ngoại giao|dân tộc|thông tin|giao thông|lao động|tài nguyên"
)
SMALL = re.compile(
    rf"\b(?:bộ (?:{MINISTRIES})|(?<!cơ )(?<!trụ )(?<!công )sở (?!hữu|thích|tại|dĩ)\w+|(?:tổng|chi) cục \w+"
    r"|viện kiểm sát|tòa án|toà án"
    r"|hội (?:nông dân|phụ nữ|cựu chiến binh|người cao tuổi|chữ thập đỏ|khuyến học|luật gia)"
    r"|đoàn thanh niên|mặt trận tổ quốc|kho bạc|thanh tra \w+|liên đoàn \w+|hiệp hội \w+)\b"
)
SMALL_SIGNS = ("bộ ", "sở ", "cục ", "viện ", "tòa ", "toà ", "hội ", "đoàn ", "mặt trận", "kho bạc", "thanh tra")
OWNER = re.compile(r"\b(?:do|thuộc|của) (?P<body>(?:Bộ|Sở|Cục|Ủy ban|Uỷ ban|Hội|Viện|Văn phòng|Ngân hàng) \w+ \w+)")
SOURCE = re.compile(r"^Nguồn:.*$", re.MULTILINE)


def unknown_bodies(shown: str, documents: Sequence[LegalDocument], held: Held) -> Iterator[str]:
    """Bodies of a cleaned sentence that the passages do not name, or name as a source alone."""
    for match in SMALL.finditer(shown) if any(sign in shown for sign in SMALL_SIGNS) else ():
        if not stands(match.group(), documents, held.spoken):
            yield match.group()
    owners = [match["body"] for match in OWNER.finditer(shown)] if shown[1:] != shown[1:].lower() else []
    told = Spoken(spoken(SOURCE.sub(" ", held.shown)) if owners else "")
    yield from (body for body in owners if not stands(body, documents, told))


def stands(body: str, documents: Sequence[LegalDocument], held: Spoken) -> bool:
    """Whether these words stand in the passages, or a cited document is known by them."""
    said = spoken(body).strip()
    return any(text.has(said) for text in (held, *map(described, documents)))
