"""Everything that a database holds, to be put into another: what many tests begin with is made once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert, select

from bot.storage.database import Database
from bot.storage.tables import Base

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
