"""Zalo's hard promises: killed at random, refreshes included; and the package's ceiling on requests."""

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
from tests.benches.processes import Double, free_port, start, up
from tests.benches.processes import double as platform
from tests.benches.zalo_rate import rate
from tests.doubles.zalo_oa import APP, APP_SECRET, OA_KEY, SEED

FIRST = 1_000_000_000_000_000_000


@dataclass
class Kills:
    """What a run with kills showed."""

    messages: int
    kept: int
    answered: int
    kills: int
    in_flight: int
    doubled: int
    unexplained: int
    refreshes: int
    reused: int
    chain_alive: bool
    refused: int

    @property
    def good(self) -> bool:
        """Nothing lost, no refresh token used twice or lost, nobody got more twice than was in flight to them."""
        whole = self.answered == self.kept == self.messages and self.doubled >= 0 and not self.unexplained
        return whole and not self.reused and self.chain_alive and not self.refused

    def __str__(self) -> str:
        chain = "alive" if self.chain_alive else "BROKEN"
        return (
            f"{self.messages} messages, {self.kills} kills: {self.kept} kept, {self.answered} answered; "
            f"{self.in_flight} were in hand at a kill, {self.doubled} came twice, {self.unexplained} unexplained; "
            f"{self.refreshes} refreshes, {self.reused} of them with a used token, chain {chain}; "
            f"{self.refused} sends broke a rule of the platform"
        )


async def kills(people: int, each: int, times: int, *, seed: int = 0) -> Kills:
    """`people` write `each` messages while the program is killed `times` times, every second time in a refresh."""
    dice, port = random.Random(seed), free_port()
    hook = f"http://127.0.0.1:{port}/zalo/oa/webhook"
    with tempfile.TemporaryDirectory() as folder:
        # The ladder of retries is Zalo's, two hundred times faster; a webhook never gives up in this run.
        async with platform("zalo_oa", "--webhook", hook, "--speed", "0.005", "--echo") as double:
            await double.post("patient")
            settings = _settings(Path(folder), double, port)
            writing = asyncio.create_task(_write(double, people, each, dice))
            in_flight: Counter[str] = Counter()
            for number in range(times):
                process = await start("-m", "bot", "serve", **settings)
                await up(f"http://127.0.0.1:{port}/healthz", 60)
                if number % 2:
                    await _kill_in_a_refresh(double, dice)
                else:
                    await asyncio.sleep(dice.uniform(0.05, 1.5))
                process.kill()
                await process.wait()
                in_flight += await _in_flight(settings["DATABASE_URL"])
            await double.post("refresh_delay", seconds=0.0)
            process = await start("-m", "bot", "serve", **settings)
            await writing
            # The "menu" said in each refresh is waited for too: its turn must not be cut by our own stop.
            await _settled(settings["DATABASE_URL"], people * each + times // 2)
            process.terminate()
            await process.wait()
            return await _count(double, settings["DATABASE_URL"], people, each, times, in_flight)


async def _kill_in_a_refresh(double: Double, dice: random.Random) -> None:
    """Wait until the platform has rotated the tokens but not answered yet."""
    before = (await double.get("stats"))["refreshes"]
    await double.post("refresh_delay", seconds=dice.uniform(0.3, 1.0))
    await double.post("revoke")
    await double.post("say", person=str(FIRST), text="menu")
    for _ in range(600):
        if (await double.get("stats"))["refreshes"] > before:
            break
        await asyncio.sleep(0.02)
    await asyncio.sleep(dice.uniform(0.0, 0.3))


def _settings(folder: Path, double: Double, port: int) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/bench.db",
        "HTTP_PORT": str(port),
        "ZALO_OA_APP_ID": APP,
        "ZALO_OA_APP_SECRET": APP_SECRET,
        "ZALO_OA_SECRET_KEY": OA_KEY,
        "ZALO_OA_REFRESH_TOKEN": SEED,
        "ZALO_OA_API_URL": f"{double.url}/api",
        "ZALO_OAUTH_URL": f"{double.url}/oauth",
        "ZALO_OA_RATE_PER_SECOND": "200",
        "MESSAGES_PER_MINUTE_PER_PERSON": "10000",
        "DENSE_SEARCH": "off",
        "LOG_FORMAT": "json",
    }


async def _write(double: Double, people: int, each: int, dice: random.Random) -> None:
    for number in range(1, each + 1):
        for person in dice.sample(range(1, people + 1), people):
            await double.post("say", person=str(FIRST + person), text=f"tin nhắn thử thứ {number}")
            await asyncio.sleep(0.005)
        await asyncio.sleep(dice.uniform(0.1, 0.6))


async def _in_flight(url: str) -> Counter[str]:
    """Replies that the dead process had in hand, by the person they were for."""
    database = Database(url)
    async with database.read() as db:
        held = select(Address.address).join(Outbound, Outbound.address_id == Address.id)
        found = Counter(await db.scalars(held.where(Outbound.status == "sending")))
    await database.close()
    return found


async def _settled(url: str, messages: int, seconds: float = 180) -> None:
    database = Database(url)
    try:
        for _ in range(int(seconds * 5)):
            async with database.read() as db:
                done = await db.scalar(select(func.count()).select_from(Inbound).where(Inbound.done_at.is_not(None)))
                open_ = await db.scalar(select(func.count()).select_from(Outbound).where(Outbound.status != "sent"))
            if (done or 0) >= messages and not open_:
                return
            await asyncio.sleep(0.2)
    finally:
        await database.close()


async def _count(double: Double, url: str, people: int, each: int, times: int, in_flight: Counter[str]) -> Kills:
    database = Database(url)
    async with database.read() as db:
        kept = await db.scalar(select(func.count()).select_from(Inbound).where(Inbound.words != "menu"))
        turns = select(func.count(func.distinct(Outbound.turn))).join(Inbound, Inbound.id == Outbound.turn)
        answered = await db.scalar(turns.where(Outbound.status == "sent", Inbound.words != "menu"))
        # Replies that waited together may go as one message of the platform: they share its id.
        sends = func.count(func.distinct(Outbound.platform_id))
        of_each = select(Address.address, sends).join(Outbound, Outbound.address_id == Address.id)
        found = await db.execute(of_each.group_by(Address.address))
        due = {str(who): int(count) for who, count in found}
    await database.close()
    persons = [str(FIRST + person) for person in range(people + 1)]
    twice = {person: len(await double.get("sent", person=person)) - due.get(person, 0) for person in persons}
    stats = await double.get("stats")
    broken = [one for one in stats["refused"] if one[1] not in (-216, -220)]
    return Kills(
        messages=people * each,
        kept=kept or 0,
        answered=answered or 0,
        kills=times,
        in_flight=in_flight.total(),
        doubled=sum(twice.values()),
        unexplained=sum(max(0, more - in_flight[person]) for person, more in twice.items()),
        refreshes=stats["refreshes"],
        reused=stats["reused"],
        chain_alive=len(stats["good"]) == 1,
        refused=len(broken),
    )


def main(*, short: bool = False) -> None:
    """20 kills, and 130 s at each ceiling with three processes; `short`: 2 kills, and 12 s at the higher ceiling."""
    killed = asyncio.run(kills(5, 6, 2) if short else kills(20, 30, 20))
    print(killed)
    rates = [asyncio.run(rate(2000, 12))] if short else [asyncio.run(rate(each, 130)) for each in (100, 2000)]
    for one in rates:
        print(one)
    raise SystemExit(0 if killed.good and all(one.good for one in rates) else 1)
