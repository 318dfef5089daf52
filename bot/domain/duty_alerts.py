"""Tells the administrators, in their linked chats, that something needs a person; at most once a day."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.staff import Role
from bot.messages import Reply
from bot.storage import kept, outbox, staff
from bot.storage.database import Database


async def tell_administrators(database: Database, clock: Clock, what: str) -> None:
    """A line in each administrator's chat; `what` is the name of a phrase under `alerts`."""
    name, today = f"alert:{what}"[:64], clock.local().date().isoformat()
    async with database.begin() as db:
        if await kept.get(db, name) == today:
            return
        await kept.put(db, name, today)
        for chat in await staff.chats(db, roles=[Role.ADMINISTRATOR]):
            reply = Reply(f"alerts.{what}")
            await outbox.add(db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=clock.now())
