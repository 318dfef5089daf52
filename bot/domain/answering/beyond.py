"""What people ask and nobody here knows, by lines that editors write: whoever asks so is offered no entry beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.answering.search import Document, Near
from bot.library import schemas

OF_QUESTION = 8.0
"""How much it counts that the whole question stands in a line and what is around it."""
CLEARLY = 2.25
"""From here on a line fits. Of 424 questions whose entry is found 6 are lost by meaning, of 297 by words alone 3."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """The line that fits a question, the subject under which it stands, and how well it fits."""

    line: str
    about: str
    fit: float


def documents(subjects: Iterable[schemas.Beyond]) -> list[Document]:
    """A line each, with the lines of its subject around it as the text: they are read like entries."""
    told = ((one.lines, f"{one.about}. {', '.join(one.lines)}") for one in subjects)
    return [Document(line, line, text) for lines, text in told for line in lines]


def beyond(line: Near, nearest: float, about: str) -> Beyond | None:
    """The line found first, if it fits clearly better than the nearest entry.

    `nearest`: what speaks for that; `about`: the subject of the line.
    """
    fit = line.score - nearest + OF_QUESTION * line.share
    return Beyond(line.id, about, fit) if fit >= CLEARLY else None
