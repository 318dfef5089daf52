""" "Thử xem {you} đã biết gì": a few questions that find where to begin. Nobody passes or fails."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.domain.domain import Domain
from bot.domain.learning import paths, placement
from bot.domain.learning.quizzes import mark
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons, lessons

router = Router()

NOT_KNOWN = 0
"""The choice of who says that they do not know."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a placement is: along which path, what was answered."""

    path: Any
    answered: list[Any]


@router.command("placement")
@router.button("placement.next")
async def go_on(turn: Turn, domain: Domain) -> Reply:
    """Begin, or go on where it was left, on another day too."""
    return _ask(await _state(turn, domain), domain) or await begin(turn, domain)


@router.button("placement.begin")
async def begin(turn: Turn, domain: Domain) -> Reply:
    """From the first question on."""
    path = domain.library.path(turn.argument) or _path(turn, domain)
    state = State(path, [])
    return replace(_ask(state, domain) or await _over(turn, domain, state), phrase="placement.first")


def _path(turn: Turn, domain: Domain) -> Any:
    return domain.library.path(turn.citizen.path) or paths.of_group(domain.library.paths, turn.citizen.audience)


async def _state(turn: Turn, domain: Domain) -> State:
    """From this talk, else from what is kept; a finished one begins anew."""
    if "placement" in turn.data:
        path = domain.library.path(str(turn.data.get("path", "")))
        return State(path or _path(turn, domain), list(turn.data["placement"]))
    kept = await domain.placements.of(turn.citizen.id)
    path = domain.library.path(kept.path) if kept and not kept.finished_at else None
    return State(path, list(kept.answers)) if kept and path else State(_path(turn, domain), [])


def _ask(state: State, domain: Domain) -> Reply | None:
    """The next question, or None when there is none."""
    wanted = placement.next_question(state.path.lessons, state.answered)
    lesson = domain.lessons.there(wanted.lesson) if wanted else None
    if wanted is None or lesson is None:
        return None
    question, step = lesson.quiz[wanted.question], len(state.answered)
    choices = [
        buttons.named(f"placement.answer:{step}:{number}", words) for number, words in enumerate(question.choices, 1)
    ]
    unknown = Button(f"placement.answer:{step}:{NOT_KNOWN}", "buttons.not_known")
    stop = Button("placement.stop", "buttons.from_the_start")
    data = {
        "placement": [list(one) for one in state.answered],
        "path": state.path.code,
        "back": "placement.next",
        "lesson": lesson.code,
        "question": wanted.question,
        "answers": [button.does for button in choices],
    }
    values = {"ask": question.ask, "number": step + 1, "most": placement.MOST}
    ways = [*choices, unknown, stop, buttons.MENU]
    return Reply("placement.question", values, buttons=ways, data={**data, **buttons.meant(no=unknown)})


@router.button("placement.answer")
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Known or not, in kind words; then the next question, or where to begin."""
    state = await _state(turn, domain)
    step, _, choice = turn.argument.partition(":")
    wanted = placement.next_question(state.path.lessons, state.answered)
    chosen = buttons.number(choice, -1)
    if wanted is None or step != str(len(state.answered)) or chosen < 0:
        return await go_on(turn, domain)
    right = chosen != NOT_KNOWN and mark(domain.lessons.find(wanted.lesson), wanted.question, chosen).right
    state = State(state.path, [*state.answered, [wanted.lesson, wanted.question, right]])
    following = _ask(state, domain)
    if turn.citizen.consented:
        await domain.placements.keep(turn.citizen.id, state.path, state.answered, finished=following is None)
    phrase = "placement.known" if right else "placement.not_known"
    return Reply(phrase, then=following or await _over(turn, domain, state))


async def _over(turn: Turn, domain: Domain, state: State) -> Reply:
    """Where to begin; lessons that are known already come last on the path."""
    if turn.citizen.consented:
        await domain.citizens.follow(turn.citizen.id, state.path.code)
    known = placement.known(state.path.lessons, state.answered)
    lesson = domain.lessons.find(placement.start(state.path.lessons, state.answered))
    first = lessons.open_button(lesson)
    ways = [first, Button(f"paths.show:{state.path.code}", "buttons.see_path"), buttons.LESSONS, buttons.MENU]
    phrase = "placement.over_known" if known else "placement.over"
    values = {"title": state.path.title, "lesson": lesson.title, "known": len(known), "whole": len(state.path.lessons)}
    return Reply(phrase, values, buttons=ways, data=buttons.meant(yes=first))


@router.button("placement.stop")
async def stop(turn: Turn, domain: Domain) -> Reply:
    """No more questions: the path from its first lesson."""
    state = await _state(turn, domain)
    return await _over(turn, domain, State(state.path, []))
