"""Lessons in bites: which there are, where a learner stands, what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.overlay import Latest
from bot.errors import CitizenError
from bot.storage import learning

Begun = Mapping[str, Any]
"""Code of a lesson → where a learner stands in it (a row of `Progress`)."""


class NoSuchLesson(CitizenError):
    """An old button of a lesson that is no longer there."""

    phrase = "lessons.gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """One lesson in a list: is it done, was it begun?"""

    lesson: Any
    done: bool
    begun: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """A lesson as part of the whole: the how manieth of how many, on the learner's path or of all lessons."""

    number: int
    lessons: int
    on_path: bool


class Lessons:
    """One learner's way through the curriculum. Without consent nothing is remembered."""

    def __init__(self, db: AsyncSession, library: Any, now: datetime, latest: Latest | None = None) -> None:
        """`latest`: what people published in place of lessons, confirmed and corrected of the facts they rest on."""
        self.db, self.library, self.now, self.latest = db, library, now, latest or Latest()

    def find(self, code: str) -> Any:
        """The lesson of this code, in any case of letters, as it holds now."""
        lesson = self.there(code)
        if lesson is None:
            raise NoSuchLesson
        return lesson

    def there(self, code: str) -> Any | None:
        """The same, or None where there is none."""
        lesson = self.library.lesson(code)
        return self._now(lesson) if lesson else None

    def _now(self, lesson: Any) -> Any:
        return self.latest.lesson(lesson, self.library.facts)

    def titled(self) -> Sequence[Any]:
        """All lessons under the titles that they have now."""
        return self.latest.titled(self.library.lessons)

    def modules(self) -> Sequence[Any]:
        """The modules in their order, those without lessons left out."""
        return [module for module in self.library.modules if self.library.lessons_of(module.code)]

    def of(self, module: str) -> Sequence[Any]:
        """The lessons of a module in their order."""
        return [self._now(lesson) for lesson in self.library.lessons_of(module)]

    def whole(self, lesson: Any, path_code: str) -> Whole:
        """Where a lesson stands on the learner's path, or among all lessons when it is on none."""
        path = self.library.path(path_code)
        if path and lesson.code in path.lessons:
            return Whole(path.lessons.index(lesson.code) + 1, len(path.lessons), on_path=True)
        return Whole(self.library.place_of(lesson.code), len(self.library.lessons), on_path=False)

    def numbered(self, path_code: str) -> Sequence[str]:
        """The codes of the lessons of a path in their order, or of all."""
        path = self.library.path(path_code)
        return path.lessons if path else [lesson.code for lesson in self.library.lessons]

    async def standings(self, citizen_id: int, module: str) -> list[Standing]:
        """The lessons of a module and how this learner stands in each."""
        rows = await learning.progress(self.db, citizen_id)
        return [_standing(lesson, rows.get(lesson.code)) for lesson in self.of(module)]

    async def begun(self, citizen_id: int) -> Begun:
        """What this learner began, by the code of the lesson."""
        return await learning.progress(self.db, citizen_id)

    async def resume(self, citizen_id: int) -> Any | None:
        """The lesson that was opened last and is not at its end."""
        return self.last_of(await self.begun(citizen_id))

    def last_of(self, rows: Begun) -> Any | None:
        """The one that was opened last of these and is not at its end."""
        begun = [row for row in rows.values() if _is_begun(row) and self.library.lesson(row.lesson)]
        latest = max(begun, key=lambda row: row.updated_at, default=None)
        return self.there(latest.lesson) if latest else None

    async def card_of(self, citizen_id: int, code: str) -> int:
        """Where this learner stopped in a lesson; 0 at the beginning."""
        row = await learning.standing(self.db, citizen_id, code)
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

    async def open_questions(self, citizen_id: int, lesson: Any) -> list[int]:
        """The questions of a lesson that this learner has passed over so far, counted from 0."""
        answered = await learning.answered_questions(self.db, citizen_id, lesson.code)
        return [number for number in range(len(lesson.quiz)) if number not in answered]

    async def after(self, citizen_id: int, code: str, path_code: str = "") -> Any | None:
        """The next lesson not yet done: of the learner's path first, then of the same module, then of the others."""
        rows = await learning.progress(self.db, citizen_id)
        found = (self.find(one) for one in await self._in_order(citizen_id, code, path_code) if one != code)
        return next((lesson for lesson in found if not _standing(lesson, rows.get(lesson.code)).done), None)

    async def _in_order(self, citizen_id: int, code: str, path_code: str) -> list[str]:
        module = self.find(code).module if code else ""
        of_path = await self.on_path(citizen_id, path_code)
        behind = of_path[of_path.index(code) + 1 :] if code in of_path else []
        all_codes = [lesson.code for lesson in self.library.lessons]
        of_module = [one.code for one in self.of(module)]
        return list(dict.fromkeys([*behind, *of_path, *of_module, *all_codes]))

    async def on_path(self, citizen_id: int, path_code: str) -> list[str]:
        """The lessons of a path, those of modules that the learner knew already last."""
        path = self.library.path(path_code)
        if path is None:
            return []
        placed = await learning.placement(self.db, citizen_id)
        known = set(placed.known) if placed and placed.path == path.code and placed.finished_at else set()
        return sorted(path.lessons, key=lambda code: code in known)


def _standing(lesson: Any, row: Any) -> Standing:
    return Standing(lesson, done=bool(row and row.finished_at), begun=bool(row and _is_begun(row)))


def _is_begun(row: Any) -> bool:
    return bool(row.card or row.finished_at is None)
