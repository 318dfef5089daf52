"""Queries about facts that staff confirmed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Confirmation
from bot.storage.upsert import insert_into


async def confirmed(db: AsyncSession) -> dict[str, Confirmation]:
    """Code of a fact → its confirmation."""
    found = select(Confirmation).execution_options(populate_existing=True)
    return {row.fact: row for row in await db.scalars(found)}


async def confirm(db: AsyncSession, fact: str, *, source: str, confirmed_on: date, staff_id: int) -> None:
    """Keep a confirmation; a newer one takes the older one's place."""
    values = {"source": source, "confirmed_on": confirmed_on, "staff_id": staff_id, "correction": ""}
    statement = insert_into(db, Confirmation).values(fact=fact, **values)
    await db.execute(statement.on_conflict_do_update(index_elements=["fact"], set_=values))


async def correct(db: AsyncSession, fact: str, correction: str) -> None:
    """What holds instead of a confirmed fact."""
    await db.execute(update(Confirmation).where(Confirmation.fact == fact).values(correction=correction))
