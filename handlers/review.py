"""What was learnt comes back when it is about to be forgotten: a few questions, a minute or two."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from bot.domain.domain import Domain
from bot.domain.learning.quizzes import mark
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons
from .lessons import _three

router = Router()

SITTING = 6
"""Questions of one sitting: some ten seconds each with the reason read."""


@router.command("review", "review_on")
@router.button("review.next")
async def begin(turn: Turn, domain: Domain) -> Reply:
    """The question that is due the longest, or when the next one comes."""
    asked, whole = _count(turn.argument)
    due = await domain.reviews.due(turn.citizen.id)
    found = [(lesson, row.question) for row in due if (lesson := _there(domain, row))]
    for row in due:
        if not _there(domain, row):
            await domain.reviews.put_off(row)
    if not found:
        return await _nothing(turn, domain)
    if whole and asked >= whole:
        return _enough(asked, len(found))
    return _asked(*found[0], asked, whole or min(SITTING, len(found)))


def _there(domain: Domain, row: Any) -> Any | None:
    lesson = domain.lessons.there(row.lesson)
    return lesson if lesson and row.question < len(lesson.quiz) else None


def _count(argument: str) -> tuple[int, int]:
    """ "2:6": two of six are asked already."""
    asked, _, whole = argument.partition(":")
    return buttons.number(asked), buttons.number(whole)


async def _nothing(turn: Turn, domain: Domain) -> Reply:
    coming = await domain.reviews.next_due(turn.citizen.id)
    if coming:
        phrase, values = _due(domain.clock.local(coming), domain.clock.local().date())
        return Reply(phrase, values, buttons=[buttons.LESSONS, buttons.MENU])
    return Reply("review.nothing", buttons=[buttons.LESSONS, buttons.MENU])


def _due(when: datetime, today: date) -> tuple[str, dict[str, str]]:
    """When the next question is due, as people say it: an hour only if it is today's."""
    days = (when.date() - today).days
    if days > 1:
        return "review.later", {"when": when.strftime("%d/%m")}
    return ("review.later_tomorrow", {}) if days == 1 else ("review.later_today", {"when": when.strftime("%H:%M")})


def _enough(asked: int, left: int) -> Reply:
    """A sitting is over; who wants goes on."""
    more = Button("review.next", "buttons.review_more")
    return Reply("review.enough", {"asked": asked, "left": left}, buttons=[more, buttons.LESSONS, buttons.MENU])


def _asked(lesson: Any, number: int, asked: int, whole: int) -> Reply:
    question, code = lesson.quiz[number], lesson.code.lower()
    choices = [
        buttons.named(f"review.answer:{code}:{number}:{choice}:{asked}:{whole}", words)
        for choice, words in enumerate(question.choices, 1)
    ]
    values = {"ask": question.ask, "title": lesson.title, "number": asked + 1, "questions": whole}
    data = {
        "lesson": lesson.code,
        "back": f"review.next:{asked}:{whole}",
        "question": number,
        "answers": [button.does for button in choices],
    }
    return Reply("review.question", values, buttons=[*choices, buttons.MENU], data=data)


@router.button("review.answer")
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Right: it is known. Wrong: once more tomorrow."""
    code, number, choice = _three(turn.argument)
    asked, whole = _count(":".join(turn.argument.split(":")[3:5]))
    lesson = domain.lessons.find(code)
    marked = mark(lesson, number, choice)
    await domain.reviews.answered(turn.citizen.id, lesson.code, number, right=marked.right)
    phrase = "review.right" if marked.right else "review.wrong"
    more = Button(f"review.next:{asked + 1}:{whole or SITTING}", "buttons.next_question")
    data = {"lesson": lesson.code, "back": more.does, "yes": more.does}
    values = {"why": marked.why, "answer": marked.answer}
    return Reply(phrase, values, buttons=[more, buttons.LESSONS, buttons.MENU], data=data)
