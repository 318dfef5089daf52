"""Questions that the library has no answer to, those that ask alike together: what should be written first."""

from __future__ import annotations

import asyncio
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
NEARLY = 1 - 1e-9
"""What is left out beforehand is left out by a hair's breadth more: sums of weights are not exact."""
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
        return await asyncio.to_thread(grouped_once, tuple(Asked(*row) for row in rows), self.short)

    async def group(self, line: int, who: Staff) -> Group:
        """The group of one line of the log. Raises Refusal."""
        for one in await self.groups(who):
            if any(asked.id == line for asked in one.lines):
                return one
        raise Refusal("unanswered.unknown")


def grouped(asked: Iterable[Asked], short: Mapping[str, str]) -> list[Group]:
    """Each question joins the group that it is most like, or begins one; rare words weigh more than frequent ones."""
    lines = [(one, content(one.question, short)) for one in asked]
    near = _Near(_weights([found for _, found in lines]))
    groups: list[Group] = []
    for one, found in lines:
        if not found:
            continue
        group = near.find(found)
        if group is None:
            group = Group(found)
            groups.append(group)
            near.add(group)
        group.lines.append(one)
        group.wordings[" ".join(one.question.split())] += 1
    return sorted(groups, key=lambda one: (-one.people, -len(one.lines), -one.key))


_KEPT: dict[str, tuple[tuple[Asked, ...], list[Group]]] = {}
"""The last questions and their groups, by the newest question: nothing is put together twice while nobody asks."""
MOST_KEPT = 4


def grouped_once(asked: tuple[Asked, ...], short: Mapping[str, str]) -> list[Group]:
    """The same as `grouped`; what was put together a little while ago is not put together again."""
    newest = f"{asked[0].id}:{len(asked)}" if asked else ""
    before = _KEPT.get(newest)
    if before is not None and before[0] == asked:
        return before[1]
    found = grouped(asked, short)
    while len(_KEPT) >= MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    _KEPT[newest] = (asked, found)
    return found


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


class _Near:
    """The groups so far, found again by the words that tell most.

    Of two that are alike each has, among its own heaviest words, one that is among the other's: all the others together
    weigh too little. So only groups that share such a word are looked at.
    """

    def __init__(self, weights: Mapping[str, float]) -> None:
        self.weights = weights
        self.having: dict[str, list[tuple[int, float, Group]]] = defaultdict(list)
        self.same: dict[frozenset[str], Group] = {}

    def add(self, group: Group) -> None:
        """One more group, the last in their order."""
        entry = (len(self.same), self._weight(group.words), group)
        self.same[group.words] = group
        for word in self._telling(group.words):
            self.having[word].append(entry)

    def find(self, found: frozenset[str]) -> Group | None:
        """The group that is most like, the earliest of several; None where none is alike."""
        if found in self.same:
            return self.same[found]
        whole, best, nearest = self._weight(found), (0.0, 0), None
        looked_at: set[int] = set()
        least, most = ALIKE * whole * NEARLY, whole / (ALIKE * NEARLY)
        for word in self._telling(found):
            for place, weight, group in self.having.get(word, ()):
                if not least <= weight <= most or place in looked_at:
                    continue
                looked_at.add(place)
                both = self._weight(found & group.words)
                if both < ALIKE * NEARLY * max(whole, weight):
                    continue
                likeness = (both / (whole + weight - both), -place)
                if likeness[0] >= ALIKE and likeness > best:
                    best, nearest = likeness, group
        return nearest

    def _weight(self, found: Iterable[str]) -> float:
        return sum(map(self.weights.__getitem__, found))

    def _telling(self, found: frozenset[str]) -> list[str]:
        """The heaviest words, until those that are left weigh too little to make two alike."""
        left, telling = self._weight(found), []
        enough = ALIKE * NEARLY * left
        for word in sorted(found, key=lambda word: (-self.weights[word], word)):
            if left < enough:
                break
            telling.append(word)
            left -= self.weights[word]
        return telling


def in_full(tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Abbreviations of one word from the content's tables, folded."""
    pairs = ((fold(short), fold(full)) for table in tables.values() for short, full in table.items())
    return {short: full for short, full in pairs if short and " " not in short}
