"""Paths through the lessons: of one's group, towards a goal, chosen with a button or in one's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.domain.answering.found import Found
from bot.domain.domain import Domain, Services
from bot.domain.learning import paths
from bot.library.text import fold
from bot.messages import Button, Reply, Trace, Turn
from bot.router import Router, is_words

from . import ask, buttons, lessons

router = Router()

WHO = r"(?:da|toi|minh|em|chau|bac|ong|ba|co|chu|anh|chi|ban|cho|xin|tim|xem|mo|hay|giup|nho)"
WISH = re.compile(
    rf"^(?:{WHO} )*(?:(?:muon |can )?(?:duoc )?hoc \S.*"
    r"|(?:cac |nhung |may )?(?:bai(?: hoc)?|khoa hoc)(?: nao)? (?:ve|day|noi|huong dan)\b.*"
    rf"|(?:day|huong dan) (?:{WHO} )*(?:hoc|dung|cach|xai|su dung) \S.*)"
)
"""Somebody says what they want to learn: "tôi muốn học cách chuyển khoản", "bài học về mật khẩu ở đâu"."""


OF_THIS = re.compile(r"\bbai(?: hoc)? nay\b")
""" "Học bài này mất bao lâu" is a question about the lesson that is open."""


def wishes(text: str) -> bool:
    """Whether words say what somebody wants to learn, and not of the lesson that is open."""
    folded = fold(text)
    return WISH.match(folded) is not None and OF_THIS.search(folded) is None


def _button(path: Any) -> Button:
    return buttons.named(f"paths.show:{path.code}", path.title)


@router.command("paths")
async def choose(turn: Turn, domain: Domain) -> Reply:
    """The path of one's own group first, then the goals; or say it in words."""
    mine = paths.of_group(domain.library.paths, turn.citizen.audience)
    goals = [path for path in domain.library.paths if path.kind == "goal"]
    first = [_button(mine)] if mine else []
    ways = [*first, *(_button(path) for path in goals), buttons.OTHER_GROUPS, buttons.PLACEMENT, buttons.MENU]
    return Reply("paths.choose", buttons=ways, step="paths.words")


@router.command("path_groups")
@router.button("paths.groups")
async def groups(turn: Turn, domain: Domain) -> Reply:
    """The paths of all groups."""
    found = [_button(path) for path in domain.library.paths if path.kind == "group"]
    return Reply("paths.groups", buttons=[*found, buttons.PATHS, buttons.MENU])


@router.button("paths.show")
async def show(turn: Turn, domain: Domain) -> Reply:
    """One path with its lessons, those done with a tick, and the ways to begin."""
    path = domain.library.path(turn.argument)
    if path is None:
        return await choose(turn, domain)
    done = await domain.progress.done(turn.citizen.id)
    titles = [(code, domain.lessons.find(code).title) for code in path.lessons]
    lines = [f"{'✓' if code in done else '•'} {title}" for code, title in titles]
    begin = Button(f"paths.follow:{path.code}", "buttons.follow")
    try_out = Button(f"placement.begin:{path.code}", "buttons.try_out")
    values = {
        "title": path.title,
        "summary": path.summary,
        "lessons": "\n".join(lines),
        "done": len(done & set(path.lessons)),
    }
    ways = [begin, try_out, buttons.PATHS, buttons.LESSONS, buttons.MENU]
    return Reply("paths.shown", {**values, "whole": len(path.lessons)}, buttons=ways, data=buttons.meant(yes=begin))


@router.button("paths.follow")
async def follow(turn: Turn, domain: Domain) -> Reply:
    """From now on the next lesson is the next of this path; here is the first one not done."""
    path = domain.library.path(turn.argument)
    if path is None:
        return await choose(turn, domain)
    if turn.citizen.consented:
        await domain.citizens.follow(turn.citizen.id, path.code)
    following = await domain.lessons.after(turn.citizen.id, "", path.code)
    if following is None or following.code not in path.lessons:
        return Reply("paths.done", {"title": path.title}, buttons=[buttons.CERTIFICATES, buttons.PATHS, buttons.MENU])
    begin = lessons.open_button(following)
    ways = [begin, buttons.PATHS, buttons.LESSONS, buttons.MENU]
    values = {"title": path.title, "lesson": following.title}
    return Reply("paths.followed", values, buttons=ways, data=buttons.meant(yes=begin))


def _nothing(said: Reply) -> Reply:
    """No lesson is about it: the ways to those that there are, and to a person."""
    person = [button for button in said.buttons if button.phrase == "buttons.send_to_person"]
    return replace(said, phrase="paths.nothing", buttons=[buttons.PATHS, buttons.LESSONS, *person, buttons.MENU])


UNSURE = ("none", "near", "extract")
"""Kinds of answers that a lesson is better than, where somebody wants to learn."""
Prepared = Found | tuple[Sequence[str], Sequence[str]]


async def look_up(turn: Turn, services: Services) -> Prepared:
    """The paths and lessons that the words may mean; where they mean none, the answer to a question."""
    library, answering = services.library, services.answering
    ways = [path.code for path in paths.find(library.paths, turn.text)]
    titled = [one.code for one in paths.find_lessons(services.latest.titled(library.lessons), turn.text)]
    told = titled or await answering.lessons_about(paths.subject(turn.text))
    if ways or titled:
        return ways, told
    answer = await answering.prepare(turn.text, turn.citizen.id, turn=turn.number)
    return ([], told) if told and answer.kind in UNSURE and not answer.in_danger else answer


@router.step("paths.words")
@router.when(lambda turn: is_words(turn) and not turn.step and WISH.match(fold(turn.text)) is not None)
@router.before(look_up)
async def by_words(turn: Turn, domain: Domain) -> Reply:
    """ "Tôi muốn làm căn cước trên điện thoại"."""
    if isinstance(turn.prepared, Found):
        said = await ask.said(turn, domain)
        return _nothing(said) if said.phrase == "ask.no_answer" and not turn.step else said
    codes, lesson_codes = turn.prepared
    ways = [_button(path) for code in codes if (path := domain.library.path(code))]
    ways += [lessons.open_button(domain.lessons.find(code)) for code in lesson_codes]
    ways += [Button(f"ask.words:{turn.number}", "buttons.ask_this"), buttons.PATHS, buttons.MENU]
    # The words are kept: they may have been a question all the same.
    return Reply("paths.meant", buttons=ways, trace=Trace(turn.text), data=buttons.meant(yes=ways[0]))
