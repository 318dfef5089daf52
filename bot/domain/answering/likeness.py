"""Whether a question sounds like somebody in danger, by lines that editors write: the signs know only set phrases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AnySet
from dataclasses import dataclass

from bot.domain.answering.search import Document, Near
from bot.library import schemas
from bot.library.text import fold

CLEARLY = 0.5
"""From here on a line fits. Chosen on every other row of tests/questions/danger.jsonl and on all other questions."""
GENERAL = 1.5
"""How much it counts that a question asks at its end, supposes, or tells of what is over."""
AROUND = 6
"""So many lines of a subject are the text of each of them: longer ones would be read as articles are."""
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
    only_named: AnySet[str] = frozenset()
    """Messages, without marks, that name a thing and say no more."""

    @classmethod
    def of(cls, subjects: Iterable[schemas.Danger]) -> Lines:
        """As the content has them."""
        told = list(subjects)
        known = [one for one in told if not one.whole]
        about = {line: one.about for one in known for line in one.lines}
        return cls(
            about,
            {line for one in known if one.harmless for line in one.lines},
            [document for one in known for document in documents(one)],
            {fold(line) for one in told if one.whole for line in one.lines},
        )

    def like(self, found: Sequence[Near], nearest: float, *, general: bool) -> InDanger | None:
        """The line found first, if it is one of danger and fits clearly better than what else the question may mean.

        `found`: lines, best first; `nearest`: what speaks for the nearest entry or line of what nobody here knows;
        `general`: whether the question asks at its end, supposes, or tells of what is over.
        """
        ours = [line for line in found if line.id in self.about]
        if not ours or ours[0].id in self.harmless:
            return None
        first = ours[0]
        harmless = next((line.score for line in ours if line.id in self.harmless), first.score - FAR)
        fit = first.score - max(nearest, harmless) - GENERAL * general
        return InDanger(first.id, self.about[first.id], fit) if fit >= CLEARLY else None


def documents(subject: schemas.Danger) -> Iterator[Document]:
    """The lines of a subject, each with some around it as the text."""
    for first in range(0, len(subject.lines), AROUND):
        some = subject.lines[first : first + AROUND]
        text = f"{subject.about}. {', '.join(some)}"
        yield from (Document(line, line, text) for line in some)
