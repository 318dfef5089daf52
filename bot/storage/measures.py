"""Counts about learning, for the console. Nobody's name or number is in any of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Citizen, Progress


def _of(commune: str, columns: Any) -> Any:
    """Rows of progress; with a commune, those of the learners who live there."""
    if not commune:
        return columns
    return columns.join(Citizen, Citizen.id == Progress.citizen_id).where(Citizen.commune == commune)


async def learners(db: AsyncSession, commune: str = "") -> int:
    """How many people have opened a lesson."""
    found = _of(commune, select(func.count(func.distinct(Progress.citizen_id))))
    return int((await db.execute(found)).scalar_one())


async def by_lesson(db: AsyncSession, commune: str = "") -> dict[str, tuple[int, int]]:
    """Lesson → how often begun, how often finished."""
    columns = select(Progress.lesson, func.count(), func.count(Progress.finished_at)).group_by(Progress.lesson)
    return {lesson: (int(begun), int(done)) for lesson, begun, done in await db.execute(_of(commune, columns))}


async def left_at(db: AsyncSession, commune: str = "") -> dict[tuple[str, int], int]:
    """(lesson, card from 0) → how many stopped there and have not come back."""
    columns = select(Progress.lesson, Progress.card, func.count()).where(Progress.finished_at.is_(None))
    rows = await db.execute(_of(commune, columns).group_by(Progress.lesson, Progress.card))
    return {(lesson, int(card)): int(count) for lesson, card, count in rows}


async def by_commune(db: AsyncSession) -> dict[str, tuple[int, int]]:
    """Commune → how many learners, how many lessons finished."""
    counts = (func.count(func.distinct(Progress.citizen_id)), func.count(Progress.finished_at))
    columns = select(Citizen.commune, *counts).join(Progress, Progress.citizen_id == Citizen.id)
    rows = await db.execute(columns.where(Citizen.commune != "").group_by(Citizen.commune))
    return {commune: (int(people), int(done)) for commune, people, done in rows}
