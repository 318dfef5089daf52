"""INSERT … ON CONFLICT, on both databases."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.ext.asyncio import AsyncSession


def inserting(dialect: str, table: Any) -> Any:
    """An INSERT into a table (or its class) that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if dialect == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite(table)
    from sqlalchemy.dialects.postgresql import insert as insert_postgresql

    return insert_postgresql(table)


def insert_into(db: AsyncSession, table: Any) -> Any:
    """The same for the database of a session."""
    return inserting(db.get_bind().dialect.name, table)


@cache
def new_only(dialect: str, table: Table) -> Any:
    """An INSERT that passes over rows which are there already; made once."""
    return inserting(dialect, table).on_conflict_do_nothing()
