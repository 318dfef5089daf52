"""Questions that the library has no answer to, those that ask alike together: what should be written first."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import Refusal
from bot.library.text import fold, words
from bot.redaction import PLACEHOLDERS
from bot.storage import moderation
from bot.storage.tables import Staff

ALIKE = 0.5
"""From this share of the weight of their words on two questions ask alike."""
LOOKS_BACK = timedelta(days=90)
MOST = 5000
"""So many of the newest are looked at."""
EMPTY = frozenset(
    words(
        "a o u oi cho hoi thi la lam sao the nao nhu gi co khong duoc can muon toi minh em bac chau con anh chi ban ai"
        " dau bao gio khi tai vi va voi cua de xin giup ad admin nhe nha vay nay do mot cac nhung bi ve"
    )
)
"""Words that nearly every question has; folded."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One unanswered question of the log."""

    id: int
    citizen_id: int
    question: str


@dataclass
class Group:
    """Questions that ask alike. `wordings`: each way of asking with how often; the most frequent one speaks for all."""

    words: frozenset[str]
    lines: list[Asked] = field(default_factory=list)
    wordings: Counter[str] = field(default_factory=Counter)

    @property
    def question(self) -> str:
        """How it is asked most."""
        return self.wordings.most_common(1)[0][0]

    @property
    def people(self) -> int:
        """How many asked."""
        return len({one.citizen_id for one in self.lines})

    @property
    def key(self) -> int:
        """The newest line, by which the group is found again."""
        return max(one.id for one in self.lines)


class Unanswered:
    """The groups, from the log."""

    def __init__(self, db: AsyncSession, now: datetime, short: Mapping[str, str]) -> None:
        self.db, self.now, self.short = db, now, short

    async def groups(self, who: Staff) -> list[Group]:
        """What most people asked first."""
        rows = await moderation.unanswered(self.db, since=self.now - LOOKS_BACK, area=who.area, limit=MOST)
        return grouped([Asked(*row) for row in rows], self.short)

    async def group(self, line: int, who: Staff) -> Group:
        """The group of one line of the log. Raises Refusal."""
        for one in await self.groups(who):
            if any(asked.id == line for asked in one.lines):
                return one
        raise Refusal("unanswered.unknown")


def grouped(asked: Iterable[Asked], short: Mapping[str, str]) -> list[Group]:
    """Each question joins the group that it is most like, or begins one; rare words weigh more than frequent ones."""
    lines = [(one, content(one.question, short)) for one in asked]
    weights = _weights([found for _, found in lines])
    groups: list[Group] = []
    having: dict[str, list[Group]] = defaultdict(list)
    for one, found in lines:
        if not found:
            continue
        group = _nearest(found, having, weights)
        if group is None:
            group = Group(found)
            groups.append(group)
            for word in found:
                having[word].append(group)
        group.lines.append(one)
        group.wordings[" ".join(one.question.split())] += 1
    return sorted(groups, key=lambda one: (-one.people, -len(one.lines), -one.key))


def content(question: str, short: Mapping[str, str]) -> frozenset[str]:
    """The words that say what is asked, folded, abbreviations in full; all words where no other is left.

    What was masked says nothing.
    """
    for mark in PLACEHOLDERS.values():
        question = question.replace(mark, " ")
    found = fold(" ".join(words(question))).split()
    full = [part for word in found for part in short.get(word, word).split()]
    return frozenset(word for word in full if word not in EMPTY) or frozenset(full)


def _weights(found: Sequence[frozenset[str]]) -> dict[str, float]:
    seen = Counter(word for one in found for word in one)
    return {word: math.log(1 + len(found) / times) for word, times in seen.items()}


def _nearest(found: frozenset[str], having: Mapping[str, list[Group]], weights: Mapping[str, float]) -> Group | None:
    near = {id(group): group for word in found for group in having.get(word, ())}
    scored = [(_likeness(found, group.words, weights), -place, group) for place, group in enumerate(near.values())]
    best = max(scored, key=lambda one: one[:2], default=None)
    return best[2] if best and best[0] >= ALIKE else None


def _likeness(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    both = sum(weights[word] for word in one & other)
    return both / sum(weights[word] for word in one | other)


def in_full(tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Abbreviations of one word from the content's tables, folded."""
    pairs = ((fold(short), fold(full)) for table in tables.values() for short, full in table.items())
    return {short: full for short, full in pairs if short and " " not in short}
