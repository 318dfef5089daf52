"""Several processes draw from one ceiling: never over it in any minute, nearly all of it used, replies first."""

from __future__ import annotations

import asyncio
import heapq
import random
import time
from collections import deque

import pytest

from bot.channels.zalo_oa import AIM, burst
from bot.storage.database import Database
from bot.storage.paces import SharedBlocks, SharedBucket

PROCESSES = 3
RUNS = ((100, 125, 60.0, 100), (2000, 3, 1.0, 70))
"""(ceiling, seconds, a window of so many seconds, the most requests in it: the ceiling, or the pace and the burst)"""


class Crowd:
    """Processes that all have bulk to send, and now and then a reply; time is counted, not waited for."""

    def __init__(self, database: Database, ceiling: int) -> None:
        self.time, self.dice, self.slot = 0.0, random.Random(ceiling), 60 / ceiling / AIM
        self.sent: list[float] = []
        self.waits: list[float] = []
        rate = ceiling / 60
        made = [
            SharedBucket(database, "oa", rate, aim=AIM, burst=burst(rate), now=lambda: self.time)
            for _ in range(PROCESSES)
        ]
        self.buckets = made

    async def run(self, seconds: float) -> None:
        """Bulk everywhere, a reply every few slots."""
        wakes = [(0.0, number) for number in range(PROCESSES)]
        heapq.heapify(wakes)
        reply_at = 1.0
        while self.time < seconds:
            self.time, number = heapq.heappop(wakes)
            bucket = self.buckets[number]
            if self.time >= reply_at:
                wait = await bucket.reserve()
                self.waits.append(wait)
                self._send(self.time + wait)
                reply_at = self.time + wait + self.slot * self.dice.uniform(2, 9)
                heapq.heappush(wakes, (self.time + wait, number))
                continue
            wait = await bucket.attempt()
            if not wait:
                self._send(self.time)
            heapq.heappush(wakes, (self.time + wait + self.dice.uniform(0.0, self.slot / 20), number))

    def _send(self, at: float) -> None:
        self.sent.append(at + self.dice.uniform(0.0, 0.2))  # on its way to the platform

    def most_in(self, seconds: float) -> int:
        window: deque[float] = deque()
        most = 0
        for at in sorted(self.sent):
            window.append(at)
            while window[0] <= at - seconds:
                window.popleft()
            most = max(most, len(window))
        return most


@pytest.mark.parametrize(("ceiling", "seconds", "window", "most"), RUNS)
async def test_all_processes_together_stay_under_the_ceiling_and_use_it(database, ceiling, seconds, window, most):
    crowd = Crowd(database, ceiling)
    await crowd.run(seconds)
    assert crowd.most_in(window) <= most
    assert len(crowd.sent) / seconds * 60 >= 0.95 * ceiling
    assert len(crowd.waits) > 5 and max(crowd.waits) < crowd.slot


async def test_what_becomes_urgent_while_it_waits_goes_next(database, monkeypatch):
    from bot.storage import paces

    slept: list[float] = []
    moment = [1000.0]

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        moment[0] += seconds

    monkeypatch.setattr(paces.asyncio, "sleep", sleep)
    monkeypatch.setattr(paces.time, "monotonic", lambda: moment[0])
    bucket = SharedBucket(database, "oa", 0.1, aim=1.0, now=lambda: moment[0])
    other = SharedBucket(database, "oa", 0.1, aim=1.0, now=lambda: moment[0])
    await bucket.take(lambda: False)
    await bucket.take(lambda: moment[0] >= 1003)
    assert sum(slept) == pytest.approx(10, abs=0.1), "the turn was reserved, not begged for"
    assert await other.attempt() == pytest.approx(10, abs=0.1)


async def test_a_turn_given_back_is_the_next_one(database):
    bucket = SharedBucket(database, "oa", 1.0, aim=1.0, now=lambda: 5.0)
    await bucket.take()
    bucket.give_back()
    await bucket.take()
    assert await bucket.attempt() == pytest.approx(1.0)


async def test_while_the_database_is_away_there_are_no_turns(database, monkeypatch):
    bucket, failing = SharedBucket(database, "oa", 100.0), [2]
    begin = database.begin

    def away():
        if failing[0]:
            failing[0] -= 1
            raise OSError("away")
        return begin()

    monkeypatch.setattr(database, "begin", away)
    monkeypatch.setattr("bot.storage.paces.AWAY_SECONDS", 0.01)
    await asyncio.wait_for(bucket.take(lambda: False), 10)
    assert failing == [0]


async def test_blocks_of_turns_are_one_ceiling_for_all_processes(database: Database) -> None:
    rate, seconds = 1000, 0.5
    taken: list[int] = []
    until = time.monotonic() + seconds

    async def process(number: int) -> None:
        blocks = SharedBlocks(database, "fast", rate)
        while time.monotonic() < until:
            await blocks.take()
            taken.append(number)

    await asyncio.gather(*(process(number) for number in range(PROCESSES)))
    blocks = SharedBlocks(database, "fast", rate)
    assert blocks.size == 20
    assert set(taken) == set(range(PROCESSES))
    assert len(taken) <= rate * seconds + (PROCESSES + 1) * blocks.size


async def test_a_turn_that_was_not_needed_is_the_next_one_and_old_ones_do_not_pile_up(database: Database) -> None:
    watch = [0.0]
    blocks = SharedBlocks(database, "fast", 1000, now=lambda: watch[0])
    await blocks.take()
    left = blocks._left
    await blocks.take()
    blocks.give_back()
    assert blocks._left == left == blocks.size - 1
    watch[0] += 60
    await blocks.take()
    assert blocks._left == blocks.size - 1
