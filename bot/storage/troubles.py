"""What went wrong with the sends of each channel lately, by failure and by the platform's own number."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Trouble
from bot.storage.upsert import insert_into

Kind = tuple[str, str, int]
"""(channel, failure of the closed list, the platform's number or 0)."""


async def add(db: AsyncSession, counts: Mapping[Kind, int], *, now: datetime) -> None:
    """So many more of each, the last of them now."""
    if not counts:
        return
    statement = insert_into(db, Trouble)
    more = {"times": Trouble.times + statement.excluded.times, "at": statement.excluded.at}
    statement = statement.on_conflict_do_update(index_elements=["channel", "failure", "code"], set_=more)
    for (channel, failure, code), times in sorted(counts.items()):
        values = {"channel": channel, "failure": failure, "code": code, "times": times, "at": now}
        await db.execute(statement, values)


async def recent(db: AsyncSession, channel: str, *, limit: int = 20) -> list[Trouble]:
    """The latest first."""
    mine = select(Trouble).where(Trouble.channel == channel).order_by(Trouble.at.desc(), Trouble.code).limit(limit)
    return list(await db.scalars(mine))


async def forget(db: AsyncSession, *, before: datetime) -> None:
    """What did not happen again since is over."""
    await db.execute(delete(Trouble).where(Trouble.at < before))
