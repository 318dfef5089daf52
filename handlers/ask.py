"""Questions: every other conversation comes first, this one takes any words."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.answering.answer import Found
from bot.domain.domain import Domain, Services
from bot.library.text import fold
from bot.messages import Button, Label, Reply, Trace, Turn
from bot.redaction import PLACEHOLDERS
from bot.router import Router

from . import buttons, tickets

router = Router()

TELLING = [
    PLACEHOLDERS[kind] for kind in ("citizen_id", "old_id", "account", "otp", "password", "insurance", "passport")
]
"""What stands in a stored message for things that nobody should send; who did is told so, kindly, before the answer."""


@router.command("ask")
async def invite(turn: Turn, domain: Domain) -> Reply:
    """Any words are a question; say so, with examples."""
    return Reply("ask.invite", buttons=[buttons.LESSONS, buttons.PERSON, buttons.MENU])


@router.button("ask.right")
async def right(turn: Turn, domain: Domain) -> Reply:
    """The answer helped."""
    await domain.moderation.thumb(turn.citizen.id, _number(turn), up=True)
    return Reply("ask.feedback_right", buttons=[buttons.LESSONS, buttons.MENU])


@router.button("ask.wrong")
async def wrong(turn: Turn, domain: Domain) -> Reply:
    """The answer did not help: staff will read it, and a person is offered."""
    await domain.moderation.thumb(turn.citizen.id, _number(turn), up=False)
    person = Button(f"tickets.from:{turn.argument}", "buttons.send_to_person")
    data = buttons.meant(yes=person, no=buttons.MENU)
    return Reply("ask.feedback_wrong", buttons=[person, buttons.MENU], data=data)


@router.command("right", "wrong")
async def judge_last(turn: Turn, domain: Domain) -> Reply:
    """ "Đúng ý" or "Chưa đúng" in words, where there are no buttons: the newest answer is meant."""
    up, given = turn.command == "right", await domain.moderation.last_answer(turn.citizen.id)
    if given is None:
        return Reply("small_talk.yes" if up else "small_talk.no", buttons=buttons.MAIN)
    if given.turn is None:
        await domain.moderation.thumb_staff(turn.citizen.id, given.id, up=up)
        return tickets.judged(up)
    this = replace(turn, button=f"ask.{turn.command}:{given.turn}", command="")
    return await right(this, domain) if up else await wrong(this, domain)


def _number(turn: Turn) -> int:
    return int(turn.argument) if turn.argument.isdigit() else 0


@router.button("ask.entry")
async def entry(turn: Turn, domain: Domain) -> Reply:
    """One of the near entries was chosen."""
    found = domain.answering.entry(turn.argument)
    if found is None:
        return Reply("help.old_button", buttons=[buttons.ASK, buttons.MENU])
    return reply_to(turn, found, turn.argument)


async def look_up_again(turn: Turn, services: Services) -> Found | None:
    """The words of an earlier turn, with the model allowed this time."""
    question = await services.question_of(turn.citizen.id, _number(turn))
    return await services.answering.prepare(question, turn.citizen.id, ask_model=True) if question else None


@router.button("ask.model", "ask.words")
@router.before(look_up_again)
async def ask_model(turn: Turn, domain: Domain) -> Reply:
    """The citizen wants the assistant to answer, or meant their words as a question."""
    if turn.prepared is None:
        return await invite(turn, domain)
    return reply_to(turn, turn.prepared, turn.prepared.question)


async def look_up(turn: Turn, services: Services) -> Found:
    """Find, or have written: before the turn's transaction, for a model takes its time."""
    return await services.answering.prepare(turn.text, turn.citizen.id)


@router.anything
@router.before(look_up)
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Answer with its label; when the library has none, say so and offer a person."""
    reply = reply_to(turn, turn.prepared, turn.text)
    return Reply("ask.masked", then=reply) if any(mark in turn.text for mark in TELLING) else reply


QUESTION_WORDS = re.compile(
    r"\b(?:lam sao|the nao|o dau|bao gio|khi nao|tai sao|vi sao|bao nhieu|bao lau|la gi|can gi|nhu nao|phai khong"
    r"|duoc khong|co phai|co duoc|cach|muon|hoi|giup|bi mat|quen|dang ky"
    r"|dang nhap|nop|thu tuc|lam (?:can cuoc|giay|ho so|the|lai)|cai|tai|mat khau)\b"
)


def sounds_like_a_question(words: str) -> bool:
    """Whether words typed in place of a name ask something."""
    return QUESTION_WORDS.search(fold(words)) is not None


def reply_to(turn: Turn, found: Found, question: str) -> Reply:
    """What was found, as a reply with its label and the ways on."""
    trace = replace(found.trace, question=question, outcome=found.kind)
    person = Button(f"tickets.from:{turn.number}", "buttons.send_to_person")
    if found.kind == "near":
        return _near(turn, found, trace, person)
    if found.label is None:
        phrase = "ask.no_answer" if found.kind == "none" else "ask.needs_person"
        ways = [person, buttons.LESSONS, buttons.MENU]
        data = buttons.meant(yes=person, no=buttons.MENU)
        return Reply(phrase, {"text": found.text}, buttons=ways, trace=trace, data=data)
    ways = [*buttons.thumbs(turn.number), *([person] if found.label is Label.AI else []), buttons.MENU]
    phrase = "ask.answer_partial" if found.partial else "ask.answer"
    data = buttons.meant(yes=ways[0], no=ways[1])
    values = {"text": found.text}
    return Reply(phrase, values, label=found.label, sources=found.sources, buttons=ways, trace=trace, data=data)


def _near(turn: Turn, found: Found, trace: Trace, person: Button) -> Reply:
    """Not sure which entry is meant: offer the nearest, the assistant and a person."""
    near = [buttons.named(f"ask.entry:{entry}"[:60], title) for entry, title in found.near]
    ai = [Button(f"ask.model:{turn.number}", "buttons.ask_ai")] if found.model_possible else []
    return Reply("ask.near", buttons=[*near, *ai, person, buttons.MENU], trace=trace)
