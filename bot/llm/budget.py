"""Ceilings on the model: answers per person and day, tokens per month, and what they cost."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable
from datetime import date
from typing import Protocol

import structlog

TOKENS = "llm.tokens"
ATTEMPTS = "llm.attempts"
"""Questions that tried to give the model orders."""
WARN_AT = 0.8
"""Share of the month's tokens from which on the operator is warned."""
PER_MINUTE = 6
"""Questions of one person to the model in a minute; more is no reading."""

log = structlog.get_logger("bot.llm.budget")


class Counts(Protocol):
    """Where counts are kept: by day and name. Shared by all processes where it is a database."""

    async def add(self, day: date, name: str, amount: int) -> int:
        """Add to a count; returns what that day's count then is."""
        ...

    async def total(self, since: date, name: str) -> int:
        """The sum from that day on."""
        ...


class InMemory:
    """Counts of this process alone, gone at its end."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[date, str]] = Counter()

    async def add(self, day: date, name: str, amount: int) -> int:
        """Add to a count; returns what that day's count then is."""
        self._counts[day, name] += amount
        return self._counts[day, name]

    async def total(self, since: date, name: str) -> int:
        """The sum from that day on."""
        return sum(count for (day, held), count in self._counts.items() if held == name and day >= since)


class Budget:
    """Says whether the model may be asked. None as a ceiling means no ceiling; `price` is per million tokens."""

    def __init__(
        self,
        today: Callable[[], date],
        counts: Counts | None = None,
        daily_limit: int | None = 30,
        monthly_tokens: int | None = None,
        price: float | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._today, self._counts, self._now = today, counts or InMemory(), now
        self._asked: deque[tuple[float, int]] = deque()
        self._daily, self._monthly, self._price = daily_limit, monthly_tokens, price

    async def take(self, citizen_id: int) -> bool:
        """Count one question of this person; False when a ceiling is reached."""
        if self._monthly is not None and await self.tokens_this_month() >= self._monthly:
            return False
        if self._too_fast(citizen_id):
            return False
        asked = await self._counts.add(self._today(), f"llm.person.{citizen_id}", 1)
        return self._daily is None or asked <= self._daily

    def _too_fast(self, citizen_id: int) -> bool:
        """Whether this person asked too often within the last minute; counted in this process."""
        now = self._now()
        while self._asked and self._asked[0][0] <= now - 60:
            self._asked.popleft()
        if sum(person == citizen_id for _, person in self._asked) >= PER_MINUTE:
            return True
        self._asked.append((now, citizen_id))
        return False

    async def spend(self, tokens: int) -> None:
        """Count what an answer used; say so when most of the month's tokens are gone."""
        await self._counts.add(self._today(), TOKENS, tokens)
        if self._monthly is None:
            return
        used, line = await self.tokens_this_month(), WARN_AT * self._monthly
        if used >= line > used - tokens:
            log.warning("most of the month's tokens are used", used=used, budget=self._monthly)

    async def note_attempt(self) -> None:
        """Count a question that tried to give the model orders."""
        await self._counts.add(self._today(), ATTEMPTS, 1)

    async def attempts_this_month(self) -> int:
        """How many questions tried that since the first of the month."""
        return await self._counts.total(self._today().replace(day=1), ATTEMPTS)

    async def tokens_this_month(self) -> int:
        """Tokens used since the first of the month."""
        return await self._counts.total(self._today().replace(day=1), TOKENS)

    async def cost_this_month(self) -> float | None:
        """What they cost; None where no price is set."""
        return None if self._price is None else await self.tokens_this_month() * self._price / 1_000_000
