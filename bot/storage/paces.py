"""A platform's ceiling shared by several processes: one row says from when on the next turn is free."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from sqlalchemy import Float, Table, bindparam, case, cast, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.log import logger
from bot.pace import AIM, EVEN, at_once
from bot.storage.database import Database
from bot.storage.inbox import insert_new
from bot.storage.tables import Turnstile

log = logger(__name__)

TURNSTILES: Table = Turnstile.__table__  # type: ignore[assignment]
NO_WAIT = text("SET LOCAL synchronous_commit TO off")

LOOK_SECONDS = 0.05
"""What is not urgent looks this often whether it has become so while it waits."""
SPARE_SECONDS = 1.0
AWAY_SECONDS = 1.0
BULK_SHARE = 1 / 3
"""Of what may leave at once: the rest is kept for what is urgent, which then need not wait for a turn at all."""


class SharedBucket:
    """At most `rate` turns a second for all processes together, after a burst of `burst`.

    What is urgent reserves the next turn, even one that lies ahead. What is not takes a turn only when it has come, and
    leaves most of the burst alone: so bulk, in whichever process, never stands before a reply for longer than one turn,
    and at a high rate not even that long.
    """

    def __init__(
        self,
        database: Database,
        name: str,
        rate: float,
        *,
        aim: float = AIM,
        burst: float = 1.0,
        now: Callable[[], float] | None = None,
    ) -> None:
        self.database, self.name = database, name
        self.interval = 1 / max(0.01, rate * aim)
        self.ahead = (max(1.0, burst) - 1) * self.interval
        self.ahead_of_bulk = min(self.ahead, max(self.interval, self.ahead * BULK_SHARE))
        self._now = now
        self._known = False
        self._spare_until = 0.0
        self._prepare()

    async def take(self, urgent: Callable[[], bool] = at_once) -> None:
        """Wait for a turn and take it. While the database is away nobody has one."""
        if time.monotonic() < self._spare_until:
            self._spare_until = 0.0
            return
        while True:
            try:
                if urgent():
                    await asyncio.sleep(await self.reserve())
                    return
                wait = await self.attempt()
            except Exception as error:
                self._known = False
                log.warning("no turns for a moment", name=self.name, why=type(error).__name__)
                wait = AWAY_SECONDS
            if not wait:
                return
            await self._rest(wait, urgent)

    async def _rest(self, wait: float, urgent: Callable[[], bool]) -> None:
        until = time.monotonic() + wait
        while not urgent() and (left := until - time.monotonic()) > 0:  # noqa: ASYNC110 - anybody may become urgent
            await asyncio.sleep(min(left, LOOK_SECONDS, self.interval / 5))

    def give_back(self) -> None:
        """The turn taken last was not needed: it is this process's next one, for a moment."""
        self._spare_until = time.monotonic() + SPARE_SECONDS

    async def reserve(self) -> float:
        """Take the next turn that nobody has; seconds until it comes."""
        async with self.database.begin() as db:
            connection = await self._meet(db)
            free_at, now = (await connection.execute(self._reserving, self._given())).one()
        return max(0.0, float(free_at) - self.interval - self.ahead - float(now))

    async def attempt(self) -> float:
        """Take a turn if one is free now: 0.0; else seconds until one may be, and none is taken."""
        async with self.database.begin() as db:
            connection = await self._meet(db)
            if (await connection.execute(self._taking, self._given())).first() is not None:
                return 0.0
            left = (await connection.execute(self._looking, self._given())).scalar_one()
            return max(0.001, float(left) - self.ahead_of_bulk)

    async def _meet(self, db: AsyncSession) -> AsyncConnection:
        """The row is there from the first turn on. A turn lost in a crash of the server hurts nobody, so none waits
        for the disk: all processes queue for this one row."""
        connection = await db.connection()
        if not self.database.sqlite:
            await connection.execute(NO_WAIT)
        if not self._known:
            await db.execute(insert_new(db, TURNSTILES), [{"name": self.name, "free_at": 0.0}])
            self._known = True
        return connection

    def _prepare(self) -> None:
        """The statements, built once. The time is the database's own: processes' clocks may differ."""
        ours = self._now is not None or self.database.sqlite
        now: Any = bindparam("now", type_=Float) if ours else cast(func.extract("epoch", func.clock_timestamp()), Float)
        column, mine = TURNSTILES.c.free_at, TURNSTILES.c.name == self.name
        taken = update(TURNSTILES).where(mine).values(free_at=case((column > now, column), else_=now) + self.interval)
        self._reserving = taken.returning(column, now)
        self._taking = taken.where(column - self.ahead_of_bulk <= now).returning(TURNSTILES.c.name)
        self._looking = select(column - now).where(mine)

    def _given(self) -> dict[str, float]:
        ours = self._now or (time.time if self.database.sqlite else None)
        return {"now": ours()} if ours else {}


BLOCKS = 50
"""At a high rate a block of turns is taken, so many times a second by all processes together."""
BLOCK_LASTS = 0.2
"""Seconds for which turns of a block are good: what one reply leaves over serves the next."""


class SharedBlocks:
    """At most `rate` turns a second for all processes, taken a block at a time: cheap at a thousand a second.

    Every block is reserved, so nobody asks in vain; a reply stands behind one block of each other process at most. The
    next block is asked for while the last is used, so that the database's answer is not waited for.
    """

    def __init__(
        self, database: Database, name: str, rate: float, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self.size = max(1, round(rate / BLOCKS))
        self.shared, self.now = SharedBucket(database, name, rate / self.size, aim=EVEN, burst=2.0), now
        self._left, self._until = 0, 0.0
        self._next: asyncio.Task[float] | None = None
        self._came: deque[float] = deque()

    async def take(self, urgent: Callable[[], bool] = at_once) -> None:
        """Wait for a turn and take it. While the database is away nobody has one."""
        while not self._left or self.now() > self._until:
            asked, self._next = self._next or self._ask(), None
            came = await asked
            self._came.append(came)
            self._left, self._until = self.size, came + BLOCK_LASTS
        self._left -= 1
        if self._left == self.size // 2:
            self._next = self._next or self._ask()

    def granted(self) -> tuple[int, int]:
        """Turns of the last second, and of one block."""
        while self._came and self._came[0] < self.now() - 1:
            self._came.popleft()
        return len(self._came) * self.size, self.size

    def _ask(self) -> asyncio.Task[float]:
        """The next block; when it comes, the moment."""

        async def ask() -> float:
            await self.shared.take()
            return self.now()

        return asyncio.create_task(ask())

    def give_back(self) -> None:
        """The turn taken last was not needed."""
        self._left += 1
