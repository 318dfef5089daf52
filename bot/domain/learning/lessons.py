"""Lessons in bites: which there are, where a learner stands, what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CitizenError
from bot.storage import learning


class NoSuchLesson(CitizenError):
    """An old button of a lesson that is no longer there."""

    phrase = "lessons.gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """One lesson in a list: is it done, was it begun?"""

    lesson: Any
    done: bool
    begun: bool


class Lessons:
    """One learner's way through the curriculum. Without consent nothing is remembered."""

    def __init__(self, db: AsyncSession, library: Any, now: datetime) -> None:
        self.db, self.library, self.now = db, library, now

    def find(self, code: str) -> Any:
        """The lesson of this code, in any case of letters."""
        lesson = self.library.lesson(code)
        if lesson is None:
            raise NoSuchLesson
        return lesson

    def modules(self) -> Sequence[Any]:
        """The modules in their order, those without lessons left out."""
        return [module for module in self.library.modules if self.of(module.code)]

    def of(self, module: str) -> Sequence[Any]:
        """The lessons of a module in their order."""
        return [lesson for lesson in self.library.lessons if lesson.module.upper() == module.upper()]

    async def standings(self, citizen_id: int, module: str) -> list[Standing]:
        """The lessons of a module and how this learner stands in each."""
        rows = await learning.progress(self.db, citizen_id)
        return [_standing(lesson, rows.get(lesson.code)) for lesson in self.of(module)]

    async def resume(self, citizen_id: int) -> Any | None:
        """The lesson begun last and not finished."""
        rows = await learning.progress(self.db, citizen_id)
        begun = [row for row in rows.values() if row.card and self.library.lesson(row.lesson)]
        latest = max(begun, key=lambda row: row.updated_at, default=None)
        return self.library.lesson(latest.lesson) if latest else None

    async def card_of(self, citizen_id: int, code: str) -> int:
        """Where this learner stopped in a lesson; 0 at the beginning."""
        row = (await learning.progress(self.db, citizen_id)).get(code)
        return row.card if row else 0

    async def at(self, citizen_id: int, code: str, card: int) -> None:
        """The learner sees this card now."""
        await learning.place(self.db, citizen_id, code, card, now=self.now)

    async def restart(self, citizen_id: int, code: str) -> None:
        """The first question is answered anew: the count begins again."""
        await learning.restart(self.db, citizen_id, code)

    async def finish(self, citizen_id: int, code: str) -> None:
        """Every question of the lesson was answered."""
        await learning.finish(self.db, citizen_id, code, now=self.now)

    async def after(self, citizen_id: int, code: str) -> Any | None:
        """The next lesson not yet done: of the same module first, then of the others."""
        rows = await learning.progress(self.db, citizen_id)
        module = self.find(code).module
        in_order = [*self.of(module), *(lesson for lesson in self.library.lessons if lesson.module != module)]
        behind = [lesson for lesson in in_order if lesson.code != code]
        return next((lesson for lesson in behind if not _standing(lesson, rows.get(lesson.code)).done), None)


def _standing(lesson: Any, row: Any) -> Standing:
    return Standing(lesson, done=bool(row and row.finished_at), begun=bool(row and row.card))
