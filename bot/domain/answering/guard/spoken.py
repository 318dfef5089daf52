"""A text as its words alone, each abbreviation of a public body in full: what names and phrases are looked up in."""

from __future__ import annotations

import re

from bot.domain.answering.guard.normalise import folded

FULL = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "hdnd": "hội đồng nhân dân", "bhxh": "bảo hiểm xã hội",
    "bhyt": "bảo hiểm y tế", "cccd": "căn cước công dân", "cmnd": "chứng minh nhân dân", "tp": "thành phố",
    "dvc": "dịch vụ công", "csgt": "cảnh sát giao thông", "nhnn": "ngân hàng nhà nước", "ca": "công an",
    "mttq": "mặt trận tổ quốc", "tthc": "thủ tục hành chính", "gplx": "giấy phép lái xe", "tw": "trung ương",
    "khcn": "khoa học và công nghệ", "tttt": "thông tin và truyền thông", "qn": "quảng ninh",
}  # fmt: skip
"""As `content/words/abbreviations.yaml` has them for citizens; here only those that name a body or a paper."""
SHORT = re.compile(rf"\b(?:{'|'.join(FULL)})\b")
NO_WORD = re.compile(r"[^\w]+")
TONE_FIRST = re.compile("[òóỏõọ][ae](?![^\\W\\d_])|[ùúủũụ]y(?![^\\W\\d_])")
SYLLABLES = "òa oà óa oá ỏa oả õa oã ọa oạ òe oè óe oé ỏe oẻ õe oẽ ọe oẹ ùy uỳ úy uý ủy uỷ ũy uỹ ụy uỵ"
TONE_LAST = dict(zip(SYLLABLES.split()[::2], SYLLABLES.split()[1::2], strict=True))
"""Both ways of setting a tone: "hòa" and "hoà", "ủy" and "uỷ"."""


def spoken(shown: str) -> str:
    """The words of a cleaned text in small letters, one space between them and at either end."""
    text = TONE_FIRST.sub(lambda pair: TONE_LAST[pair[0]], NO_WORD.sub(" ", shown.lower()))
    return f" {SHORT.sub(lambda short: in_full(short[0]), text).strip()} "


def in_full(short: str) -> str:
    """What an abbreviation stands for, with its tones set as in `spoken`."""
    return TONE_FIRST.sub(lambda pair: TONE_LAST[pair[0]], FULL[short])


LONG = 4
"""Letters of an abbreviation that are hardly the first letters of other words by chance."""


class Spoken:
    """Texts in which words are looked up, with their marks or, for a sentence that has none, without."""

    def __init__(self, words: str) -> None:
        """`words`: as `spoken` gives them."""
        self.words = words
        self._folded = self._initials = ""

    def has_in_full(self, short: str) -> bool:
        """Whether what an abbreviation stands for is there."""
        if short in FULL:
            return self.has(in_full(short))
        self._initials = self._initials or "".join(folded(word[0]) for word in self.words.split())
        return len(short) >= LONG and folded(short) in self._initials

    def has(self, words: str, *, marked: bool = True) -> bool:
        """Whether these words stand there one after the other."""
        if marked:
            return f" {words} " in self.words
        self._folded = self._folded or folded(self.words)
        return f" {folded(words)} " in self._folded
