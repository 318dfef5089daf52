"""Naming the organisations that one belongs to, so that their announcements arrive."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.organisations import KINDS
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("organisations")
async def kinds(turn: Turn, domain: Domain) -> Reply:
    """What they named, and the kinds to choose from."""
    theirs = await _named(turn, domain)
    ways = [Button(f"organisations.kind:{kind}", f"buttons.organisations_{kind.replace('-', '_')}") for kind in KINDS]
    clear = [Button("organisations.clear", "buttons.organisations_clear")] if theirs else []
    values = {"theirs": theirs or domain.library.phrases.say("settings.unknown", {}, turn.citizen.form)}
    return Reply("organisations.kinds", values, buttons=[*ways, *clear, buttons.SETTINGS, buttons.MENU])


@router.button("organisations.kind")
async def of_kind(turn: Turn, domain: Domain) -> Reply:
    """The organisations of one kind; theirs have a tick."""
    return await _of_kind(turn, domain, turn.argument)


@router.button("organisations.switch")
async def switch(turn: Turn, domain: Domain) -> Reply:
    """One more, or one less."""
    await domain.organisations.switch(turn.citizen.id, turn.argument)
    found = domain.library.organisation(turn.argument)
    return await _of_kind(turn, domain, found.kind if found else "")


@router.button("organisations.clear")
async def clear(turn: Turn, domain: Domain) -> Reply:
    """None of them any more; each can be named again."""
    were = await domain.organisations.of(turn.citizen.id)
    await domain.organisations.clear(turn.citizen.id)
    again = [buttons.named(f"organisations.switch:{one.code}", one.title) for one in were]
    names = ", ".join(one.title for one in were) or "…"
    ways = [*again, buttons.ORGANISATIONS, buttons.SETTINGS, buttons.MENU]
    return Reply("organisations.cleared", {"were": names}, buttons=ways)


async def _of_kind(turn: Turn, domain: Domain, kind: str) -> Reply:
    if kind not in KINDS:
        return await kinds(turn, domain)
    theirs = {one.code for one in await domain.organisations.of(turn.citizen.id)}
    ways = [
        buttons.named(f"organisations.switch:{one.code}", ("✓ " if one.code in theirs else "") + one.title)
        for one in domain.library.organisations
        if one.kind == kind
    ]
    named = await _named(turn, domain) or domain.library.phrases.say("settings.unknown", {}, turn.citizen.form)
    more = [buttons.ORGANISATIONS, buttons.SETTINGS, buttons.MENU]
    return Reply("organisations.of_kind", {"theirs": named}, buttons=[*ways, *more])


async def _named(turn: Turn, domain: Domain) -> str:
    return ", ".join(one.title for one in await domain.organisations.of(turn.citizen.id))
