"""A moderator clears a queue of answers with the keyboard alone: keystrokes and seconds a case, in a real browser."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from tests.journeys.staffed import THERE, Staffed

CASES, SHORT = 100, 30
GOAL = 3
"""Keystrokes for a right answer, at most."""
KINDS: tuple[dict[str, Any], ...] = (
    {"thumb": -1},
    {"cuts": ["citation: 99/2031/nd-cp"]},
    {},
    {"label": "", "outcome": "none"},
)
"""Answers that citizens found wrong, that the guard cut, that nobody checked, and questions without one."""
WORDS = "Bác ra bộ phận một cửa, mang theo giấy tờ cũ."


@dataclass
class Done:
    """By verdict: cases, and keys pressed besides the letters of a correction. `seconds` from key to screen."""

    cases: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)


async def queue(staffed: Staffed, many: int) -> None:
    """So many cases wait, no two with the same answer."""
    (citizen,) = await staffed.citizens(THERE)
    for number in range(many):
        kind = KINDS[number % len(KINDS)]
        answer = "" if kind.get("outcome") == "none" else f"Câu trả lời thứ {number}."
        await staffed.exchange(citizen, f"câu hỏi thứ {number}", answer=answer, **kind)


async def clear(page: Any, url: str, many: int) -> Done:
    """Judge so many cases: most are right, every sixth is wrong and every tenth incomplete, with a correction."""
    done = Done()
    await page.goto(f"{url}/console/checking")
    for number in range(1, many + 1):
        how = "wrong" if number % 6 == 0 else "incomplete" if number % 10 == 0 else "right"
        case = await page.get_attribute("[data-case]", "data-case")
        await _judge(page, how, done)
        began = time.monotonic()
        await page.wait_for_function("old => document.querySelector('[data-case]')?.dataset.case !== old", arg=case)
        await page.wait_for_load_state()
        done.seconds.append(time.monotonic() - began)
        done.cases[how] += 1
    return done


async def _judge(page: Any, how: str, done: Done) -> None:
    async def press(*keys: str) -> None:
        for key in keys:
            await page.keyboard.press(key)
            done.keys[how] += 1

    if how == "right":
        await press("1")
        return
    await press("e")
    await page.keyboard.type(WORDS)
    await (press("Control+Enter") if how == "wrong" else press("Escape", "3"))


async def measured(many: int) -> Done:
    """The same with the program, its accounts and the queue made first."""
    with tempfile.TemporaryDirectory() as folder:
        staffed = await Staffed.begin(Path(folder))
        try:
            await staffed.accounts()
            await queue(staffed, many)
            return await clear(await staffed.enter("moderator"), staffed.url, many)
        finally:
            await staffed.end()


def main(*, short: bool = False) -> None:
    """100 cases (short: 30). An error when a right answer takes more keys than the goal, or a case is left."""
    many = SHORT if short else CASES
    done = asyncio.run(measured(many))
    took = sorted(done.seconds)
    assert sum(done.cases.values()) == many
    for how, cases in done.cases.items():
        keys = done.keys[how] / cases
        Console().print(f"{how}: {cases} cases, {keys:.1f} keys a case" + ("" if how == "right" else " and the words"))
        assert how != "right" or keys <= GOAL
    middle, late = took[len(took) // 2], took[int(len(took) * 0.95)]
    Console().print(f"from key to next case: p50 {middle * 1000:.0f} ms, p95 {late * 1000:.0f} ms")
