"""Adds up what speaks for each document: one weight a sign, learned beforehand, kept as plain numbers."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEARNED = Path(__file__).with_name("learned.json")
"""Numbers fitted on public development sets in six typing forms; nothing of their texts. See docs/search.md."""


@lru_cache(maxsize=1)
def learned() -> dict[str, Any]:
    """The file of learned numbers."""
    found: dict[str, Any] = json.loads(LEARNED.read_text("utf-8"))
    return found


def kind(*, long: bool, by_meaning: bool) -> str:
    """Which of the four sets of numbers: short entries or articles, by words alone or by meaning too."""
    return f"{'articles' if long else 'entries'} by {'meaning' if by_meaning else 'words'}"


@lru_cache(maxsize=8)
def weights(name: str) -> NDArray[np.float64]:
    """The weight of each sign."""
    return np.array(learned()[name]["weights"], np.float64)


def rank(signs: NDArray[np.float32], *, long: bool, by_meaning: bool) -> NDArray[np.float64]:
    """The score of every line of signs, on one scale for all questions."""
    return np.asarray(signs @ weights(kind(long=long, by_meaning=by_meaning)), np.float64)
