"""Lessons: modules, cards, questions, and what comes next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.domain.answering.base import source_lines
from bot.domain.domain import Domain
from bot.domain.learning.progress import bar
from bot.domain.learning.quizzes import mark
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("lessons")
async def modules(turn: Turn, domain: Domain) -> Reply:
    """Every module with what is done of it; first of all the lesson begun last."""
    standing = await domain.progress.by_module(turn.citizen.id)
    choices = [_module_button(one) for one in standing]
    begun = await domain.lessons.resume(turn.citizen.id)
    if begun:
        choices.insert(0, Button(_does("open", begun.code), "buttons.resume", {"title": begun.title}))
    return Reply("lessons.modules", buttons=[*choices, buttons.MENU])


def _module_button(one: Any) -> Button:
    values = {"title": one.module.title, "done": one.done, "lessons": one.lessons}
    return Button(f"lessons.module:{one.module.code.lower()}", "buttons.module", values)


def _does(what: str, *parts: object) -> str:
    return f"lessons.{what}:" + ":".join(str(part).lower() for part in parts)


@router.button("lessons.module")
async def module(turn: Turn, domain: Domain) -> Reply:
    """The lessons of one module, those done with a tick."""
    code = turn.argument.upper()
    found = next((m for m in domain.lessons.modules() if m.code.upper() == code), None)
    if found is None:
        return await modules(turn, domain)
    choices = [_lesson_button(one) for one in await domain.lessons.standings(turn.citizen.id, code)]
    values = {"title": found.title, "summary": found.summary}
    return Reply("lessons.module", values, buttons=[*choices, buttons.LESSONS, buttons.MENU], edit=True)


def _lesson_button(one: Any) -> Button:
    mark_ = "✓ " if one.done else "… " if one.begun else ""
    return buttons.named(_does("open", one.lesson.code), mark_ + one.lesson.title)


@router.button("lessons.open")
async def open_lesson(turn: Turn, domain: Domain) -> Reply:
    """Begin a lesson, or go on where the learner stopped."""
    lesson = domain.lessons.find(turn.argument)
    place = await domain.lessons.card_of(turn.citizen.id, lesson.code)
    return await _show(turn, domain, lesson, place)


@router.button("lessons.card")
async def card(turn: Turn, domain: Domain) -> Reply:
    """One card, forward or back."""
    code, _, number = turn.argument.partition(":")
    return await _show(turn, domain, domain.lessons.find(code), int(number) if number.isdigit() else 0)


async def _show(turn: Turn, domain: Domain, lesson: Any, place: int) -> Reply:
    """Cards come first, then questions; `place` counts through both."""
    place = max(0, min(place, len(lesson.cards) + len(lesson.quiz) - 1))
    if turn.citizen.consented:
        await domain.lessons.at(turn.citizen.id, lesson.code, place)
    if place >= len(lesson.cards):
        return _question(lesson, place - len(lesson.cards))
    picture = domain.library.picture(lesson.code, place + 1) if turn.citizen.pictures else None
    return replace(_card(lesson, place), picture=picture)


def _card(lesson: Any, number: int) -> Reply:
    onward = Button(_does("card", lesson.code, number + 1), "buttons.next")
    if number == len(lesson.cards) - 1:
        onward = Button(_does("card", lesson.code, number + 1), "buttons.to_quiz")
    back = [Button(_does("card", lesson.code, number - 1), "buttons.back")] if number else []
    values = {
        "title": lesson.title,
        "number": number + 1,
        "cards": len(lesson.cards),
        "text": lesson.cards[number],
        "bar": bar(number + 1, len(lesson.cards) + len(lesson.quiz)),
    }
    phrase = "lessons.card_last" if number == len(lesson.cards) - 1 else "lessons.card"
    values |= {"do_now": lesson.do_now, "if_stuck": lesson.if_stuck, "minutes": lesson.minutes}
    sources = source_lines(lesson.citizen_sources) if number == len(lesson.cards) - 1 else ()
    return Reply(phrase, values, buttons=[onward, *back, buttons.MENU], edit=True, sources=sources)


def _question(lesson: Any, number: int, does: str = "answer", again: str = "") -> Reply:
    question = lesson.quiz[number]
    choices = [
        buttons.named(_does(does, lesson.code, number, choice), words)
        for choice, words in enumerate(question.choices, 1)
    ]
    values = {"ask": question.ask, "number": number + 1, "questions": len(lesson.quiz), "title": lesson.title}
    return Reply("lessons.question", values, buttons=[*choices, buttons.MENU])


@router.button("lessons.answer")
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Right or not, with the reason; then the next question or the end."""
    code, number, choice = _three(turn.argument)
    lesson = domain.lessons.find(code)
    marked = mark(lesson, number, choice)
    if turn.citizen.consented:
        if number == 0:
            await domain.lessons.restart(turn.citizen.id, lesson.code)
        await domain.quizzes.answer(turn.citizen.id, lesson, number, marked)
    phrase = "lessons.right" if marked.right else "lessons.wrong"
    values = {"why": marked.why, "answer": marked.answer}
    if number + 1 < len(lesson.quiz):
        onward = Button(_does("card", lesson.code, len(lesson.cards) + number + 1), "buttons.next_question")
        return Reply(phrase, values, buttons=[onward, buttons.MENU])
    return Reply(phrase, values, then=await _finished(turn, domain, lesson))


def _three(argument: str) -> tuple[str, int, int]:
    code, number, choice = [*argument.split(":"), "", "", ""][:3]
    return code, int(number) if number.isdigit() else -1, int(choice) if choice.isdigit() else -1


async def _finished(turn: Turn, domain: Domain, lesson: Any) -> Reply:
    """The end of a lesson: praise, the certificate when the module is done, the next lesson."""
    ways = []
    if turn.citizen.consented:
        await domain.lessons.finish(turn.citizen.id, lesson.code)
        if await domain.progress.completed(turn.citizen.id, lesson.module):
            ways.append(Button(f"certificates.module:{lesson.module.lower()}", "buttons.get_certificate"))
    following = await domain.lessons.after(turn.citizen.id, lesson.code)
    if following:
        ways.append(Button(_does("open", following.code), "buttons.next_lesson", {"title": following.title}))
    phrase = "lessons.finished" if turn.citizen.consented else "lessons.finished_unremembered"
    if not turn.citizen.consented:
        ways.append(Button("start.agree:yes", "buttons.agree"))
    values = {"title": lesson.title, "do_now": lesson.do_now}
    return Reply(phrase, values, buttons=[*ways, buttons.LESSONS, buttons.PROGRESS, buttons.MENU])
