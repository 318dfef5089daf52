"""Rows for tests: everything that a database holds, to be put into another; values that fit any column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Date, LargeBinary, String, Table, insert, select

from bot.storage.database import Database
from bot.storage.tables import Base, Document, Moment

MARK = "Nguyễn Văn A"
"""What stands wherever words can stand."""

Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


async def everything(database: Database) -> Rows:
    """The rows of every table that has some, in an order in which they can be put elsewhere."""
    async with database.read() as db:
        found = {
            table: [dict(row) for row in (await db.execute(select(table))).mappings()]
            for table in Base.metadata.sorted_tables
        }
    return {table: rows for table, rows in found.items() if rows}


async def put(database: Database, rows: Rows) -> None:
    """These rows, into an empty database."""
    async with database.begin() as db:
        for table, some in rows.items():
            await db.execute(insert(table), some)


def value_for(column: Column[Any], at: datetime) -> Any:
    """A value of the column's type: 1 for a number and a reference, the mark for whatever can hold it."""
    if column.foreign_keys and isinstance(column.type, BigInteger):
        return 1
    if isinstance(column.type, String):
        return MARK[: column.type.length or None]
    worded = {Document: [MARK], LargeBinary: MARK.encode(), Moment: at, Date: at.date(), Boolean: False}
    return next((value for kind, value in worded.items() if isinstance(column.type, kind)), 1)


def values_for(table: Table, at: datetime, **given: Any) -> dict[str, Any]:
    """A row with a value in every column."""
    return {column.name: value_for(column, at) for column in table.columns} | given
