"""How likely the first hit is the answer, or one of the first four: logistic regressions over a few signs.

The numbers were fitted on public development sets, asked as typed, without marks and with slips, together with
questions that have no answer there (other subjects, other procedures, entries taken out). Those of
short entries rest on 519 questions on 278 entries, those of articles on 260 questions on 2,249. Other bases differ:
thresholds carry over roughly, so what is unsure is offered as a choice and never given as the answer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Signs:
    """What speaks for the first hit; all but `score` from 0 to 1."""

    score: float
    margin: float
    """How far the second hit is behind."""
    coverage: float
    """Share of the question's weight that stands in the first hit, by words."""
    pairs: float
    """The same, by pairs of neighbouring words."""
    title: float
    """The same, by words, in its best title."""
    covered: float
    """Share of that title's weight that the question says."""
    exact: bool = False
    """The question is one of its titles."""


@dataclass(frozen=True, slots=True)
class Curve:
    """The weight of each sign in the log-odds. `clear_score` is that of score times margin."""

    constant: float
    score: float
    margin: float
    coverage: float
    pairs: float
    title: float
    clear_score: float
    covered: float = 0.0

    def probability(self, signs: Signs) -> float:
        """From 0 to 1."""
        odds = self.constant + self.clear_score * signs.score * signs.margin + self.covered * signs.covered
        odds += self.score * signs.score + self.margin * signs.margin
        odds += self.coverage * signs.coverage + self.pairs * signs.pairs + self.title * signs.title
        probability = 1 / (1 + math.exp(-odds))
        return max(probability, EXACT) if signs.exact else probability


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the signs mean: for the first hit alone, and for the first four together."""

    first: Curve
    nearby: Curve


EXACT = 0.97
"""For a question that is word for word a title or an alternative wording of it."""

SHORT_ENTRIES = Calibration(
    first=Curve(-4.12, 0.66, 2.0, 1.53, 0.73, 2.12, 2.79),
    nearby=Curve(-3.5, 3.23, 0.0, 0.36, 1.06, 2.58, 0.0),
)
LONG_ARTICLES = Calibration(
    first=Curve(-5.3, -0.73, 4.5, 0.71, 5.4, -2.5, 3.0, 4.66),
    nearby=Curve(-4.27, 1.14, 0.0, -0.07, 6.14, -2.19, 0.0, 4.37),
)
