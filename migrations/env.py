"""What alembic runs: the migrations, over the connection that `bot/storage/migrate.py` opened."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger, Connection

from bot.storage.tables import Base, Document, Moment, partial_on_postgresql

BIG_KEY = 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
JSON_BOTH = 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'


def render(kind: str, item: Any, autogen: AutogenContext) -> str | bool:
    """Spell our column types out, so that a migration imports nothing of ours."""
    if kind != "type":
        return False
    if isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Document):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return JSON_BOTH
    return BIG_KEY if isinstance(item, BigInteger) else False


def run(connection: Connection) -> None:
    """All of it in the transaction of the caller: the whole upgrade, or none of it."""
    partial_on_postgresql()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render,
        render_as_batch=True,  # SQLite rebuilds a table where PostgreSQL alters it
        compare_type=True,
        transactional_ddl=True,
    )
    context.run_migrations()


run(context.config.attributes["connection"])
