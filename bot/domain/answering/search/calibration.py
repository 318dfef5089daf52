"""How likely the first hit is the answer, or one of the first four: logistic regressions over what speaks for it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.domain.answering.search.ranking import kind, learned

EXACT = 0.97
"""For a question that is word for word a title or an alternative wording of it."""
WIDEST = 4.0
"""A lead beyond this says no more."""
CERTAIN = 0.999
OTHER_MARKS, UNCERTAIN = 0.8, 0.9
"""A hit whose words are the question's only without their marks ("hơn", "hôn") is hardly surer than that."""
(WORDS, FOLDED, PAIRS, GRAMS, SHARE, SAID, PAIR_SHARE, PAIR_SAID) = range(8)
BODY = 9
"""Where the same signs of the whole text begin."""
TITLE_MEANING, TEXT_MEANING, AS_QUESTION = 21, 22, 23


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a finding is, each from 0 to 1.

    `first`: the first hit answers; `nearby`: one of the first four does; `covered`: how much of the first hit's title
    the question says (little where a question is too general for it).
    """

    first: float = 0.0
    nearby: float = 0.0
    covered: float = 0.0


UNSURE = Certainty()


def certainty(
    signs: NDArray[np.float32], scores: NDArray[np.float64], words: int, *, long: bool, by_meaning: bool
) -> Certainty:
    """What the signs of the candidates, best first, say."""
    said = spoken(signs, scores, words)
    numbers: dict[str, Any] = learned()[kind(long=long, by_meaning=by_meaning)]
    first, nearby = (_probability(numbers[name], said) for name in ("first", "nearby"))
    best = signs[0]
    if best[PAIR_SAID] > CERTAIN and best[PAIR_SHARE] > CERTAIN and best[SHARE] > CERTAIN and best[SAID] > CERTAIN:
        first = max(first, EXACT)
    most = _evidence(signs[0], by_meaning=by_meaning)
    if best[WORDS] < OTHER_MARKS * best[FOLDED]:
        most = min(most, UNCERTAIN)
    first = min(first, most)
    return Certainty(first, min(most, max(first, nearby)), float(best[SAID]))


def _evidence(best: NDArray[np.float32], *, by_meaning: bool) -> float:
    """The most that can be claimed: a hit that holds few of the question's words is hardly its answer.

    Small bases are unlike those that the numbers were fitted on; this holds in any.
    """
    share = float(said_in(best))
    return max(0.01, min(1.0, 0.5 + share if by_meaning else 1.6 * share - 0.2))


def said_in(signs: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of the question stands in each hit, in its title or its text."""
    return np.asarray(np.maximum(signs[..., SHARE], signs[..., BODY + SHARE]))


def spoken(signs: NDArray[np.float32], scores: NDArray[np.float64], words: int) -> list[float]:
    """What the probabilities rest on: the first hit's signs, its lead, how much better others are in some view."""
    best = signs[0].tolist()
    next_best = float(signs[1, WORDS]) if len(signs) > 1 else 0.0
    lead = min(WIDEST, float(scores[0] - (scores[1] if len(scores) > 1 else 0.0)))
    found = [float(scores[0]), lead, *best[FOLDED : PAIR_SAID + 1]]
    found += [best[BODY + sign] for sign in (FOLDED, SHARE, PAIR_SHARE)]
    found += [best[WORDS] - next_best, best[SAID] * best[SHARE]]
    found += [min(words, 20) / 10, 1 / words, _behind(signs, SHARE)]
    if len(best) > TEXT_MEANING:
        found += [best[TITLE_MEANING], best[TEXT_MEANING], _behind(signs, TITLE_MEANING)]
    if len(best) > AS_QUESTION:
        found += [best[AS_QUESTION], _behind(signs, AS_QUESTION)]
    return found


def _behind(signs: NDArray[np.float32], sign: int) -> float:
    """How far the first hit is behind the best in one sign."""
    return float(signs[:, sign].max() - signs[0, sign])


def _probability(numbers: Sequence[float], said: Sequence[float]) -> float:
    odds = numbers[0] + sum(weight * value for weight, value in zip(numbers[1:], said, strict=True))
    return 1 / (1 + math.exp(-max(-40.0, min(40.0, odds))))
