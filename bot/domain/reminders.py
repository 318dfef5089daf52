"""Who asked to be reminded of learning, and is due now; who does not answer is left in peace."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Reply
from bot.storage import citizens, learning, outbox

FIRST_HOUR, LAST_HOUR = 7, 20
"""Hours of the day at which a citizen may ask to be reminded: outside them people rest."""
LATE = 3
"""Hours: later than this a reminder of the day is left out."""
MOST_UNANSWERED = 3
"""After so many reminders without a word they stop, the last one saying so."""

WAYS = (
    Button("do:resume", "buttons.learn_on"),
    Button("do:review", "buttons.review"),
    Button("do:reminders", "buttons.reminders"),
)
REMINDER = Reply("reminders.now", buttons=WAYS)
TO_REVIEW = "reminders.to_review"
LAST = "reminders.last"


async def send_due(db: AsyncSession, *, hour: int, today: date, now: datetime) -> int:
    """Put today's reminders on their way; each person gets one. Returns how many."""
    sent = 0
    for citizen in await citizens.due_reminders(db, hour=hour, today=today, unanswered=MOST_UNANSWERED):
        await citizens.change(db, citizen.id, reminded_on=today)
        reachable = [address for address in await citizens.addresses(db, citizen.id) if not address.blocked_at]
        if reachable and citizen.reminder_hour is not None and hour - citizen.reminder_hour < LATE:
            reply = await _words(db, citizen, now)
            await outbox.add(db, citizen.id, reachable[0].id, reply, rank=outbox.REMINDERS, now=now)
            await citizens.change(db, citizen.id, unanswered=citizen.unanswered + 1)
            sent += 1
    return sent


async def _words(db: AsyncSession, citizen: Any, now: datetime) -> Reply:
    """How many questions wait, or a lesson; the last one before silence is a kind goodbye."""
    if citizen.unanswered + 1 >= MOST_UNANSWERED:
        return Reply(LAST, buttons=WAYS)
    due = await learning.count_due(db, citizen.id, now=now)
    return Reply(TO_REVIEW, {"due": due}, buttons=WAYS) if due else REMINDER
