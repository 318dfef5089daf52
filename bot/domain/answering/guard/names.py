"""Proper names: what is written with a capital within a sentence stands in the passages, beside the same words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol

from bot.domain.answering.guard import words
from bot.domain.answering.guard.channels import CHANNELS
from bot.domain.answering.guard.citations import SHORT_KINDS, TYPES
from bot.domain.answering.guard.normalise import DOMAINS, folded
from bot.domain.answering.guard.spoken import FULL, Spoken, spoken
from bot.domain.answering.guard.support import STOPWORDS
from bot.library.register import LegalDocument

SHORT_NAMES = (words.KNOWN - CHANNELS) | {*SHORT_KINDS, "l"}
"""Known where they are written in capitals alone: OTP, SMS, AI, and the kinds of documents."""
EVERYBODY = (
    "quý vị khách bác cô chú anh chị ông bà em cháu bạn mình tôi dạ thưa kính người tết internet wifi email "
    "website android iphone ipad ios wi fi bước buoc "
    "sim covid app cụ dì cậu mẹ bố vâng xin luật luat điều dieu khoản khoan điểm diem chương chuong mục muc"
)
"""Forms of address, what everybody writes with a capital or without, and parts of documents."""
KNOWN = frozenset(EVERYBODY.split())
KNOWN_UNMARKED = frozenset(map(folded, KNOWN))
PAPERS = Spoken(f" {' . '.join((*TYPES, 'phu luc', 'bo luat', 'dao luat'))} ")
"""Kinds of documents: which one is meant, the other checks ask."""
OURS = re.compile(
    r"Quảng Ninh|Việt Nam|Nhà nước|Học Vụ Số|Bình dân học vụ số|Chủ [Nn]hật|Quốc [Kk]hánh"
    r"|Trung [Tt]âm(?: [Pp]hục vụ [Hh]ành chính công)?|(?:[Tt]hứ|[Tt]háng) (?:Hai|Ba|Tư|Năm|Sáu|Bảy)"
)
"""The province, the country, ourselves, days and months: written large, and nobody's invention."""
SHOUTED = "tuyệt đối lưu ý chú khẩn cấp luôn hãy ngay mọi"
"""Words that are in capitals for their weight."""
STRESS = frozenset(SHOUTED.split())
HEADS = (
    "bộ sở hội phòng ban cục chi tổng ủy uỷ đội viện quỹ ngân công trung văn tòa toà đảng đoàn trạm báo đài app trường "
    "bệnh bưu kho tập hiệp liên chương luật"
)
"""The first words of names of bodies: at the beginning of a sentence they are a part of the name."""
BODIES = frozenset(HEADS.split())
BEFORE_NAMES = (
    "anh chị cô chú bác ông bà em cháu thầy chí úy uý tá sĩ tên thôn xóm bản khu phố phường xã huyện tỉnh đảo đường ấp "
    "hãng hiệu ví nick nhóm quận luật"
)
"""What stands before the name of somebody or of a place: there a word in small letters is no evidence."""
TITLES = frozenset(BEFORE_NAMES.split())
TOKENS = re.compile(r"[^\W_]+(?:[.@/&+-][^\W_]+)*|[^\w\s]+|\n")
PARTS = re.compile(r"[./@&+-]")
OPENS = frozenset(":;)]→\"“”‘’'«([{-–—•*.!?…\n>")


class Held(Protocol):
    """What this needs of the passages."""

    @property
    def shown(self) -> str:
        """As they are written."""
        ...

    @property
    def spoken(self) -> Spoken:
        """Their words."""
        ...


class Word(NamedTuple):
    """One word of a sentence; `first`: where any word is written large."""

    text: str
    first: bool
    large: bool


def unknown_names(shown: str, cited: Sequence[str], documents: Sequence[LegalDocument], held: Held) -> Iterator[str]:
    """Names of a cleaned sentence that do not stand in the passages.

    `cited`: the words of its citations, which are judged elsewhere; of `documents` issuer and title are known too.
    """
    if shown.isupper() or shown[1:] == shown[1:].lower():
        return
    known = frozenset(word for each in cited for word in re.findall(r"\w+", each))
    names = Names(held, documents, known, marked=not shown.isascii())
    listed = [None, *said(OURS.sub(lambda name: name.group().lower(), shown)), None]
    for before, word, after in zip(listed, listed[1:], listed[2:], strict=False):
        if word and word.large and not names.stands(before, word, after):
            yield word.text


@lru_cache(maxsize=256)
def described(document: LegalDocument) -> Spoken:
    """The words by which a document of the register is known."""
    return Spoken(spoken(" ".join((document.type, document.issuer, document.title, *document.aliases))))


def said(text: str) -> Iterator[Word | None]:
    """The words of a text in order; None where a sign stands between them. Numbers, codes and links are no words."""
    first = True
    for token in TOKENS.findall(text):
        if not token[0].isalnum():
            first = first or not OPENS.isdisjoint(token)
            yield None
        elif is_code(token):
            first = False
            yield None
        else:
            for part in PARTS.split(token):
                yield Word(part, first, part != part.lower())
                first = False


def is_code(token: str) -> bool:
    """Whether a token is a number, a link, an address or the code of a document."""
    if token.isalpha():
        return False
    kind = folded(PARTS.split(token)[0]) in SHORT_KINDS
    return (
        kind
        or "@" in token
        or any(letter.isdigit() for letter in token)
        or ("." in token and not DOMAINS.isdisjoint(PARTS.split(token.lower())))
    )


class Names:
    """What a sentence may name: words of its passages, and what its citations are known by."""

    def __init__(self, held: Held, documents: Sequence[LegalDocument], known: frozenset[str], *, marked: bool) -> None:
        self._passages, self._documents, self._known, self._marked = held, documents, known, marked

    def stands(self, before: Word | None, word: Word, after: Word | None) -> bool:
        """Whether a word that is written large may be shown between its neighbours."""
        if self.is_known(word) or self.is_shouted(word) or (word.first and not self.opens_name(word, after)):
            return True
        joined = after is not None and after.large and not self.is_known(after)
        if joined and after is not None:
            return self.has(word.text, after.text)
        if before is not None and before.large and not before.first and not self.is_known(before):
            return True  # the pair was asked for at the word before
        return self.has_beside(before, word, after)

    def opens_name(self, word: Word, after: Word | None) -> bool:
        """Whether the first word of a sentence is a part of the name behind it."""
        if word.text != word.text.capitalize():
            return True  # "eTax", "UBND"
        return after is not None and after.large and word.text.lower() in BODIES

    def is_known(self, word: Word) -> bool:
        """Whether everybody knows a word, or a citation has it."""
        small = word.text.lower()
        short = word.text.isupper() and folded(small) in SHORT_NAMES
        short = short or (word.text.isupper() and self._passages.spoken.has_in_full(small))
        ours = small in KNOWN or (not self._marked and small in KNOWN_UNMARKED)
        return short or ours or folded(small) in self._known

    def has(self, *said: str) -> bool:
        """Whether these words stand together in the passages, or in what a cited document is called."""
        joined = spoken(" ".join(said)).strip()
        stands = self._passages.spoken.has(joined, marked=self._marked) or PAPERS.has(joined, marked=False)
        return stands or any(described(each).has(joined, marked=self._marked) for each in self._documents)

    def has_beside(self, before: Word | None, word: Word, after: Word | None) -> bool:
        """Whether a word stands in the passages with a neighbour; without any, whether it stands there at all."""
        if word.text.lower() in FULL or (before is None and after is None) or not word.text.isalpha():
            return self.has(word.text)
        pairs = [(before.text, word.text)] if before else []
        pairs += [(word.text, after.text)] if after else []
        if any(self.has(*pair) for pair in pairs):
            return True
        small = word.text.lower()
        common = small not in BODIES and (before is None or before.text.lower() not in TITLES)
        return self.has(small) if common or is_brand(word.text) else self.opens_theirs(word.text)

    def opens_theirs(self, word: str) -> bool:
        """Whether a name of the passages begins with that word: "Cổng" of "Cổng Dịch vụ công"."""
        return any(not before[:1].isupper() for before in words_before(word, self._passages.shown))

    def is_shouted(self, word: Word) -> bool:
        """Whether a word is in capitals for its weight alone."""
        said = word.text.lower()
        return word.text.isupper() and (said in STRESS or (len(said) > 1 and folded(said) in STOPWORDS))


def words_before(word: str, text: str) -> Iterator[str]:
    """What stands before each place where a text has that word."""
    place = text.find(word)
    while place >= 0:
        before, after = text[max(0, place - 30) : place], text[place + len(word) : place + len(word) + 1]
        if not before[-1:].isalnum() and not after.isalnum():
            yield before.rstrip().rsplit(" ", 1)[-1]
        place = text.find(word, place + 1)


def is_brand(word: str) -> bool:
    """Whether a word is a name by its letters alone: "VNeID", "nTrust"."""
    return any(letter.isupper() for letter in word[1:])
