"""Words typed inside a lesson: on, back, again, easier, a choice in one's own words, a question about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from bot.domain.answering.found import Found
from bot.domain.domain import Domain, Services
from bot.library.choices import title_key
from bot.library.text import fold
from bot.messages import Button, Reply, Turn
from bot.router import Handler, Router, is_words

from . import ask, classes, lessons, paths, placement, review

router = Router()

LETTER = re.compile(r"(?:dap an |cau |chon |y )?([a-d])[.)]?")
SHORTEST = 6
"""Letters of a part of a choice that stands for the choice."""
KEPT_BY = ("ask.", "small_talk.", "help.", "errors.cannot", "announcements.")
"""Replies that interrupt a lesson: from them one goes on at the same card."""
GOES_ON = ("onward", "understood")
REMEMBERED = ("lesson", "back", "before")


def inside(turn: Turn) -> bool:
    """Is a lesson open, and nothing else asked?"""
    return bool(turn.data.get("lesson")) and not turn.step


@router.when(lambda turn: inside(turn) and turn.command in ("onward", "again", "resume", "before"))
async def turn_pages(turn: Turn, domain: Domain) -> Reply:
    """ "Tiếp", "đọc lại", "thẻ trước"."""
    way = {"onward": _offered(turn), "before": turn.data.get("before")}.get(turn.command)
    return await _press(turn, domain, str(way or turn.data["back"]))


@router.when(lambda turn: turn.command in GOES_ON and bool(_offered(turn)), has="command")
async def go_ahead(turn: Turn, domain: Domain) -> Reply:
    """ "Tiếp" or "hiểu rồi", where a lesson, a path or a class's next card was just offered."""
    return await _press(turn, domain, _offered(turn))


def _offered(turn: Turn) -> str:
    """What a "vâng" would press, if it leads on with learning and not to a person; else the way back."""
    ways = (str(turn.data.get(name, "")) for name in ("yes", "back"))
    return next((way for way in ways if way.partition(":")[0] in WAYS), "")


@router.when(lambda turn: inside(turn) and turn.command in ("easier", "lost"))
async def easier(turn: Turn, domain: Domain) -> Reply:
    """ "Khó quá", "giải thích dễ hơn"."""
    back = str(turn.data["back"]).replace("lessons.card:", "lessons.easier:")
    return await _press(turn, domain, back)


@router.when(lambda turn: inside(turn) and "answers" in turn.data and _letter(turn) >= 0)
async def by_letter(turn: Turn, domain: Domain) -> Reply:
    """ "b", "đáp án b"."""
    return await _press(turn, domain, turn.data["answers"][_letter(turn)])


async def _press(turn: Turn, domain: Domain, does: str) -> Reply:
    """As if the button had been pressed."""
    name = does.partition(":")[0]
    handler = WAYS.get(name, lessons.on_with_it)
    return await handler(replace(turn, button=does, command=""), domain)


WAYS: Mapping[str, Handler] = {
    "lessons.open": lessons.open_lesson,
    "lessons.card": lessons.card,
    "lessons.easier": lessons.easier_words,
    "lessons.answer": lessons.answer,
    "review.next": review.begin,
    "review.answer": review.answer,
    "placement.next": placement.go_on,
    "placement.answer": placement.answer,
    "paths.follow": paths.follow,
    "classes.card": classes.turn_card,
    "classes.back": classes.back_to_card,
    "classes.present": classes.present,
}
"""Where the ways on lead that a talk remembers."""


def _letter(turn: Turn) -> int:
    found = LETTER.fullmatch(fold(turn.text))
    number = "abcd".index(found[1]) if found else -1
    return number if number < len(turn.data.get("answers", ())) else -1


async def look_up(turn: Turn, services: Services) -> Found | int:
    """The choice that the words are a part of, or an answer with the lesson's own passages first."""
    choice = part_of_a_choice(turn, services)
    if choice >= 0:
        return choice
    lesson = str(turn.data["lesson"])
    return await services.answering.prepare(turn.text, turn.citizen.id, lesson=lesson, turn=turn.number)


def part_of_a_choice(turn: Turn, services: Services) -> int:
    """Which choice of the open question holds the typed words, if just one does; else -1."""
    lesson = services.library.lesson(str(turn.data["lesson"]))
    lesson = services.latest.lesson(lesson, services.library.facts) if lesson else None
    number, typed = turn.data.get("question"), title_key(turn.text)
    if lesson is None or number is None or number >= len(lesson.quiz) or len(typed) < SHORTEST:
        return -1
    offered = lesson.quiz[number].choices[: len(turn.data.get("answers", ()))]
    keys = [f" {title_key(words)} " for words in offered]
    holding = [place for place, key in enumerate(keys) if f" {typed} " in key]
    return holding[0] if len(holding) == 1 else -1


def is_said(turn: Turn) -> bool:
    """Plain words with a letter in them, said inside a lesson."""
    return (
        inside(turn)
        and is_words(turn)
        and not turn.urgent
        and turn.text[:1] != "/"
        and any(letter.isalpha() for letter in turn.text)
    )


async def look_up_wish(turn: Turn, services: Services) -> paths.Prepared | int:
    """The choice that the words are a part of, or the lessons that somebody wants instead of this one."""
    choice = part_of_a_choice(turn, services)
    return choice if choice >= 0 else await paths.look_up(turn, services)


@router.when(lambda turn: is_said(turn) and paths.wishes(turn.text))
@router.before(look_up_wish)
async def wished(turn: Turn, domain: Domain) -> Reply:
    """ "Học bài lừa đảo", while another lesson is open: the same as anywhere else."""
    if isinstance(turn.prepared, int):
        return await _press(turn, domain, turn.data["answers"][turn.prepared])
    return await paths.by_words(turn, domain)


@router.when(is_said)
@router.before(look_up)
async def said(turn: Turn, domain: Domain) -> Reply:
    """A choice in the learner's own words, or a question about the lesson."""
    if isinstance(turn.prepared, int):
        return await _press(turn, domain, turn.data["answers"][turn.prepared])
    return await ask.said(turn, domain)


def keep_open(turn: Turn, reply: Reply) -> Reply:
    """After an interruption one goes on at the same card, in a review at the same question."""
    if reply.then:
        return replace(reply, then=keep_open(turn, reply.then))
    if reply.keeps:
        return reply
    back = str(turn.data.get("back", ""))
    if not back or reply.step or "back" in reply.data or not reply.phrase.startswith(KEPT_BY):
        return reply
    on = Button(back, "buttons.go_on")
    kept = {name: turn.data[name] for name in REMEMBERED if name in turn.data}
    if quiz := turn.data.get("answers") or turn.data.get("quiz"):
        kept["quiz"] = quiz  # "đáp án 2" still answers the question
    return replace(
        reply, buttons=[*reply.buttons[:-1], on, *reply.buttons[-1:]], data={"yes": back, **kept, **reply.data}
    )
