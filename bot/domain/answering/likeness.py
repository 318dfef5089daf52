"""Whether a question sounds like somebody in danger, by lines that editors write: the signs know only set phrases."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from collections.abc import Set as AnySet
from dataclasses import dataclass

from bot.domain.answering.beyond import documents
from bot.domain.answering.search import Document, Finding
from bot.library import schemas

OF_QUESTION = 8.0
"""How much it counts that the whole question stands in a line and what is around it."""
CLEARLY = 1.75
"""From here on a line fits."""
FAR = 20.0
"""The lead where no harmless line is found at all."""


@dataclass(frozen=True, slots=True)
class InDanger:
    """The line of danger that a question is like, the subject under which it stands, and how clearly."""

    line: str
    about: str
    fit: float


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of `words/danger.yaml`, each with its subject, and those of them that only look alike."""

    about: Mapping[str, str]
    harmless: AnySet[str]
    documents: list[Document]

    @classmethod
    def of(cls, subjects: Iterable[schemas.Danger]) -> Lines:
        """As the content has them."""
        known = list(subjects)
        about = {line: one.about for one in known for line in one.lines}
        return cls(about, {line for one in known if one.harmless for line in one.lines}, documents(known))

    def like(self, found: Finding, nearest: float) -> InDanger | None:
        """The line found first, if it is one of danger and fits clearly better than what else the question may mean.

        `found`: all lines, best first; `nearest`: what speaks for the nearest entry.
        """
        if not found.hits or (line := found.hits[0].id) in self.harmless:
            return None
        fit = min(found.score - nearest, self._lead(found)) + OF_QUESTION * found.share
        return InDanger(line, self.about[line], fit) if fit >= CLEARLY else None

    def _lead(self, found: Finding) -> float:
        """How far the first line is before the first harmless one."""
        likely = next((hit.score for hit in found.hits if hit.id in self.harmless), 0.0)
        return math.log(found.hits[0].score / likely) if likely > 0 else FAR
