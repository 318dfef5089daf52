"""How the classroom does, in counts: who begins, who finishes, where people stop, what they know and remember."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.library.text import fold
from bot.storage import learning, measures

SMALL = 5
"""Fewer than this are not counted out: a small number might point at somebody."""
DRILL_WORDS = ("that hay gia", "co phai lua dao")
"""What the drills of all modules ask."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many answers."""

    right: int = 0
    asked: int = 0

    @property
    def percent(self) -> int | None:
        """In hundredths, or None where there are too few to say."""
        return round(100 * self.right / self.asked) if self.asked >= SMALL else None

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.asked + other.asked)


@dataclass(frozen=True, slots=True)
class QuestionMeasure:
    """One question: at first try, and when it came back."""

    ask: str
    first: Share
    review: Share


@dataclass(frozen=True, slots=True)
class LessonMeasure:
    """One lesson. `stops`: words for a place, and how many stopped there, the commonest first."""

    lesson: Any
    begun: int
    finished: int
    stops: Sequence[tuple[str, int]]
    questions: Sequence[QuestionMeasure]


@dataclass(frozen=True, slots=True)
class Measures:
    """The whole classroom. `before` and `after`: drills of scams at first try and when they came back."""

    learners: int
    begun: int
    finished: int
    before: Share
    after: Share
    lessons: Sequence[LessonMeasure]


async def measured(db: AsyncSession, library: Any, commune: str = "") -> Measures:
    """Counts of the province or of one commune; answers to questions are counted for the province alone."""
    counts = {(one.lesson, one.question): one for one in await learning.question_counts(db)}
    lessons = await measures.by_lesson(db, commune)
    stops = await measures.left_at(db, commune)
    rows = [_lesson(lesson, lessons.get(lesson.code, (0, 0)), stops, counts) for lesson in library.lessons]
    drills = [one for row in rows for one in row.questions if _is_drill(one.ask)]
    return Measures(
        learners=await measures.learners(db, commune),
        begun=sum(begun for begun, _ in lessons.values()),
        finished=sum(done for _, done in lessons.values()),
        before=_sum(one.first for one in drills),
        after=_sum(one.review for one in drills),
        lessons=rows,
    )


def _lesson(lesson: Any, done: tuple[int, int], stops: Mapping[tuple[str, int], int], counts: Any) -> LessonMeasure:
    places = [(_place(lesson, card), count) for (code, card), count in stops.items() if code == lesson.code]
    questions = [_question(one.ask, counts.get((lesson.code, number))) for number, one in enumerate(lesson.quiz)]
    shown = sorted((one for one in places if one[1] >= SMALL), key=lambda one: -one[1])
    return LessonMeasure(lesson, *done, shown, questions)


def _place(lesson: Any, card: int) -> str:
    """A place in a lesson as staff read it."""
    if card < len(lesson.cards):
        return f"thẻ {card + 1}"
    return f"câu đố {min(card - len(lesson.cards), len(lesson.quiz) - 1) + 1}"


def _question(ask: str, count: Any) -> QuestionMeasure:
    if count is None:
        return QuestionMeasure(ask, Share(), Share())
    first, review = Share(count.first_right, count.first_asked), Share(count.review_right, count.review_asked)
    return QuestionMeasure(ask, first, review)


def _is_drill(ask: str) -> bool:
    return any(words in fold(ask) for words in DRILL_WORDS)


def _sum(shares: Iterable[Share]) -> Share:
    return sum(shares, Share())


async def standing(db: AsyncSession) -> list[tuple[str, int, int]]:
    """Communes with their learners and finished lessons, the most finished first; those with few learners left out."""
    rows = [(commune, *counts) for commune, counts in (await measures.by_commune(db)).items()]
    return sorted((row for row in rows if row[1] >= SMALL), key=lambda row: (-row[2], -row[1], row[0]))
