"""What an announcement asks of those who get it: to sign up, where it is an event."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Reply
from bot.storage import events


async def asking(db: AsyncSession, announcement_id: int, reply: Reply) -> Reply:
    """An announcement's message with its buttons."""
    if await events.get(db, announcement_id):
        return replace(reply, buttons=[Button(f"events.join:{announcement_id}", "buttons.sign_up")])
    return reply
