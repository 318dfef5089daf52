"""Everybody whom an announcement meant, one by one: what became of their message, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.audience_rules import LAST_HEARD_FIRST
from bot.storage.tables import Address, Citizen, Outbound, PassedOver, Response

STATES = ("read", "delivered", "blocked", "failed", "uncertain", "stopped", "waiting", "passed")
"""What became of somebody: of those delivered, "read" is who said so."""
MESSAGE, NO_MESSAGE = 0, 1
"""Messages stand first in the list."""


def _messages(announcement_id: int) -> Select[Any]:
    read = and_(Response.citizen_id == Outbound.citizen_id, Response.announcement_id == announcement_id)
    state = case(
        (and_(Outbound.status == "sent", Response.read_at.is_not(None)), literal("read")),
        (Outbound.status == "sent", literal("delivered")),
        (Outbound.status == "uncertain", literal("uncertain")),
        (Outbound.status != "failed", literal("waiting")),
        (Outbound.failure.in_(("blocked", "stopped")), Outbound.failure),
        else_=literal("failed"),
    )
    why = case((state == "failed", Outbound.failure), else_=literal(""))
    columns = (literal(MESSAGE).label("kind"), Outbound.id, Outbound.citizen_id, state.label("state"))
    found = select(*columns, why.label("why"), Outbound.sent_at, Response.read_at, Address.channel)
    found = found.join(Address, Address.id == Outbound.address_id).outerjoin(Response, read)
    return found.where(Outbound.announcement_id == announcement_id)


def _passed(announcement_id: int) -> Select[Any]:
    last = select(Address.channel).where(Address.citizen_id == PassedOver.citizen_id)
    channel = last.order_by(*LAST_HEARD_FIRST).limit(1).correlate(PassedOver).scalar_subquery()
    columns = (
        literal(NO_MESSAGE).label("kind"),
        PassedOver.id,
        PassedOver.citizen_id,
        literal("passed").label("state"),
    )
    empty = (literal(None).label("sent_at"), literal(None).label("read_at"))
    found = select(*columns, PassedOver.reason.label("why"), *empty, channel.label("channel"))
    return found.where(PassedOver.announcement_id == announcement_id)


def _typed(announcement_id: int) -> Any:
    """Both in one; the times of the second part take their type from the first."""
    passed = _passed(announcement_id)
    return union_all(_messages(announcement_id), passed).subquery()


async def counts(db: AsyncSession, announcement_id: int, *, area: str = "") -> dict[tuple[str, str], int]:
    """(state, why) → how many; with `area`, of those who live there."""
    every = _typed(announcement_id)
    found = select(every.c.state, every.c.why, func.count()).group_by(every.c.state, every.c.why)
    if area:
        found = found.join(Citizen, Citizen.id == every.c.citizen_id).where(Citizen.commune == area)
    return {(state, why): people for state, why, people in await db.execute(found)}


async def listed(
    db: AsyncSession,
    announcement_id: int,
    *,
    state: str = "",
    area: str = "",
    after: Sequence[int] = (),
    limit: int | None = None,
) -> list[Any]:
    """Rows (kind, id, citizen_id, state, why, sent_at, read_at, channel, commune, audience), messages first.

    `after`: the (kind, id) of the last row of the page before; `area`: those who live there.
    """
    every = _typed(announcement_id)
    found = select(every, Citizen.commune, Citizen.audience).join(Citizen, Citizen.id == every.c.citizen_id)
    if state:
        found = found.where(every.c.state == state)
    if area:
        found = found.where(Citizen.commune == area)
    if after:
        kind, number = after
        found = found.where(or_(every.c.kind > kind, and_(every.c.kind == kind, every.c.id > number)))
    return list(await db.execute(found.order_by(every.c.kind, every.c.id).limit(limit)))
