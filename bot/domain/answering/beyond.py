"""What people ask and nobody here knows, by lines that editors write: whoever asks so is offered no entry beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.answering.search import Document, Finding
from bot.library import schemas

OF_QUESTION = 8.0
"""How much it counts that the whole question stands in a line and what is around it."""
CLEARLY = 1.75
"""From here on a line fits. Of 375 questions whose entry is found 2 are lost by meaning, of 249 by words alone 2."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """The line that fits a question, the subject under which it stands, and how well it fits."""

    line: str
    about: str
    fit: float


def documents(subjects: Iterable[schemas.Beyond]) -> list[Document]:
    """A line each, with the lines of its subject around it as the text: they are read like entries."""
    return [Document(line, line, f"{one.about}. {', '.join(one.lines)}") for one in subjects for line in one.lines]


def beyond(lines: Finding, nearest: float, about: Mapping[str, str]) -> Beyond | None:
    """The line found first, if it fits clearly better than the nearest entry. `nearest`: what speaks for that."""
    if not lines.hits:
        return None
    fit, line = lines.score - nearest + OF_QUESTION * lines.share, lines.hits[0].id
    return Beyond(line, about[line], fit) if fit >= CLEARLY else None
