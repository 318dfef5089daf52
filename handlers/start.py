"""The first meeting: consent, form of address, commune and group; each tap can be skipped."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.answering.found import Found
from bot.domain.citizens import AUDIENCES, FORMS
from bot.domain.domain import Domain, Services
from bot.domain.learning import paths
from bot.domain.tickets import ANSWER
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import ask, buttons, communes
from .help import MAIN

router = Router()

NEW = ("", "erased")
ASKED, ASKED_AGAIN = "asked", "again"
"""Consent was asked for once, or twice; after that it waits in the settings."""
AGREE, DISAGREE = Button("start.agree:yes", "buttons.agree"), Button("start.agree:no", "buttons.disagree")
GREETINGS = (
    *("start.welcome", "small_talk.hello", "menu.main"),
    *("help.old_button", "help.empty", "help.number_alone", "help.no_such_command"),
)
"""Replies that the welcome may stand for: nothing was asked or lost."""
THANKED = ("ask.feedback_right", "small_talk.thanks")
IN_PASSING = (*THANKED, "ask.feedback_wrong", "small_talk.laugh", "small_talk.hello")
"""Replies to a thumb or a kind word: what was asked before them still waits for its answer."""


async def meet(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """After the very first answer, whatever it was, introduce the bot and ask for consent.

    Who missed a reminder or an answer of staff, because the platform let nobody write to them, has it now.
    Where the answer waits for words (a question to a person), or somebody is in danger, the introduction waits too.
    """
    if turn.citizen.missed == ANSWER:
        await domain.tickets.give_kept(turn.citizen.id, turn.address_id)
        return reply
    if turn.citizen.missed and turn.citizen.met not in NEW:
        return await _make_up(turn, domain, reply)
    if turn.citizen.met == ASKED and reply.phrase in IN_PASSING and not reply.step:
        return await _still_asking(turn, domain, reply)
    if turn.citizen.met not in NEW or reply.phrase.startswith("erase.") or reply.step or turn.urgent:
        return reply
    await domain.citizens.met(turn.citizen.id, ASKED)
    if reply.phrase in GREETINGS:
        return ask_consent("start.welcome")
    return reply.followed_by(ask_consent("start.after_first_answer"))


async def _make_up(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    if turn.step or reply.step or reply.keeps or turn.urgent or turn.citizen.reminder_hour is None:
        return reply
    await domain.citizens.made_up(turn.citizen.id)
    return reply.followed_by(Reply("reminders.missed", buttons=[buttons.LESSONS, buttons.REVIEW, buttons.MENU]))


async def _still_asking(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """The question for consent stays open, its numbers and its "đồng ý" too; one that was passed over is asked again.

    Who has agreed, or learns just now, is not asked. The menu stands first: so its number above stays right.
    """
    if turn.data.get("yes") == AGREE.does:
        more = [button for button in reply.buttons if button.does.startswith(("tickets.", buttons.LESSONS.does))]
        return replace(reply, buttons=[buttons.MENU, *more], keeps=True)
    if turn.citizen.consented or turn.data.get("back") or reply.phrase not in THANKED:
        return reply
    await domain.citizens.met(turn.citizen.id, ASKED_AGAIN)
    return replace(reply, buttons=()).followed_by(ask_consent("start.once_more"))


def ask_consent(phrase: str) -> Reply:
    """The first of the three taps."""
    return Reply(phrase, buttons=[AGREE, DISAGREE, buttons.MENU], data=buttons.meant(yes=AGREE, no=DISAGREE))


@router.command("start")
async def start(turn: Turn, domain: Domain) -> Reply:
    """Say hello; who has met the bot before gets the menu."""
    if turn.citizen.met == "done":
        return Reply("start.again", buttons=MAIN)
    await domain.citizens.met(turn.citizen.id, ASKED)
    return ask_consent("start.welcome")


@router.button("start.agree")
async def agree(turn: Turn, domain: Domain) -> Reply:
    """Consent, or not: both go on."""
    agreed = turn.argument == "yes"
    await domain.citizens.consent(turn.citizen.id, agreed)
    if turn.citizen.met == "done":
        return Reply("settings.consent_given" if agreed else "settings.consent_withdrawn", buttons=MAIN)
    if not agreed:
        await domain.citizens.met(turn.citizen.id, ASKED_AGAIN)
    forms = [Button(f"start.form:{form}", f"buttons.form_{form}") for form in FORMS]
    skip = Button("start.form:skip", "buttons.skip")
    phrase = "start.form_after_yes" if agreed else "start.form_after_no"
    return Reply(phrase, buttons=[*forms, skip, buttons.MENU], edit=True, data=buttons.meant(no=skip))


@router.button("start.form")
async def form(turn: Turn, domain: Domain) -> Reply:
    """How to be addressed; then the commune, for who agreed to be remembered."""
    await domain.citizens.address_as(turn.citizen.id, turn.argument)
    if turn.citizen.met == "done":
        return Reply("settings.saved", buttons=MAIN)
    if not turn.citizen.consented:
        await domain.citizens.met(turn.citizen.id, "done")
        return Reply("start.done", buttons=MAIN)
    return ask_commune()


SKIP_COMMUNE = Button("start.commune:skip", "buttons.skip")


def ask_commune(phrase: str = "start.commune") -> Reply:
    """The commune is typed: 54 buttons would be no help."""
    ways = [SKIP_COMMUNE, buttons.MENU]
    return Reply(phrase, buttons=ways, step="start.commune", data=buttons.meant(no=SKIP_COMMUNE))


async def look_up(turn: Turn, services: Services) -> Found | None:
    """Words that name no place may be a question: find its answer before the transaction."""
    return await communes.question_instead(turn, services)


@router.step("start.commune")
@router.before(look_up)
async def commune_words(turn: Turn, domain: Domain) -> Reply:
    """A name, new or old, with or without marks; a question is answered, then the commune is asked once more."""
    if turn.prepared is not None:
        return (await ask.said(turn, domain)).followed_by(ask_commune("start.commune_again"))
    return communes.offer(turn, domain, step="start.commune", ways=[SKIP_COMMUNE, buttons.MENU])


@router.button("start.commune")
async def commune(turn: Turn, domain: Domain) -> Reply:
    """The commune was chosen or skipped; the group is next."""
    if domain.library.places.by_code(turn.argument):
        await domain.citizens.live_in(turn.citizen.id, turn.argument)
    if turn.citizen.met == "done":
        return Reply("settings.saved", buttons=MAIN)
    groups = [Button(f"start.audience:{number}", f"buttons.audience_{number}") for number in range(len(AUDIENCES))]
    skip = Button("start.audience:skip", "buttons.skip")
    return Reply("start.audience", buttons=[*groups, skip, buttons.MENU], data=buttons.meant(no=skip))


@router.button("start.audience")
async def audience(turn: Turn, domain: Domain) -> Reply:
    """The group was chosen or skipped; the first meeting is over."""
    group = buttons.group(turn.argument)
    if group:
        await domain.citizens.belong_to(turn.citizen.id, group)
    await domain.citizens.met(turn.citizen.id, "done")
    path = paths.of_group(domain.library.paths, group)
    if path is None:
        return Reply("start.done", buttons=MAIN)
    mine = Button(f"paths.show:{path.code}", "buttons.path", {"title": path.title})
    return Reply("start.done", buttons=[mine, buttons.PLACEMENT, *MAIN])
