"""What staff should have heard in their chats, shown here for as long as no channel takes it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.storage import alerts
from bot.web.console.context import FORMAL
from bot.web.console.visit import Visit
from bot.web.console.words import CHANNELS, HELD_UP

OF_TICKETS = (*alerts.OF_TICKETS, "tickets.kept")


@dataclass(frozen=True, slots=True)
class HeldUp:
    """An alert that has not arrived: for whom, where, since when, why, its words, and the question it is about."""

    name: str
    channel: str
    since: datetime
    why: str
    text: str
    ticket: int


async def held_up(visit: Visit, staff_id: int | None = None) -> list[HeldUp]:
    """Of one account, or of all, the oldest first; words about questions only for who may read them."""
    async with visit.read() as db:
        rows = await alerts.held_up(db, staff_id)
    return [_shown(visit, row) for row in rows]


def _shown(visit: Visit, row: Any) -> HeldUp:
    phrase, values = row.reply["phrase"], row.reply.get("values", {})
    of_ticket = phrase in OF_TICKETS
    ticket = int(values["number"]) if of_ticket and visit.may("tickets.read") else 0
    text = visit.context.library.phrases.say(phrase, values, FORMAL) if ticket or not of_ticket else "Về một câu hỏi"
    why = HELD_UP.get(row.failure, HELD_UP["unavailable"])
    return HeldUp(row.name, CHANNELS.get(row.channel, row.channel), row.created_at, why, text.split("\n")[0], ticket)
