"""Secrets that live in the database, made once."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.inbox import insert_new
from bot.storage.tables import Kept


async def keep_secret(db: AsyncSession, name: str, make: Callable[[], bytes]) -> bytes:
    """The secret of this name; made the first time. Two processes at once get the same."""
    await db.execute(insert_new(db, Kept.__table__), [{"name": name, "value": "", "secret": make()}])  # type: ignore[arg-type]
    found = (await db.execute(select(Kept.secret).where(Kept.name == name))).scalar_one()
    assert found
    return found
