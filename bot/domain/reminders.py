"""Who asked to be reminded of learning, and is due now."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Reply
from bot.storage import citizens, outbox

REMINDER = Reply(
    "reminders.now",
    buttons=[
        Button("do:lessons", "buttons.lessons"),
        Button("do:review", "buttons.review"),
        Button("do:reminders", "buttons.reminders"),
    ],
)


async def send_due(db: AsyncSession, *, hour: int, today: date, now: datetime) -> int:
    """Put today's reminders on their way; each person gets one. Returns how many."""
    sent = 0
    for citizen in await citizens.due_reminders(db, hour=hour, today=today):
        await citizens.change(db, citizen.id, reminded_on=today)
        reachable = [address for address in await citizens.addresses(db, citizen.id) if not address.blocked_at]
        if reachable and citizen.reminder_hour is not None and hour - citizen.reminder_hour < 3:
            await outbox.add(db, citizen.id, reachable[0].id, REMINDER, rank=outbox.REMINDERS, now=now)
            sent += 1
    return sent
