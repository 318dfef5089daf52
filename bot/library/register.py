"""The legal documents that may be cited, and whether each is in force."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Rule:
    """What a free-text status of the register means: from a day named in it (`from_day`), or always."""

    words: str
    in_force: bool | None
    from_day: bool = False


# The free words of the register, folded, read once and here only; the first line that fits decides.
# None = not known: the document may be cited, never called "còn hiệu lực".
STATUSES: tuple[Rule, ...] = (
    Rule("mot phan", None),  # "hết hiệu lực một phần": nobody wrote which part
    Rule("khong con hieu luc", False),
    Rule("chua co hieu luc", None),
    Rule("ngung hieu luc", None),
    Rule("het hieu luc ke tu", False, from_day=True),
    Rule("het hieu luc tu", False, from_day=True),
    Rule("bi thay the tu", False, from_day=True),
    Rule("luat goc", None),  # the law above it was replaced; nobody read what became of this one
    Rule("nghi dinh goc", None),
    Rule("gan voi luat", None),
    Rule("chua kiem chung", None),
    Rule("co hieu luc tu", True, from_day=True),
    Rule("dang co hieu luc", True),
    Rule("con hieu luc", True),
    Rule("het hieu luc", False),
    Rule("bi bai bo", False),
    Rule("bi thay the", False),
    Rule("het thoi han", False),
    Rule("moc 2025", None),
    Rule("theo thoi diem", None),
    Rule("giai doan", None),
    Rule("sua doi, cap nhat", None),
    Rule("da hop nhat", None),
    Rule("dieu khoan thay the", None),
    Rule("thuc hien xong", None),
    Rule("da bi sap xep", None),
    Rule("chi tieu nam", None),
    Rule("phuong an", None),
)


REMEDY = "write it in the layout of content/legal/register.yaml"


@dataclass(frozen=True, slots=True)
class LegalDocument:
    """One document of the register; dates are null where nobody could read them."""

    number: str
    type: str
    issuer: str = ""
    issued: date | None = None
    effective: date | None = None
    title: str = ""
    status: str = ""
    replaced_by: str = ""
    aliases: tuple[str, ...] = field(default_factory=tuple)

    def in_force_on(self, day: date) -> bool | None:
        """Whether it was in force that day; None where the register does not know."""
        if self.effective and day < self.effective:
            return False
        return read_status(self.status, day)

    @property
    def in_force(self) -> bool | None:
        """Whether it is in force today; None where the register does not know."""
        return self.in_force_on(date.today())


def read_status(status: str, day: date) -> bool | None:
    """A free-text status as true, false or not known on that day."""
    words = folded(status)
    rule = rule_for(words)
    if rule is None or not rule.from_day:
        return rule.in_force if rule else None
    since = day_in(words, rule.words)
    if since is None:
        return None
    return rule.in_force if day >= since else (None if rule.in_force is False else False)


def rule_for(words: str) -> Rule | None:
    """The line of the table for a folded status; None where no line speaks of it."""
    return next((rule for rule in STATUSES if rule.words in words), None)


def is_mapped(status: str) -> bool:
    """Whether the table speaks of a free-text status; any other one counts as not known."""
    return rule_for(folded(status)) is not None


def day_in(words: str, after: str) -> date | None:
    """The day written right after those words, as day/month/year."""
    found = re.search(re.escape(after) + r"\s+(?:ngay\s+)?(\d{1,2})/(\d{1,2})/(\d{4})", words)
    if not found:
        return None
    day, month, year = map(int, found.groups())
    return as_day(f"{year:04}-{month:02}-{day:02}")


def folded(text: str) -> str:
    """Lower case without Vietnamese marks, one space between words."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


def number_key(number: str) -> str:
    """The number of a document whatever its separators and capitals: "13/2023/NĐ-CP" → "13 2023 nd cp"."""
    parts = re.findall(r"\d+|[a-z]+\d*", folded(number))
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


def as_day(value: Any) -> date | None:
    """A date of the file, written as text or read by YAML; None where there is none."""
    if value is None or isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def read_document(row: Mapping[str, Any]) -> LegalDocument:
    """One row of `documents`."""
    return LegalDocument(
        number=str(row["number"]),
        type=str(row.get("type") or ""),
        issuer=str(row.get("issuer") or ""),
        issued=as_day(row.get("issued")),
        effective=as_day(row.get("effective")),
        title=str(row.get("title") or ""),
        status=str(row.get("status") or ""),
        replaced_by=str(row.get("replaced_by") or ""),
        aliases=tuple(str(alias) for alias in row.get("aliases") or ()),
    )


def names_of(document: LegalDocument) -> Iterable[str]:
    """Every name a document is known by: its aliases, and a law's title with and without its year."""
    yield from document.aliases
    if not document.type.endswith("uật"):
        return
    title = re.sub(r"\s*\(.*?\)", "", document.title)
    bare = re.sub(r"\s+(năm\s+)?\d{4}$", "", title)
    yield bare
    if document.issued:
        yield f"{bare} {document.issued.year}"
        yield f"{bare} năm {document.issued.year}"


class Register:
    """The legal documents by number and by name; what stands under `unverified` is unknown here."""

    def __init__(self, documents: Iterable[LegalDocument]) -> None:
        self.documents = tuple(documents)
        self._by_number: dict[str, list[LegalDocument]] = defaultdict(list)
        self._by_name: dict[str, list[LegalDocument]] = defaultdict(list)
        for document in self.documents:
            self._by_number[number_key(document.number)].append(document)
            for name in dict.fromkeys(map(folded, names_of(document))):
                self._by_name[name].append(document)

    @classmethod
    def load(cls, path: Path) -> Register:
        """The register of a YAML file; ValueError if it has another layout."""
        with path.open(encoding="utf-8") as file:
            return cls.from_data(yaml.load(file, Loader=yaml.CSafeLoader))

    @classmethod
    def from_data(cls, data: Any) -> Register:
        """The register of data read already; ValueError if it has another layout."""
        if not isinstance(data, Mapping) or not isinstance(data.get("documents"), list):
            raise ValueError(f"has no list `documents`; {REMEDY}")
        rows = data["documents"]
        for place, row in enumerate(rows, start=1):
            if not isinstance(row, Mapping) or not row.get("number"):
                raise ValueError(f"documents, entry {place}: a document needs a `number`")
        return cls(verified(map(read_document, rows), unverified_numbers(data.get("unverified") or [])))

    @property
    def names(self) -> Iterable[str]:
        """Every folded name by which a document can be found."""
        return self._by_name.keys()

    def all_by_number(self, number: str) -> tuple[LegalDocument, ...]:
        """Every document with that number, however it is written; directives reuse theirs each year."""
        return tuple(self._by_number.get(number_key(number), ()))

    def by_number(self, number: str) -> LegalDocument | None:
        """The first document with that number, however it is written."""
        return next(iter(self.all_by_number(number)), None)

    def all_by_name(self, name: str) -> tuple[LegalDocument, ...]:
        """Every document of that name: a bare "Luật An ninh mạng" may be two."""
        return tuple(self._by_name.get(folded(name), ()))

    def by_name(self, name: str) -> LegalDocument | None:
        """The first document of that name, with or without diacritics."""
        return next(iter(self.all_by_name(name)), None)


def verified(documents: Iterable[LegalDocument], unsure: Iterable[str]) -> Iterable[LegalDocument]:
    """The documents whose numbers are not among those that nobody could verify."""
    unknown = set(map(number_key, unsure))
    return [one for one in documents if number_key(one.number) not in unknown]


def unverified_numbers(rows: Iterable[Any]) -> Iterable[str]:
    """The numbers under `unverified`."""
    return (number for row in rows for number in numbers_of(row))


def numbers_of(row: Any) -> Iterable[str]:
    """The numbers of one row under `unverified`; it may hold several, or a remark in brackets."""
    number = row.get("number", "") if isinstance(row, Mapping) else row
    return (part for part in re.sub(r"\(.*?\)", "", str(number)).split(",") if part.strip())
