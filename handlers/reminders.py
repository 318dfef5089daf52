"""One hour a day at which the bot reminds of learning."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.reminders import MOST_UNANSWERED
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()

HOURS = (7, 9, 12, 17, 19, 20)


@router.command("reminders")
async def choose(turn: Turn, domain: Domain) -> Reply:
    """Which hour?"""
    hours = [Button(f"reminders.at:{hour}", "buttons.hour", {"hour": hour}) for hour in HOURS]
    off = Button("reminders.at:off", "buttons.no_reminder")
    if turn.citizen.reminder_hour is None:
        return Reply("reminders.choose", buttons=[*hours, off, buttons.MENU])
    values = {"hour": turn.citizen.reminder_hour}
    if turn.citizen.unanswered >= MOST_UNANSWERED:
        return Reply("reminders.paused", values, buttons=[*hours, off, buttons.MENU])
    return Reply("reminders.change", values, buttons=[*hours, off, buttons.MENU])


@router.button("reminders.at")
async def set_hour(turn: Turn, domain: Domain) -> Reply:
    """From now on at this hour, or no more."""
    hour = buttons.number(turn.argument, -1)
    if hour in HOURS:
        await domain.citizens.remind_at(turn.citizen.id, hour)
        return Reply("reminders.set", {"hour": hour}, buttons=[buttons.REMINDERS, buttons.MENU])
    await domain.citizens.remind_at(turn.citizen.id, None)
    return Reply("reminders.off", buttons=[buttons.REMINDERS, buttons.MENU])
