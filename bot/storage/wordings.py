"""Queries about other ways of asking that citizens showed by their choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Citizen, Exchange, Wording
from bot.storage.upsert import insert_into


@dataclass(frozen=True, slots=True)
class Proposed:
    """One way of asking for an entry: by how many citizens, last when. `id`: any of its rows."""

    id: int
    entry: str
    question: str
    people: int
    last: datetime


async def asked_before(db: AsyncSession, citizen_id: int) -> Exchange | None:
    """The newest exchange of a citizen."""
    mine = select(Exchange).where(Exchange.citizen_id == citizen_id).order_by(Exchange.id.desc()).limit(1)
    return (await db.scalars(mine)).first()


async def offered(db: AsyncSession, citizen_id: int) -> set[str]:
    """What the buttons do that this citizen was offered last."""
    found = await db.scalar(select(Citizen.choices).where(Citizen.id == citizen_id))
    return {does for does, _ in found or []}


async def add(db: AsyncSession, citizen_id: int, entry: str, key: str, question: str, *, at: datetime) -> None:
    """Keep one, once a citizen; it is in the state in which others of its key are."""
    known = select(Wording.state).where(Wording.entry == entry, Wording.key == key).order_by(Wording.id.desc()).limit(1)
    state = await db.scalar(known) or ""
    row = {"citizen_id": citizen_id, "entry": entry, "key": key, "question": question, "state": state, "at": at}
    await db.execute(insert_into(db, Wording).values(**row).on_conflict_do_nothing())


async def page(db: AsyncSession, state: str, *, area: str = "", limit: int = 100) -> Sequence[Proposed]:
    """Those in this state, what most people asked first."""
    people, last = func.count().label("people"), func.max(Wording.at).label("last")
    found = (
        select(func.min(Wording.id), Wording.entry, func.max(Wording.question), people, last)
        .where(Wording.state == state)
        .group_by(Wording.entry, Wording.key)
        .order_by(people.desc(), last.desc(), Wording.entry)
        .limit(limit)
    )
    if area:
        found = found.join(Citizen, Citizen.id == Wording.citizen_id).where(Citizen.commune == area)
    return [Proposed(*row) for row in await db.execute(found)]


async def get(db: AsyncSession, wording_id: int, *, area: str = "") -> Wording | None:
    """One row as it stands now, if it lies in the area, or None."""
    found = select(Wording).where(Wording.id == wording_id).execution_options(populate_existing=True)
    if area:
        found = found.join(Citizen, Citizen.id == Wording.citizen_id).where(Citizen.commune == area)
    return (await db.scalars(found)).first()


async def settle(db: AsyncSession, entry: str, key: str, *, state: str, question: str) -> None:
    """Put all of this key into a state, in these words."""
    same = update(Wording).where(Wording.entry == entry, Wording.key == key)
    await db.execute(same.values(state=state, question=question))
