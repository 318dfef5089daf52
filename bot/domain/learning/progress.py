"""How much of the whole a learner has done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

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
        rows = await learning.progress(self.db, citizen_id)
        done = {code for code, row in rows.items() if row.finished_at}
        codes: defaultdict[str, list[str]] = defaultdict(list)
        for lesson in self.library.lessons:
            codes[lesson.module].append(lesson.code)
        return [
            ModuleProgress(module, len(done.intersection(codes[module.code])), len(codes[module.code]))
            for module in self.library.modules
            if module.code in codes
        ]

    async def completed(self, citizen_id: int, module: str) -> bool:
        """Did they finish every lesson of this module?"""
        return any(p.complete for p in await self.by_module(citizen_id) if p.module.code == module)


def bar(done: int, whole: int, width: int = 10) -> str:
    """A progress bar of plain characters that every platform shows."""
    filled = round(width * done / whole) if whole else 0
    return "▓" * filled + "░" * (width - filled)
