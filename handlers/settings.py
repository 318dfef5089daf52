"""Settings: form of address, commune, group, consent, announcements, reminders."""

from __future__ import annotations

from bot.domain.citizens import AUDIENCES, FORMS
from bot.domain.domain import Domain
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("settings")
async def show(turn: Turn, domain: Domain) -> Reply:
    """What is set now, and how to change each."""
    place = domain.library.places.by_code(turn.citizen.commune)
    values = {"commune": place.name if place else "–", "consent": "có" if turn.citizen.consented else "không"}
    agree = Button(f"settings.agree:{'no' if turn.citizen.consented else 'yes'}", "buttons.consent_switch")
    ways = [
        Button("settings.form", "buttons.change_form"),
        Button("settings.commune", "buttons.change_commune"),
        Button("settings.audience", "buttons.change_audience"),
        agree,
        buttons.REMINDERS,
        buttons.NEWS,
        buttons.MY_DATA,
    ]
    return Reply("settings.shown", values, buttons=[*ways, buttons.MENU])


@router.button("settings.form")
async def form(turn: Turn, domain: Domain) -> Reply:
    """Choose the form of address."""
    if turn.argument:
        await domain.citizens.address_as(turn.citizen.id, turn.argument)
        return Reply("settings.saved", buttons=[buttons.SETTINGS, buttons.MENU])
    choices = [Button(f"settings.form:{one}", f"buttons.form_{one}") for one in FORMS]
    return Reply("settings.form", buttons=[*choices, buttons.MENU])


@router.button("settings.commune")
async def commune(turn: Turn, domain: Domain) -> Reply:
    """Type the commune's name, or pick one of those found."""
    if domain.library.places.by_code(turn.argument):
        await domain.citizens.live_in(turn.citizen.id, turn.argument)
        return Reply("settings.saved", buttons=[buttons.SETTINGS, buttons.MENU])
    return Reply("settings.commune", buttons=[buttons.SETTINGS, buttons.MENU], step="settings.commune")


@router.step("settings.commune")
async def commune_words(turn: Turn, domain: Domain) -> Reply:
    """The places that a name may mean."""
    found = domain.library.places.find(turn.text)
    ways = [buttons.SETTINGS, buttons.MENU]
    if not found:
        return Reply("start.commune_unknown", {"name": turn.text[:40]}, buttons=ways, step="settings.commune")
    choices = [buttons.named(f"settings.commune:{place.code}", place.name) for place in found[:8]]
    return Reply("start.commune_which", buttons=[*choices, *ways], step="settings.commune")


@router.button("settings.audience")
async def audience(turn: Turn, domain: Domain) -> Reply:
    """Choose the group."""
    if turn.argument.isdigit() and int(turn.argument) < len(AUDIENCES):
        await domain.citizens.belong_to(turn.citizen.id, AUDIENCES[int(turn.argument)])
        return Reply("settings.saved", buttons=[buttons.SETTINGS, buttons.MENU])
    groups = [Button(f"settings.audience:{number}", f"buttons.audience_{number}") for number in range(len(AUDIENCES))]
    return Reply("settings.audience", buttons=[*groups, buttons.MENU])


@router.button("settings.agree")
async def agree(turn: Turn, domain: Domain) -> Reply:
    """Give or withdraw consent."""
    await domain.citizens.consent(turn.citizen.id, turn.argument == "yes")
    phrase = "settings.consent_given" if turn.argument == "yes" else "settings.consent_withdrawn"
    return Reply(phrase, buttons=[buttons.SETTINGS, buttons.ERASE, buttons.MENU])
