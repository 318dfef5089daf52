"""What staff are told in their chats, for as long as no channel took it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import wake
from bot.storage.outbox import FRESH, KEPT, OPEN, OUTBOX, PEOPLE
from bot.storage.tables import Address, Staff

HEALTH = "alerts."
OF_TICKETS = ("tickets.alert", "tickets.alert_urgent", "tickets.handed")
PHRASE = OUTBOX.c.reply["phrase"].as_string()
ALERT = or_(PHRASE.startswith(HEALTH), PHRASE.in_((*OF_TICKETS, "tickets.kept")))
TO_BE_TRIED = and_(OPEN, OUTBOX.c.rank == PEOPLE, OUTBOX.c.taken_by == "")
IDLE = or_(KEPT, TO_BE_TRIED)
"""In nobody's hands: kept, or waiting for its next attempt."""


def is_alert(phrase: str) -> bool:
    """Is it said to staff, so that it must not be lost?"""
    return phrase.startswith(HEALTH) or phrase in (*OF_TICKETS, "tickets.kept")


async def held_up(db: AsyncSession, staff_id: int | None = None, *, limit: int = 50) -> list[Any]:
    """Alerts that no channel took yet, of one account or of all, the oldest first.

    Rows of name, channel, last_heard, status, failure, reply, created_at.
    """
    tried = or_(KEPT, and_(OPEN, OUTBOX.c.rank == PEOPLE, OUTBOX.c.failure != ""))
    found = (
        select(Staff.name, Address.channel, Address.last_heard)
        .add_columns(OUTBOX.c.status, OUTBOX.c.failure, OUTBOX.c.reply, OUTBOX.c.created_at)
        .join(Address, Address.id == Staff.chat_address_id)
        .join(OUTBOX, OUTBOX.c.address_id == Address.id)
        .where(Staff.disabled_at.is_(None), tried, ALERT)
        .order_by(OUTBOX.c.id)
        .limit(limit)
    )
    return list(await db.execute(found if staff_id is None else found.where(Staff.id == staff_id)))


async def settled(db: AsyncSession, tickets: list[int]) -> None:
    """These questions wait no more: nobody need hear of them."""
    number = OUTBOX.c.reply[("values", "number")].as_integer()
    moot = (PHRASE.in_(OF_TICKETS), number.in_(tickets))
    for idle in (KEPT, TO_BE_TRIED):  # one by one, each by its index
        await db.execute(update(OUTBOX).where(idle, *moot).values(status="failed", failure="past"))


async def move(db: AsyncSession, left: int, citizen_id: int, address_id: int, *, now: datetime) -> None:
    """Alerts that the chat `left` did not get go to another one."""
    mine = update(OUTBOX).where(IDLE, ALERT, OUTBOX.c.address_id == left)
    await db.execute(mine.values(citizen_id=citizen_id, address_id=address_id, next_at=now, created_at=now, **FRESH))
    wake(db, "outbox")


async def drop(db: AsyncSession, address_id: int) -> None:
    """This chat is no longer for the ears of staff: what it did not get, it does not get."""
    gone = update(OUTBOX).where(IDLE, ALERT, OUTBOX.c.address_id == address_id)
    await db.execute(gone.values(status="failed"))
