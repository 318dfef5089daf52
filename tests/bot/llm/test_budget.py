"""Ceilings per minute, the warning before the month's end, and what is counted beside them."""

from datetime import date

from structlog.testing import capture_logs

from bot.llm.budget import PER_MINUTE, Budget

DAY = date(2026, 11, 24)


async def test_in_a_minute_one_person_asks_so_often_and_no_more():
    now = 100.0
    budget = Budget(lambda: DAY, daily_limit=None, now=lambda: now)
    assert [await budget.take(1) for _ in range(PER_MINUTE + 1)] == [True] * PER_MINUTE + [False]
    assert await budget.take(2)
    now += 60.1
    assert await budget.take(1)


async def test_what_was_refused_for_haste_does_not_count_for_the_day():
    now = 100.0
    budget = Budget(lambda: DAY, daily_limit=PER_MINUTE + 1, now=lambda: now)
    for _ in range(PER_MINUTE + 5):
        await budget.take(1)
    now += 61
    assert [await budget.take(1), await budget.take(1)] == [True, False]


async def test_the_operator_is_warned_once_at_eighty_percent():
    budget = Budget(lambda: DAY, monthly_tokens=1000)
    with capture_logs() as lines:
        for tokens in (790, 20, 50):
            await budget.spend(tokens)
    assert [(line["log_level"], line["used"], line["budget"]) for line in lines] == [("warning", 810, 1000)]


async def test_without_a_ceiling_nobody_is_warned():
    with capture_logs() as lines:
        await Budget(lambda: DAY).spend(10**9)
    assert lines == []


async def test_attempts_are_counted_by_month_and_cost_nothing():
    today = date(2026, 11, 30)
    budget = Budget(lambda: today, daily_limit=1, price=1.0)
    await budget.note_attempt()
    await budget.note_attempt()
    assert (await budget.attempts_this_month(), await budget.tokens_this_month()) == (2, 0)
    assert await budget.take(1)
    today = date(2026, 12, 1)
    assert await budget.attempts_this_month() == 0
