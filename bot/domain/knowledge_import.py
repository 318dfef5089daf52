"""Entries from uploaded files: tables (CSV, XLSX) and clean content files (MD, ZIP), an error for each row."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePosixPath
from typing import Any

import yaml

from bot.domain.drafts import VARIANTS, Written
from bot.domain.staff import Refusal
from bot.library.text import fold

MOST_ROWS = 500
MOST_UNPACKED = 20 * 1024 * 1024
"""Bytes of all that a packed file holds: more is no list of entries."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "ma muc", "ten tep"),
    "question": ("question", "cau hoi"),
    "also": ("also", "cach hoi khac"),
    "topic": ("topic", "chu de"),
    "text": ("text", "cau tra loi", "tra loi"),
    "facts": ("facts", "ma du kien", "du kien"),
    "sources": ("sources", "citizen_sources", "nguon"),
    "valid_until": ("valid_until", "den het ngay", "gia tri den", "co gia tri den"),
}
"""What a column may be called, folded."""


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as it was read. `place`: "dòng 3", or the file's name. `fault`: why it is none, as a refusal."""

    place: str
    entry: str = ""
    written: Written | None = None
    fault: Refusal | None = None


@dataclass
class Upload:
    """What became of a file: drafts that were made, rows that were refused."""

    made: list[int] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    good: int = 0


def read(name: str, body: bytes) -> list[Row]:
    """Every row of a file. Raises Refusal for a file that cannot be read at all."""
    kind = PurePosixPath(name.lower().replace("\\", "/")).suffix
    readers = {".csv": _csv, ".xlsx": _xlsx, ".md": lambda data: _page(name, data), ".zip": _zip}
    if kind not in readers:
        raise Refusal("imports.no_such_kind")
    try:
        rows = list(readers[kind](body))
    except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, KeyError, OSError, ValueError) as error:
        raise Refusal("imports.unreadable") from error
    if not rows:
        raise Refusal("imports.nothing")
    if len(rows) > MOST_ROWS:
        raise Refusal("imports.too_many", most=MOST_ROWS)
    return rows


def _csv(body: bytes) -> Iterator[Row]:
    text = body.decode("utf-8-sig")
    head = text.split("\n", 1)[0]
    between = max(",;\t", key=head.count)
    return _table(csv.reader(io.StringIO(text, newline=""), delimiter=between))


def _xlsx(body: bytes) -> Iterator[Row]:
    refuse_bomb(body)
    from openpyxl import load_workbook

    try:
        sheet = load_workbook(io.BytesIO(body), read_only=True, data_only=True).worksheets[0]
        rows = list(sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=30, values_only=True))
    except Exception as error:  # whatever openpyxl stumbles over in a damaged file
        raise Refusal("imports.unreadable") from error
    return _table(rows)


def _table(rows: Any) -> Iterator[Row]:
    """Rows below a row of heads."""
    lines = iter(rows)
    names = [_column(_cell(head)) for head in next(lines, ())]
    if not {"question", "text"} <= set(names):
        raise Refusal("imports.no_heads")
    for number, line in enumerate(lines, 2):
        told = {name: _cell(value) for name, value in zip(names, line, strict=False) if name}
        if any(told.values()):
            yield _row(f"dòng {number}", told)


def _column(head: str) -> str:
    folded = fold(head).strip()
    return next((name for name, ways in COLUMNS.items() if folded in ways), "")


def _cell(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    return "" if value is None else str(value).strip().removeprefix("'")


def _row(place: str, told: Mapping[str, str]) -> Row:
    try:
        until = _day(told.get("valid_until", ""))
    except ValueError:
        return Row(place, fault=Refusal("imports.date_malformed", value=told["valid_until"][:20]))
    written = Written(
        topic=told.get("topic", "")[:40],
        question=" ".join(told.get("question", "").split()),
        also=_parts(told.get("also", ""), "\n|")[:VARIANTS],
        text=told.get("text", "").strip(),
        facts=[code.upper() for code in _parts(told.get("facts", ""), "\n|,; ")],
        sources=_parts(told.get("sources", ""), "\n|"),
        valid_until=until,
    )
    return Row(place, told.get("id", "").strip().lower()[:60], written)


def _day(told: str) -> date | None:
    if not told:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(told, form).date()
        except ValueError:
            continue
    raise ValueError(told)


def _parts(told: str, between: str) -> list[str]:
    for sign in between[1:]:
        told = told.replace(sign, between[0])
    return [" ".join(part.split()) for part in told.split(between[0]) if part.strip()]


def _page(name: str, body: bytes) -> Iterator[Row]:
    """One clean file of the content."""
    place = PurePosixPath(name.replace("\\", "/")).name
    text = body.decode("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    front, found, words = text.removeprefix("---\n").partition("\n---\n")
    try:
        fields = yaml.safe_load(front) if found and text.startswith("---\n") else None
    except yaml.YAMLError:
        fields = None
    if not isinstance(fields, dict):
        yield Row(place, fault=Refusal("imports.no_fields"))
        return
    until = fields.get("valid_until")
    written = Written(
        topic=str(fields.get("topic", ""))[:40],
        question=" ".join(str(fields.get("question", "")).split()),
        also=_lines(fields.get("also"))[:VARIANTS],
        text=words.strip(),
        facts=[code.upper() for code in _lines(fields.get("facts"))],
        sources=_sources(fields.get("citizen_sources")),
        valid_until=until if isinstance(until, date) else None,
    )
    yield Row(place, PurePosixPath(place).stem.lower()[:60], written)


def _lines(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _sources(value: Any) -> list[str]:
    """Sources as citizens read them; an agency with its link in one line."""
    found = value if isinstance(value, list) else []
    return [f"{one.get('agency')} – {one.get('url')}" if isinstance(one, dict) else str(one) for one in found]


def _zip(body: bytes) -> Iterator[Row]:
    refuse_bomb(body)
    with zipfile.ZipFile(io.BytesIO(body)) as files:
        for info in files.infolist():
            if info.filename.lower().endswith(".md") and not info.is_dir():
                try:
                    yield from _page(info.filename, files.read(info))
                except UnicodeDecodeError:
                    yield Row(PurePosixPath(info.filename).name, fault=Refusal("imports.no_fields"))


def refuse_bomb(body: bytes) -> None:
    """A packed file says how much it holds; what claims too much, or too many, is not opened."""
    with zipfile.ZipFile(io.BytesIO(body)) as files:
        infos: Sequence[zipfile.ZipInfo] = files.infolist()
    if len(infos) > 4 * MOST_ROWS or sum(one.file_size for one in infos) > MOST_UNPACKED:
        raise Refusal("imports.too_large")
