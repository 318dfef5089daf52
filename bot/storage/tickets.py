"""Queries about questions for a person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Citizen, Ticket

OPEN = Ticket.closed_at.is_(None)


async def add(
    db: AsyncSession, citizen_id: int, address_id: int, question: str, *, urgent: bool, opened_at: datetime
) -> Ticket:
    """A new open ticket."""
    made = Ticket(
        citizen_id=citizen_id, address_id=address_id, question=question, urgent=urgent, opened_at=opened_at, answer=""
    )
    db.add(made)
    await db.flush()
    return made


async def open_of(db: AsyncSession, citizen_id: int) -> list[Ticket]:
    """What this person asked and nobody answered yet, the oldest first; nothing urgent."""
    waiting = (Ticket.citizen_id == citizen_id, OPEN, Ticket.urgent.is_(False))
    return list(await db.scalars(select(Ticket).where(*waiting).order_by(Ticket.id)))


async def urgent_of(db: AsyncSession, citizen_id: int) -> Ticket | None:
    """The open emergency of one citizen, or None."""
    found = select(Ticket).where(Ticket.citizen_id == citizen_id, OPEN, Ticket.urgent.is_(True))
    return (await db.scalars(found.order_by(Ticket.id.desc()).limit(1))).first()


async def count_open(db: AsyncSession, *, area: str = "") -> tuple[int, int]:
    """How many are open, and how many of them urgent."""
    urgent = func.count().filter(Ticket.urgent.is_(True))
    found = _within(select(func.count(), urgent).select_from(Ticket).where(OPEN), area)
    total, pressing = (await db.execute(found)).one()
    return int(total), int(pressing)


async def longest_waiting(db: AsyncSession, *, area: str = "", holder: int = 0, limit: int = 50) -> list[Ticket]:
    """Open tickets, urgent ones first, then the longest waiting; with a `holder`, those in their hands."""
    found = (
        select(Ticket)
        .where(OPEN, *([Ticket.holder_id == holder] if holder else []))
        .order_by(Ticket.urgent.desc(), Ticket.opened_at, Ticket.id)
    )
    return list(await db.scalars(_within(found, area).limit(limit)))


async def closed(db: AsyncSession, *, area: str = "", before: int | None = None, limit: int = 30) -> list[Ticket]:
    """Answered tickets before that number, the newest first."""
    found = select(Ticket).where(Ticket.closed_at.is_not(None)).order_by(Ticket.id.desc())
    if before is not None:
        found = found.where(Ticket.id < before)
    return list(await db.scalars(_within(found, area).limit(limit)))


async def get(db: AsyncSession, ticket_id: int, *, area: str = "") -> Ticket | None:
    """The ticket as it stands now, if it lies in the area, or None."""
    found = select(Ticket).where(Ticket.id == ticket_id).execution_options(populate_existing=True)
    return (await db.scalars(_within(found, area))).first()


async def commune_of(db: AsyncSession, citizen_id: int) -> str:
    """Where a citizen lives, or ""."""
    return await db.scalar(select(Citizen.commune).where(Citizen.id == citizen_id)) or ""


async def communes(db: AsyncSession, found: Sequence[Ticket]) -> dict[int, str]:
    """Citizen → commune, for the citizens of these tickets."""
    ids = {ticket.citizen_id for ticket in found}
    rows = await db.execute(select(Citizen.id, Citizen.commune).where(Citizen.id.in_(ids)))
    return {row.id: row.commune for row in rows}


async def add_words(db: AsyncSession, ticket_id: int, question: str) -> None:
    """The citizen said more."""
    await db.execute(update(Ticket).where(Ticket.id == ticket_id).values(question=question))


async def unanswered(db: AsyncSession, *, before: datetime, limit: int = 500) -> list[Ticket]:
    """Open tickets from before that time, the longest waiting first."""
    found = select(Ticket).where(OPEN, Ticket.opened_at < before).order_by(Ticket.opened_at, Ticket.id)
    return list(await db.scalars(found.limit(limit)))


async def forget(db: AsyncSession, ticket_ids: Collection[int]) -> None:
    """These are gone, words and all."""
    await db.execute(delete(Ticket).where(Ticket.id.in_(ticket_ids)))


async def change(db: AsyncSession, ticket_id: int, **values: Any) -> None:
    """Set some columns."""
    await db.execute(update(Ticket).where(Ticket.id == ticket_id).values(**values))


async def given(db: AsyncSession, citizen_id: int) -> None:
    """What was kept for this citizen is on its way."""
    await db.execute(update(Ticket).where(Ticket.citizen_id == citizen_id).values(kept_at=None))


async def close(db: AsyncSession, ticket_id: int, **values: Any) -> bool:
    """Write the answer if nobody did; False when somebody was faster."""
    closed = update(Ticket).where(Ticket.id == ticket_id, OPEN).values(**values).returning(Ticket.id)
    return (await db.execute(closed)).scalar_one_or_none() is not None


async def hold(db: AsyncSession, ticket_id: int, seen: int | None, **values: Any) -> bool:
    """Give an open ticket into other hands than those it was `seen` in; False when it is in others already."""
    held = Ticket.holder_id.is_(None) if seen is None else Ticket.holder_id == seen
    moved = update(Ticket).where(Ticket.id == ticket_id, OPEN, held).values(**values).returning(Ticket.id)
    return (await db.execute(moved)).scalar_one_or_none() is not None


async def reopen(db: AsyncSession, ticket_id: int) -> bool:
    """It waits for an answer again; False when it does already."""
    blank = {"closed_at": None, "answer": "", "answered_by": None, "kept_at": None, "handed_note": ""}
    opened = update(Ticket).where(Ticket.id == ticket_id, Ticket.closed_at.is_not(None)).values(**blank)
    return (await db.execute(opened.returning(Ticket.id))).scalar_one_or_none() is not None


def _within(found: Any, area: str) -> Select[Any]:
    """Only citizens of this commune; "" is the whole province."""
    if not area:
        return found
    return found.join(Citizen, Citizen.id == Ticket.citizen_id).where(Citizen.commune == area)
