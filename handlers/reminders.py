"""One hour a day at which the bot reminds of learning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bot.domain.domain import Domain
from bot.domain.reminders import FIRST_HOUR, LAST_HOUR, MOST_UNANSWERED
from bot.library import choices
from bot.library.text import fold
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()

HOURS = (8, 12, 17, 20)
"""Offered as buttons: so few that no number of the list is an hour of it; any other hour is typed."""
STEP = "reminders.hour"
JUST_SET = "reminded_at"
IN_WORDS = {fold(word): number for word, number in choices.IN_WORDS.items()}
HOUR = re.compile(
    r"(?:luc |vao |nhac |hang ngay |moi ngay |doi sang |doi |sua )*"
    r"(?P<hour>\d{1,2}|" + "|".join(sorted(IN_WORDS, key=len, reverse=True)) + ")"
    r"(?: ?(?:h|g|gio|:)(?: ?(?P<past>\d{1,2}|ruoi)(?: ?phut|p)?)?)?"
    r"(?: ?(?P<part>sang|trua|chieu|toi|dem))?(?: moi ngay| hang ngay| nhe| a)*"
)
""" "20h", "8 giờ tối", "bảy giờ sáng", "19:30": the whole hour counts."""


@router.command("reminders", "remind_on")
async def choose(turn: Turn, domain: Domain) -> Reply:
    """Which hour?"""
    return _which(f"reminders.{_now(turn)}", {"hour": turn.citizen.reminder_hour})


def _which(phrase: str, values: Mapping[str, Any]) -> Reply:
    hours = [Button(f"reminders.at:{hour}", "buttons.hour", {"hour": hour}) for hour in HOURS]
    off = Button("reminders.at:off", "buttons.no_reminder")
    return Reply(phrase, values, buttons=[*hours, off, buttons.MENU], step=STEP, data=buttons.meant(no=off))


def _now(turn: Turn) -> str:
    if turn.citizen.reminder_hour is None:
        return "choose"
    return "paused" if turn.citizen.unanswered >= MOST_UNANSWERED else "change"


@router.button("reminders.at")
async def set_hour(turn: Turn, domain: Domain) -> Reply:
    """From now on at this hour, or no more."""
    hour = buttons.number(turn.argument, -1)
    return await (_remind(turn, domain, hour) if FIRST_HOUR <= hour <= LAST_HOUR else stop(turn, domain))


@router.command("reminders_off", "remind_off")
async def stop(turn: Turn, domain: Domain) -> Reply:
    """ "Tắt nhắc"."""
    await domain.citizens.remind_at(turn.citizen.id, None)
    return Reply("reminders.off", buttons=[buttons.REMINDERS, buttons.MENU])


@router.when(lambda turn: turn.step == STEP and fold(turn.text).strip(" .!") in ("tat", "thoi", "khong"), has="words")
async def no_more(turn: Turn, domain: Domain) -> Reply:
    """ "Tắt", where the hour was asked for."""
    return await stop(turn, domain)


def names_an_hour(turn: Turn) -> bool:
    """An hour where one is asked for, or right after one was set: another one, then."""
    return (turn.step == STEP or (not turn.step and JUST_SET in turn.data)) and hour_in(turn.text) is not None


@router.when(names_an_hour, has="words")
async def typed_hour(turn: Turn, domain: Domain) -> Reply:
    """ "20h", "8 giờ sáng": any hour at which people are awake; of "7h30" the full hour, which is said."""
    hour = hour_in(turn.text)
    assert hour is not None
    if FIRST_HOUR <= hour <= LAST_HOUR:
        return await _remind(turn, domain, hour, "reminders.set" if is_full(turn.text) else "reminders.set_full")
    return _which("reminders.at_night", {"first": FIRST_HOUR, "last": LAST_HOUR - 12})


async def _remind(turn: Turn, domain: Domain, hour: int, phrase: str = "reminders.set") -> Reply:
    await domain.citizens.remind_at(turn.citizen.id, hour)
    values = {"hour": hour, "later": hour + 1 if hour < LAST_HOUR else hour - 1}
    return Reply(phrase, values, buttons=[buttons.REMINDERS, buttons.MENU], data={JUST_SET: hour})


def hour_in(typed: str) -> int | None:
    """The hour that the whole text names, which may be none of the day's; None when it is anything else."""
    found = _read(typed)
    if found is None:
        return None
    hour = int(found["hour"]) if found["hour"].isdigit() else IN_WORDS.get(found["hour"])
    return None if hour is None else _of_day(hour, found["part"])


def is_full(typed: str) -> bool:
    """Whether no minutes are named: "7 giờ", "7h00"."""
    found = _read(typed)
    return found is None or found["past"] in (None, "0", "00")


def _read(typed: str) -> re.Match[str] | None:
    return HOUR.fullmatch(fold(typed).strip(" .,!"))


def _of_day(hour: int, part: str | None) -> int:
    if part in ("dem", "sang") and hour == 12:
        return 0
    late = part in ("chieu", "toi", "dem") or (part == "trua" and hour < 10)
    return hour + 12 if late and hour < 12 else hour
