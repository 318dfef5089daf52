"""Figures that claim nothing: "cả hai việc", "một loại …", "một ngày" for "trong ngày", "cháu 13 tuổi thì …".

Found in true answers of the strangers' sets that were cut; each of these says again what the passages say.
"""

from __future__ import annotations

import re

from bot.domain.answering.guard.counted import counted_otherwise
from bot.domain.answering.guard.evidence import Evidence, Text
from bot.domain.answering.guard.figures import Figure, bound_of

KINDS = frozenset(["loai", "cach", "phan", "nhom", "ben", "kieu", "ban", "bo", "to", "dang"])
ONLY = frozenset(["chi", "duy", "dung"])
POINTS = r"(?: [a-z]+){0,2} (?:ay|nay|do|kia)\b"
HOW_OFTEN = re.compile(r"\b(?:moi|hang) (?:ngay|tuan|thang|nam)\b|\b(?:ngay|tuan|thang|nam) nao cung\b")
PERIODS = frozenset(["ngay", "thang", "nam", "tuan", "phut"])
SOMEBODY = frozenset(["moi", "nay", "chau", "con"])
"""Before an age it is that of somebody whom the answer is about."""
MOBILE_DATA = frozenset(["3g", "4g", "5g"])


def claims_nothing(figure: Figure, read: Text, evidence: Evidence) -> bool:
    """Whether a figure of a sentence only points at, or says in other words, what the passages have."""
    if figure.unit == "tuoi":
        return is_age_within(figure, read, evidence)
    if figure.value == "1":
        return is_article(figure, read) or is_period(figure, read, evidence)
    return points_back(figure, read, evidence) or (figure.value in MOBILE_DATA and "di dong" in evidence.read)


def is_article(figure: Figure, read: Text) -> bool:
    """Whether "một loại …" is no count but an article: no "1" is written there, and it is not the only one."""
    written = re.search(r"\b0?1\b", read.shown)
    return figure.unit in KINDS and written is None and ONLY.isdisjoint(figure.lead)


def points_back(figure: Figure, read: Text, evidence: Evidence) -> bool:
    """Whether a two or three counts nothing but what was just spoken of: "cả hai việc", "hai loại thuế ấy"."""
    if figure.kind not in ("number", "amount") or figure.value not in ("2", "3"):
        return False
    if figure.lead[-1:] == ("ca",):
        return True
    points = re.search(rf"\b{re.escape(figure.words.strip())}{POINTS}", read.read) is not None
    return points and not counted_otherwise(figure, evidence.figures.found)


def is_period(figure: Figure, read: Text, evidence: Evidence) -> bool:
    """Whether "một ngày" only says in which time another amount counts, as the passages do: "20 triệu trong ngày"."""
    if figure.unit == "lan":
        return HOW_OFTEN.search(read.read) is not None and any(each.startswith("hang ") for each in evidence.times)
    if figure.unit not in PERIODS:
        return False
    found = read.figures.found
    before = [each for each in found if each.unit == "dong" and f"{each.words.strip()} {figure.words}" in read.read]
    if before:
        return any(evidence.has_in(figure.unit, each) for each in before)
    return f"mỗi {figure.unit}" in evidence.shares and any(each.unit in ("dong", "lan") for each in found)


def is_age_within(figure: Figure, read: Text, evidence: Evidence) -> bool:
    """Whether an age only says of which case a sentence speaks: "Cháu mới 13 tuổi thì …" of "dưới 16 tuổi"."""
    topic = read.read[: max(0, read.read.rfind(" thi "))]
    if bound_of(figure) or not figure.value.isdigit() or SOMEBODY.isdisjoint(figure.lead):
        return False
    limits = (each.value for each in evidence.figures.found if each.unit == "tuoi" and bound_of(each) == "under")
    return figure.words.strip() in topic and any(each.isdigit() and int(figure.value) < int(each) for each in limits)
