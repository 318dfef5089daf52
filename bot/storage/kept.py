"""Small things remembered by name."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Kept
from bot.storage.upsert import insert_into


async def get(db: AsyncSession, name: str) -> str:
    """What is kept under this name, or ""."""
    return (await db.execute(select(Kept.value).where(Kept.name == name))).scalar() or ""


async def put(db: AsyncSession, name: str, value: str) -> None:
    """Keep a value under this name."""
    statement = insert_into(db, Kept).values(name=name, value=value)
    await db.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
