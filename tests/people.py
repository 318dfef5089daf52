"""Citizens and members of staff for tests, made in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Address, Citizen, Staff

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
HERE, THERE = "07090", "06652"


async def citizen(db: AsyncSession, *, channel: str = "web", blocked: bool = False, **settings: Any) -> tuple[int, int]:
    """A citizen with one address; returns both numbers."""
    values = {"commune": HERE, "audience": "", "news": True, "met": "done", **settings}
    made = await db.execute(
        insert(Citizen.__table__)
        .values(form="", step="", data={}, choices=[], created_at=NOW, **values)
        .returning(Citizen.__table__.c.id)
    )
    number = made.scalar_one()
    return number, await address(db, number, channel=channel, blocked=blocked)


async def address(
    db: AsyncSession, citizen_id: int, *, channel: str = "web", blocked: bool = False, days_ago: int = 0
) -> int:
    """One more address of a citizen."""
    made = Address(
        citizen_id=citizen_id,
        channel=channel,
        address=uuid4().hex,
        last_heard=NOW - timedelta(days=days_ago),
        blocked_at=NOW if blocked else None,
    )
    db.add(made)
    await db.flush()
    return made.id


async def staff(db: AsyncSession, role: str = "author", *, area: str = "", **values: Any) -> Staff:
    """An account without a usable password."""
    login = values.pop("login", f"{role[:6]}-{uuid4().hex[:8]}")
    given = {"name": f"Cán bộ {login}", "password": "", "must_change": False, "created_at": NOW, **values}
    made = Staff(login=login, role=role, area=area, **given)
    db.add(made)
    await db.flush()
    return made
