"""Whom an announcement means → how many citizens that reaches, and who is left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import audiences
from bot.storage.audiences import Whom


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


async def reach(db: AsyncSession, whom: Whom) -> Reach:
    """Whom a message for these reaches.

    Who opted out, blocks the bot or asked to be erased is not counted. A citizen with several
    addresses is written to at the one they wrote from last.
    """
    return Reach(await audiences.reach(db, whom), await audiences.missed(db, whom))
