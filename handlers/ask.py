"""Questions: every other conversation comes first, this one takes any words."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.answering.found import Found
from bot.domain.domain import Domain, Services
from bot.library.text import fold
from bot.messages import Button, Label, Reply, Trace, Turn
from bot.router import Router

from . import buttons, notice_shown, tickets, topic
from .telling import warned

router = Router()


@router.command("ask", "ask_on")
async def invite(turn: Turn, domain: Domain) -> Reply:
    """Any words are a question; say so, with examples."""
    return Reply("ask.invite", buttons=[buttons.LESSONS, buttons.PERSON, buttons.MENU])


@router.button("ask.right")
async def right(turn: Turn, domain: Domain) -> Reply:
    """The answer helped."""
    await _thumb(turn, domain, up=True)
    return Reply("ask.feedback_right", buttons=[buttons.LESSONS, buttons.MENU], data=topic.kept(turn))


@router.button("ask.wrong")
async def wrong(turn: Turn, domain: Domain) -> Reply:
    """The answer did not help: staff will read it, and a person is offered."""
    await _thumb(turn, domain, up=False)
    person = Button(f"tickets.from:{turn.argument}", "buttons.send_to_person")
    data = buttons.meant(yes=person, no=buttons.MENU)
    return Reply("ask.feedback_wrong", buttons=[person, buttons.MENU], data=data)


async def _thumb(turn: Turn, domain: Domain, *, up: bool) -> None:
    """Of the answer to a turn, or of the second of two."""
    if line := buttons.also(turn.argument):
        await domain.moderation.thumb_line(turn.citizen.id, line, up=up)
    else:
        await domain.moderation.thumb(turn.citizen.id, buttons.number(turn.argument), up=up)


@router.command("right", "wrong")
async def judge_last(turn: Turn, domain: Domain) -> Reply:
    """ "Đúng ý" or "Chưa đúng" in words, where there are no buttons: the newest answer is meant."""
    up, given = turn.command == "right", await domain.moderation.last_answer(turn.citizen.id)
    if given is None:
        return Reply("small_talk.yes" if up else "small_talk.no", buttons=buttons.MAIN)
    if given.label == Label.STAFF:
        await domain.moderation.thumb_staff(turn.citizen.id, given.id, up=up)
        return tickets.judged(up)
    which = given.turn or f"{buttons.ALSO}{given.id}"
    this = replace(turn, button=f"ask.{turn.command}:{which}", command="")
    return await right(this, domain) if up else await wrong(this, domain)


@router.button("ask.entry")
async def entry(turn: Turn, domain: Domain) -> Reply:
    """One of the near entries was chosen: it is given, and editors see how it was asked for."""
    found = domain.answering.entry(turn.argument)
    if found is None:
        return Reply("help.old_button", buttons=[buttons.ASK, buttons.MENU])
    await domain.wordings.chosen(turn.citizen.id, found.entry, domain.answering.wordings(found.entry))
    return reply_to(turn, await domain.checking.corrected(found, turn.citizen.commune), turn.argument)


async def look_up_again(turn: Turn, services: Services) -> Found | None:
    """The words of an earlier turn, with the model allowed this time."""
    question = await services.question_of(turn.citizen.id, buttons.number(turn.argument))
    if not question:
        return None
    before = await topic.before(turn, services, question)
    return await services.answering.prepare(question, turn.citizen.id, ask_model=True, topic=before, turn=turn.number)


@router.button("ask.model", "ask.words")
@router.before(look_up_again)
async def ask_model(turn: Turn, domain: Domain) -> Reply:
    """The citizen wants the assistant to answer, or meant their words as a question."""
    if turn.prepared is None:
        return await invite(turn, domain)
    found = await domain.checking.corrected(turn.prepared, turn.citizen.commune)
    return safe(found, reply_to(turn, found, turn.prepared.question))


async def look_up_as_asked(turn: Turn, services: Services) -> Found | None:
    """The words of an earlier turn, as if they had only now been typed."""
    question = await services.question_of(turn.citizen.id, buttons.number(turn.argument))
    if not question:
        return None
    lesson = str(turn.data.get("lesson", ""))
    before = None if lesson else await topic.before(turn, services, question)
    return await services.answering.prepare(question, turn.citizen.id, lesson=lesson, topic=before, turn=turn.number)


@router.button("ask.usual")
@router.before(look_up_as_asked)
async def usual(turn: Turn, domain: Domain) -> Reply:
    """No announcement was meant: what the question finds otherwise."""
    return await invite(turn, domain) if turn.prepared is None else await _found(turn, domain, turn.prepared.question)


async def look_up(turn: Turn, services: Services) -> Found:
    """Find, or have written: before the turn's transaction, for a model takes its time."""
    before = await topic.before(turn, services, turn.text)
    return await services.answering.prepare(turn.text, turn.citizen.id, topic=before, turn=turn.number)


@router.anything
@router.before(look_up)
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Answer with its label; when the library has none, say so and offer a person."""
    return await said(turn, domain)


async def said(turn: Turn, domain: Domain) -> Reply:
    """What was found for the words of this turn, wherever they were typed: one answer or two, each logged.

    Who sent what nobody should send is told so first.
    """
    return warned(turn, await _asked_about(turn, domain) or await _found(turn, domain, turn.text))


async def _asked_about(turn: Turn, domain: Domain) -> Reply | None:
    """The announcement that reached them lately, where the question is about that and no entry answers it."""
    one = await domain.notice_questions.meant(turn, turn.prepared, asks=not tells(turn.text))
    return notice_shown.again(turn, domain, one) if one else None


async def _found(turn: Turn, domain: Domain, question: str) -> Reply:
    found = await domain.checking.corrected(turn.prepared, turn.citizen.commune)
    if found.then is None:
        reply = reply_to(turn, found, question)
    else:
        second = await domain.checking.corrected(found.then, turn.citizen.commune)
        line = await domain.moderation.also(turn, second)
        reply = two_replies(turn, found, second, line)
    return safe(found, reply)


def maybe(reply: Reply) -> Reply:
    """The reply after whom to call and what to leave be: words that are curated, as the card's are."""
    return Reply("emergency.maybe", label=Label.CURATED, then=reply)


def safe(found: Found, reply: Reply) -> Reply:
    """Whom to call and what to leave be, before the answer to a question that sounds like somebody in danger.

    Who tells something and asks nothing reads in one line whom to call, before entries or a passage that may be of
    something else: as where nothing was found.
    """
    if found.in_danger or (found.then and found.then.in_danger):
        return maybe(reply)
    unsure = found.kind in ("near", "extract") and found.then is None and not found.follows and not found.unnamed
    return Reply("emergency.in_case", then=reply) if unsure and tells(found.question) else reply


ASIDE = re.compile(r"\bgi (?:nua|ca|het)\b|\b(?:voi|cho) ai\b|\bcho ai biet\b")
"""What asks elsewhere and does not here: "không còn gì nữa", "không được nói với ai"."""
ASKING = re.compile(
    r"\?|\b(?:gi|j|nao|sao|ai|hay|ntn|kieu|xin|nen|chua|coi)\b"
    r"|\bmay (?:loai|nhom|phan|phuong|xa|tuoi|gio|ngay|lan|nam|tien)\b"
    r"|\b(?:khong|ko|k|hong|hok|dc|dau)(?: (?:a|vay|nhi|ha|chau|ban|em))?\W*$"
    r"|^\W*(?:so|web|trang|luat|van ban|muc tieu|phi|mau)\b"
)
"""What asks beside QUESTION_WORDS, in words without marks; and a message that only names a thing."""


def tells(text: str) -> bool:
    """Whether words tell something and ask nothing, as far as they show it."""
    folded = ASIDE.sub(" ", fold(text))
    return not QUESTION_WORDS.search(folded) and not ASKING.search(folded)


QUESTION_WORDS = re.compile(
    r"\b(?:lam sao|the nao|o dau|bao gio|khi nao|tai sao|vi sao|bao nhieu|bao lau|la gi|can gi|nhu nao|phai khong"
    r"|duoc khong|co phai|co duoc|cach|muon|hoi|giup|bi mat|quen|dang ky"
    r"|dang nhap|nop|thu tuc|lam (?:can cuoc|giay|ho so|the|lai)|cai|tai|mat khau)\b"
)


GREETING = re.compile(r"(?:da |a )?(?:xin )?(?:chao|hello|alo|hi)\b")
""" "Chào cháu, bác 75 tuổi": a greeting with something that asks nothing we know."""


def sounds_like_a_question(words: str) -> bool:
    """Whether words typed in place of a name ask something."""
    return QUESTION_WORDS.search(fold(words)) is not None


UNDER_EACH = ("ask.entry", "tickets.from", "ask.right", "ask.wrong")


def two_replies(turn: Turn, first: Found, second: Found, line: int) -> Reply:
    """A question about two things: an answer to each, with its own label, sources and thumbs; the ways on at the end.

    `line`: of the log, that of the second answer.
    """
    last = reply_to(turn, second, second.about, f"{buttons.ALSO}{line}")
    data = {**last.data, **topic.after(turn, replace(first, then=second))}
    said = reply_to(turn, first, turn.text)
    choices = [button for button in said.buttons if button.does.startswith(UNDER_EACH)]
    more = replace(last, data=data, trace=None)
    if said.then:
        more = replace(said.then, buttons=(), data={}).followed_by(more)
    return replace(said, buttons=choices, then=more)


def reply_to(turn: Turn, found: Found, question: str, judged: str = "") -> Reply:
    """What was found, as a reply with its label and the ways on. `judged`: what its thumbs are of, if not the turn."""
    trace = replace(found.trace, question=question, outcome=found.kind)
    person = Button(f"tickets.from:{turn.number}", "buttons.send_to_person")
    if found.kind == "near":
        return _near(turn, found, trace, person)
    values = {"text": found.text, **_about(found)}
    if found.kind == "none" and not found.about and GREETING.match(fold(turn.text)):
        return Reply("small_talk.hello", buttons=buttons.MAIN, trace=trace)
    if found.label is None:
        phrase = "no_answer" if found.kind == "none" else "needs_person"
        ways = [person, buttons.LESSONS, buttons.MENU]
        data = {**buttons.meant(yes=person, no=buttons.MENU), **topic.after(turn, found)}
        part = "part_" if found.about and not found.follows else ""
        return Reply(f"ask.{part}{phrase}", values, buttons=ways, trace=trace, data=data)
    ways = [*buttons.thumbs(judged or turn.number), *([person] if found.label is Label.AI else []), buttons.MENU]
    phrase = f"ask.{_manner(found)}{'_partial' if found.partial else ''}"
    data = {**buttons.meant(yes=ways[0], no=ways[1]), **topic.after(turn, found)}
    said = Reply(phrase, values, label=found.label, sources=found.sources, buttons=ways, trace=trace, data=data)
    return _with_addition(said, found.addition) if found.addition else said


def _with_addition(said: Reply, addition: str) -> Reply:
    """The answer, then what staff found missing in it; the ways on under the last."""
    added = Reply("checking.addition", {"text": addition}, label=Label.STAFF, buttons=said.buttons, data=said.data)
    return replace(said, buttons=(), data={}, then=added)


def _about(found: Found) -> dict[str, str]:
    """What this is about, where that must be said: with braces made harmless, for it may be a citizen's words."""
    return {"about": found.about.translate(BRACES)} if found.about else {}


BRACES = str.maketrans("{}", "()")


def _manner(found: Found) -> str:
    """How an answer begins: as it is, as one of two, or with the topic that a follow-up was understood by."""
    if not found.about:
        return "answer"
    return "follows" if found.follows else "part"


def _near(turn: Turn, found: Found, trace: Trace, person: Button) -> Reply:
    """Not sure which entry is meant: offer the nearest, the assistant and a person."""
    near = [buttons.named(f"ask.entry:{entry}"[:60], title) for entry, title in found.near]
    ai = [Button(f"ask.model:{turn.number}", "buttons.ask_ai")] if found.model_possible else []
    phrase, values = (f"ask.{_manner(found)}_near" if found.about else "ask.near"), _about(found)
    if found.unnamed:
        phrase = "ask.of_what"
    elif len(near) == 2 and not found.about:
        phrase, values = "ask.which", dict(zip(("first", "second"), (title for _, title in found.near), strict=True))
    ways = [*near, *ai, person, buttons.MENU]
    return Reply(phrase, values, buttons=ways, trace=trace, data=topic.after(turn, found))
