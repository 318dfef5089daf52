"""From whom an announcement means to the citizens, and the address at which each is reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.audience_rules import LAST_HEARD_FIRST, NOT_WRITTEN_TO, REACHABLE, compiled
from bot.storage.tables import Address, Citizen, Moment, Mute, Outbound, PassedOver


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom an announcement means. No commune, group or rule stands for all; together they narrow.

    `got`: exactly those who got the announcement of that number, or may have, whatever else is said.
    """

    communes: Collection[str] = ()
    groups: Collection[str] = ()
    rule: Mapping[str, Any] = field(default_factory=dict)
    got: int | None = None
    urgent: bool = False
    """Who opted out is meant, too."""
    kind: str = ""
    """Who leaves out this kind of announcements is not reached; "" is no kind."""

    @property
    def everybody(self) -> bool:
        """Is nobody left out?"""
        return not (self.communes or self.groups or self.rule or self.got)


def _meant(whom: Whom) -> list[ColumnElement[bool]]:
    """Who is meant; never who asked to be erased, and who opted out, of all or of this kind, only when it is urgent."""
    return _within(whom) if whom.urgent else [Citizen.news.is_(True), ~_muted(whom), *_within(whom)]


def _muted(whom: Whom) -> ColumnElement[bool]:
    return exists().where(Mute.citizen_id == Citizen.id, Mute.kind == whom.kind).correlate(Citizen)


def _within(whom: Whom) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Citizen.met != "erased"]
    if whom.got is not None:
        there = (Outbound.announcement_id == whom.got, Outbound.status.in_(("sent", "uncertain")))
        return [*conditions, exists().where(Outbound.citizen_id == Citizen.id, *there)]
    if whom.communes:
        conditions.append(Citizen.commune.in_(whom.communes))
    if whom.groups:
        conditions.append(Citizen.audience.in_(whom.groups))
    return [*conditions, compiled(whom.rule)]


def _place() -> Any:
    """1 for the address that a citizen wrote from last."""
    return func.row_number().over(partition_by=Address.citizen_id, order_by=LAST_HEARD_FIRST).label("place")


Bound = tuple[str, datetime, str]
"""(channel, heard since, the way in which they are reached then)."""


async def reach(
    db: AsyncSession,
    whom: Whom,
    bounds: Sequence[Bound] = (),
    closing: Collection[str] = (),
    live: Collection[str] = (),
) -> dict[tuple[str, str], int]:
    """(channel, way) → how many citizens are reached so; each counts once.

    The first of the bounds that fits says the way; on the channels that close, whom none fits is reached by an
    article alone; everybody else is reached free. Where `live` names channels, the others are "off".
    """
    ranked = (
        select(Address.channel, _way(bounds, closing, live).label("way"), _place())
        .join(Citizen, Citizen.id == Address.citizen_id)
        .where(*REACHABLE, *_meant(whom))
        .subquery()
    )
    told = (ranked.c.channel, ranked.c.way)
    counted = select(*told, func.count()).where(ranked.c.place == 1).group_by(*told).order_by(*told)
    return {(row[0], row[1]): row[2] for row in await db.execute(counted)}


def _way(bounds: Sequence[Bound], closing: Collection[str], live: Collection[str]) -> ColumnElement[str]:
    """In which way an address is reached."""
    cases: list[Any] = [(Address.channel.not_in(live), literal("off"))] if live else []
    cases += [
        (and_(Address.channel == channel, Address.last_heard >= since), literal(way)) for channel, since, way in bounds
    ]
    cases += [(Address.channel == channel, literal("article")) for channel in closing]
    return case(*cases, else_=literal("free")) if cases else literal("free")


async def missed(db: AsyncSession, whom: Whom) -> dict[str, int]:
    """Reason → how many citizens who are meant are not reached for it; only what is above 0."""
    counts = [func.count().filter(reason).label(name) for name, reason in _reasons(whom).items()]
    row = (await db.execute(select(*counts).select_from(Citizen).where(*_within(whom)))).one()
    return {name: count for name, count in row._mapping.items() if count}


def _reasons(whom: Whom) -> dict[str, ColumnElement[bool]]:
    """Why somebody who is meant is not reached; at most one of them fits."""
    known = exists().where(Address.citizen_id == Citizen.id, Address.channel.not_in(NOT_WRITTEN_TO))
    reachable = exists().where(Address.citizen_id == Citizen.id, *REACHABLE)
    wanted = literal(True) if whom.urgent else Citizen.news.is_(True)
    muted = literal(False) if whom.urgent else _muted(whom)
    return {
        "opted_out": ~wanted & known,
        "muted": wanted & muted & known,
        "blocked": wanted & ~muted & known & ~reachable,
        "no_channel": ~known,
    }


async def pass_over(
    db: AsyncSession, whom: Whom, announcement_id: int, *, after: int, upto: int | None, now: datetime, nobody: bool
) -> None:
    """Write down whom the announcement means of the citizens with these numbers and does not reach, each with why.

    `upto`: the last number, None for all after; `nobody`: those who could be reached get nothing unasked either.
    """
    reasons = [(reason, literal(name)) for name, reason in _reasons(whom).items()]
    why = case(*reasons, else_=literal("unasked"))
    lie = [Citizen.id > after] + ([Citizen.id <= upto] if upto is not None else [])
    unreached = [] if nobody else [or_(*(reason for reason, _ in reasons))]
    columns = (literal(announcement_id), Citizen.id, why, literal(now, Moment()))
    found = select(*columns).where(*_within(whom), *lie, *unreached).order_by(Citizen.id)
    names = ["announcement_id", "citizen_id", "reason", "at"]
    await db.execute(insert(PassedOver).from_select(names, found))


async def next_citizens(db: AsyncSession, whom: Whom, *, after: int, limit: int) -> list[int]:
    """The next reachable citizens meant, by number."""
    reachable = exists().where(Address.citizen_id == Citizen.id, *REACHABLE)
    found = select(Citizen.id).where(Citizen.id > after, reachable, *_meant(whom))
    return list(await db.scalars(found.order_by(Citizen.id).limit(limit)))


async def addresses(db: AsyncSession, citizen_ids: Collection[int]) -> list[tuple[int, int]]:
    """(citizen_id, address_id) with the address each wrote from last, by citizen."""
    ranked = select(Address.citizen_id, Address.id, _place()).where(Address.citizen_id.in_(citizen_ids), *REACHABLE)
    inner = ranked.subquery()
    found = select(inner.c.citizen_id, inner.c.id).where(inner.c.place == 1).order_by(inner.c.citizen_id)
    return [(row.citizen_id, row.id) for row in await db.execute(found)]


async def without_pictures(db: AsyncSession, citizen_ids: Collection[int]) -> set[int]:
    """Who of these chose words alone."""
    found = select(Citizen.id).where(Citizen.id.in_(citizen_ids), Citizen.pictures.is_(False))
    return set(await db.scalars(found))


async def last_heard(db: AsyncSession, whom: Whom, channel: str, between: tuple[datetime, datetime]) -> int:
    """How many citizens meant are written to on this channel and were last heard there between these times."""
    ranked = (
        select(Address.channel, Address.last_heard, _place())
        .join(Citizen, Citizen.id == Address.citizen_id)
        .where(*REACHABLE, *_meant(whom))
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


async def concerns(db: AsyncSession, citizen_id: int, whom: Whom) -> bool:
    """Is this citizen among those meant, whether or not they can be reached?"""
    found = select(Citizen.id).where(Citizen.id == citizen_id, *_within(whom))
    return await db.scalar(found) is not None
