"""Queries about what is switched off, and who was told so."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import wake
from bot.storage.tables import Address, Inbound, Outbound, Staff, Switch, SwitchTold
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
    """(citizen_id, address_id) of who waits for an answer on these channels and was not told why there is none."""
    told = exists().where(SwitchTold.switch == name, SwitchTold.address_id == Inbound.address_id)
    found = select(Inbound.citizen_id, Inbound.address_id).join(Address, Address.id == Inbound.address_id)
    found = found.where(Inbound.done_at.is_(None), Inbound.channel.in_(channels), ~told)
    return list(await db.execute(found.distinct().limit(limit)))


async def unheard(db: AsyncSession, channels: Collection[str], *, since: datetime, limit: int) -> list[Any]:
    """(id, citizen_id, address_id, words) of typed messages that wait on these channels and got no reply yet."""
    told = exists().where(Outbound.address_id == Inbound.address_id, Outbound.turn == Inbound.id)
    found = select(Inbound.id, Inbound.citizen_id, Inbound.address_id, Inbound.words).where(Inbound.done_at.is_(None))
    found = found.where(Inbound.channel.in_(channels), Inbound.kind == "text", Inbound.received_at >= since, ~told)
    return list(await db.execute(found.order_by(Inbound.id.desc()).limit(limit)))


async def keep_told(db: AsyncSession, name: str, address_id: int) -> bool:
    """This address hears of it now; False when it has."""
    found = select(Switch.name, Address.id).join(Address, Address.id == address_id).where(Switch.name == name)
    statement = insert_into(db, SwitchTold).from_select(["switch", "address_id"], found)
    made = await db.execute(statement.on_conflict_do_nothing().returning(SwitchTold.address_id))
    return made.scalar_one_or_none() is not None
