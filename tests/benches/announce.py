"""Announcements: everybody accounted for through kills, evenly under the platform's ceiling, replies meanwhile."""

from __future__ import annotations

import asyncio
import sys

import uvloop

from tests.benches import announce_kill, announce_rate

FEW = 2_000
"""The peak of memory at so many is what the peak at more is held against."""
GROWTH = 1.2
KINDS = ("sqlite", "postgresql")


def kills(kind: str, people: int, times: int, few: int = FEW) -> bool:
    """All of them reached while the program is killed so many times; its memory beside that for `few`."""
    small = asyncio.run(announce_kill.run(kind, few, 0))
    large = asyncio.run(announce_kill.run(kind, people, times))
    flat = large.peak <= GROWTH * small.peak
    _say(small)
    _say(f"{large}, {large.peak / small.peak:.2f} of that for {few}")
    return small.good and large.good and flat


def killed(people: int, times: int) -> bool:
    """The same on SQLite, without the comparison of memory."""
    found = asyncio.run(announce_kill.run("sqlite", people, times))
    _say(found)
    return found.good


def even(kind: str, ceiling: int, seconds: float) -> bool:
    """At the ceiling for so long, and not over it."""
    found = asyncio.run(announce_rate.rate(kind, ceiling, int(ceiling * seconds)))
    _say(f"{kind}, {found}")
    return found.even


def fast(kind: str, ceiling: int, seconds: float) -> bool:
    """At a ceiling near what the client library can do by itself."""
    alone = uvloop.run(announce_rate.library(int(min(ceiling, 1000) * min(seconds, 10))))
    found = asyncio.run(announce_rate.rate(kind, ceiling, int(ceiling * seconds)))
    _say(f"{kind}, {found}; the client library alone brings {alone:.0f}/s to this double")
    return found.sustained >= min(0.95 * ceiling, 0.5 * alone) and not found.refused


def answered(kind: str, ceiling: int, people: int, asked: float) -> bool:
    """Who writes while others are written to is answered."""
    found = asyncio.run(announce_rate.rate(kind, ceiling, people, asked=asked))
    _say(f"{kind}, {found}")
    return found.answered


def _say(words: object) -> None:
    print(words, flush=True)


def main(*, short: bool = False, people: int | None = None, seconds: float | None = None, on: str = "") -> None:
    """20,000 on SQLite and 200,000 on PostgreSQL with ten kills each, 5 minutes at 30 a second, a minute at 1,000.

    `people`, `seconds` and `on` (a database) change that; `short`: 300 people and 2 kills, 8 seconds with questions, on
    SQLite.
    """
    if short:
        good = [killed(300, 2), answered("sqlite", 30, 240, 2)]
    else:
        kinds = [on] if on else list(KINDS)
        good = [kills(kind, people or {"sqlite": 20_000, "postgresql": 200_000}[kind], 10) for kind in kinds]
        for kind in kinds:
            good += [even(kind, 30, seconds or 300), fast(kind, 1000, min(60, seconds or 60))]
            good += [answered(kind, 30, min(people or 10_000, 10_000), 2), answered(kind, 1000, 10_000, 10)]
    sys.exit(0 if all(good) else 1)
