"""The figures of a period, a place, a group, an organisation; small ones hidden."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.figures import BY_COMMUNE, HOUSEHOLD, QUESTIONS, WAIT, Figure, Section, sections
from bot.domain.learning.measures import SMALL
from bot.storage import figures as queries
from bot.storage.figures import Scope

FEW, TOO_FEW = f"dưới {SMALL}", "chưa đủ số"


@dataclass(frozen=True, slots=True)
class Value:
    """One figure as it may be shown. `count` is None where it is hidden; `percent` where there is none to say."""

    name: str
    title: str
    definition: str
    count: int | None
    percent: int | None = None
    is_share: bool = False
    hidden: str = FEW

    @property
    def shown(self) -> str:
        """In words: `hidden` for what is too small to be said."""
        return self.hidden if self.count is None else str(self.count)

    @property
    def share(self) -> str:
        """The share in words, "" where it is none."""
        return "" if not self.is_share else TOO_FEW if self.percent is None else f"{self.percent} %"


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its values."""

    title: str
    values: Sequence[Value]
    chart: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything. `topics`: (topic, questions), the most asked first. `communes`: code → values of `BY_COMMUNE`."""

    parts: Sequence[Part]
    topics: Sequence[tuple[str, int]]
    communes: Sequence[tuple[str, Sequence[Value]]]

    def values(self) -> dict[str, Value]:
        """By name."""
        return {one.name: one for part in self.parts for one in part.values}


def period(clock: Clock, first: date, last: date) -> tuple[datetime, datetime]:
    """From the first moment of a day to the last of another, where the citizens live."""
    begin, end = (datetime.combine(day, time(), clock.zone) for day in (first, last + timedelta(days=1)))
    return begin, end


def all_sections(library: Any) -> Sequence[Section]:
    """What is counted, with the lessons of the content."""
    lessons = {skill: [one.code for one in library.lessons if skill in one.skills] for skill in HOUSEHOLD}
    return sections(lessons)


async def report(db: AsyncSession, library: Any, scope: Scope) -> Report:
    """The figures of a scope."""
    found = all_sections(library)
    counts = await _counted(db, found, scope)
    parts = [Part(one.title, [_value(figure, counts) for figure in one.figures], one.chart) for one in found]
    waits = await queries.waits(db, scope)
    parts = [_with_wait(part, waits) if any(one.name == "tickets" for one in part.values) else part for part in parts]
    return Report(parts, await _topics(db, library, scope), await _communes(db, found, scope))


async def _counted(db: AsyncSession, found: Sequence[Section], scope: Scope) -> dict[str, int]:
    """One query a source."""
    counts: dict[str, int] = {}
    for figures in _by_source(one for section in found for one in section.figures).values():
        row = await queries.counted(db, figures[0].source, [one.count for one in figures], scope)
        counts |= {one.name: int(value or 0) for one, value in zip(figures, row, strict=True)}
    return counts


def _by_source(figures: Iterable[Figure]) -> Mapping[str, list[Figure]]:
    made: dict[str, list[Figure]] = defaultdict(list)
    for one in figures:
        made[one.source.name].append(one)
    return made


def _value(figure: Figure, counts: Mapping[str, int]) -> Value:
    number = counts[figure.name]
    small = figure.personal and 0 < number < SMALL
    percent = None
    if figure.of and counts[figure.of] >= SMALL and not small and not 0 < counts[figure.of] - number < SMALL:
        percent = round(100 * number / counts[figure.of])
    count = None if small else number
    return Value(figure.name, figure.title, figure.definition, count, percent, bool(figure.of))


def _with_wait(part: Part, waits: Sequence[float]) -> Part:
    minutes = round(median(waits)) if len(waits) >= SMALL else None
    name, title, definition = WAIT
    if minutes is None:
        definition = f"{definition} Cần ít nhất {SMALL} câu đã trả lời."
    return Part(part.title, [*part.values, Value(name, title, definition, minutes, hidden=TOO_FEW)], part.chart)


async def _topics(db: AsyncSession, library: Any, scope: Scope) -> list[tuple[str, int]]:
    """Questions by the topic of the entry that answered, or was nearest; few ones stand together."""
    topic = {one.id: one.topic for one in library.faqs}
    found: Counter[str] = Counter()
    for entry, number in await queries.by_entry(db, QUESTIONS, scope):
        found[topic.get(entry, "")] += number
    shown = [(name, number) for name, number in found.most_common() if number >= SMALL and name]
    rest = sum(found.values()) - sum(number for _, number in shown)
    return [*shown, *([("", rest)] if rest >= SMALL else [])]


async def _communes(db: AsyncSession, found: Sequence[Section], scope: Scope) -> list[tuple[str, list[Value]]]:
    """Each commune with something to show; a whole row of small numbers is left out."""
    wanted = {one.name: one for section in found for one in section.figures if one.name in BY_COMMUNE}
    rows: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(BY_COMMUNE, 0))
    for figures in _by_source(wanted.values()).values():
        for commune, *counts in await queries.by_commune(db, figures[0].source, [one.count for one in figures], scope):
            rows[commune] |= {one.name: int(value) for one, value in zip(figures, counts, strict=True)}
    made = []
    for commune, numbers in rows.items():
        counts = {**dict.fromkeys([one.of for one in wanted.values() if one.of], 0), **numbers}
        values = [_value(wanted[name], counts) for name in BY_COMMUNE]
        if any(one.count for one in values):
            made.append((commune, values))
    return sorted(made, key=lambda one: (-sum(value.count or 0 for value in one[1]), one[0]))
