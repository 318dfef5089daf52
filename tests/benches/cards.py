"""From tap to next card through the Telegram double, with a whole province's learning stored, beside a hundredth of it.

Learners, progress and memories are written into the tables at once; then a few hundred of these people press their way
through a lesson, its questions and a review, at a steady rate. The plans of the queries on the way are looked at too.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from bot.library.files import content_dir
from bot.library.library import Library
from bot.storage.migrate import upgrade
from tests.benches.processes import bot_settings, free_port, start, telegram, up
from tests.benches.turns import SECRET, _cpu, hook

LEARNERS, ANSWERS = 100_000, 5_000_000
HUNDREDTH = 100
PEOPLE = 200
"""So many of them write, spread over all: each so seldom that no platform's ceiling for one chat holds them up."""
FIRST = 1_000_000
"""The Telegram number of the first who writes."""
RATE = 15.0
TARGET_MS = 60
NOW = datetime.now(UTC)


def moment(days_ago: float) -> str:
    """A time as SQLite keeps it."""
    return (NOW - timedelta(days=days_ago)).strftime("%Y-%m-%d %H:%M:%S.%f")


def fill(path: Path, learners: int, answers: int, library: Library) -> None:
    """Write the learners and what they did."""
    upgrade(f"sqlite+aiosqlite:///{path}")
    each, spread = answers // learners, learners // min(PEOPLE, learners)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -200000")
        db.executemany(
            "INSERT INTO citizens (id, form, commune, audience, consented_at, met, step, data, choices, news,"
            " created_at, missed, path, unanswered)"
            " VALUES (?, 'bac', '06811', 'CAO', ?, 'done', '', '{}', '[]', 1, ?, '', 'cao', 0)",
            ((number, moment(30), moment(30)) for number in range(1, learners + 1)),
        )
        db.executemany(
            "INSERT INTO addresses (id, citizen_id, channel, address, last_heard) VALUES (?, ?, 'telegram', ?, ?)",
            ((number, number, str(_telegram(number, spread)), moment(1)) for number in range(1, learners + 1)),
        )
        asked = [(lesson.code, number) for lesson in library.lessons for number in range(len(lesson.quiz))]
        db.executemany(
            "INSERT INTO progress (citizen_id, lesson, card, right, asked, updated_at, finished_at)"
            " VALUES (?, ?, 0, 2, 3, ?, ?)",
            _progress(learners, each, asked),
        )
        db.executemany(
            "INSERT INTO reviews (citizen_id, lesson, question, due_at, seen_at, stability, difficulty, wished)"
            " VALUES (?, ?, ?, ?, ?, 4.0, 5.0, 0.9)",
            _answers(learners, each, asked),
        )
        db.commit()
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _telegram(number: int, spread: int) -> int:
    """Every `spread`-th learner is one who writes."""
    place, left = divmod(number - 1, spread)
    return FIRST + place if not left and place < PEOPLE else 10 * FIRST + number


def _answers(learners: int, each: int, asked: list[tuple[str, int]]) -> Iterator[tuple[Any, ...]]:
    """The last questions of the curriculum, so that the lesson walked is new to everybody; a third is due."""
    for number in range(1, learners + 1):
        for place, (lesson, question) in enumerate(asked[-each:]):
            yield number, lesson, question, moment(place % 3 - 1), moment(10)


def _progress(learners: int, each: int, asked: list[tuple[str, int]]) -> Iterator[tuple[Any, ...]]:
    lessons = list(dict.fromkeys(lesson for lesson, _ in asked[-each:]))
    for number in range(1, learners + 1):
        for lesson in lessons:
            yield number, lesson, moment(10), moment(10)


def taps(library: Library) -> list[str]:
    """One way through a lesson, a review and the list of lessons; everybody presses the same, one after another."""
    lesson = library.lessons[0]
    code, cards = lesson.code.lower(), len(lesson.cards)
    found = [f"lessons.open:{code}", *(f"lessons.card:{code}:{place}" for place in range(1, cards + 1))]
    for number, question in enumerate(lesson.quiz):
        found.append(f"lessons.answer:{code}:{number}:{question.right}")
        found.append(f"lessons.card:{code}:{cards + number + 1}")
    return [f"press:{does}" for does in (*found, "do:review", "do:lessons", "do:progress")]


PLANS = {
    "one standing": "SELECT * FROM progress WHERE citizen_id = 7 AND lesson = 'M0-01'",
    "all standings": "SELECT * FROM progress WHERE citizen_id = 7",
    "one memory": "SELECT * FROM reviews WHERE citizen_id = 7 AND lesson = 'M0-01' AND question = 1",
    "due": "SELECT * FROM reviews WHERE citizen_id = 7 AND due_at <= '2026' ORDER BY due_at, id LIMIT 50",
    "next due": "SELECT due_at FROM reviews WHERE citizen_id = 7 ORDER BY due_at LIMIT 1",
    "how many due": "SELECT count(*) FROM reviews WHERE citizen_id = 7 AND due_at <= '2026'",
}
"""The queries between a tap and the next card, as SQLite gets them."""


def scans(path: Path) -> list[str]:
    """Queries that read a whole table; there should be none."""
    with sqlite3.connect(path) as db:
        plans = {name: db.execute(f"EXPLAIN QUERY PLAN {query}").fetchall() for name, query in PLANS.items()}
    return [name for name, rows in plans.items() if any(str(row[3]).startswith("SCAN") for row in rows)]


async def measure(learners: int, answers: int, turns: int) -> dict[str, Any]:
    """Fill, serve, let people tap; times and CPU."""
    library = Library.load(content_dir())
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        await asyncio.to_thread(fill, path, learners, answers, library)
        size, found = path.stat().st_size, scans(path)
        async with telegram("--rate", "0", "--per-chat", "0", "--keep", "3", "--anyone") as double:
            settings = bot_settings(Path(folder), double, port)
            settings |= {"TELEGRAM_MODE": "webhook", "PUBLIC_URL": "https://bench.example"}
            process = await start("-m", "bot", "serve", **settings, TELEGRAM_WEBHOOK_SECRET=SECRET)
            await up(f"http://127.0.0.1:{port}/healthz")
            await asyncio.sleep(1.0)
            await hook(double, port)
            people = {"users": min(PEOPLE, learners), "first_user": FIRST}
            await double.post("drive", texts=["/menu"], turns=people["users"], **people)
            watched = psutil.Process(process.pid)
            before = _cpu(watched)
            texts = list(itertools.chain.from_iterable([tap] * people["users"] for tap in taps(library)))
            took = await double.post("drive", texts=texts, turns=turns, rate=RATE, **people)
            cpu = (_cpu(watched) - before) / max(1, took["turns"])
            process.terminate()
            await process.wait()
    return {"learners": learners, "answers": answers, "took": took, "cpu": cpu, "size": size, "scans": found}


def main(*, short: bool = False) -> None:
    """The whole, and a hundredth of it."""
    turns = 300 if short else 2000
    sizes = [(LEARNERS // HUNDREDTH, ANSWERS // HUNDREDTH), (LEARNERS, ANSWERS)]
    if short:
        sizes = [(PEOPLE, PEOPLE * 50), (LEARNERS // HUNDREDTH, ANSWERS // HUNDREDTH)]
    found = [asyncio.run(measure(learners, answers, turns)) for learners, answers in sizes]
    table = Table(title=f"{turns} taps at {RATE:.0f} a second; wished: p95 under {TARGET_MS} ms")
    for head in ("learners", "answers", "MB", "p50 / p95 / p99 ms", "unanswered", "CPU ms/tap", "whole tables read by"):
        table.add_column(head, justify="right")
    for one in found:
        took = one["took"]
        times = " / ".join(f"{took[f'p{rank}_ms']:.0f}" for rank in (50, 95, 99))
        told = [f"{one['learners']:,}", f"{one['answers']:,}", f"{one['size'] / 2**20:.0f}", times]
        told += [str(took["unanswered"]), f"{1000 * one['cpu']:.2f}", ", ".join(one["scans"]) or "none"]
        table.add_row(*told)
    Console(width=120).print(table)
