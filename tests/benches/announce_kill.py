"""An announcement while the program is killed at random: every recipient accounted for; and its memory."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import func, select

from bot.clock import Clock
from bot.domain.announcements import Announcements, Report
from bot.storage.database import Database
from bot.storage.tables import Address, Announcement, Outbound
from tests.benches.announce_crowd import FIRST, prepare
from tests.benches.processes import Double, bot_settings, free_port, postgres, start, telegram, up

ALWAYS = {"QUIET_HOURS": "00:00-00:00", "SECRET_KEY": "a key of the bench and of nothing else"}


@dataclass
class Outcome:
    """What a run showed. `rows`: of the outbox; `recipients`: different people among them.

    `lost`: sent, says the table, but nothing came; `doubled`: something came twice; `unlisted`: something came that is
    neither sent nor uncertain, or is uncertain without having been in flight at a kill.
    """

    database: str
    people: int
    kills: int
    seconds: float
    rows: int
    recipients: int
    report: Report
    in_flight: int
    lost: int
    doubled: int
    unlisted: int
    peak: float

    @property
    def good(self) -> bool:
        """Everybody once, or listed as uncertain, of whom there are no more than were in flight."""
        report = self.report
        everybody = self.rows == self.recipients == self.people == report.reach
        whole = report.delivered + report.uncertain == self.people and not report.waiting
        return everybody and whole and not self.lost and not self.doubled and not self.unlisted

    def __str__(self) -> str:
        report = self.report
        return (
            f"{self.people} recipients on {self.database}, {self.kills} kills, {self.seconds:.0f} s: {self.recipients} "
            f"accounted for; {report.delivered} delivered, {report.uncertain} uncertain of {self.in_flight} in flight "
            f"at a kill, {self.lost} lost, {self.doubled} doubled, {self.unlisted} not listed right; "
            f"peak of the process {self.peak:.0f} MB"
        )


@dataclass
class Run:
    """One send under way: the settings of the program, who was in flight at kills, and the peak of memory in MB."""

    settings: dict[str, str]
    number: int
    in_flight: set[int] = field(default_factory=set)
    peak: float = 0.0


async def run(kind: str, people: int, kills: int, *, seed: int = 0) -> Outcome:
    """An announcement to `people` on "sqlite" or "postgresql", the program killed `kills` times on the way."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        async with database_of(kind, Path(folder)) as url, telegram(*UNBOUND) as double:
            settings = bot_settings(Path(folder), double, free_port()) | {"DATABASE_URL": url, **ALWAYS}
            run = Run(settings, await prepare(url, people))
            began = time.monotonic()
            for kill in range(kills):
                await _until_killed(run, double, int(people * (kill + dice.random()) / (kills + 1)))
            process = await _start(run)
            await _finished(url, run.number)
            took = time.monotonic() - began
            run.peak = max(run.peak, peak_memory(process.pid))
            process.terminate()
            await process.wait()
            return await _count(run, double, kind, people, kills, took)


UNBOUND = ("--rate", "0", "--per-chat", "0", "--anyone", "--keep", "3")


@asynccontextmanager
async def database_of(kind: str, folder: Path) -> AsyncIterator[str]:
    """The address of an empty database."""
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/bench.db"
        return
    async with postgres() as url:
        yield url


async def _start(run: Run) -> asyncio.subprocess.Process:
    process = await start("-m", "bot", "serve", **run.settings)
    await up(f"http://127.0.0.1:{run.settings['HTTP_PORT']}/healthz")
    return process


async def _until_killed(run: Run, double: Double, sends: int) -> None:
    """Let the program send until the platform has taken so many, and kill it."""
    process = await _start(run)
    while (await double.get("sends"))["sends"] < sends:
        await asyncio.sleep(0.02)
    run.peak = max(run.peak, peak_memory(process.pid))
    process.kill()
    await process.wait()
    run.in_flight |= await _sending(run.settings["DATABASE_URL"])


def peak_memory(process: int) -> float:
    """The most that a process has held so far, in MB."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


async def _sending(url: str) -> set[int]:
    database = Database(url)
    async with database.read() as db:
        found = set(await db.scalars(select(Outbound.id).where(Outbound.status == "sending")))
    await database.close()
    return found


async def _finished(url: str, number: int, seconds: float = 3600) -> None:
    database = Database(url)
    try:
        for _ in range(int(seconds * 2)):
            async with database.read() as db:
                if await db.scalar(select(Announcement.finished_at).where(Announcement.id == number)):
                    return
            await asyncio.sleep(0.5)
        raise TimeoutError("the announcement is not out")
    finally:
        await database.close()


async def _count(run: Run, double: Double, kind: str, people: int, kills: int, took: float) -> Outcome:
    came = await double.get("each", first=FIRST, count=people)
    database = Database(run.settings["DATABASE_URL"])
    async with database.read() as db:
        mine = Outbound.announcement_id == run.number
        columns = (Outbound.id, Outbound.status, Address.address)
        rows = (await db.execute(select(*columns).join(Address, Address.id == Outbound.address_id).where(mine))).all()
        recipients = await db.scalar(select(func.count(func.distinct(Outbound.citizen_id))).where(mine))
        report = await Announcements(db, Clock().now()).report(run.number)
    await database.close()
    got = [(number, status, came[int(address) - FIRST]) for number, status, address in rows]
    faults = Counter(_fault(run, *one) for one in got)
    lost, doubled, unlisted = (faults[name] for name in ("lost", "doubled", "unlisted"))
    return Outcome(
        *(kind, people, kills, took, len(rows), recipients or 0),
        *(report, len(run.in_flight), lost, doubled, unlisted, run.peak),
    )


def _fault(run: Run, number: int, status: str, came: int) -> str:
    """What is wrong with one recipient, or ""."""
    if came > 1:
        return "doubled"
    if status == "sent" and not came:
        return "lost"
    right = status == "sent" or (status == "uncertain" and number in run.in_flight)
    return "" if right else "unlisted"
