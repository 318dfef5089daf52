"""INSERT … ON CONFLICT, on both databases."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession


def inserting(dialect: str, table: Any) -> Any:
    """An INSERT into a table (or its class) that knows `on_conflict_do_nothing` and `on_conflict_do_update`."""
    return (sqlite.insert if dialect == "sqlite" else postgresql.insert)(table)


def insert_into(db: AsyncSession, table: Any) -> Any:
    """The same for the database of a session."""
    return inserting(db.get_bind().dialect.name, table)


@cache
def new_only(dialect: str, table: Table) -> Any:
    """An INSERT that passes over rows which are there already; made once."""
    return inserting(dialect, table).on_conflict_do_nothing()
