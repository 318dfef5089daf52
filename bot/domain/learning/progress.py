"""How much of the whole a learner has done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.learning.lessons import Begun
from bot.storage import learning


@dataclass(frozen=True, slots=True)
class ModuleProgress:
    """Lessons done out of all, in one module."""

    module: Any
    done: int
    lessons: int

    @property
    def complete(self) -> bool:
        """Every lesson of the module is done."""
        return self.lessons > 0 and self.done == self.lessons


class LearningProgress:
    """One learner's progress by module."""

    def __init__(self, db: AsyncSession, library: Any, now: datetime) -> None:
        self.db, self.library, self.now = db, library, now

    async def by_module(self, citizen_id: int) -> list[ModuleProgress]:
        """Every module with lessons, in order."""
        return self.of(await learning.progress(self.db, citizen_id))

    def of(self, rows: Begun) -> list[ModuleProgress]:
        """The same where it is known what the learner began."""
        done = {code for code, row in rows.items() if row.finished_at}
        found = ((module, self.library.lessons_of(module.code)) for module in self.library.modules)
        return [
            ModuleProgress(module, sum(one.code in done for one in lessons), len(lessons))
            for module, lessons in found
            if lessons
        ]

    async def done(self, citizen_id: int) -> set[str]:
        """The codes of the lessons that they finished."""
        rows = await learning.progress(self.db, citizen_id)
        return {code for code, row in rows.items() if row.finished_at}

    async def completed(self, citizen_id: int, code: str) -> bool:
        """Did they finish every lesson of this module, or of this group's path?"""
        return code in await self.all_completed(citizen_id)

    async def all_completed(self, citizen_id: int) -> list[str]:
        """The codes of the modules and of the groups' paths of which they finished every lesson."""
        done = await self.done(citizen_id)
        return [code for code, lessons in self._certified().items() if lessons <= done]

    async def completed_with(self, citizen_id: int, lesson: Any, path_code: str) -> list[str]:
        """What is complete now that this lesson is: its module, the path that they follow."""
        completed = await self.all_completed(citizen_id)
        path = self.library.path(path_code)
        mine = [lesson.module, *([path.code.upper()] if path and lesson.code in path.lessons else [])]
        return [code for code in mine if code in completed]

    def _certified(self) -> dict[str, set[str]]:
        """Code → its lessons, of everything that a certificate is given for."""
        found: dict[str, set[str]] = {}
        for lesson in self.library.lessons:
            found.setdefault(lesson.module, set()).add(lesson.code)
        paths = [path for path in self.library.paths if path.kind == "group"]
        return found | {path.code.upper(): set(path.lessons) for path in paths}


def bar(done: int, whole: int, width: int = 10) -> str:
    """A progress bar of plain characters that every platform shows."""
    filled = round(width * done / whole) if whole else 0
    return "▓" * filled + "░" * (width - filled)
