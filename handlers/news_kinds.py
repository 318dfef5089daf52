"""Leaving out one kind of announcements, or taking it again: by a message's button, by a word, in the settings."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.news_kinds import KINDS
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("news_kinds")
async def show(turn: Turn, domain: Domain) -> Reply:
    """Every kind, with whether it comes."""
    muted = await domain.news_kinds.muted(turn.citizen.id)
    lines = [f"• {_say(turn, domain, f'kinds.{kind}')}: {_state(turn, domain, kind in muted)}" for kind in KINDS]
    ways = [_back(kind) if kind in muted else _off(kind) for kind in KINDS]
    phrase = "kinds.shown" if turn.citizen.news else "kinds.shown_all_off"
    return Reply(phrase, {"kinds": "\n".join(lines)}, buttons=[*ways, buttons.NEWS, buttons.SETTINGS, buttons.MENU])


@router.button("kinds.off", "kinds.on")
async def pressed(turn: Turn, domain: Domain) -> Reply:
    """A button below an announcement, or in the list of kinds."""
    return await _switch(turn, domain, turn.argument, wanted=turn.button.startswith("kinds.on"))


@router.command(*(f"mute_{kind}" for kind in KINDS), *(f"unmute_{kind}" for kind in KINDS))
async def typed(turn: Turn, domain: Domain) -> Reply:
    """The words in place of the button: "tắt lịch", "bật lịch"."""
    what, _, kind = turn.command.partition("_")
    return await _switch(turn, domain, kind, wanted=what == "unmute")


async def _switch(turn: Turn, domain: Domain, kind: str, *, wanted: bool) -> Reply:
    if not await domain.news_kinds.want(turn.citizen.id, kind, wanted):
        return await show(turn, domain)
    undo = _off(kind) if wanted else _back(kind)
    values = {"kind": _say(turn, domain, f"kinds.{kind}"), "word": _say(turn, domain, undo.phrase).upper()}
    return Reply("kinds.on" if wanted else "kinds.off", values, buttons=[undo, buttons.NEWS_KINDS, buttons.MENU])


def _off(kind: str) -> Button:
    return Button(f"kinds.off:{kind}", f"buttons.mute_{kind}")


def _back(kind: str) -> Button:
    return Button(f"kinds.on:{kind}", f"buttons.unmute_{kind}")


def _state(turn: Turn, domain: Domain, muted: bool) -> str:
    return _say(turn, domain, "settings.off" if muted else "settings.on")


def _say(turn: Turn, domain: Domain, phrase: str) -> str:
    return domain.library.phrases.say(phrase, {}, turn.citizen.form)
