"""What the buttons of a lesson say, typed where they are not shown: the same, or why not and what else there is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.domain import Domain
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons, classes, lessons, paths, placement, review

router = Router()


async def _open(turn: Turn, domain: Domain) -> tuple[Any, int] | None:
    """The lesson that is open here, or else was left open, and the place in it."""
    name, _, rest = str(turn.data.get("back", "")).partition(":")
    code, _, place = rest.partition(":")
    if name == "lessons.card" and (lesson := domain.lessons.there(code)):
        return lesson, buttons.number(place)
    begun = await domain.lessons.resume(turn.citizen.id)
    return (begun, await domain.lessons.card_of(turn.citizen.id, begun.code)) if begun else None


def _pressed(turn: Turn, what: str, lesson: Any, *more: int) -> Turn:
    does = ":".join((f"lessons.{what}", lesson.code.lower(), *map(str, more)))
    return replace(turn, button=does, command="")


@router.command("skip_lesson")
async def skip_lesson(turn: Turn, domain: Domain) -> Reply:
    """ "Bỏ qua bài này"."""
    found = await _open(turn, domain)
    return (
        await lessons.skip_lesson(_pressed(turn, "skip", *found), domain) if found else await _none_open(turn, domain)
    )


@router.command("to_quiz")
async def to_quiz(turn: Turn, domain: Domain) -> Reply:
    """ "Làm câu đố"; who is among the questions already stays at theirs."""
    found = await _open(turn, domain)
    if found is None:
        return await _none_open(turn, domain)
    lesson, place = found
    return await lessons.card(_pressed(turn, "card", lesson, max(place, len(lesson.cards))), domain)


@router.command("lesson_again")
async def lesson_again(turn: Turn, domain: Domain) -> Reply:
    """ "Xem lại bài": from its first card on."""
    found = await _open(turn, domain)
    return await lessons.again(_pressed(turn, "again", found[0]), domain) if found else await _none_open(turn, domain)


@router.when(lambda turn: turn.command == "skip_question" and "placement" in turn.data, has="command")
async def not_known(turn: Turn, domain: Domain) -> Reply:
    """ "Chưa biết câu này", among the questions that find where to begin."""
    return await placement.answer(replace(turn, button=str(turn.data.get("no", "")), command=""), domain)


@router.when(lambda turn: turn.command == "skip_question" and _reviews(turn), has="command")
async def next_in_review(turn: Turn, domain: Domain) -> Reply:
    """A question of a review comes back until it is answered; after its answer the next one comes."""
    back = str(turn.data["back"])
    if "answers" not in turn.data:
        return await review.begin(replace(turn, button=back, command=""), domain)
    on = Button(back, "buttons.go_on")
    return Reply("review.no_skipping", buttons=[on, buttons.LESSONS, buttons.MENU], data={**turn.data, "yes": back})


def _reviews(turn: Turn) -> bool:
    return str(turn.data.get("back", "")).startswith("review.next")


@router.command("skip_question")
async def skip_question(turn: Turn, domain: Domain) -> Reply:
    """ "Bỏ qua câu này": the next question; on a card there is none yet."""
    found = await _open(turn, domain)
    if found is None:
        return await _none_open(turn, domain)
    lesson, place = found
    if place < len(lesson.cards):
        on = Button(f"lessons.card:{lesson.code.lower()}:{place}", "buttons.go_on")
        quiz = Button(f"lessons.card:{lesson.code.lower()}:{len(lesson.cards)}", "buttons.to_quiz")
        ways, data = [on, quiz, buttons.LESSONS, buttons.MENU], lessons.within(lesson, place, yes=on.does)
        return Reply("lessons.no_question_yet", {"title": lesson.title}, buttons=ways, data=data)
    if "answers" not in turn.data and "yes" in turn.data:  # one was answered just now: the next one comes
        return await lessons.card(_pressed(turn, "card", lesson, place), domain)
    if place + 1 >= len(lesson.cards) + len(lesson.quiz):
        return await lessons.end(_pressed(turn, "end", lesson), domain)
    return await lessons.card(_pressed(turn, "card", lesson, place + 1), domain)


async def _none_open(turn: Turn, domain: Domain) -> Reply:
    """No lesson is open that this could be done with: the next one is offered."""
    following = await domain.lessons.after(turn.citizen.id, "", turn.citizen.path)
    return await lessons.offered(turn, domain, "lessons.none_open", following)


@router.command("own_path")
async def own_path(turn: Turn, domain: Domain) -> Reply:
    """ "Xem cả lộ trình": the learner's own; who has none chooses one."""
    return await paths.show(replace(turn, button=f"paths.show:{turn.citizen.path}", command=""), domain)


@router.command("class_on")
async def class_on(turn: Turn, domain: Domain) -> Reply:
    """ "Kết thúc lớp": the class that is on, with all its ways; or that there is none."""
    if await domain.classes.on(turn.citizen.id):
        return await classes.begin(turn, domain)
    return Reply("classes.none_on", buttons=[buttons.CLASSES, buttons.LESSONS, buttons.MENU])
