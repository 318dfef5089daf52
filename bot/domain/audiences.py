"""Whom an announcement means → how many citizens that reaches, and who is left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import audiences
from bot.storage.audiences import Whom

WITHIN = timedelta(days=365)
"""Some documents demand an interaction within a year for a paid template, others none; we keep to the stricter."""
WAYS = ("free", "billed", "template", "article", "off")
"""How somebody is reached: at no price; at the channel's price; only by a paid template to which the approver agrees;

only by an article that goes to everybody who follows the account; not before the channel is switched on.
"""


@dataclass(frozen=True, slots=True)
class Window:
    """How long after somebody wrote a channel takes messages to them: free, then at `price` đồng each at most.

    `price` None: messages that cost money are not allowed. `template`: what a template to who wrote within a year
    costs, None where there is none.
    """

    channel: str
    free_for: timedelta
    billed_until: timedelta
    price: int | None = None
    template: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """How many citizens a message would reach, each counted once."""

    ways: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """(channel, one of WAYS) → how many."""
    missed: dict[str, int] = field(default_factory=dict)
    """Who is meant and not reached: "opted_out", "blocked", "no_channel" → how many."""

    @property
    def by_channel(self) -> dict[str, int]:
        """Channel → how many, in any way."""
        found: dict[str, int] = {}
        for (channel, _), people in sorted(self.ways.items()):
            found[channel] = found.get(channel, 0) + people
        return found

    @property
    def total(self) -> int:
        """All channels and ways together: so many messages there will be."""
        return sum(self.ways.values())

    @property
    def meant(self) -> int:
        """Everybody who is meant, reached or not."""
        return self.total + sum(self.missed.values())


async def reach(
    db: AsyncSession,
    whom: Whom,
    now: datetime | None = None,
    windows: Sequence[Window] = (),
    live: Sequence[str] = (),
) -> Reach:
    """Whom a message for these reaches, and in which way where the channels' windows are given with the time.

    Who opted out, blocks the bot or asked to be erased is not counted. A citizen with several
    addresses is written to at the one they wrote from last. `live`: the channels that run; none named, all.
    """
    bounds = [bound for window in windows for bound in _bounds(window, now)] if now else []
    ways = await audiences.reach(db, whom, bounds, [window.channel for window in windows], live)
    return Reach(ways, await audiences.missed(db, whom))


def _bounds(window: Window, now: datetime) -> list[tuple[str, datetime, str]]:
    """(channel, heard since, way), the first that fits counts."""
    billed = "article" if window.price is None else "billed"
    found = [(window.channel, now - window.free_for, "free"), (window.channel, now - window.billed_until, billed)]
    return [*found, (window.channel, now - WITHIN, "template")] if window.template is not None else found
