"""Questions answered wrong come back the next day."""

from __future__ import annotations

from typing import Any

from bot.domain.domain import Domain
from bot.domain.learning.quizzes import mark
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons
from .lessons import _question, _three

router = Router()


@router.command("review")
@router.button("review.next")
async def begin(turn: Turn, domain: Domain) -> Reply:
    """The question that is due the longest, or when the next one comes."""
    for row in await domain.reviews.due(turn.citizen.id):
        lesson = domain.library.lesson(row.lesson)
        if lesson and row.question < len(lesson.quiz):
            return _asked(lesson, row.question)
    coming = await domain.reviews.next_due(turn.citizen.id)
    if coming:
        when = domain.clock.local(coming).strftime("%H:%M %d/%m")
        return Reply("review.later", {"when": when}, buttons=[buttons.LESSONS, buttons.MENU])
    return Reply("review.nothing", buttons=[buttons.LESSONS, buttons.MENU])


def _asked(lesson: Any, number: int) -> Reply:
    asked = _question(lesson, number)
    choices = [
        buttons.named(f"review.answer:{lesson.code.lower()}:{number}:{choice}", words)
        for choice, words in enumerate(lesson.quiz[number].choices, 1)
    ]
    return Reply("review.question", asked.values, buttons=[*choices, buttons.MENU])


@router.button("review.answer")
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Right: it is known. Wrong: once more tomorrow."""
    code, number, choice = _three(turn.argument)
    lesson = domain.lessons.find(code)
    marked = mark(lesson, number, choice)
    await domain.reviews.answered(turn.citizen.id, lesson.code, number, right=marked.right)
    phrase = "review.right" if marked.right else "review.wrong"
    more = Button("review.next", "buttons.next_question")
    return Reply(phrase, {"why": marked.why, "answer": marked.answer}, buttons=[more, buttons.LESSONS, buttons.MENU])
