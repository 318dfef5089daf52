"""Loops that run side by side end together: none is left behind with a connection in its hands."""

import asyncio

import pytest

from bot.together import together


class Loops:
    """Loops that need a moment to let go, and say whether they were given it."""

    def __init__(self):
        self.ended = []

    async def slow(self, name, moment=0.05):
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(moment)
            self.ended.append(name)

    async def broken(self):
        await asyncio.sleep(0.01)
        raise ValueError("broken")


async def test_cancelled_it_waits_for_all_and_disturbs_none_twice():
    loops = Loops()
    running = asyncio.create_task(together(loops.slow("quick", 0), loops.slow("one"), loops.slow("two")))
    await asyncio.sleep(0.01)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert sorted(loops.ended) == ["one", "quick", "two"]


async def test_when_one_fails_the_others_end_first_and_the_failure_is_told():
    loops = Loops()
    with pytest.raises(ValueError, match="broken"):
        await together(loops.slow("one"), loops.broken())
    assert loops.ended == ["one"]
