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


def together(ceiling: int, seconds: float) -> bool:
    """Two processes on PostgreSQL: one ceiling for both."""
    found = asyncio.run(announce_rate.rate("postgresql", ceiling, int(ceiling * seconds), workers=2))
    _say(f"two workers on postgresql, {found}")
    return found.even if ceiling < 100 else not found.refused and found.most_in_a_second <= 1.05 * ceiling


def one_part(part: str, kind: str, people: int | None, seconds: float | None) -> bool:
    """One of the measurements alone: `--part`."""
    many = {"sqlite": 20_000, "postgresql": 200_000}[kind]
    parts = {
        "kills": lambda: kills(kind, people or many, 10),
        "even": lambda: even(kind, 30, seconds or 300),
        "fast": lambda: fast(kind, 1000, seconds or 60),
        "answers": lambda: answered(kind, 1000, people or 10_000, 10),
        "together": lambda: together(30, seconds or 60) and together(1000, min(seconds or 20, 20)),
    }
    if part not in parts:
        _say(f"no such part {part}; there are {', '.join(parts)}")
        return False
    return parts[part]()


def main(
    *,
    short: bool = False,
    people: int | None = None,
    seconds: float | None = None,
    on: str = "",
    part: str = "",
) -> None:
    """20,000 on SQLite and 200,000 on PostgreSQL with ten kills each, 5 minutes at 30 a second, a minute at 1,000.

    `people`, `seconds` and `on` (a database) change that; `part` measures one thing alone; `short`: 300 people and 2
    kills, 8 seconds with questions, on SQLite.
    """
    if short:
        good = [killed(300, 2), answered("sqlite", 30, 240, 2)]
    elif part:
        good = [one_part(part, on or KINDS[0], people, seconds)]
    else:
        kinds = [on] if on else list(KINDS)
        good = [kills(kind, people or {"sqlite": 20_000, "postgresql": 200_000}[kind], 10) for kind in kinds]
        for kind in kinds:
            good += [even(kind, 30, seconds or 300), fast(kind, 1000, min(60, seconds or 60))]
            good += [answered(kind, 30, min(people or 10_000, 10_000), 2), answered(kind, 1000, 10_000, 10)]
        good += [together(30, 60), together(1000, 20)] if "postgresql" in kinds else []
    sys.exit(0 if all(good) else 1)
