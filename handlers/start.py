"""The first meeting: consent, form of address, commune and group; each tap can be skipped."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.citizens import AUDIENCES, FORMS
from bot.domain.domain import Domain
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons
from .buttons import LESSONS, MENU, REVIEW
from .help import MAIN

router = Router()

NEW = ("", "erased")
STAGES = ("start.consent", "start.form", "start.commune", "start.audience")


async def meet(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """After the very first answer, whatever it was, introduce the bot and ask for consent.

    Who missed a reminder, because the platform let nobody write to them, hears of it now.
    """
    if turn.citizen.missed and turn.citizen.met not in NEW:
        return await _make_up(turn, domain, reply)
    if turn.citizen.met not in NEW or reply.phrase == "erase.done":
        return reply
    await domain.citizens.met(turn.citizen.id, "asked")
    if reply.phrase in ("start.welcome", "help.hello", "menu.main", "help.old_button", "help.empty"):
        return ask_consent("start.welcome")
    return _behind(reply, ask_consent("start.after_first_answer"))


async def _make_up(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    if turn.step or reply.step or turn.urgent or turn.citizen.reminder_hour is None:
        return reply
    await domain.citizens.made_up(turn.citizen.id)
    return _behind(reply, Reply("reminders.missed", buttons=[LESSONS, REVIEW, MENU]))


def _behind(reply: Reply, more: Reply) -> Reply:
    """`more` is said last; a step that waits for words stays."""
    if reply.then:
        return replace(reply, then=_behind(reply.then, more))
    kept = replace(more, step=reply.step, data=reply.data)
    return replace(reply, then=kept)


def ask_consent(phrase: str) -> Reply:
    """The first of the three taps."""
    yes = Button("start.agree:yes", "buttons.agree")
    no = Button("start.agree:no", "buttons.disagree")
    return Reply(phrase, buttons=[yes, no, buttons.MENU])


@router.command("start")
async def start(turn: Turn, domain: Domain) -> Reply:
    """Say hello; who has met the bot before gets the menu."""
    if turn.citizen.met == "done":
        return Reply("start.again", buttons=MAIN)
    await domain.citizens.met(turn.citizen.id, "asked")
    return ask_consent("start.welcome")


@router.button("start.agree")
async def agree(turn: Turn, domain: Domain) -> Reply:
    """Consent, or not: both go on."""
    agreed = turn.argument == "yes"
    await domain.citizens.consent(turn.citizen.id, agreed)
    forms = [Button(f"start.form:{form}", f"buttons.form_{form}") for form in FORMS]
    skip = Button("start.form:skip", "buttons.skip")
    phrase = "start.form_after_yes" if agreed else "start.form_after_no"
    return Reply(phrase, buttons=[*forms, skip], edit=True)


@router.button("start.form")
async def form(turn: Turn, domain: Domain) -> Reply:
    """How to be addressed; then the commune, for who agreed to be remembered."""
    await domain.citizens.address_as(turn.citizen.id, turn.argument)
    if not turn.citizen.consented:
        await domain.citizens.met(turn.citizen.id, "done")
        return Reply("start.done", buttons=MAIN)
    return ask_commune()


def ask_commune() -> Reply:
    """The commune is typed: 54 buttons would be no help."""
    return Reply("start.commune", buttons=[Button("start.commune:skip", "buttons.skip")], step="start.commune")


@router.step("start.commune")
async def commune_words(turn: Turn, domain: Domain) -> Reply:
    """A name, new or old, with or without marks; an ambiguous one is asked back."""
    found = domain.library.places.find(turn.text)
    if not found and len(turn.text.split()) > 5:
        return Reply(
            "start.commune_later", {"text": turn.text[:60]}, buttons=[buttons.ASK, buttons.SETTINGS, buttons.MENU]
        )
    if not found:
        skip = Button("start.commune:skip", "buttons.skip")
        return Reply(
            "start.commune_unknown", {"name": turn.text[:40]}, buttons=[skip, buttons.MENU], step="start.commune"
        )
    choices = [buttons.named(f"start.commune:{place.code}", place.name) for place in found[:8]]
    skip = Button("start.commune:skip", "buttons.skip")
    phrase = "start.commune_confirm" if len(found) == 1 else "start.commune_which"
    return Reply(phrase, buttons=[*choices, skip], step="start.commune")


@router.button("start.commune")
async def commune(turn: Turn, domain: Domain) -> Reply:
    """The commune was chosen or skipped; the group is next."""
    if domain.library.places.by_code(turn.argument):
        await domain.citizens.live_in(turn.citizen.id, turn.argument)
    groups = [Button(f"start.audience:{number}", f"buttons.audience_{number}") for number in range(len(AUDIENCES))]
    return Reply("start.audience", buttons=[*groups, Button("start.audience:skip", "buttons.skip")])


@router.button("start.audience")
async def audience(turn: Turn, domain: Domain) -> Reply:
    """The group was chosen or skipped; the first meeting is over."""
    if turn.argument.isdigit() and int(turn.argument) < len(AUDIENCES):
        await domain.citizens.belong_to(turn.citizen.id, AUDIENCES[int(turn.argument)])
    await domain.citizens.met(turn.citizen.id, "done")
    return Reply("start.done", buttons=MAIN)
