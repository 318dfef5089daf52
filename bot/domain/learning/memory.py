"""How well a learner still knows one thing, and when to ask again: FSRS, corrected by how this learner really does.

FSRS (the `fsrs` package, version 6 with its published parameters) predicts forgetting from stability (days until 9 in
10 still know it) and difficulty (1 easy to 10 hard). Its parameters come from other people with other cards. So each
learner has a `Track` of how often they knew it against how often we wished they would; the next wish makes up for the
difference, in log-odds. `docs/memory.md` has the figures, also for memories that forget otherwise than FSRS thinks.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from fsrs import Card, Rating, Scheduler, State

WISHED = 0.9
"""Of what is asked again, this share is still to be known."""
LEAST_WISHED, MOST_WISHED = 0.8, 0.97
"""However badly or well a learner does, the wish stays between these."""
LONGEST = 365
"""Days: what is known very well is still asked once a year."""
HEAD_START = timedelta(hours=4)
"""Due a little before the full day, so that who learns at the same hour every day finds it."""
DOUBT = 10.0
"""So many answers as wished are assumed before a learner's own answers count alone."""
FADING = 0.99
"""What an older answer counts for with each new one: people change."""

SCHEDULER = Scheduler(desired_retention=WISHED, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
DECAY = -SCHEDULER.parameters[20]
FACTOR = 0.9 ** (1 / DECAY) - 1


@dataclass(frozen=True, slots=True)
class Memory:
    """One learner's memory of one question. `wished`: the share for which the next date was chosen."""

    stability: float
    difficulty: float
    seen_at: datetime
    due_at: datetime
    wished: float = WISHED


@dataclass(frozen=True, slots=True)
class Track:
    """How this learner does at reviews: answers, known ones, and how many we wished known, older ones fading."""

    asked: float = 0.0
    known: float = 0.0
    wished: float = 0.0

    def after(self, right: bool, wished: float) -> Track:
        """One more answer to something that was due."""
        return Track(self.asked * FADING + 1, self.known * FADING + right, self.wished * FADING + wished)

    def wish(self, goal: float = WISHED) -> float:
        """The share to schedule for, so that `goal` comes out."""
        assumed, weight = DOUBT * WISHED, self.asked + DOUBT
        off = _odds((self.known + assumed) / weight) - _odds((self.wished + assumed) / weight)
        return min(MOST_WISHED, max(LEAST_WISHED, _share(_odds(goal) - off)))


def learned(right: bool, now: datetime, wish: float = WISHED) -> Memory:
    """A question answered for the first time; `wish` is the share to schedule for. `now` is aware, UTC."""
    return _asked(Card(card_id=1, due=now), right, now, wish)


def reviewed(memory: Memory, right: bool, now: datetime, wish: float = WISHED) -> Memory:
    """The memory after one more answer. `now` is aware, UTC, not before the last answer."""
    card = Card(1, State.Review, None, memory.stability, memory.difficulty, memory.due_at, memory.seen_at)
    return _asked(card, right, now, wish)


def recall(memory: Memory, now: datetime) -> float:
    """The chance that it is still known, by FSRS alone."""
    days = max(0.0, (now - memory.seen_at) / timedelta(days=1))
    return float((1 + FACTOR * days / memory.stability) ** DECAY)


def days_until(share: float, stability: float) -> int:
    """Whole days, 1 to `LONGEST`, until about this share still knows it."""
    return max(1, min(LONGEST, round(stability / FACTOR * (share ** (1 / DECAY) - 1))))


def _asked(card: Card, right: bool, now: datetime, wish: float) -> Memory:
    after, _ = SCHEDULER.review_card(card, Rating.Good if right else Rating.Again, now)
    assert after.stability is not None and after.difficulty is not None
    memory = Memory(after.stability, after.difficulty, now, now, wish)
    span = timedelta(days=days_until(memory.wished, memory.stability))
    return replace(memory, due_at=now + span - HEAD_START)


def _odds(share: float) -> float:
    return math.log(share / (1 - share))


def _share(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
