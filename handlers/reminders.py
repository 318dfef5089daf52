"""One hour a day at which the bot reminds of learning."""

from __future__ import annotations

import re

from bot.domain.domain import Domain
from bot.domain.reminders import FIRST_HOUR, LAST_HOUR, MOST_UNANSWERED
from bot.library.text import fold
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()

HOURS = (7, 9, 12, 17, 19, 20)
STEP = "reminders.hour"
HOUR = re.compile(
    r"(?:luc |vao |nhac |hang ngay |moi ngay )*(\d{1,2}) ?(?:h|g|gio|:)(?: ?(?:\d{1,2}|ruoi)(?: ?phut|p)?)?"
    r"(?: ?(sang|trua|chieu|toi|dem))?(?: moi ngay| hang ngay| nhe| a)*"
)
""" "20h", "8 giờ tối", "19:30": the whole hour counts."""


@router.command("reminders")
async def choose(turn: Turn, domain: Domain) -> Reply:
    """Which hour?"""
    hours = [Button(f"reminders.at:{hour}", "buttons.hour", {"hour": hour}) for hour in HOURS]
    off = Button("reminders.at:off", "buttons.no_reminder")
    values = {"hour": turn.citizen.reminder_hour}
    ways = [*hours, off, buttons.MENU]
    return Reply(f"reminders.{_now(turn)}", values, buttons=ways, step=STEP, data=buttons.meant(no=off))


def _now(turn: Turn) -> str:
    if turn.citizen.reminder_hour is None:
        return "choose"
    return "paused" if turn.citizen.unanswered >= MOST_UNANSWERED else "change"


@router.button("reminders.at")
async def set_hour(turn: Turn, domain: Domain) -> Reply:
    """From now on at this hour, or no more."""
    hour = buttons.number(turn.argument, -1)
    return await (_remind(turn, domain, hour) if hour in HOURS else stop(turn, domain))


@router.command("reminders_off")
async def stop(turn: Turn, domain: Domain) -> Reply:
    """ "Tắt nhắc"."""
    await domain.citizens.remind_at(turn.citizen.id, None)
    return Reply("reminders.off", buttons=[buttons.REMINDERS, buttons.MENU])


@router.when(lambda turn: turn.step == STEP and hour_in(turn.text) is not None, has="words")
async def typed_hour(turn: Turn, domain: Domain) -> Reply:
    """ "20h", "8 giờ sáng": any hour at which people are awake."""
    hour = hour_in(turn.text)
    assert hour is not None
    if FIRST_HOUR <= hour <= LAST_HOUR:
        return await _remind(turn, domain, hour)
    return Reply("reminders.at_night", {"first": FIRST_HOUR, "last": LAST_HOUR - 12}, keeps=True)


async def _remind(turn: Turn, domain: Domain, hour: int) -> Reply:
    await domain.citizens.remind_at(turn.citizen.id, hour)
    return Reply("reminders.set", {"hour": hour}, buttons=[buttons.REMINDERS, buttons.MENU])


def hour_in(typed: str) -> int | None:
    """The hour of the day, 0 to 23, that the whole text names; None when it is anything else."""
    found = HOUR.fullmatch(fold(typed).strip(" .,!"))
    if found is None or int(found[1]) > 23:
        return None
    hour, part = int(found[1]), found[2]
    late = part in ("chieu", "toi", "dem") or (part == "trua" and hour < 10)
    return hour + 12 if late and hour < 12 else hour
