"""The whole database into one file and back.

SQLite is copied as it is, while the program runs. PostgreSQL becomes lines of JSON, packed: a header, then
each table's rows after the highest number it gave to one, then how many rows there are. Such a file fits both
databases, so it also moves a province from one to the other (`db backup x.jsonl.gz` on SQLite, `db restore
x.jsonl.gz` on PostgreSQL). Numbers that were given stay given, those of the database that is replaced among them.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Connection, MetaData, Table, insert, make_url, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.types import JSON

from bot.storage import migrate, numbers

FORMAT = "hocvuso-backup-1"
SLICE = 500  # rows in memory at once


class BackupError(Exception):
    """Could not be saved or put back; says why in one line."""


def backup(url: str, file: Path) -> None:
    """Save everything to `file`, which must not exist yet; only its owner can read it."""
    if file.exists():
        raise BackupError(f"{file} exists already; choose another name")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent}: no such folder")
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        if _sqlite(url) and not file.name.endswith(".gz"):
            _copy_sqlite(_path(url), draft)
        else:
            _write_lines(url, draft)
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)


def restore(url: str, file: Path, *, replace: bool = False) -> None:
    """Put the content of `file` in place of the database's; needs `replace` where rows would be lost."""
    if not file.is_file():
        raise BackupError(f"{file}: no such file")
    with file.open("rb") as opened:
        opening = opened.read(16)
    if not replace and holds_rows(url):
        raise BackupError("the database holds rows; they are replaced only with --yes (stop the program first)")
    given = _given(url)
    if opening.startswith(b"SQLite format 3"):
        if not _sqlite(url):
            raise BackupError(f"{file} is a copy of a SQLite database; for PostgreSQL make one that ends in .jsonl.gz")
        _copy_sqlite(file, _path(url))
        migrate.upgrade(url)
    elif opening.startswith(b"\x1f\x8b"):
        given = numbers.highest(given, _restore_lines(url, file))
    else:
        raise BackupError(f"{file} is not a backup of this program")
    migrate.transaction(url, lambda connection: numbers.go_on(connection, given), writes=True)


def _given(url: str) -> dict[str, int]:
    """The numbers that the database gave so far: what came after the backup is known to citizens, too."""
    if _sqlite(url) and not _path(url).is_file():
        return {}
    try:
        return dict(migrate.transaction(url, numbers.given))
    except DatabaseError:  # damaged: nobody can know
        return {}


def holds_rows(url: str) -> bool:
    """Is there anything in the database that a restore would replace?"""
    if _sqlite(url) and not _path(url).is_file():
        return False

    def look(connection: Connection) -> bool:
        return any(connection.execute(select(table).limit(1)).first() for table in _tables(connection))

    return bool(migrate.transaction(url, look))


def _sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _path(url: str) -> Path:
    return Path(make_url(url).database or "")


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's own copy: right also while others write, and all or nothing."""
    if not source.is_file():
        raise BackupError(f"there is no database at {source}")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with (
            closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            if old.execute("PRAGMA quick_check").fetchone() != ("ok",):
                raise BackupError(f"{source} is damaged")
            old.backup(new)
    except sqlite3.Error as error:
        raise BackupError(f"{source}: {error}") from error


def _tables(connection: Connection) -> list[Table]:
    """The tables as they stand there, parents first; of whatever version they are."""
    found = MetaData()
    found.reflect(connection)
    tables = [table for table in found.sorted_tables if table.name != "alembic_version"]
    for kind in (column.type for table in tables for column in table.columns):
        if isinstance(kind, JSON):
            kind.none_as_null = True
    return tables


def _write_lines(url: str, file: Path) -> None:
    with gzip.open(file, "wt", encoding="utf-8") as lines:

        def write(connection: Connection) -> None:
            for line in _lines(connection):
                lines.write(json.dumps(line, ensure_ascii=False) + "\n")

        migrate.transaction(url, write)


def _lines(connection: Connection) -> Iterator[Any]:
    """The file's lines: header, then a table's name before its rows (lists of values), then how many rows."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    revision = MigrationContext.configure(connection).get_current_revision()
    yield {"format": FORMAT, "revision": revision, "made": datetime.now(UTC).isoformat()}
    rows, given = 0, numbers.given(connection)
    for table in _tables(connection):
        yield {
            "table": table.name,
            "columns": [column.name for column in table.columns],
            "given": given.get(table.name, 0),
        }
        query = select(table).order_by(*table.primary_key.columns)
        for row in connection.execution_options(yield_per=SLICE).execute(query):
            yield [_to_json(value) for value in row]
            rows += 1
    yield {"rows": rows}


def _to_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=value.tzinfo or UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _from_json(column: Column[Any], value: Any) -> Any:
    if value is None or isinstance(column.type, JSON):
        return value
    kind = column.type.python_type
    if kind is bytes:
        return base64.b64decode(value)
    return kind.fromisoformat(value) if kind in (datetime, date) else value


def _restore_lines(url: str, file: Path) -> dict[str, int]:
    """The file is read to its end before anything is deleted. Returns the highest number that each table gave."""
    revision = _checked(file)
    if not migrate.known():
        raise BackupError("this installation has no migrations")
    if revision not in migrate.known():
        raise BackupError(f"{file} was made by a newer version of the program (revision {revision}); update first")
    migrate.upgrade(url)
    migrate.downgrade(url, "base")
    migrate.upgrade(url, revision)
    given: dict[str, int] = migrate.transaction(url, lambda connection: _load(connection, _read(file)), writes=True)
    migrate.upgrade(url)
    return given


def _read(file: Path) -> Iterator[Any]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _checked(file: Path) -> str:
    """The revision in the header, once the file has proved whole."""
    try:
        lines = _read(file)
        header, rows, last = next(lines), 0, None
        for last in lines:
            rows += isinstance(last, list)
    except (OSError, EOFError, zlib.error, ValueError, StopIteration) as error:
        raise BackupError(f"{file} is damaged ({error or 'it is empty'})") from error
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise BackupError(f"{file} is not a backup of this program")
    if last != {"rows": rows}:
        raise BackupError(f"{file} is not whole: its end is missing")
    return str(header["revision"])


def _load(connection: Connection, lines: Iterable[Any]) -> dict[str, int]:
    tables = {table.name: table for table in _tables(connection)}
    given: dict[str, int] = {}
    table: Table | None = None
    columns: list[Column[Any]] = []
    waiting: list[dict[str, Any]] = []
    for line in lines:
        if isinstance(line, list):
            waiting.append(
                {column.name: _from_json(column, value) for column, value in zip(columns, line, strict=True)}
            )
        if table is not None and waiting and (not isinstance(line, list) or len(waiting) == SLICE):
            connection.execute(insert(table), waiting)
            waiting = []
        if isinstance(line, dict) and "table" in line:
            table = tables[line["table"]]
            columns = [table.columns[name] for name in line["columns"]]
            given[table.name] = line.get("given", 0)
    numbers.go_on(connection, given)
    return given
