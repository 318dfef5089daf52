"""Is it genuine? Faithful and altered copies of announcements by program, judged through tables and code."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from rich.table import Table
from sqlalchemy import insert

from bot.domain.announcements import told
from bot.domain.genuine import Genuine
from bot.domain.likeness import fingerprint
from bot.storage import announcements as stored
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.storage.tables import Announcement, Staff
from tests.benches import copies

NOW = datetime(2027, 1, 1, tzinfo=UTC)


async def publish(database: Database, made: list[copies.Made]) -> None:
    """Put announcements where they stand after they went out."""
    async with database.begin() as db:
        account = {"login": "lan", "name": "Lan", "role": "author", "password": "-", "created_at": NOW}
        author = (await db.execute(insert(Staff).values(**account).returning(Staff.id))).scalar_one()
        for number, one in enumerate(made):
            at = NOW - timedelta(hours=number)
            row = {"title": one.title, "body": one.body, "code": one.code, "author_id": author, "status": "sent"}
            found = await stored.add(db, **row, created_at=at, approved_at=at)
            await stored.keep_fingerprint(db, found.id, fingerprint(told(found)))


async def judged(database: Database, seed: int, many: int) -> Counter[str]:
    """ "faithful.right", "altered.altered" … → how many; a copy matched with another original counts as "other"."""
    found: Counter[str] = Counter()
    all_pairs = list(copies.pairs(many, seed))
    await publish(database, [made for made, _, _ in all_pairs])
    async with database.read() as db:
        for made, good, bad in all_pairs:
            for kind, text in (("faithful", good), ("altered", bad)):
                verdict = await Genuine(db).judge(text)
                of_other = isinstance(verdict.original, Announcement) and verdict.original.code != made.code
                found[f"{kind}.{'other' if of_other else verdict.kind}"] += 1
        for one in copies.announcements(many // 10, random.Random(seed + 1)):
            found[f"never sent.{(await Genuine(db).judge(one.body)).kind}"] += 1
    return found


async def measure(many: int, seed: int = 2) -> tuple[Counter[str], float]:
    """The verdicts, and the seconds of CPU for each."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder)}/genuine.db"
        await asyncio.to_thread(upgrade, url)
        database = Database(url)
        began = time.process_time()
        found = await judged(database, seed, many)
        await database.close()
    return found, (time.process_time() - began) / max(1, sum(found.values()))


def main(*, short: bool = False) -> None:
    """As many of each as the size says; wished: no altered copy called right, 95 % of the faithful recognised."""
    many = 200 if short else 5_000
    found, seconds = asyncio.run(measure(many))
    table = Table(title=f"{many} faithful copies, {many} altered ones; {1000 * seconds:.1f} ms of CPU each")
    table.add_column("copy")
    table.add_column("called")
    table.add_column("how many", justify="right")
    for name, count in sorted(found.items()):
        table.add_row(*name.split("."), str(count))
    Console().print(table)
