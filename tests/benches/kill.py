"""Killed with SIGKILL at random moments: every message is answered, none twice but what was in flight."""

from __future__ import annotations

import asyncio
import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import Address, Inbound, Outbound
from tests.benches.processes import Double, bot_settings, free_port, start, telegram, up

FIRST = 7_000_000


@dataclass
class Outcome:
    """What a run showed."""

    messages: int
    kept: int
    answered: int
    kills: int
    in_flight: int
    delivered: int
    doubled: int
    unexplained: int

    @property
    def good(self) -> bool:
        """Nothing lost; nobody got more twice than was in flight to them at the kills."""
        return self.answered == self.kept == self.messages and self.doubled >= 0 and not self.unexplained

    def __str__(self) -> str:
        return (
            f"{self.messages} messages, {self.kills} kills: {self.kept} kept, {self.answered} answered, "
            f"{self.delivered} deliveries; {self.in_flight} replies were in hand at a kill (being sent, or "
            f"without a receipt yet), {self.doubled} came twice, {self.unexplained} of them unexplained"
        )


async def run(citizens: int, each: int, kills: int, *, seed: int = 0) -> Outcome:
    """`citizens` people write `each` numbered messages while the program is killed `kills` times."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        async with telegram("--rate", "0", "--per-chat", "0") as double:
            settings = bot_settings(Path(folder), double, free_port())
            writing = asyncio.create_task(_write(double, citizens, each, dice))
            in_flight: Counter[str] = Counter()
            for _ in range(kills):
                process = await start("-m", "bot", "serve", **settings)
                await up(f"http://127.0.0.1:{settings['HTTP_PORT']}/healthz")
                await asyncio.sleep(dice.uniform(0.05, 1.2))
                process.kill()
                await process.wait()
                in_flight += await _in_flight(settings["DATABASE_URL"])
            process = await start("-m", "bot", "serve", **settings)
            await writing
            await _settled(settings["DATABASE_URL"], citizens * each)
            process.terminate()
            await process.wait()
            return await _count(double, settings["DATABASE_URL"], citizens, each, kills, in_flight)


async def _write(double: Double, citizens: int, each: int, dice: random.Random) -> None:
    """Everybody's first message before anybody's second, in a random order, a little apart."""
    for number in range(1, each + 1):
        people = list(range(citizens))
        dice.shuffle(people)
        for person in people:
            await double.post("say", user_id=FIRST + person, text=f"tin nhắn thử thứ {number}")
            await asyncio.sleep(0.002)
        await asyncio.sleep(dice.uniform(0, 0.2))


async def _in_flight(url: str) -> Counter[str]:
    """Replies that the dead process had in hand, by the address they were for."""
    database = Database(url)
    async with database.read() as db:
        held = select(Address.address).join(Outbound, Outbound.address_id == Address.id)
        found = Counter(await db.scalars(held.where(Outbound.status == "sending")))
    await database.close()
    return found


async def _settled(url: str, messages: int, seconds: float = 120) -> None:
    """Wait until every message is in, answered, and every reply out."""
    database = Database(url)
    try:
        for _ in range(int(seconds * 5)):
            async with database.read() as db:
                done = select(func.count()).select_from(Inbound).where(Inbound.done_at.is_not(None))
                open_ = select(func.count()).select_from(Outbound).where(Outbound.status != "sent")
                if (await db.execute(done)).scalar_one() >= messages and not (await db.execute(open_)).scalar_one():
                    return
            await asyncio.sleep(0.2)
    finally:
        await database.close()


async def _count(double: Double, url: str, citizens: int, each: int, kills: int, in_flight: Counter[str]) -> Outcome:
    database = Database(url)
    async with database.read() as db:
        kept = (await db.execute(select(func.count()).select_from(Inbound))).scalar_one()
        turns = select(func.count(func.distinct(Outbound.turn))).where(Outbound.status == "sent")
        answered = (await db.execute(turns)).scalar_one()
        of_each = select(Address.address, func.count()).join(Outbound, Outbound.address_id == Address.id)
        rows: dict[str, int] = dict((await db.execute(of_each.group_by(Address.address))).tuples().all())
    await database.close()
    people = [FIRST + person for person in range(citizens)]
    sent = {str(one): len(await double.get("sent", user_id=one)) for one in people}
    twice = {address: count - rows.get(address, 0) for address, count in sent.items()}
    unexplained = sum(max(0, more - in_flight[address]) for address, more in twice.items())
    held, came = in_flight.total(), sum(sent.values())
    return Outcome(citizens * each, kept, answered, kills, held, came, sum(twice.values()), unexplained)


def main(*, short: bool = False) -> None:
    """50 citizens, 20 messages each, 10 kills; `short`: 8, 6 and 3."""
    outcome = asyncio.run(run(8, 6, 3) if short else run(50, 20, 10))
    print(outcome)
    raise SystemExit(0 if outcome.good else 1)
