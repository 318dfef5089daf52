"""Deleting citizens' words when their time is over, in slices that hold nobody up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import case_leases, counters, ideas, together, troubles
from bot.storage.tables import (
    Citizen,
    Draft,
    Exchange,
    Inbound,
    Invitation,
    LinkCode,
    ModelAnswer,
    Outbound,
    PassedOver,
    Session,
    Ticket,
    Wording,
)

SLICE = 500
CLASSES_LAST = timedelta(days=30)
"""So long the names given in a class are kept."""
TROUBLES_LAST = timedelta(days=7)
PER_PERSON = "llm.person."
"""Counts whose names hold a citizen's number; a ceiling of the day needs no more than the day."""


def _old(before: datetime) -> list[tuple[Any, Select[Any]]]:
    """Each table of words with the ids of what is too old in it. What somebody has in hand just now stays."""
    waiting = ("waiting", "sending")
    free = or_(Inbound.done_at.is_not(None), Inbound.lease_until.is_(None), Inbound.lease_until < before)
    return [
        (Inbound, select(Inbound.id).where(Inbound.received_at < before, free)),
        (Outbound, select(Outbound.id).where(Outbound.created_at < before, Outbound.status.not_in(waiting))),
        (PassedOver, select(PassedOver.id).where(PassedOver.at < before)),
        (Exchange, select(Exchange.id).where(Exchange.at < before)),
        (ModelAnswer, select(ModelAnswer.id).where(ModelAnswer.at < before)),
        (Wording, select(Wording.id).where(Wording.at < before)),
        (Ticket, select(Ticket.id).where(Ticket.closed_at.is_not(None), Ticket.closed_at < before)),
    ]


async def words(db: AsyncSession, *, before: datetime) -> int:
    """Delete one slice of every table of words. Returns how many rows went; 0 = nothing is left."""
    gone = 0
    for table, old in _old(before):
        ids = list(await db.scalars(old.limit(SLICE)))
        if ids:
            await db.execute(delete(table).where(table.id.in_(ids)))
            gone += len(ids)
    await db.execute(update(Draft).where(Draft.created_at < before, Draft.tried != []).values(tried=[]))
    return gone + await ideas.empty(db, before=before, limit=SLICE)


async def erased_citizens(db: AsyncSession, *, before: datetime) -> int:
    """Forget who asked to be erased, once the goodbye is out."""
    unsent = exists().where(Outbound.citizen_id == Citizen.id, Outbound.status.in_(("waiting", "sending")))
    gone = select(Citizen.id).where(Citizen.met == "erased", Citizen.last_heard < before, ~unsent).limit(SLICE)
    ids = list(await db.scalars(gone))
    if ids:
        await db.execute(delete(Citizen).where(Citizen.id.in_(ids)))
    return len(ids)


async def expired(db: AsyncSession, *, now: datetime, today: date) -> None:
    """Logins, codes, invitations that are over; how often each person asked the model on days before `today`."""
    await counters.forget(db, PER_PERSON, before=today)
    await troubles.forget(db, before=now - TROUBLES_LAST)
    await together.forget_classes(db, before=now - CLASSES_LAST)
    await case_leases.forget(db, before=now)
    await db.execute(delete(Session).where(Session.expires_at < now))
    await db.execute(delete(LinkCode).where(LinkCode.expires_at < now))
    await db.execute(delete(Invitation).where(Invitation.expires_at < now))
