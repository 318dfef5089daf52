"""Questions at the end of a lesson: what was right, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.learning.lessons import NoSuchLesson
from bot.domain.learning.review import Reviews
from bot.storage import learning


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer and what to say about it. `why` explains the choice that was made."""

    right: bool
    why: str
    answer: str


def mark(lesson: Any, number: int, choice: int) -> Marked:
    """Was choice `choice` (from 1) of question `number` (from 0) right?"""
    if not 0 <= number < len(lesson.quiz):
        raise NoSuchLesson
    question = lesson.quiz[number]
    if not 1 <= choice <= len(question.choices):
        raise NoSuchLesson
    return Marked(choice == question.right, question.why[choice - 1], question.choices[question.right - 1])


class Quizzes:
    """Answers of one learner."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def answer(self, citizen_id: int, lesson: Any, number: int, marked: Marked) -> None:
        """Count the answer, and remember when to ask again."""
        card = len(lesson.cards) + number + 1
        await learning.answered(self.db, citizen_id, lesson.code, right=marked.right, card=card, now=self.now)
        await Reviews(self.db, self.now).answered(citizen_id, lesson.code, number, right=marked.right)
