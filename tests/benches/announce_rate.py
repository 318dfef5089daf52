"""How evenly and how fast an announcement leaves, and how soon a citizen is answered meanwhile."""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from bot.channels.telegram import Telegram
from bot.messages import OutgoingMessage
from tests.benches.announce_crowd import BODY, FIRST, prepare
from tests.benches.announce_kill import ALWAYS, database_of
from tests.benches.processes import Double, bot_settings, free_port, start, telegram, up
from tests.benches.turns import SECRET, hook
from tests.doubles.telegram import TOKEN

ASKING = 9_000_000
"""Telegram's number of the first of those who write while the others are written to."""
PEOPLE = 50


@dataclass
class Rate:
    """What a send under a ceiling showed. `seconds` are from the first send to the last; `answers` while it ran."""

    ceiling: int
    sends: int
    seconds: float
    most_in_a_second: int
    refused: int
    cpu: float
    answers: dict[str, float]

    @property
    def sustained(self) -> float:
        """Sends a second."""
        return (self.sends - 1) / self.seconds

    @property
    def even(self) -> bool:
        """At least 97 % of the ceiling, no 429, never more than 5 % over it in any sliding second."""
        used = self.sustained >= 0.97 * self.ceiling
        return used and not self.refused and self.most_in_a_second <= 1.05 * self.ceiling

    @property
    def answered(self) -> bool:
        """Everybody who wrote was answered, 99 of 100 of them within a second."""
        return not self.answers or (not self.answers["unanswered"] and self.answers["p99_ms"] < 1000)

    def __str__(self) -> str:
        used = self.sustained / self.ceiling
        said = (
            f"ceiling {self.ceiling}/s: {self.sends} sends in {self.seconds:.1f} s, {self.sustained:.2f}/s "
            f"({used:.1%}), most in any second {self.most_in_a_second}, {self.refused} refused with 429, "
            f"{1000 * self.cpu:.2f} ms of CPU each"
        )
        if not self.answers:
            return said
        times = " / ".join(f"{self.answers[f'p{rank}_ms']:.0f}" for rank in (50, 95, 99))
        count, lost = int(self.answers["turns"]), int(self.answers["unanswered"])
        return f"{said}; meanwhile {count} people answered, {lost} not, p50 / p95 / p99 {times} ms"


async def rate(kind: str, ceiling: int, people: int, *, asked: float = 0.0, workers: int = 1) -> Rate:
    """An announcement to `people` under the platform's ceiling; `asked`: so many questions a second meanwhile.

    `workers`: processes that send, on PostgreSQL.
    """
    with tempfile.TemporaryDirectory() as folder:
        bounds = ("--rate", str(ceiling), "--per-chat", "0" if asked else "1", "--anyone", "--keep", "3")
        async with database_of(kind, Path(folder)) as url, telegram(*bounds) as double:
            await prepare(url, people)
            port = free_port()
            settings = bot_settings(Path(folder), double, port) | {"DATABASE_URL": url, **ALWAYS}
            settings |= {"TELEGRAM_RATE_PER_SECOND": str(ceiling), "TELEGRAM_MODE": "webhook"}
            settings |= {"PUBLIC_URL": "https://bench.example", "TELEGRAM_WEBHOOK_SECRET": SECRET}
            process = await start("-m", "bot", "serve", **settings)
            await up(f"http://127.0.0.1:{port}/healthz")
            more = {**settings, "ROLES": "worker"}
            ports = [str(free_port()) for _ in range(workers - 1)]
            helpers = [await start("-m", "bot", "serve", **more | {"HTTP_PORT": one}) for one in ports]
            watched = psutil.Process(process.pid)
            while "setwebhook" not in (await double.get("stats"))["calls"]:  # ours has to come after the program's own
                await asyncio.sleep(0.05)
            await hook(double, port)
            await _begun(double)
            if not asked:
                await asyncio.sleep(3.0)  # what the start costs is not the sending's
            before, first = watched.cpu_times(), (await double.get("sends"))["sends"]
            answers = await _ask(double, people / ceiling, asked) if asked else {}
            sends = await _over(double, people)
            after = watched.cpu_times()
            stats = await double.get("stats")
            for one in (*helpers, process):
                one.terminate()
                await one.wait()
    refused = sum(count for why, count in stats["errors"].items() if why.startswith("429"))
    cpu = (after.user + after.system - before.user - before.system) / max(1, sends["sends"] - first)
    seconds = sends["last"] - sends["first"]
    return Rate(ceiling, sends["sends"], seconds, stats["most_in_a_second"], refused, cpu, answers)


async def _begun(double: Double) -> None:
    while not (await double.get("sends"))["sends"]:
        await asyncio.sleep(0.05)


async def _ask(double: Double, seconds: float, rate: float) -> dict[str, float]:
    """People whom the announcement does not concern write, for nearly as long as it takes."""
    turns = max(1, int(seconds * 0.9 * rate))
    crowd = {"users": PEOPLE, "first_user": ASKING}
    found: dict[str, float] = await double.post(
        "drive", texts=["menu", "học", "tiến độ"], turns=turns, rate=rate, **crowd
    )
    return found


async def _over(double: Double, people: int) -> dict[str, float]:
    """Wait until nothing more has come for two seconds and everybody is reached."""
    found: dict[str, float] = {}
    while True:
        before, found = found, await double.get("sends")
        if before and before["sends"] == found["sends"] and all(await double.get("each", first=FIRST, count=people)):
            return found
        await asyncio.sleep(2.0)


async def library(messages: int, *, at_once: int = 64) -> float:
    """Messages a second that the client library alone brings to the same double, so many under way at once."""
    async with telegram("--rate", "0", "--per-chat", "0", "--anyone", "--keep", "3") as double:
        channel = Telegram(TOKEN, api_url=double.url)
        numbers = iter(range(messages))

        async def sender() -> None:
            for number in numbers:
                await channel.send(str(FIRST + number), OutgoingMessage(BODY))

        await asyncio.gather(*(sender() for _ in range(at_once)))  # warm
        numbers = iter(range(messages))
        began = time.monotonic()
        await asyncio.gather(*(sender() for _ in range(at_once)))
        took = time.monotonic() - began
        await channel.close()
        return messages / took
