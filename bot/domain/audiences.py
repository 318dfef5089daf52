"""Communes and groups → the citizens meant."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import audiences


@dataclass(frozen=True, slots=True)
class Reach:
    """How many citizens a message would reach, each counted once, by channel."""

    by_channel: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    """Who is meant and not reached: "opted_out", "blocked", "no_channel" → how many."""

    @property
    def total(self) -> int:
        """All channels together."""
        return sum(self.by_channel.values())


async def reach(db: AsyncSession, communes: Collection[str], groups: Collection[str], got: int | None = None) -> Reach:
    """Whom a message for these communes and groups reaches; empty stands for all.

    Who opted out, blocks the bot or asked to be erased is not counted. A citizen with several
    addresses is written to at the one they wrote from last. `got`: only who got the announcement of that number.
    """
    meant = communes, groups, got
    return Reach(await audiences.reach(db, *meant), await audiences.missed(db, *meant))
