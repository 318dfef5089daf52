"""Which answers a person should look at, and in which order: the greatest harm first."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import Any

from bot.storage.moderation import UNANSWERED


class Harm(IntEnum):
    """How much an answer may hurt while nobody looks at it; 0 for what need not be looked at."""

    NONE = 0
    SAMPLE = 1
    UNANSWERED = 2
    UNCHECKED = 3
    CUT = 4
    THUMBS_DOWN = 5
    EMERGENCY = 6


SAMPLE_OF = 50
"""One in so many of the answers that nothing speaks against is looked at all the same."""
ANSWERS = ("curated", "extract", "ai")
"""Labels of what the bot says; what staff say is not checked again."""
NO_CUTS = ("absent:", "validity: said")
"""Remarks of the guard with which nothing was taken away: the model had no answer; a document's end was added."""


def harm_of(row: Mapping[str, Any]) -> Harm:
    """The rank of a line of the log; the first rule that fits decides."""
    if row["outcome"] == "emergency":
        return Harm.EMERGENCY
    if row["thumb"] < 0:
        return Harm.THUMBS_DOWN
    if is_cut(row["cuts"]):
        return Harm.CUT
    if row["label"] == "ai":
        return Harm.UNCHECKED
    if row["outcome"] in UNANSWERED:
        return Harm.UNANSWERED
    return Harm.SAMPLE if row["label"] in ANSWERS and is_sampled(row["turn"]) else Harm.NONE


def is_cut(reasons: Sequence[str]) -> bool:
    """Did the guard take something away?"""
    return any(not reason.startswith(NO_CUTS) for reason in reasons)


def is_sampled(turn: int | None) -> bool:
    """By chance, but the same turn always the same: nobody can choose what is looked at."""
    drawn = hashlib.sha256(f"sample:{turn}".encode()).digest()
    return turn is not None and int.from_bytes(drawn[:4]) % SAMPLE_OF == 0


def digest_of(entry: str, answer: str) -> str:
    """The same for the same answer from the same entry; changed words are another answer."""
    return hashlib.sha256(f"{entry}\x00{answer}".encode()).hexdigest()[:32]


def ranked(row: Mapping[str, Any]) -> dict[str, Any]:
    """A line of the log with its digest and its rank. An emergency is one person's: no two are the same answer."""
    same = row["label"] in ANSWERS and row["outcome"] != "emergency" and row["answer"]
    digest = digest_of(row["entry"], row["answer"]) if same else ""
    return {**row, "digest": digest, "harm": int(harm_of(row))}
