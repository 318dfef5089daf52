"""What a model wrote, for moderators."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Citizen, ModelAnswer


async def keep(db: AsyncSession, row: Mapping[str, Any], *, at: datetime) -> None:
    """One more answer of the model."""
    db.add(ModelAnswer(**row, at=at))


async def latest(db: AsyncSession, *, area: str = "", before: int | None = None, limit: int = 50) -> list[ModelAnswer]:
    """The newest first, of citizens of that commune if one is given; `before`: where the page before ended."""
    found = select(ModelAnswer).order_by(ModelAnswer.id.desc()).limit(limit)
    if area:
        found = found.join(Citizen, Citizen.id == ModelAnswer.citizen_id).where(Citizen.commune == area)
    if before is not None:
        found = found.where(ModelAnswer.id < before)
    return list(await db.scalars(found))
