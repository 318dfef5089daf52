"""Queries about the organisations that citizens named as theirs."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.inbox import insert_new
from bot.storage.tables import Membership

OF = select(Membership.organisation).where(Membership.citizen_id == bindparam("citizen")).order_by(Membership.id)


async def of(db: AsyncSession, citizen_id: int) -> list[str]:
    """The codes, in the order in which they were named."""
    return list((await (await db.connection()).execute(OF, {"citizen": citizen_id})).scalars())


async def add(db: AsyncSession, citizen_id: int, organisation: str) -> None:
    """One more; twice is once."""
    row = {"citizen_id": citizen_id, "organisation": organisation}
    await db.execute(insert_new(db, Membership.__table__), [row])  # type: ignore[arg-type]


async def remove(db: AsyncSession, citizen_id: int, organisation: str = "") -> None:
    """One less; "" for all of them."""
    mine = delete(Membership).where(Membership.citizen_id == citizen_id)
    await db.execute(mine.where(Membership.organisation == organisation) if organisation else mine)
