"""Queries about who writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import ideas
from bot.storage.tables import (
    Address,
    Certificate,
    Citizen,
    ClassMember,
    Exchange,
    Idea,
    Inbound,
    JoinCode,
    Learner,
    LearnerTrack,
    Membership,
    ModelAnswer,
    Mute,
    Notice,
    Outbound,
    PassedOver,
    Placement,
    Progress,
    Response,
    Review,
    Signup,
    Ticket,
    Vote,
    Wording,
)

CITIZENS: Table = Citizen.__table__  # type: ignore[assignment]

OWNED = (
    Address,
    Membership,
    Mute,
    PassedOver,
    Inbound,
    Outbound,
    Exchange,
    ModelAnswer,
    Progress,
    Placement,
    Review,
    LearnerTrack,
    Learner,
    ClassMember,
    Signup,
    Response,
    Certificate,
    Ticket,
    Wording,
    Notice,
    Idea,
    Vote,
)
"""Tables with rows about one citizen."""


async def change(db: AsyncSession, citizen_id: int, **values: Any) -> None:
    """Set some of a citizen's columns."""
    await db.execute(update(CITIZENS).where(CITIZENS.c.id == citizen_id).values(**values))


PLACE = ("step", "data", "choices", "last_heard")
MOVING = update(CITIZENS).where(CITIZENS.c.id == bindparam("number")).values({n: bindparam(n) for n in PLACE})


async def move(db: AsyncSession, places: Sequence[Mapping[str, Any]]) -> None:
    """Where citizens are after their turns. Each: number, step, data, choices, last_heard."""
    await (await db.connection()).execute(MOVING, [dict(place) for place in places])


async def choices(db: AsyncSession, citizen_id: int) -> list[list[str]]:
    """What a citizen may choose by number now: pairs of what it does and the key of its title."""
    return await db.scalar(select(CITIZENS.c.choices).where(CITIZENS.c.id == citizen_id)) or []


async def unname(db: AsyncSession, citizen_id: int, begins: tuple[str, ...]) -> None:
    """Choices that begin so keep their numbers, but their words mean something newer from now on."""
    offered = await choices(db, citizen_id)
    left = [[does, "" if does.startswith(begins) else title] for does, title in offered]
    if left != offered:
        await change(db, citizen_id, choices=left)


async def addresses(db: AsyncSession, citizen_id: int) -> list[Address]:
    """A citizen's addresses, the one heard last first."""
    found = select(Address).where(Address.citizen_id == citizen_id).order_by(Address.last_heard.desc())
    return list(await db.scalars(found))


async def everything(db: AsyncSession, citizen_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about one citizen, by table, for their export."""
    found: dict[str, list[dict[str, Any]]] = {}
    citizen = await db.execute(select(CITIZENS).where(CITIZENS.c.id == citizen_id))
    found["citizens"] = [dict(row._mapping) for row in citizen]
    for table in OWNED:
        columns = table.__table__
        rows = await db.execute(select(columns).where(columns.c.citizen_id == citizen_id).limit(5000))
        found[table.__tablename__] = [dict(row._mapping) for row in rows]
    return found


async def known_since(db: AsyncSession, citizen_id: int) -> datetime | None:
    """When a citizen wrote first, or first after they were erased; None where there is none."""
    return await db.scalar(select(Citizen.created_at).where(Citizen.id == citizen_id))


async def form_of(db: AsyncSession, citizen_id: int) -> str:
    """The form of address that a citizen chose; "" without one."""
    return await db.scalar(select(Citizen.form).where(Citizen.id == citizen_id)) or ""


async def erase(db: AsyncSession, citizen_id: int, *, now: datetime, but_turn: int = 0) -> None:
    """Delete what is known of a citizen, but their address until the goodbye went out.

    Who writes on is somebody new from `now`: links to what was kept before open nothing.
    """
    for table in (
        *(Outbound, Exchange, ModelAnswer, Wording, Progress, Placement, Review),
        *(Membership, Mute, PassedOver, LearnerTrack, ClassMember, Signup, Response, Ticket, JoinCode),
    ):
        await db.execute(delete(table).where(table.citizen_id == citizen_id))
    await ideas.forget(db, citizen_id)
    await db.execute(delete(Inbound).where(Inbound.citizen_id == citizen_id, Inbound.id != but_turn))
    await db.execute(update(Certificate).where(Certificate.citizen_id == citizen_id).values(citizen_id=None))
    await change(db, citizen_id, **BLANK, created_at=now)


BLANK: dict[str, Any] = {
    "form": "",
    "commune": "",
    "audience": "",
    "consented_at": None,
    "met": "",
    "step": "",
    "data": {},
    "choices": [],
    "reminder_hour": None,
    "reminded_on": None,
    "news": True,
    "pictures": True,
    "missed": "",
    "path": "",
    "offered_on": None,
    "unanswered": 0,
}


async def due_reminders(
    db: AsyncSession, *, hour: int, today: date, unanswered: int, limit: int = 200
) -> list[Citizen]:
    """Who asked to be reminded by this hour, has not been today, and left fewer than `unanswered` in a row so.

    Who could not be reached the last time is not tried again before they write.
    """
    found = (
        select(Citizen)
        .where(Citizen.reminder_hour <= hour)
        .where(Citizen.unanswered < unanswered, Citizen.missed == "")
        .where((Citizen.reminded_on.is_(None)) | (Citizen.reminded_on < today))
        .order_by(Citizen.id)
        .limit(limit)
    )
    return list(await db.scalars(found))
