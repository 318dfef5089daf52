"""The highest number that a table ever gave to a row: it stays when rows are put elsewhere or a table is made anew.

Rows that went are still known by their numbers, on a page, in a button, a link. On SQLite only the tables of
`NUMBERED_ONCE` remember what they gave.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, column, func, select, table, text

REMEMBERING = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
GIVEN = """
SELECT tables.relname, sequences.last_value FROM pg_depend owned
    JOIN pg_class counters ON counters.oid = owned.objid AND counters.relkind = 'S'
    JOIN pg_class tables ON tables.oid = owned.refobjid AND tables.relnamespace = current_schema()::regnamespace
    JOIN pg_attribute ids ON ids.attrelid = tables.oid AND ids.attnum = owned.refobjsubid AND ids.attname = 'id'
    JOIN pg_sequences sequences ON sequences.sequencename = counters.relname AND schemaname = current_schema()
    WHERE owned.classid = 'pg_class'::regclass AND owned.deptype IN ('a', 'i')
"""


def given(connection: Connection) -> dict[str, int]:
    """Table → the highest number it gave to a row; 0 where it gave none, nothing where it does not remember."""
    if connection.dialect.name == "postgresql":
        return {name: last or 0 for name, last in connection.execute(text(GIVEN))}
    remembering = connection.execute(text(REMEMBERING)).scalars().all()
    if not remembering:
        return {}
    known = {row.name: row.seq for row in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    return {name: int(known.get(name) or 0) for name in remembering}


def go_on(connection: Connection, after: Mapping[str, int]) -> None:
    """Give no number up to these to another row, whatever is in the tables; no table goes back."""
    for name, known in given(connection).items():
        if (last := max(after.get(name, 0), _highest(connection, name))) > known:
            _set(connection, name, last)


def _highest(connection: Connection, name: str) -> int:
    return int(connection.scalar(select(func.max(column("id"))).select_from(table(name))) or 0)


def _set(connection: Connection, name: str, last: int) -> None:
    values = {"name": name, "last": last}
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval(pg_get_serial_sequence(quote_ident(:name), 'id'), :last)"), values)
        return
    connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": name})
    connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), values)


def highest(*known: Mapping[str, int]) -> dict[str, int]:
    """Of each table the highest of what is known."""
    names = {name for one in known for name in one}
    return {name: max(one.get(name, 0) for one in known) for name in names}
