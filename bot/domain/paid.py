"""Paid templates of Zalo, for people whom an announcement cannot reach otherwise: counted, priced, agreed to, capped.

Nothing here is sent by itself: an operator allows billing and names a template, and the approver agrees to the sum.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.audiences import WITHIN
from bot.storage import audiences

CHANNEL, PURPOSE = "zalo_oa", "announcement"
AFTER = timedelta(days=7) - timedelta(minutes=5)
"""From then on Zalo takes no ordinary message, less what clocks may differ."""


@dataclass(frozen=True, slots=True)
class Offer:
    """So many people, at so many đồng each."""

    people: int
    price: int

    @property
    def most(self) -> int:
        """What it costs at most."""
        return self.people * self.price


def heard_between(now: datetime) -> tuple[datetime, datetime]:
    """Whoever was last heard within these bounds gets a template, or nothing."""
    return now - WITHIN, now - AFTER


async def count(db: AsyncSession, whom: audiences.Whom, now: datetime) -> int:
    """How many people meant are reached by a template alone."""
    return await audiences.last_heard(db, whom, CHANNEL, heard_between(now))


async def chosen(db: AsyncSession, places: Sequence[int], most: int, now: datetime) -> set[int]:
    """Of these addresses those that get a template, at most so many."""
    if most <= 0:
        return set()
    found = await audiences.heard_of(db, places, CHANNEL, heard_between(now))
    return set(found[:most])
