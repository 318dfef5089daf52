"""Simulated learners: how much they still know when asked again, and how many questions that costs.

A learner takes a lesson now and then in the first three months, opens the bot on seven days in ten, and answers at most
twenty due questions a day. What they really remember follows one of four memories; the scheduler sees only right or
wrong. Beside it runs the fixed schedule of 1, 3, 7, 14 and 30 days, back to the start after a wrong answer.
"""

from __future__ import annotations

import math
import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import Protocol

from fsrs import Card, Rating, Scheduler
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS
from rich.console import Console
from rich.table import Table

from bot.domain.learning import memory

DAYS, LEARNING_DAYS = 180, 90
QUESTIONS, A_LESSON, A_DAY = 30, 3, 20
OPENS, LESSON_TODAY, RIGHT_AT_FIRST = 0.7, 0.5, 0.75
START = datetime(2026, 1, 1, tzinfo=UTC)
FIXED = (1, 3, 7, 14, 30)
GOALS = (0.82, 0.86, 0.9, 0.94)


def day(number: int) -> datetime:
    """Noon of that day."""
    return START + timedelta(days=number)


class Truth(Protocol):
    """What a learner really remembers of each question."""

    def learn(self, question: int, right: bool, today: int) -> None:
        """Answered in the lesson."""
        ...

    def chance(self, question: int, today: int) -> float:
        """That it is known today."""
        ...

    def review(self, question: int, right: bool, today: int) -> None:
        """Answered at a review."""
        ...


class FsrsTruth:
    """Forgets as FSRS says, with parameters of their own."""

    def __init__(self, parameters: tuple[float, ...]) -> None:
        self.scheduler = Scheduler(parameters, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        self.cards: dict[int, Card] = {}

    def learn(self, question: int, right: bool, today: int) -> None:
        self.cards[question] = Card(card_id=1, due=day(today))
        self.review(question, right, today)

    def chance(self, question: int, today: int) -> float:
        return self.scheduler.get_card_retrievability(self.cards[question], day(today))

    def review(self, question: int, right: bool, today: int) -> None:
        rating = Rating.Good if right else Rating.Again
        self.cards[question] = self.scheduler.review_card(self.cards[question], rating, day(today))[0]


@dataclass
class CurveTruth:
    """A span that grows by `growth` with each right answer and halves with a wrong one; `curve` forgets over it.

    The right answer is shown each time, so that no span falls below the one after a first wrong answer.
    """

    first: float
    growth: float
    curve: Callable[[float], float]
    spans: dict[int, tuple[float, int]] = field(default_factory=dict)

    def learn(self, question: int, right: bool, today: int) -> None:
        self.spans[question] = (self.first if right else self.first / 4, today)

    def chance(self, question: int, today: int) -> float:
        span, since = self.spans[question]
        return self.curve((today - since) / span)

    def review(self, question: int, right: bool, today: int) -> None:
        span, _ = self.spans[question]
        self.spans[question] = (span * self.growth if right else max(self.first / 4, span / 2), today)


def scaled(factors: Iterator[float]) -> tuple[float, ...]:
    """The published parameters, each times its factor, within what FSRS allows."""
    bounds = zip(DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True)
    return tuple(min(high, max(low, value * next(factors))) for value, low, high in bounds)


def around(chance: random.Random, middle: float, spread: float) -> float:
    """A learner's own figure near the middle one (log-normal)."""
    return middle * math.exp(chance.gauss(0, spread))


def published(chance: random.Random) -> Truth:
    """Each parameter near the published one: a third of learners differ by more than a tenth."""
    return FsrsTruth(scaled(around(chance, 1.0, 0.1) for _ in DEFAULT_PARAMETERS))


def thirty_off(chance: random.Random) -> Truth:
    """Every parameter 30 % above or below the published one."""
    return FsrsTruth(scaled(chance.choice((0.7, 1.3)) for _ in DEFAULT_PARAMETERS))


def half_life(chance: random.Random) -> Truth:
    """Half-life regression: what is left halves over each span."""
    return CurveTruth(around(chance, 12, 0.4), 1 + around(chance, 1.2, 0.2), lambda spans: 2**-spans)


def power_law(chance: random.Random) -> Truth:
    """Wickelgren's power law."""
    exponent = around(chance, 0.25, 0.2)
    return CurveTruth(around(chance, 3, 0.4), 1 + around(chance, 1.0, 0.2), lambda spans: (1 + spans) ** -exponent)


MEMORIES: dict[str, Callable[[random.Random], Truth]] = {
    "FSRS, published": published,
    "FSRS, 30 % off": thirty_off,
    "half-life": half_life,
    "power law": power_law,
}


class Plan(Protocol):
    """Says on which day a question is asked again."""

    def answered(self, question: int, right: bool, today: int) -> int:
        """The day of the next time."""
        ...


class OurPlan:
    """`bot.domain.learning.memory`, as the bot uses it."""

    def __init__(self, goal: float = memory.WISHED) -> None:
        self.goal, self.track = goal, memory.Track()
        self.memories: dict[int, memory.Memory] = {}

    def answered(self, question: int, right: bool, today: int) -> int:
        kept, now = self.memories.get(question), day(today)
        if kept is None:
            after = memory.learned(right, now, self.track.wish(self.goal))
        else:
            self.track = self.track.after(right, kept.wished)
            after = memory.reviewed(kept, right, now, self.track.wish(self.goal))
        self.memories[question] = after
        return (after.due_at + memory.HEAD_START - START).days


class FixedPlan:
    """1, 3, 7, 14, 30 days, then every 30; back to 1 after a wrong answer."""

    def __init__(self) -> None:
        self.steps: dict[int, int] = {}

    def answered(self, question: int, right: bool, today: int) -> int:
        step = min(len(FIXED) - 1, self.steps.get(question, -1) + 1) if right else 0
        self.steps[question] = step
        return today + FIXED[step]


@dataclass
class Figures:
    """Of some learners: questions asked again, of these known, and what they know at the end out of all."""

    learners: int = 0
    asked: int = 0
    known: int = 0
    kept: float = 0.0
    learned: int = 0

    @property
    def recall(self) -> float:
        """Share known when asked again."""
        return self.known / max(1, self.asked)

    @property
    def each(self) -> float:
        """Questions asked again per learner."""
        return self.asked / max(1, self.learners)

    @property
    def left(self) -> float:
        """Share of everything learned that is known on the last day."""
        return self.kept / max(1, self.learned)

    def add(self, other: Figures) -> None:
        """Both together."""
        for name in ("learners", "asked", "known", "kept", "learned"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def live(truth: Truth, plan: Plan, chance: random.Random) -> Figures:
    """One learner's half year."""
    figures, due, fresh = Figures(learners=1), dict[int, int](), list(range(QUESTIONS))
    for today in range(DAYS):
        if chance.random() > OPENS:
            continue
        for question in sorted((q for q in due if due[q] <= today), key=due.__getitem__)[:A_DAY]:
            right = chance.random() < truth.chance(question, today)
            figures.asked, figures.known = figures.asked + 1, figures.known + right
            truth.review(question, right, today)
            due[question] = plan.answered(question, right, today)
        if fresh and today < LEARNING_DAYS and chance.random() < LESSON_TODAY:
            for question in fresh[:A_LESSON]:
                right = chance.random() < RIGHT_AT_FIRST
                truth.learn(question, right, today)
                due[question] = plan.answered(question, right, today)
            del fresh[:A_LESSON]
    figures.learned, figures.kept = len(due), sum(truth.chance(question, DAYS) for question in due)
    return figures


def group(kind: str, goal: float, seeds: range) -> Figures:
    """Some learners of one memory; goal 0 stands for the fixed schedule."""
    figures = Figures()
    for seed in seeds:
        chance = random.Random(f"{kind}{seed}")
        figures.add(live(MEMORIES[kind](chance), OurPlan(goal) if goal else FixedPlan(), chance))
    return figures


def simulate(pool: ProcessPoolExecutor, kind: str, goal: float, learners: int) -> Figures:
    """The group, in slices over the cores."""
    figures = Figures()
    size = max(1, learners // 8)
    slices = [range(start, min(start + size, learners)) for start in range(0, learners, size)]
    for part in pool.map(partial(group, kind, goal), slices):
        figures.add(part)
    return figures


def at_the_same_recall(curve: list[Figures], recall: float) -> float | None:
    """Questions per learner that our plan needs for that recall: between two measured goals, or None outside."""
    ordered = sorted(curve, key=lambda one: one.recall)
    for low, high in pairwise(ordered):
        if low.recall <= recall <= high.recall:
            share = (recall - low.recall) / max(1e-9, high.recall - low.recall)
            return low.each + share * (high.each - low.each)
    return None


def measure(learners: int, workers: int) -> dict[str, tuple[Figures, Figures, float | None]]:
    """Memory → ours, fixed, and what ours needs for the fixed schedule's recall."""
    found = {}
    with ProcessPoolExecutor(workers) as pool:
        for kind in MEMORIES:
            curve = [simulate(pool, kind, goal, learners if goal == memory.WISHED else learners // 4) for goal in GOALS]
            fixed = simulate(pool, kind, 0, learners)
            found[kind] = (curve[GOALS.index(memory.WISHED)], fixed, at_the_same_recall(curve, fixed.recall))
    return found


def main(*, short: bool = False) -> None:
    """Print a line for each memory."""
    learners = 200 if short else 10_000
    table = Table("memory", "recall", "asked", "left", "fixed: recall", "asked", "left", "ours at that recall")
    for kind, (ours, fixed, same) in measure(learners, os.cpu_count() or 1).items():
        cells = [f"{ours.recall:.3f}", f"{ours.each:.0f}", f"{ours.left:.3f}"]
        cells += [f"{fixed.recall:.3f}", f"{fixed.each:.0f}", f"{fixed.left:.3f}", f"{same:.0f}" if same else "outside"]
        table.add_row(kind, *cells)
    console = Console(width=120)
    console.print(f"{learners} learners over {DAYS} days, wished recall {memory.WISHED}; asked = questions each")
    console.print(table)
