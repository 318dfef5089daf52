"""Queries about campaigns: what ideas are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Campaign


async def add(db: AsyncSession, **values: Any) -> Campaign:
    """A new campaign."""
    made = Campaign(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, campaign_id: int) -> Campaign | None:
    """One campaign as it stands now, or None."""
    found = select(Campaign).where(Campaign.id == campaign_id).execution_options(populate_existing=True)
    return (await db.scalars(found)).first()


async def change(db: AsyncSession, campaign_id: int, **values: Any) -> None:
    """Set some columns of a campaign."""
    await db.execute(update(Campaign).where(Campaign.id == campaign_id).values(**values))


async def of_areas(db: AsyncSession, areas: Sequence[str] = (), *, limit: int = 200) -> list[Campaign]:
    """Campaigns of these areas, of all without any; the one that ends last first."""
    found = select(Campaign).order_by(Campaign.ends_on.desc(), Campaign.id.desc()).limit(limit)
    return list(await db.scalars(found.where(Campaign.area.in_(areas)) if areas else found))


async def running(db: AsyncSession, commune: str, today: Any, *, limit: int = 5) -> list[Campaign]:
    """What is asked of somebody who lives there today, the one that ends first first."""
    found = select(Campaign).where(Campaign.area.in_(("", commune)), Campaign.ends_on >= today)
    found = found.where(Campaign.closed_at.is_(None)).order_by(Campaign.ends_on, Campaign.id)
    return list(await db.scalars(found.limit(limit)))
