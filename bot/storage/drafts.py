"""Queries about entries that are drafted in the console."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Draft


async def add(db: AsyncSession, **values: Any) -> Draft:
    """A new draft."""
    made = Draft(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, draft_id: int) -> Draft | None:
    """A draft as it stands now, or None."""
    found = select(Draft).where(Draft.id == draft_id).execution_options(populate_existing=True)
    return (await db.scalars(found)).first()


async def page(db: AsyncSession, *, before: int | None = None, limit: int = 50) -> list[Draft]:
    """The newest first."""
    found = select(Draft).order_by(Draft.id.desc()).limit(limit)
    return list(await db.scalars(found if before is None else found.where(Draft.id < before)))


async def published(db: AsyncSession) -> list[Draft]:
    """What citizens are answered with, oldest first."""
    return list(await db.scalars(select(Draft).where(Draft.state == "published").order_by(Draft.id)))


async def in_work(db: AsyncSession) -> list[Draft]:
    """What somebody is writing, or waits for a second person; oldest first."""
    found = select(Draft).where(Draft.state.in_(("draft", "submitted"))).order_by(Draft.id)
    return list(await db.scalars(found))


async def versions(db: AsyncSession, entry: str, *, limit: int = 50) -> list[Draft]:
    """What was ever published under this name, the newest first."""
    there = Draft.state.in_(("published", "replaced", "withdrawn"))
    found = select(Draft).where(Draft.entry == entry, there, Draft.published_at.is_not(None))
    return list(await db.scalars(found.order_by(Draft.published_at.desc(), Draft.id.desc()).limit(limit)))


async def replace(db: AsyncSession, entry: str, *, by: int) -> None:
    """A newer version of this entry is published."""
    older = (Draft.entry == entry, Draft.state == "published", Draft.id != by)
    await db.execute(update(Draft).where(*older).values(state="replaced"))


async def tried(db: AsyncSession) -> dict[str, int]:
    """Question of a citizen → the draft that takes it up."""
    rows = await db.execute(select(Draft.id, Draft.tried).where(Draft.state != "dropped"))
    return {question: int(number) for number, questions in rows for question in questions}


async def change(db: AsyncSession, draft_id: int, expected: str, **values: Any) -> bool:
    """Set some columns of a draft that is in this state; False when it no longer is."""
    changed = update(Draft).where(Draft.id == draft_id, Draft.state == expected).values(**values).returning(Draft.id)
    return (await db.execute(changed)).scalar_one_or_none() is not None
