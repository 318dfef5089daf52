"""What comes together is done together, and everybody gets their own result."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.grouped import Grouped


async def test_what_comes_in_one_moment_is_one_group_and_each_gets_its_own() -> None:
    groups: list[list[int]] = []

    async def double(items: Sequence[int]) -> Sequence[int]:
        groups.append(list(items))
        await asyncio.sleep(0)
        return [2 * item for item in items]

    grouped = Grouped(double, most=3)
    assert await asyncio.gather(*(grouped(n) for n in range(7))) == [0, 2, 4, 6, 8, 10, 12]
    assert groups == [[0, 1, 2], [3, 4, 5], [6]]


async def test_a_failing_group_fails_for_its_own_alone() -> None:
    async def refuse_two(items: Sequence[int]) -> Sequence[int]:
        if 2 in items:
            raise ValueError("two")
        return items

    grouped = Grouped(refuse_two, most=2)
    found = await asyncio.gather(*(grouped(n) for n in range(6)), return_exceptions=True)
    assert [type(one) for one in found] == [int, int, ValueError, ValueError, int, int]
    with pytest.raises(ValueError, match="two"):
        await grouped(2)
    assert await grouped(7) == 7


async def test_who_gives_up_waiting_holds_nobody_up() -> None:
    free = asyncio.Event()

    async def wait(items: Sequence[int]) -> Sequence[int]:
        await free.wait()
        return items

    grouped = Grouped(wait, most=8)
    left, stays = asyncio.create_task(grouped(1)), asyncio.create_task(grouped(2))
    await asyncio.sleep(0.01)
    left.cancel()
    free.set()
    assert await stays == 2
