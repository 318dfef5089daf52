"""From communes and groups to the citizens meant, and the address at which each is reached."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Address, Citizen, Outbound

NOT_WRITTEN_TO = ("terminal",)
"""Channels that exist only while someone sits there."""


def _meant(communes: Collection[str], audiences: Collection[str], got: int | None = None) -> list[ColumnElement[bool]]:
    """Who is meant: empty communes or groups stand for all; never who opted out or asked to be erased.

    `got`: the number of an announcement; of all these only who got it, or may have.
    """
    return [Citizen.news.is_(True), *_within(communes, audiences, got)]


def _within(communes: Collection[str], audiences: Collection[str], got: int | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Citizen.met != "erased"]
    if got is not None:
        there = Outbound.status.in_(("sent", "uncertain"))
        conditions.append(exists().where(Outbound.citizen_id == Citizen.id, Outbound.announcement_id == got, there))
    if communes:
        conditions.append(Citizen.commune.in_(communes))
    if audiences:
        conditions.append(Citizen.audience.in_(audiences))
    return conditions


REACHABLE = (Address.blocked_at.is_(None), Address.channel.not_in(NOT_WRITTEN_TO))


def _place() -> Any:
    """1 for the address that a citizen wrote from last."""
    order = (Address.last_heard.desc().nulls_last(), Address.id.desc())
    return func.row_number().over(partition_by=Address.citizen_id, order_by=order).label("place")


async def reach(
    db: AsyncSession, communes: Collection[str], audiences: Collection[str], got: int | None = None
) -> dict[str, int]:
    """Channel → how many citizens are reached there; each counts once."""
    ranked = (
        select(Address.channel, _place())
        .join(Citizen, Citizen.id == Address.citizen_id)
        .where(*REACHABLE, *_meant(communes, audiences, got))
        .subquery()
    )
    counted = select(ranked.c.channel, func.count()).where(ranked.c.place == 1).group_by(ranked.c.channel)
    return {row[0]: row[1] for row in await db.execute(counted.order_by(ranked.c.channel))}


async def missed(
    db: AsyncSession, communes: Collection[str], audiences: Collection[str], got: int | None = None
) -> dict[str, int]:
    """Reason → how many citizens of these communes and groups are not reached for it; only what is above 0."""
    known = exists().where(Address.citizen_id == Citizen.id, Address.channel.not_in(NOT_WRITTEN_TO))
    reachable = exists().where(Address.citizen_id == Citizen.id, *REACHABLE)
    wanted = Citizen.news.is_(True)
    reasons = {
        "opted_out": ~wanted & known,
        "blocked": wanted & known & ~reachable,
        "no_channel": ~known,
    }
    counts = [func.count().filter(reason).label(name) for name, reason in reasons.items()]
    row = (await db.execute(select(*counts).select_from(Citizen).where(*_within(communes, audiences, got)))).one()
    return {name: count for name, count in row._mapping.items() if count}


async def next_citizens(
    db: AsyncSession,
    communes: Collection[str],
    audiences: Collection[str],
    got: int | None = None,
    *,
    after: int,
    limit: int,
) -> list[int]:
    """The next reachable citizens meant, by number."""
    reachable = exists().where(Address.citizen_id == Citizen.id, *REACHABLE)
    found = select(Citizen.id).where(Citizen.id > after, reachable, *_meant(communes, audiences, got))
    return list(await db.scalars(found.order_by(Citizen.id).limit(limit)))


async def addresses(db: AsyncSession, citizen_ids: Collection[int]) -> list[tuple[int, int]]:
    """(citizen_id, address_id) with the address each wrote from last, by citizen."""
    ranked = select(Address.citizen_id, Address.id, _place()).where(Address.citizen_id.in_(citizen_ids), *REACHABLE)
    inner = ranked.subquery()
    found = select(inner.c.citizen_id, inner.c.id).where(inner.c.place == 1).order_by(inner.c.citizen_id)
    return [(row.citizen_id, row.id) for row in await db.execute(found)]


async def last_heard(
    db: AsyncSession,
    communes: Collection[str],
    audiences: Collection[str],
    channel: str,
    between: tuple[datetime, datetime],
) -> int:
    """How many citizens meant are written to on this channel and were last heard there between these times."""
    ranked = (
        select(Address.channel, Address.last_heard, _place())
        .join(Citizen, Citizen.id == Address.citizen_id)
        .where(*REACHABLE, *_meant(communes, audiences))
        .subquery()
    )
    counted = select(func.count()).where(ranked.c.place == 1, ranked.c.channel == channel)
    return int(await db.scalar(counted.where(ranked.c.last_heard.between(*between))) or 0)


async def heard_of(
    db: AsyncSession, address_ids: Collection[int], channel: str, between: tuple[datetime, datetime]
) -> list[int]:
    """Of these addresses those of a channel that were last heard between these times, by number."""
    found = select(Address.id).where(Address.id.in_(address_ids), Address.channel == channel)
    return list(await db.scalars(found.where(Address.last_heard.between(*between)).order_by(Address.id)))
