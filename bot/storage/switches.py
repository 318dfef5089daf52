"""Queries about what is switched off, and who was told so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import wake
from bot.storage.tables import Address, DangerLook, Inbound, Staff, Switch, SwitchTold
from bot.storage.upsert import insert_into


async def everything(db: AsyncSession) -> list[Any]:
    """(name, reason, at, who) of all that is off."""
    found = select(Switch.name, Switch.reason, Switch.at, Staff.name.label("who"))
    return list(await db.execute(found.outerjoin(Staff, Staff.id == Switch.staff_id).order_by(Switch.at)))


async def put_off(db: AsyncSession, name: str, *, reason: str, staff_id: int, at: datetime) -> bool:
    """Switch off; False when it is off already."""
    statement = insert_into(db, Switch).values(name=name, reason=reason, staff_id=staff_id, at=at)
    made = await db.execute(statement.on_conflict_do_nothing().returning(Switch.name))
    wake(db, "switches")
    return made.scalar_one_or_none() is not None


async def put_on(db: AsyncSession, name: str) -> bool:
    """Switch on again; False when it is on. Who was told that it is off is forgotten."""
    gone = await db.execute(delete(Switch).where(Switch.name == name).returning(Switch.name))
    for topic in ("switches", "inbox", "outbox"):
        wake(db, topic)
    return gone.scalar_one_or_none() is not None


async def untold(db: AsyncSession, name: str, channels: Collection[str], *, limit: int) -> list[Any]:
    """(citizen_id, address_id) of who waits for an answer on these channels and was not told why there is none.

    In order: two processes that tell them at once must not wait for each other.
    """
    told = exists().where(SwitchTold.switch == name, SwitchTold.address_id == Inbound.address_id)
    found = select(Inbound.citizen_id, Inbound.address_id).join(Address, Address.id == Inbound.address_id)
    found = found.where(Inbound.done_at.is_(None), Inbound.channel.in_(channels), ~told)
    return list(await db.execute(found.distinct().order_by(Inbound.address_id).limit(limit)))


async def look(db: AsyncSession, channels: Collection[str], *, limit: int) -> list[int]:
    """Take the oldest messages that wait on these channels and that no process took before; their ids.

    Two processes at once: the second waits for the first to commit, and gets none of the same.
    """
    taken = exists().where(DangerLook.inbox_id == Inbound.id)
    found = select(Inbound.id).where(Inbound.done_at.is_(None), Inbound.channel.in_(channels), ~taken)
    found = found.order_by(Inbound.id).limit(limit)
    statement = insert_into(db, DangerLook).from_select(["inbox_id"], found).on_conflict_do_nothing()
    return list((await db.execute(statement.returning(DangerLook.inbox_id))).scalars())


async def typed(db: AsyncSession, ids: Collection[int]) -> list[Any]:
    """(id, citizen_id, address_id, words) of those of these messages that were typed, the oldest first."""
    found = select(Inbound.id, Inbound.citizen_id, Inbound.address_id, Inbound.words)
    return list(await db.execute(found.where(Inbound.id.in_(ids), Inbound.kind == "text").order_by(Inbound.id)))


async def keep_told(db: AsyncSession, name: str, address_id: int) -> bool:
    """This address hears of it now; False when it has."""
    found = select(Switch.name, Address.id).join(Address, Address.id == address_id).where(Switch.name == name)
    statement = insert_into(db, SwitchTold).from_select(["switch", "address_id"], found)
    made = await db.execute(statement.on_conflict_do_nothing().returning(SwitchTold.address_id))
    return made.scalar_one_or_none() is not None
