"""The package's requests a minute: never over them in any 60 seconds, nearly all of them used. No real time passes."""

from __future__ import annotations

import random
from collections import deque

import pytest

from bot import pace
from bot.channels.zalo_oa import AIM, burst


class Time:
    """A clock that sleeping moves, a little further than asked, as in life."""

    def __init__(self) -> None:
        self.now, self.dice = 0.0, random.Random(3)

    async def sleep(self, seconds: float) -> None:
        self.now += seconds + self.dice.uniform(0.0, 0.01)


@pytest.mark.parametrize("ceiling", [100, 2000])
async def test_every_sliding_minute_stays_under_the_ceiling_and_uses_it(ceiling, monkeypatch):
    time, rate = Time(), ceiling / 60
    monkeypatch.setattr(pace.asyncio, "sleep", time.sleep)
    bucket = pace.Bucket(rate, lambda: time.now, aim=AIM, burst=burst(rate))
    window, sent, most = deque(), 0, 0
    while time.now < 600:
        await bucket.take()
        arrives = time.now + time.dice.uniform(0.0, 0.2)  # on its way to the platform
        sent += 1
        window.append(arrives)
        while window[0] <= arrives - 60:
            window.popleft()
        most = max(most, len(window))
    assert most <= ceiling
    assert sent / 600 * 60 >= 0.95 * ceiling


async def test_a_turn_that_was_not_needed_is_given_back(monkeypatch):
    time = Time()
    monkeypatch.setattr(pace.asyncio, "sleep", time.sleep)
    bucket = pace.Bucket(1.0, lambda: time.now)
    await bucket.take()
    bucket.give_back()
    await bucket.take()
    assert time.now == 0.0
