"""Several processes send under one ceiling of Zalo's: how many requests in any minute, and how long replies wait.

`rate` starts PostgreSQL, the double, and senders: this file run as a process, each with an outbox of its own.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import tempfile
import time
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import update

from bot.channels.zalo_oa import NAME
from bot.clock import Clock
from bot.messages import OutgoingMessage, Reply
from bot.outbox import Lane, Outbox
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.listen import listen
from bot.storage.tables import Address, Base
from bot.zalo import turns

SENDERS = 3
PERSON = 2_000_000_000_000_000_000
SPREAD = 50
"""So many people share the messages: one gets at most a few a second."""


@dataclass
class Rate:
    """What a run under a ceiling showed, of replies that came while bulk was going out in every process.

    `waits`: seconds from a reply's being in hand to its turn; `before`: how much bulk, of any process, left meanwhile.
    """

    ceiling: int
    sent: int
    seconds: float
    most_in_a_minute: int
    refused: int
    waits: list[float]
    before: list[int]

    @property
    def used(self) -> float:
        """Of the ceiling, while there was work."""
        return self.sent / self.seconds * 60 / self.ceiling

    @property
    def slot(self) -> float:
        """Seconds from one request to the next at the ceiling."""
        return 60 / self.ceiling

    @property
    def good(self) -> bool:
        """Never over the ceiling, at least 95 % of it used, no reply behind more than one slot of bulk."""
        within = self.most_in_a_minute <= self.ceiling and not self.refused
        return within and self.used >= 0.95 and max(self.before) <= 1

    def __str__(self) -> str:
        waits = sorted(self.waits)
        return (
            f"{self.ceiling} a minute, {SENDERS} processes: {self.sent} requests in {self.seconds:.1f} s, "
            f"{self.used:.1%} of the ceiling, most in any 60 s {self.most_in_a_minute}, {self.refused} refused; "
            f"{len(waits)} replies let at most {max(self.before)} of bulk go first; they waited for their turn "
            f"{waits[len(waits) // 2] * 1000:.0f} ms in the middle, {waits[-1] * 1000:.0f} ms at most "
            f"(a slot is {self.slot * 1000:.0f} ms)"
        )


async def rate(ceiling: int, seconds: float, *, senders: int = SENDERS) -> Rate:
    """Bulk without end, and a reply now and then, for so many seconds after the start of the senders."""
    from tests.benches.processes import postgres, start
    from tests.doubles.zalo_oa import ZaloDouble

    with tempfile.TemporaryDirectory() as folder:
        async with postgres() as url, ZaloDouble(rate=ceiling) as double:
            database = Database(url)
            places = await _people(database, double)
            await _fill(database, places, int(ceiling / 60 * (seconds + 10)))
            notes = [Path(folder) / f"{number}.json" for number in range(senders)]
            command = ("-m", "tests.benches.zalo_rate", url, f"{double.url}/", str(ceiling))
            processes = [await start(*command, str(note)) for note in notes]
            while not double.times:
                await asyncio.sleep(0.05)
            await asyncio.sleep(2.0)  # until all of them are there
            began, first = time.monotonic(), len(double.times)
            await _ask(database, places, began + seconds, 60 / ceiling)
            took, sent = time.monotonic() - began, len(double.times) - first
            for process in processes:
                process.terminate()
                await process.wait()
            await database.close()
            noted = [json.loads(note.read_text()) for note in notes]
            replies = [pair for one in noted for pair in one["replies"]]
            bulk = sorted(left for one in noted for left in one["bulk"])
            before = [bisect_left(bulk, left) - bisect_right(bulk, came) for came, left in replies]
            refused = sum(code == -32 for _, code, _ in double.refused)
            waits = [left - came for came, left in replies]
            return Rate(ceiling, sent, took, double.most_in_a_minute(), refused, waits, before)


async def _people(database: Database, double: Any) -> list[tuple[int, int]]:
    """(citizen, address) of people who wrote a moment ago."""
    from tests.people import citizen

    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    made = []
    async with database.begin() as db:
        for number in range(SPREAD):
            who, where = await citizen(db, channel=NAME)
            address = str(PERSON + number)
            await db.execute(
                update(Address).where(Address.id == where).values(address=address, last_heard=Clock().now())
            )
            double.person(address).interacted = double.now()
            made.append((who, where))
    double._access = ("access-of-the-bench", double.now() + 90_000)
    return made


async def _fill(database: Database, places: list[tuple[int, int]], bulk: int) -> None:
    now = Clock().now()
    rows = [outbox.row(*places[n % SPREAD], Reply("bulk"), rank=outbox.BULK, now=now) for n in range(bulk)]
    async with database.begin() as db:
        await outbox.add_many(db, rows)


async def _ask(database: Database, places: list[tuple[int, int]], until: float, slot: float) -> None:
    """A reply every few slots, to anybody, until the time is over."""
    dice = random.Random(1)
    while time.monotonic() < until:
        async with database.begin() as db:
            where = dice.choice(places)
            await outbox.add(db, *where, Reply("reply"), rank=outbox.REPLIES, now=Clock().now())
        await asyncio.sleep(max(0.5, slot * dice.uniform(3, 9)))


# A sender


class Watched(Lane):
    """A lane that notes when replies came and when everything left, by the machine's one monotonic clock."""

    def __init__(self, channel: Any) -> None:
        super().__init__(channel)
        self.came: dict[int, float] = {}
        self.replies: list[tuple[float, float]] = []
        self.bulk: list[float] = []

    def put(self, held: Any) -> None:
        if held.rank == outbox.REPLIES and held.address not in self.busy:
            self.came[held.number] = time.monotonic()
        super().put(held)

    def next(self) -> Any:
        held = super().next()
        if held is not None and held.rank == outbox.BULK:
            self.bulk.append(time.monotonic())
        elif held is not None and held.number in self.came:
            self.replies.append((self.came.pop(held.number), time.monotonic()))
        return held


async def _send(url: str, api: str, ceiling: int, note: str) -> None:
    """An outbox, until this process is told to end."""
    import signal

    from bot.channels.zalo_oa import ZaloOA

    database, clock = Database(url), Clock()
    bucket = turns(database, ceiling / 60)
    channel = ZaloOA(
        api_url=f"{api}api", tokens=_Tokens(), people=_Nobody(), webhook=_Nobody(), now=clock.now,
        rate=ceiling / 60, bucket=bucket,
    )  # fmt: skip
    box = Outbox(database, clock, [channel], lambda held, on: OutgoingMessage(f"tin thử {held.number}"))
    lane = box.lanes[NAME] = Watched(channel)
    database.listeners.append(lambda topics: box.wakeup.set() if "outbox" in topics else None)
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    loops = [asyncio.create_task(box.run()), asyncio.create_task(listen(database))]
    await over.wait()
    for loop in loops:
        loop.cancel()
    Path(note).write_text(json.dumps({"replies": lane.replies, "bulk": lane.bulk}))


class _Tokens:
    """A token that works as long as the bench runs."""

    async def access(self) -> str:
        return "access-of-the-bench"

    async def instead_of(self, spent: str) -> str:
        return ""


class _Nobody:
    """No takeovers, no echoes."""

    async def paused(self, address: str) -> bool:
        return False

    async def proof(self, address: str, key: str) -> str:
        return ""


if __name__ == "__main__":
    asyncio.run(_send(sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]))
