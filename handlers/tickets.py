"""Reaching a person: a question is handed to duty staff, and the wait is told honestly."""

from __future__ import annotations

from textwrap import shorten

from bot.domain.domain import Domain
from bot.domain.tickets import MAX_OPEN
from bot.messages import Button, Reply, Turn
from bot.redaction import mask
from bot.router import Router

from . import buttons
from .telling import warned

router = Router()

STEP = "tickets.question"
CANCEL, SEND = Button("do:menu", "buttons.cancel"), Button("tickets.send", "buttons.send_words")
SHOWN = 60
"""Letters of a question that its asker is reminded of."""
BRACES = str.maketrans("{}", "()")
"""A citizen's braces mean nothing."""
NO_OTHER = ("menu", "tickets")
"""Commands that need no button of their own here: the way back is there, and this is the conversation with a person."""


@router.command("tickets", "person_on")
async def begin(turn: Turn, domain: Domain) -> Reply:
    """Ask for the question, and say when people answer; who has many waiting may take one back."""
    if full := await _full(turn, domain):
        return full
    values = {"hours": domain.duty.hours, "wait": await domain.duty.wait(domain, turn.citizen.form)}
    return Reply("tickets.begin", values, buttons=[CANCEL], step=STEP)


async def _full(turn: Turn, domain: Domain) -> Reply | None:
    """So many questions wait that one more would only wait longer: which they are."""
    waiting = await domain.tickets.waiting_of(turn.citizen.id)
    if len(waiting) < MAX_OPEN:
        return None
    lines = "\n".join(f"• {one.id}: {_shown(one.question)}" for one in waiting)
    ways = [Button(f"tickets.take_back:{one.id}", "buttons.take_back", {"number": one.id}) for one in waiting]
    values = {"limit": MAX_OPEN, "questions": lines}
    return Reply("tickets.full", values, buttons=[*ways, buttons.ASK, buttons.MENU])


def _shown(question: str) -> str:
    """A question as its asker is reminded of it: masked, in one short line, its braces harmless."""
    return shorten(mask(question), SHOWN, placeholder="…").translate(BRACES)


@router.button("tickets.take_back")
async def take_back(turn: Turn, domain: Domain) -> Reply:
    """The question is no longer asked."""
    number = buttons.number(turn.argument)
    if not await domain.tickets.take_back(turn.citizen.id, number):
        return Reply("help.old_button", buttons=buttons.MAIN)
    return Reply("tickets.taken_back", {"number": number}, buttons=[buttons.PERSON, buttons.ASK, buttons.MENU])


@router.when(lambda turn: turn.step == STEP and bool(turn.slip) and turn.text != turn.data.get("words"), has="words")
async def ask_back(turn: Turn, domain: Domain) -> Reply:
    """One letter away from a command: nothing goes to a person before they say that it is a question."""
    meant = [one for one in domain.library.commands.all if one.command in turn.slip and one.command not in NO_OTHER]
    ways = [buttons.named(f"do:{one.command}", one.menu or one.words[0].capitalize()) for one in meant]
    data = {"words": turn.text, **buttons.meant(yes=SEND, no=CANCEL)}
    shown = turn.text.translate(BRACES)
    return Reply("tickets.slip", {"words": shown}, buttons=[*ways, SEND, CANCEL], step=STEP, data=data)


@router.button("tickets.send")
async def send(turn: Turn, domain: Domain) -> Reply:
    """They are a question all the same."""
    words = turn.data.get("words")
    return await _open(turn, domain, words) if words else await begin(turn, domain)


@router.step(STEP)
async def take_question(turn: Turn, domain: Domain) -> Reply:
    """The words were written: they go to a person."""
    if not any(letter.isalpha() for letter in turn.text):
        return await begin(turn, domain)
    return warned(turn, await _open(turn, domain, turn.text), to_staff=True)


@router.button("tickets.from")
async def hand_over(turn: Turn, domain: Domain) -> Reply:
    """The question that the bot could not answer goes to a person as it stands."""
    line, number = buttons.also(turn.argument), buttons.number(turn.argument)
    question = await domain.moderation.question_of(turn.citizen.id, number, line=line)
    if not question:
        return await begin(turn, domain)
    return await _open(turn, domain, question)


@router.button("tickets.right")
async def right(turn: Turn, domain: Domain) -> Reply:
    """What staff answered helped."""
    return await _thumb(turn, domain, up=True)


@router.button("tickets.wrong")
async def wrong(turn: Turn, domain: Domain) -> Reply:
    """What staff answered did not help: another question is offered."""
    return await _thumb(turn, domain, up=False)


async def _thumb(turn: Turn, domain: Domain, *, up: bool) -> Reply:
    number = buttons.number(turn.argument)
    if not await domain.moderation.thumb_staff(turn.citizen.id, number, up=up):
        return Reply("help.old_button", buttons=buttons.MAIN)
    return judged(up)


def judged(up: bool) -> Reply:
    """Thanks for saying so; who was not helped may ask a person once more."""
    if up:
        return Reply("ask.feedback_right", buttons=[buttons.LESSONS, buttons.MENU])
    ways = [buttons.PERSON, buttons.MENU]
    return Reply("tickets.feedback_wrong", buttons=ways, data=buttons.meant(yes=buttons.PERSON, no=buttons.MENU))


async def _open(turn: Turn, domain: Domain, question: str) -> Reply:
    if full := await _full(turn, domain):
        return full
    wait = await domain.duty.wait(domain, turn.citizen.form)  # before this one is counted among those that wait
    ticket = await domain.tickets.open(turn.citizen.id, turn.address_id, question)
    values = {"number": ticket.id, "hours": domain.duty.hours, "wait": wait}
    return Reply("tickets.opened", values, buttons=[buttons.LESSONS, buttons.ASK, buttons.MENU])
