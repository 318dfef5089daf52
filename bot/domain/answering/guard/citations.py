"""Finds legal citations in a reading, in many surface forms, and resolves them against the register."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice, pairwise

from bot.library.register import LegalDocument, Register, folded, number_key
from bot.redaction.letters import at_word
from bot.redaction.places import Places

SEPARATOR = r"\s*[/\-._\\|]\s*"
YEAR = r"(?:1\s?9|2\s?0)\s?\d\s?\d"
KINDS = r"nd|ttlt|tt|nq|qd|ct|kl|kh|tb|cd|ctr|hd|qc|qdi|pl|vbhn|cv|bc|ttr|lct|l|sl"
ISSUERS = r"cp|tw|ttg|ubnd|hdnd|qh\d{1,2}|ubtvqh\d{0,2}|nhnn|vpcp|tu|ctn|tandtc|vksndtc|hdtp|bcdtw|b[a-z]{1,8}"
TYPES = {
    "nghi dinh": "nd", "thong tu lien tich": "ttlt", "thong tu": "tt", "nghi quyet": "nq", "quyet dinh": "qd",
    "chi thi": "ct", "ket luan": "kl", "ke hoach": "kh", "thong bao": "tb", "cong dien": "cd", "cong van": "cv",
    "huong dan": "hd", "quy dinh": "qdi", "phap lenh": "pl", "bo luat": "l", "luat": "l", "de an": "da",
    "chuong trinh": "ctr", "van ban hop nhat": "vbhn", "van ban": "vb", "sac lenh": "sl", "quy che": "qc",
}  # fmt: skip
FAMILIES = (
    {"nd"}, {"tt", "ttlt"}, {"nq", "qh", "ubtvqh"}, {"qd", "qdi"}, {"ct"}, {"kl"}, {"kh"}, {"tb"}, {"cd"}, {"l", "qh"},
)  # fmt: skip
TYPE_NAMES = [name.replace(" ", r"[\s.\-_]*") for name in sorted(TYPES, key=len, reverse=True)]
ABBREVIATED = [
    rf"{short}(?!0\d)(?![a-z])(?:{SEPARATOR}(?:cp|tw|ttg))?"
    for short in ("nd", "ttlt", "tt", "nq", "qd", "ct", "cd", "cv", "tb", "kl", "kh", "hd", "vbhn", "l")
] + [r"n\.\s?d\.?"]
UNIT = (
    r"(?:ngay(?!\s+\d)|gio|phut|tuan|thang|nam(?!\s+\d)|lan|buoc|viec|dieu|nguoi|bo|ban|loai|muc|chuong"
    r"|noi dung|phan|nhom|diem|cach|trieu|nghin|dong|%)"
)

NUMBER = re.compile(
    rf"(?<![\w.,/])(?P<lead>\d{{1,4}}\s(?=\d))?(?P<number>\d{{1,5}}(?:\.\d{{1,2}})?[a-z]?){SEPARATOR}"
    rf"(?:(?:(?P<year>{YEAR}){SEPARATOR}(?P<code>[a-z]{{1,10}}\s?\d{{0,2}}(?:&[a-z]+)?(?:{SEPARATOR}[a-z&]{{1,10}}\d{{0,2}}){{0,3}}))"
    rf"|(?P<short>(?:{KINDS})(?:{SEPARATOR}[a-z&]{{1,10}}\d{{0,2}}){{1,3}}"
    rf"|[a-z]{{2,8}}{SEPARATOR}[a-z]{{1,6}}\d{{0,2}}(?:&[a-z]+)?(?!\w)))"
)
LOOSE = re.compile(
    rf"(?P<number>\d(?<![\w.,/]\d)\d{{0,4}})(?:{SEPARATOR}|\s+)(?:(?P<year>{YEAR})(?:{SEPARATOR}|\s+))?"
    rf"(?P<code>(?:{KINDS})(?:{SEPARATOR}|\s+)(?:{ISSUERS})(?:(?:{SEPARATOR}|\s+)b[a-z]{{1,5}}\b)?|(?:ubtv)?qh\s?\d{{1,2}}"
    rf"|(?:b[a-z]{{2,8}}|ubnd)(?:{SEPARATOR}|\s)[a-z]{{1,3}}\d{{1,2}})(?!\w)"
)
DIGIT = re.compile(r"[0-9]")
WORD = re.compile(r"\w+")
NUMBERS = (
    (NUMBER, re.compile(rf"\d[a-z]?{SEPARATOR}")),
    (LOOSE, re.compile(rf"\d(?:{SEPARATOR}|\s+)[a-z12]")),
)
"""Each with what a text needs at least to have one."""
NOT_BEFORE = ("he ", "giao ", "vien ", "truyen ", "luu ")
"""Before "thông. Từ", "thông từ": no circular."""
TYPED = re.compile(
    rf"(?P<type>{at_word(*TYPE_NAMES, *ABBREVIATED, unless=NOT_BEFORE)})"
    rf"(?P<so>(?:[\s:.\-_(]|(?:\w+\s+){{0,6}}?\bso(?:\s+hieu)?\b)*)\s*(?P<number>\d{{1,5}}(?:\.\d{{1,2}})?)(?![\d%])"
    rf"(?:(?:{SEPARATOR}|\s+|\s*,?\s*(?:duoc\s+)?(?:ban hanh\s+|cua [\w ]{{3,20}}? "
    rf"|thong qua\s+)?nam\s*|\s*\((?:nam\s*)?)(?P<year>{YEAR})(?![\d/]))?"
)
GOES_ON = re.compile(rf"\s*[/_\\|]|[.\-]\w|\s*-\s*(?:\d|(?:{KINDS}|{ISSUERS})(?!\w))")
LAW = re.compile(
    r"(?<!phap )(?<!ky )(?<!quy )(?<!du )(?<!trong tai )\b(?P<name>(?:bo |dao "
    r")?luat\s+(?P<first>\w+),?\s+(?P<second>\w+)"
    r"|bo luat\s+\w+|hien phap(?:\s+\w+)?(?:\s+\d{4})?)"
)
VAGUE = re.compile(
    r"\b(?<!he )(?:nghi dinh|thong tu lien tich|thong tu(?! lien tich)|chi thi|phap lenh|nghi "
    r"quyet)(?:\s+(?P<first>[a-z]+))(?:\s+\w+){1,2}"
    r"|\b(?:nd|tt|nq|qd|ct)\s?[-/]\s?(?:" + ISSUERS + r")\b"
)
MAY_BE_VAGUE = re.compile(r"nghi dinh|thong tu|chi thi|phap lenh|nghi quyet|(?:nd|tt|nq|qd|ct)\s?[-/]")
AFTER_LAW = (
    "su phap gia dinh choi le hien nay moi cu do va co quy cung nao cho cam bat ban thi la khong "
    "duoc phai nghiem minh hay hoac so gom "
    "de khi tren nhu neu rieng rang chung the se da dang ma tai khoa vi cac nhung bat"
)
NOT_A_LAW = set(AFTER_LAW.split())
OPENS_A_LAW = frozenset(
    ["cu tru", "chung khoan", "so huu", "thi hanh", "thi dua", "ban hanh", "cac to", "the duc", "tai nguyen",
     "khoa hoc", "co yeu", "tai chinh"]
)  # fmt: skip
"""Names of laws whose first word, without its marks, may as well go on after "luật"."""
NOT_VAGUE = NOT_A_LAW | {"cua", "nao", "ay", "kia", "vua", "so", "thay", "sua", "huong", "giai"}
AFTER_NAME = (
    "nam so thi ve cua tu ngay hieu voi trong do theo nham yeu xac neu dat giao bao tao mo ghi con het "
    "dieu khoan thay bi bo ap"
)
MAY_FOLLOW = NOT_A_LAW | set(AFTER_NAME.split())
ISSUED_NAMES = ("chinh phu", "bo chinh tri", "quoc hoi", "thu tuong", "ban bi thu", "ubnd", "bo y te", "bo tai chinh")
ISSUER_AFTER = re.compile(r"\s*cua (" + "|".join(ISSUED_NAMES) + r")\b")
DAY_AFTER = re.compile(
    r"\s*(?:\(|, ?|)(?:(?:duoc )?(?:ban hanh|ky) )?ngay\s*(\d{1,2})"
    r"(?:\s*[/.\-]\s*|\s*thang\s*)(\d{1,2})(?:\s*[/.\-]\s*|\s*nam\s*)(\d{4})"
)
OWN_NUMBER = re.compile(r"\s*:?\s*(?:hieu\b|\d)")
AMENDED = re.compile(r"\s*\(\s*(?:sua doi|bo sung|hop nhat)\b")
OWN_YEAR = re.compile(r"\s*(?:\(\s*)?nam\s*((?:19|20)\d{2})(?![\d/])")
YEAR_AFTER = re.compile(r"\s*(?:\(|,|)\s*(?:nam\s*)?((?:19|20)\d{2})(?![\d/])")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place that names a legal document. No `documents`: unknown, unless `words` alone would do (`vague`)."""

    words: str
    start: int
    end: int
    documents: tuple[LegalDocument, ...] = ()
    vague: bool = False
    tail: str = ""  # the name with the word after it, where that word may belong to the name of another law


class Citations:
    """The finder: knows the register's numbers, types with numbers, and names."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.by_type: dict[tuple[str, str], list[LegalDocument]] = defaultdict(list)
        for document in register.documents:
            number = re.match(r"\d+(?:\.\d+)?", document.number)
            if number:
                self.by_type[type_code(document), unpadded(number.group())].append(document)
        self.by_opening: dict[tuple[str, str], list[list[str]]] = defaultdict(list)
        for name in sorted(register.names, key=len, reverse=True):
            words = re.findall(r"\w+", name)
            if len(words) > 1:
                self.by_opening[words[0], words[1]].append(words)

        self.first_words = {"luat" if first == "bo" else first for first, _ in self.by_opening}

    def find(self, text: str, capitals: Set[str] = frozenset()) -> list[Citation]:
        """Every citation of a reading, in the order of certainty; a place is read once.

        `capitals`: words that stand behind "luật" with a capital, as in a name.
        """
        taken: list[Citation] = []
        places = Places()
        digits = DIGIT.search(text) is not None
        for finder in (self.numbers, self.names, self.typed, partial(self.laws, capitals=capitals), self.vague):
            if not digits and finder in (self.numbers, self.typed):
                continue
            taken += [citation for citation in finder(text) if places.take(citation.start, citation.end)]
        return taken

    def numbers(self, text: str) -> Iterator[Citation]:
        """Full numbers, with any separators: 13/2023/NĐ-CP, 57 NQ TW."""
        for pattern, needed in NUMBERS:
            for match in pattern.finditer(text) if needed.search(text) else ():
                parts = match.groupdict()
                code = parts["code"] or parts.get("short") or ""
                lead, year = (parts.get("lead") or "").strip(), re.sub(r"\D", "", parts["year"] or "")
                whole = f"{lead}{parts['number']} {year} {code}"
                start, end, documents = match.start(), match.end(), self.register.all_by_number(whole)
                if not documents and lead:  # "Điều 18 352-QĐ/TW"
                    documents = self.register.all_by_number(whole.removeprefix(lead))
                    start = match.start("number") if documents else start
                if not documents and not year:
                    documents = self.without_year(parts["number"], code)
                if not documents:  # the code may have swallowed words after it: "nq-cp-ban"
                    documents, end = self.shorter(match, whole)
                if not documents and (is_span_of_years(parts["number"], code) or ends_before_code(match, code)):
                    continue
                before = text[max(0, start - 40) : start]
                documents = tuple(each for each in documents if fits_type(before, code) and fits_kind(before, each))
                documents = fits_after(documents, text[end:])
                year_after = OWN_YEAR.match(text, end) if documents else None
                end = year_after.end() if year_after else end  # the register vouches for it
                end = self.with_day(text, end, documents)
                yield Citation(text[start:end], start, end, documents)

    def with_day(self, text: str, end: int, documents: tuple[LegalDocument, ...]) -> int:
        """Where a citation ends with the day of issue right behind it, if the register vouches for that day."""
        day = DAY_AFTER.match(text, end)
        known = day and any(each.issued == as_date(*map(int, day.groups())) for each in documents)
        return day.end() if day and known else end

    def without_year(self, number: str, code: str) -> tuple[LegalDocument, ...]:
        """Documents of that number and code whose year was left out: "69/NĐ-CP"."""
        kind = re.split(r"[^a-z]", code.strip())[0]
        ending = number_key(code)
        kin = ("l", "nq") if kind == "qh" else (kind,)
        found = [each for one in kin for each in self.by_type.get((one, unpadded(number)), ())]
        return tuple(each for each in found if number_key(each.number).endswith(f" {ending}"))

    def shorter(self, match: re.Match[str], whole: str) -> tuple[tuple[LegalDocument, ...], int]:
        """The same number without the last piece of its code, where only that is known."""
        cut = re.search(r"\s+[-/._\\|]\s*\w+$|\s*[-/._\\|]\s+\w+$", match.group())
        if not cut:
            return (), match.end()
        lost = len(match.group()) - cut.start()
        return self.register.all_by_number(whole[: len(whole) - lost]), match.end() - lost

    def names(self, text: str) -> Iterator[Citation]:
        """Names and aliases of the register, the longest first."""
        said = WORD.findall(text) if any(word in text for word in self.first_words) else ()
        opened = [place for place, pair in enumerate(pairwise(said)) if pair in self.by_opening]
        words = list(WORD.finditer(text)) if opened else []
        for place in opened:
            for name in self.by_opening[words[place].group(), words[place + 1].group()]:
                if [word.group() for word in words[place : place + len(name)]] == name:
                    yield self.named(text, words, place, name)
                    break

    def named(self, text: str, words: list[re.Match[str]], place: int, name: list[str]) -> Citation:
        """A name found: a year right after it must be its own, a word after it must not make it another law."""
        start, end = words[place].start(), words[place + len(name) - 1].end()
        documents, tail = fits_after(self.register.all_by_name(text[start:end]), text[end:]), ""
        if amended := AMENDED.match(text, end):
            tail = text[start : amended.end()]
        year = YEAR_AFTER.match(text, end)
        if re.search(r"\d{4}$", name[-1]) is None and year:
            documents, end = tuple(each for each in documents if year.group(1) in years_of(each)), year.end()
        elif place + len(name) < len(words):
            following = words[place + len(name)]
            joined = text[end : following.start()] == " " and not following.group()[0].isdigit()
            numbered = following.group() == "so" and not OWN_NUMBER.match(text, following.end())
            if joined and (numbered or following.group() not in MAY_FOLLOW) and name[0] in ("luat", "bo"):
                tail = text[start : following.end()]
        code = name[0] == "luat" and place > 0 and words[place - 1].group() == "bo"
        if re.match(r"\s*/\s*\w", text[end:]) or (code and not any(map(is_code, documents))):
            documents = ()
        return Citation(text[start:end], start, end, documents, tail=tail)

    def typed(self, text: str) -> Iterator[Citation]:
        """A type with a number, perhaps a year: "nghị định 13 năm 2023", "NĐ 13"."""
        for match in TYPED.finditer(text):
            code = code_of(match["type"])
            loose = code in ("qd", "kh", "tb", "hd", "qdi", "ctr", "da", "vb", "kl", "cv", "qc", "l")
            if loose and re.fullmatch(r"(?:19|20)\d{2}", match["number"]) and not match["year"]:
                continue  # "hướng dẫn 2023": a year, held against the passages as a figure
            plainly = match["year"] or "so" in match["so"].split()
            if loose and not plainly and re.match(rf"\s*{UNIT}\b", text[match.end() :]):
                continue
            year = re.sub(r"\D", "", match["year"] or "")
            found = [each for kin in family(code) for each in self.by_type.get((kin, unpadded(match["number"])), ())]
            documents = tuple(each for each in found if not year or year in years_of(each))
            rest = text[match.end() :]
            if GOES_ON.match(rest):  # a number goes on: what follows was not understood
                documents = ()
            documents = fits_after(documents, rest)
            end = self.with_day(text, match.end(), documents)
            yield Citation(text[match.start() : end].strip(), match.start(), end, documents)

    def laws(self, text: str, capitals: Set[str]) -> Iterator[Citation]:
        """Laws by a name that the register does not have."""
        for match in LAW.finditer(text) if "luat" in text or "hien phap" in text else ():
            named = match["first"] in capitals or f"{match['first']} {match['second']}" in OPENS_A_LAW
            if match["first"] not in NOT_A_LAW or named or match.group().startswith("bo "):
                yield Citation(match.group(), *match.span())

    def vague(self, text: str) -> Iterator[Citation]:
        """A type with words instead of a number: allowed only in the passages' own words."""
        for match in VAGUE.finditer(text) if MAY_BE_VAGUE.search(text) else ():
            if match["first"] not in NOT_VAGUE:
                yield Citation(match.group(), *match.span(), vague=True)


SURE_KINDS = (
    "nghi dinh", "thong tu", "nghi quyet", "chi thi", "phap lenh", "bo luat", "luat", "sac lenh", "cong dien",
    "van ban hop nhat", "decree", "circular", "resolution", "directive", "decision", "law",
)  # fmt: skip
NUMBERED_KINDS = (
    "quyet dinh", "ket luan", "ke hoach", "cong van", "thong bao", "huong dan", "quy dinh", "van ban", "chuong trinh",
    "de an", "quy che",
)  # fmt: skip
SHORT_KINDS = (
    "nd", "tt", "ttlt", "nq", "qd", "ct", "kl", "kh", "cv", "cd", "tb", "hd", "vbhn", "pl", "qh", "no", "bl", "lct",
)  # fmt: skip
HALF_SURE = re.compile(
    at_word(*SURE_KINDS, unless=NOT_BEFORE) + r"\b(?P<between>[^\d\x00.;!?]{0,60})(?P<figure>\d[\d/.\-]*)"
)
HALF_IF_NUMBERED = re.compile(
    at_word(*NUMBERED_KINDS)
    + r"\b(?P<between>[^\d\x00.;!?]{0,60}?\b(?:so|hieu|mang|thu|nam(?! (?:o|trong|tai)\b)|ky hieu)\b"
    + r"[^\d\x00.;!?]{0,20})"
    + r"(?P<figure>\d[\d/.\-]*)"
)
SHORT_TYPE = re.compile(at_word(*SHORT_KINDS, unless=("/",)) + r"\b[\s.:\-_#]{0,4}\d[\d/.\-]*")
KIND = (
    r"(?:nghi dinh|thong tu(?: lien tich)?|nghi quyet|chi thi|phap lenh|(?<!phap )(?<!ky )luat|quyet dinh|ket luan"
    r"|ke hoach|cong van|cong dien|thong bao|van ban|decree|circular|law)"
)
BREAKS_OFF = re.compile(
    rf"(?<!\w)(?<!he )(?<!\bso )(?<!\bhang ){KIND}(?: (?:so|so hieu|mang so|no|nam))?[\s.,:(\"“–-]*$"
    rf"|(?<!\w){KIND} so (?:nam\b(?!\s*\d)|[ivxlc]+\b)"
)
ENDS_IN_NOUN = re.compile(r"^(thong bao|ke hoach|van ban)\.\s*$")
"""At the end of a sentence they are rather common words: "nơi ra thông báo." stays where the passages have it."""
MAY_BE_KIND = re.compile(
    "nghi dinh|thong tu|nghi quyet|chi thi|phap lenh|luat|quyet dinh|ket luan|ke hoach|cong van|cong dien|thong bao"
    "|van ban|decree|circular|law"
)
WHOLE_KIND = re.compile(rf"(?<!\w)(?<!he ){KIND}(?!\w)")
OF_SOMETHING = re.compile(
    rf"\s*(?:(?:den|toi|-) \d+ )?(?:{UNIT}|ngay|vnd|d|phan tram|tuoi|xa|tinh|phuong|linh vuc|thu tuc|dich vu|gb|mb"
    r"|km|m)\b|\s*%"
)
SINO_NUMBER = re.compile(rf"(?<!\w)(?<!he ){KIND} (?:so |thu |de )?(?:(?:nhi|tam|tu|ngu|luc|that|bat|cuu) )?thap\b")
"""A number in the words of old books: "nghị định đệ thập tam"."""
A_DAY = re.compile(r"\d{1,2}[/.\-]\d{1,2}(?:[/.\-]\d{4})?|\d{1,2}(?=\s*thang)|[\d.]{5,}")


def half_cited(rest: str) -> Iterator[str]:
    """Places that name a kind of document and, further on, a number that no citation took in."""
    for pattern in (HALF_SURE, HALF_IF_NUMBERED, SHORT_TYPE) if DIGIT.search(rest) else ():
        for match in pattern.finditer(rest):
            figure = match.groupdict().get("figure", "")
            if is_month_or_guide(match.group(), figure):
                continue
            counted = figure and not re.search(r"\b(?:so|hieu|mang|thu) $", match.groupdict()["between"])
            if counted and (OF_SOMETHING.match(rest, match.end()) or A_DAY.fullmatch(figure.rstrip(".-/"))):
                continue
            yield match.group()
    if MAY_BE_KIND.search(rest):
        yield from (
            ENDS_IN_NOUN.sub(r"\1", broken.group())
            for pattern in (BREAKS_OFF, SINO_NUMBER)
            for broken in islice(pattern.finditer(rest), 1)
        )


def is_month_or_guide(words: str, figure: str) -> bool:
    """Whether a number is a month, or the year of a guide or notice: held against the passages as a date."""
    lead = words.removesuffix(figure)
    return (re.fullmatch(r"\d{1,2}/\d{4}", figure) is not None and lead.endswith("thang ")) or (
        GUIDE.match(lead) is not None and re.fullmatch(r"(?:19|20)\d{2}\.?", figure) is not None
    )


GUIDE = re.compile(r"(?:huong dan|thong bao)\b(?!.*\b(?:so|hieu|mang|ky)\b).*\bnam $")


def names_a_kind(rest: str) -> bool:
    """Whether a kind of legal document is named outside the citations."""
    return MAY_BE_KIND.search(rest) is not None and WHOLE_KIND.search(rest) is not None


def type_code(document: LegalDocument) -> str:
    """The short code of a document's type: "Nghị định" → "nd"."""
    return TYPES.get(folded(document.type), folded(document.type))


def code_of(written: str) -> str:
    """The code of a type as written: "nghi  dinh", "nd-cp", "n.d."."""
    words = re.sub(r"[\s.\-_]+", " ", written).strip()
    return TYPES.get(words) or re.sub(r"[^a-z]", "", re.split(r"[-/]", words.replace("n d", "nd"))[0].split(" ")[0])


def family(code: str) -> set[str]:
    """Codes that people use for one another: quyết định, quy định."""
    if code == "da":
        return {"da"}
    return next((group for group in ({"qd", "qdi"}, {"tt", "ttlt"}) if code in group), {code})


TYPE_BEFORE = re.compile(rf"(?<!\w)({'|'.join(TYPE_NAMES)})(?:[\s:]*so)?[\s:(]*$")


def fits_type(before: str, code: str) -> bool:
    """Whether the type word right before a number agrees with the number's code."""
    word = TYPE_BEFORE.search(before)
    if not word:
        return True
    said = code_of(word.group(1))
    written = re.sub(r"\d+$", "", re.split(r"[^a-z0-9]+", code.strip())[0])
    kin = [group for group in FAMILIES if said in group]
    known = any(written in group for group in FAMILIES)
    return not kin or not known or any(written in group for group in kin)


OWN_KINDS = frozenset(["nd", "tt", "ttlt", "nq", "qd", "qdi", "ct", "kl", "pl", "l"])


def fits_kind(before: str, document: LegalDocument) -> bool:
    """Whether the type word right before a number is the type of its document: no "Luật" for a "Nghị quyết"."""
    word = TYPE_BEFORE.search(before)
    said, own = code_of(word[1]) if word else "", type_code(document)
    if not {said, own} <= OWN_KINDS:
        return True
    return own in family(said) and (is_code(document) or word is None or not word[1].startswith("bo"))


def is_code(document: LegalDocument) -> bool:
    """Whether it is a "Bộ luật"."""
    return folded(document.type) == "bo luat" or folded(document.title).startswith("bo luat")


def fits_after(documents: tuple[LegalDocument, ...], rest: str) -> tuple[LegalDocument, ...]:
    """The documents that agree with a date, year or issuer written right after the number."""
    day = DAY_AFTER.match(rest)
    if day:
        documents = tuple(each for each in documents if each.issued in (None, as_date(*map(int, day.groups()))))
    year = OWN_YEAR.match(rest)
    if year:
        documents = tuple(each for each in documents if not years_of(each) or year.group(1) in years_of(each))
    issuer = ISSUER_AFTER.match(rest)
    if issuer:
        documents = tuple(each for each in documents if issued_by(each, issuer.group(1)))
    return documents


def is_span_of_years(number: str, code: str) -> bool:
    """ "2021-2022 - cũ": two years and a word, no number of a document."""
    return re.fullmatch(r"(?:19|20)\d{2}", number) is not None and not re.match(rf"(?:{KINDS})\b", code)


def ends_before_code(match: re.Match[str], code: str) -> bool:
    """Whether a sentence ends before what was taken for a code: "… NĐ 45/2014. Làm …"."""
    part = next((name for name in ("code", "short") if match.groupdict().get(name)), "")
    ended = re.search(r"\.\s+$", match.string[match.start() : match.start(part)]) if part else None
    return ended is not None and re.match(rf"(?:{KINDS}|{ISSUERS})(?![a-z])", code) is None


def issued_by(document: LegalDocument, issuer: str) -> bool:
    """Whether that issuer stands in the document's issuer, or nobody knows who issued it."""
    whole = folded(document.issuer)
    return not whole or (whole == issuer if issuer == "chinh phu" else issuer in whole)


def as_date(day: int, month: int, year: int) -> date | None:
    """A date, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def years_of(document: LegalDocument) -> set[str]:
    """The years by which a document may be called: in its number, and of its issue."""
    years = set(re.findall(r"/((?:19|20)\d{2})/", document.number))
    return years | ({str(document.issued.year)} if document.issued else set())


def unpadded(number: str) -> str:
    """A number without leading zeros."""
    return number.lstrip("0") or "0"
