"""Naming the organisations that one belongs to, so that their announcements arrive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.domain.domain import Domain, Services
from bot.domain.organisations import KINDS, named
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import ask, buttons

router = Router()

LISTED = "organisations"
"""Under this name a talk remembers that they were listed, and of which kind."""
MOST = 8
"""So many are offered that words may mean."""


@router.command("organisations", "organisations_on")
async def kinds(turn: Turn, domain: Domain) -> Reply:
    """What they named, and the kinds to choose from."""
    theirs = await _named(turn, domain)
    ways = [Button(f"organisations.kind:{kind}", f"buttons.organisations_{kind.replace('-', '_')}") for kind in KINDS]
    clear = [Button("organisations.clear", "buttons.organisations_clear")] if theirs else []
    values = {"theirs": theirs or domain.library.phrases.say("settings.unknown", {}, turn.citizen.form)}
    return Reply(
        "organisations.kinds", values, buttons=[*ways, *clear, buttons.SETTINGS, buttons.MENU], data={LISTED: ""}
    )


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


async def look_up(turn: Turn, services: Services) -> Any:
    """Those that the words name; where they name none, what a question finds."""
    found = named(services.library.organisations, turn.text, str(turn.data[LISTED]))
    return (*found,) if found else await ask.look_up(turn, services)


@router.when(lambda turn: LISTED in turn.data and not turn.step and not turn.urgent, has="words")
@router.before(look_up)
async def by_words(turn: Turn, domain: Domain) -> Reply:
    """ "Hội nông dân", "nông dân", below the kinds or the list of one kind."""
    found = turn.prepared
    if not isinstance(found, tuple):
        return await ask.said(turn, domain)
    if len(found) == 1:
        await domain.organisations.name(turn.citizen.id, found[0].code, turn.text)
        return await _of_kind(turn, domain, found[0].kind)
    return await _listed(turn, domain, found[:MOST], str(turn.data[LISTED]))


async def _of_kind(turn: Turn, domain: Domain, kind: str) -> Reply:
    if kind not in KINDS:
        return await kinds(turn, domain)
    return await _listed(turn, domain, [one for one in domain.library.organisations if one.kind == kind], kind)


async def _listed(turn: Turn, domain: Domain, listed: Sequence[Any], kind: str) -> Reply:
    theirs = {one.code for one in await domain.organisations.of(turn.citizen.id)}
    ways = [
        buttons.named(f"organisations.switch:{one.code}", ("✓ " if one.code in theirs else "") + one.title)
        for one in listed
    ]
    said = await _named(turn, domain) or domain.library.phrases.say("settings.unknown", {}, turn.citizen.form)
    more = [buttons.ORGANISATIONS, buttons.SETTINGS, buttons.MENU]
    return Reply("organisations.of_kind", {"theirs": said}, buttons=[*ways, *more], data={LISTED: kind})


async def _named(turn: Turn, domain: Domain) -> str:
    return ", ".join(one.title for one in await domain.organisations.of(turn.citizen.id))
