"""What citizens see as a source: a document as the register has it, or a page or paper that a fact names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise

from bot.library.mentions import ADDRESS
from bot.library.register import LegalDocument, Register, folded
from bot.library.schemas import Agency, CitizenSource, Fact, FactSource

DOCUMENT = re.compile(
    r"(?<!\S)(?P<number>\d[^\s,]*[/-][^\s,]*[^\W\d_][^\s,]*)(?: ngày (?P<day>\d{1,2}/\d{1,2}/\d{4}))?(?P<rest>.*)"
)
"""The number of a document, its day, and which part of it; what stands before is its type and title."""
PART = re.compile(r"(?:,?(?: và)? (?:(?:khoản|điểm) \w+ )?Điều \d+(?:-\d+)?)*", re.IGNORECASE)
PRESS = re.compile(
    r"^báo(?! cáo| hiểm| động| hiệu| vệ)(?!\w)|(?<!\w)(?:tạp chí|thời báo|nhật báo|"
    r"vnexpress|vietnamnet|vietnamplus|cafef|soha|znews|zing|kenh14|vtc ?news)(?!\w)",
    re.IGNORECASE,
)
PAPERS = frozenset(("tuoi tre", "thanh nien", "tien phong", "lao dong", "nguoi lao dong", "nhan dan", "dan tri"))
"""Newspapers whose names are words of offices too: they are meant only by themselves."""
# fmt: off
COMMON = frozenset((
    "trang", "tinh", "xa", "phuong", "huyen", "so", "bo", "cuc", "co", "quan", "nha", "nuoc", "cong", "thong",
    "dien", "tu", "viet", "nam", "va", "cua", "cu", "thi", "truong",
))
# fmt: on
"""Words of many names: they say of no page whose it is."""
WHOLE = 4
"""Letters of a word that may stand in a host by itself: antv, vneid."""
NO_PRESS = "name a document of the register or an office's page, or none"
REMEDY = "stands in no fact of this file, nor in the register: name the fact that rests on it, or take this source out"


class Grounds:
    """What sources may rest on: all facts, and the register."""

    def __init__(self, facts: Iterable[Fact], register: Register) -> None:
        self._facts, self._register = list(facts), register
        told = [one for fact in self._facts for one in fact.sources]
        shown = {one.url for one in told if one.kind != "press"}
        self._press_pages = {one.url for one in told if one.kind == "press" and one.url} - shown
        offices = {_maker(one) for one in told if one.kind != "press" or not one.url}
        self._press = {_maker(one) for one in told if one.kind == "press"} - offices

    def faults(self, source: CitizenSource, facts: Sequence[Fact]) -> Iterator[str]:
        """What is wrong with one source of a file that rests on these facts."""
        if press := self._press_of(source):
            yield f"{press} is a press page, which stays in the console: {NO_PRESS}"
        elif isinstance(source, Agency):
            yield from _page(source, facts, self._facts)
        elif found := DOCUMENT.search(source):
            yield from _document(source[: found.start()].strip(), found, self._register)
        elif not any(_says(source, one) for one in _papers(facts)):
            yield f"“{source}” {REMEDY}"

    def _press_of(self, source: CitizenSource) -> str:
        """The press, by its page, by what it is called, or as facts name it."""
        name = source.agency if isinstance(source, Agency) else source
        if isinstance(source, Agency) and source.url in self._press_pages:
            return source.url
        known = PRESS.search(name) or folded(name) in PAPERS or folded(name) in self._press
        return name if known else ""


def _maker(source: FactSource) -> str:
    """Who made it: what stands before the colon."""
    return folded(source.title.partition(":")[0])


def _papers(facts: Iterable[Fact]) -> list[FactSource]:
    """What facts rest on that is not the press, and pages that are nowhere on the web: papers of the project."""
    return [one for fact in facts for one in fact.sources if one.kind != "press" or not one.url]


def _document(before: str, found: re.Match[str], register: Register) -> Iterator[str]:
    """A document is called as in the register: type, title if any, number, day, and then only articles."""
    named = register.all_by_number(found["number"])
    if not named:
        yield f"{found['number']} is not in content/legal/register.yaml: add it there with its source"
    elif not any(_called(before, one) for one in named):
        yield f"“{before}” is not what the register calls {found['number']}: write “{named[0].type} {named[0].number}”"
    elif found["day"] and not any(one.issued in (None, _day(found["day"])) for one in named):
        yield f"{found['number']} is not of {found['day']}: the register says {named[0].issued}"
    elif not PART.fullmatch(found["rest"]):
        yield f"“{found['rest'].strip(' ,')}” is no part of a document: write Điều and its number, or nothing"


def _called(before: str, document: LegalDocument) -> bool:
    words, kind = folded(before), folded(document.type)
    return words.startswith(kind) and words.removeprefix(kind).strip() in folded(f"{document.title} {document.issuer}")


def _day(written: str) -> date:
    """A day that is none fits no document."""
    day, month, year = map(int, written.split("/"))
    try:
        return date(year, month, day)
    except ValueError:
        return date.max


def _page(source: Agency, facts: Sequence[Fact], every: Iterable[Fact]) -> Iterator[str]:
    """A page of a fact of this file; the front page of an office may stand in any fact."""
    address = _bare(source.url)
    own = [one.title for one in _papers(facts) if _bare(one.url) == address]
    told = [fact.statement for fact in facts if address in _addresses(fact.statement)]
    if not own and not told and "/" not in address and address.endswith(".gov.vn"):
        told = [fact.statement for fact in every if address in _addresses(fact.statement)]
    if not own and not told:
        yield f"{source.url} {REMEDY}"
    elif not _belongs(source.agency, address.partition("/")[0], own + told):
        yield f"“{source.agency}” is not who made {source.url}: call it as its fact does"


def _bare(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?", "", url.strip()).rstrip("/").lower()


def _addresses(text: str) -> set[str]:
    """The addresses in the words of a fact, with and without what stands behind the host."""
    return {_bare(one.rstrip(".,;:)")) for one in re.findall(r"\S+", text) if ADDRESS.search(one)} | {
        one.lower() for one in ADDRESS.findall(text)
    }


def _belongs(agency: str, host: str, grounds: Sequence[str]) -> bool:
    """Whether a fact names the office before its colon, or its own words stand in the host or in the fact."""
    if folded(agency) in {folded(one.partition(":")[0]) for one in grounds}:
        return True
    names = [one for one in re.findall(r"\w+", folded(agency)) if one not in COMMON]
    pairs = {"".join(pair) for pair in pairwise(names)}
    letters = [re.sub(r"\W+", "", folded(one)) for one in (host, *grounds)]
    return any(pair in one for pair in pairs for one in letters) or any(
        name in letters[0] for name in names if len(name) >= WHOLE
    )


def _says(source: str, paper: FactSource) -> bool:
    """Whether a source without number and address is this paper: the same office, or all the words of its title."""
    title = folded(re.sub(r"\(.*?\)", "", paper.title))
    office, words = title.partition(":")[0].strip(), folded(source)
    return words in (title.strip(), office) or (title.count(" ") >= 4 and title.strip() in words)
