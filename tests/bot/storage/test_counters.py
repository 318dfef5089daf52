"""Counts that all processes share."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from bot.llm.budget import Budget
from bot.storage import counters, purge

TODAY = date(2026, 11, 25)


async def test_two_processes_share_a_persons_ceiling(database):
    one, other = (Budget(lambda: TODAY, counters.Shared(database), daily_limit=2) for _ in range(2))
    assert [await one.take(7), await other.take(7), await one.take(7), await other.take(8)] == [True, True, False, True]


async def test_tokens_of_the_month_are_counted_over_days_and_restarts(database):
    await Budget(lambda: TODAY, counters.Shared(database)).spend(100)
    later = Budget(lambda: TODAY + timedelta(days=1), counters.Shared(database), monthly_tokens=150)
    await later.spend(60)
    assert await later.tokens_this_month() == 160
    assert not await later.take(7)


async def test_counts_per_person_go_with_their_day_and_statistics_stay(database):
    shared = counters.Shared(database)
    await shared.add(TODAY - timedelta(days=1), "llm.person.7", 3)
    await shared.add(TODAY - timedelta(days=1), "turns", 5)
    await shared.add(TODAY, "llm.person.7", 1)
    async with database.begin() as db:
        await purge.expired(db, now=datetime.now(UTC), today=TODAY)
        assert await counters.since(db, TODAY - timedelta(days=9)) == {(TODAY - timedelta(days=1), "turns"): 5}
    assert await shared.total(TODAY - timedelta(days=9), "llm.person.7") == 1
