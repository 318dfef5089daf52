"""What people ask and nobody here knows, by lines that editors write: whoever asks so is offered no entry beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.answering.search import Document, Near
from bot.domain.answering.search.wording import Abbreviations, Reader
from bot.domain.answering.sought import Sought
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


class Wishes:
    """Who wants what nobody should have: forged papers are no papers, though an entry tells where papers are made."""

    def __init__(self, subjects: Iterable[schemas.Beyond], abbreviations: Abbreviations) -> None:
        self._reader = Reader(abbreviations)
        told = [(one.lines[0], wish) for one in subjects for wish in one.wishes]
        self._marked = [self._wish(line, wish, marked=True) for line, wish in told]
        self._unmarked = [self._wish(line, wish, marked=False) for line, wish in told]

    def line(self, text: str) -> str:
        """The first line of the subject that is wished for; "" if none. Marks count where the text has any."""
        wording = self._reader.question(text)
        marked = wording.words != wording.folded
        said = " ".join(wording.words if marked else wording.folded)
        return next((one.line for one in (self._marked if marked else self._unmarked) if one.is_wished(said)), "")

    def _wish(self, line: str, wish: schemas.Tale, *, marked: bool) -> Wish:
        def sought(phrases: Iterable[str]) -> Sought:
            spelled = map(self._reader.question, phrases)
            return Sought(one.words if marked else one.folded for one in spelled)

        return Wish(line, sought(wish.first), sought(wish.then), sought(wish.unless))


@dataclass(frozen=True, slots=True)
class Wish:
    """Any of `first`, later any of `then`, and nothing of `unless`, which only asks about it."""

    line: str
    first: Sought
    then: Sought
    unless: Sought

    def is_wished(self, said: str) -> bool:
        """Whether it is wished for in a text."""
        begins = [one.end() for one in self.first.within(said)]
        what = [one.start() for one in self.then.within(said)] if begins else []
        return bool(what) and min(begins) < max(what) and not self.unless.stands_in(said)
