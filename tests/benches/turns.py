"""Turns a second through the whole program, beside two echo bots that store nothing, on the same double."""

from __future__ import annotations

import asyncio
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import psutil
from rich.console import Console
from rich.table import Table

from bot.library.files import content_dir
from bot.library.library import Library
from tests.benches.processes import Double, bot_settings, free_port, start, telegram, up
from tests.doubles.telegram import TOKEN

SECRET = "bench-secret-for-the-webhook"
PEOPLE = 2000
"""So many that none of them speaks more often than Telegram lets us answer one chat: once a second."""
ORDERS = (
    "/menu",
    "/hoc",
    "press:do:lessons",
    "press:lessons.module:m1",
    "/trogiup",
    "/tiendo",
    "press:do:menu",
    "/caidat",
    "/thongbao",
)
"""Their number has no factor in common with that of the people: a second press would change nothing on the screen."""


def mix(turns: int) -> list[str]:
    """40 % commands and buttons, 60 % distinct questions."""
    entries = Library.load(content_dir()).faqs
    wordings = [words for entry in entries for words in (entry.question, *entry.also)]
    questions = [f"{wordings[n % len(wordings)]} số {n}" for n in range(turns)]
    return [ORDERS[n % len(ORDERS)] if n % 5 < 2 else questions[n] for n in range(turns)]


async def measure(name: str, turns: int, *, steady: int) -> dict[str, Any]:
    """One bot: people it has met before, as fast as it can, then at 50 turns a second for the times of waiting."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        async with telegram("--rate", "0", "--per-chat", "0", "--keep", "3", "--anyone") as double:
            process = await _bot(name, port, Path(folder), double)
            await hook(double, port)
            texts = mix(turns + steady)
            crowd = {"users": PEOPLE, "first_user": 1_000_000}
            await double.post("drive", texts=["/start", *texts[:1]], turns=2 * PEOPLE, **crowd)
            watched = psutil.Process(process.pid)
            before = _cpu(watched)
            fast = await double.post("drive", texts=texts[:turns], turns=turns, **crowd)
            cpu = (_cpu(watched) - before) / max(1, fast["turns"])
            slow = await double.post("drive", texts=texts[turns:], turns=steady, rate=50, **crowd)
            memory = watched.memory_info().rss / 2**20
            process.terminate()
            await process.wait()
        if name == "hocvuso":
            _all_stored(Path(folder), 2 * PEOPLE + turns + steady)
    return {"name": name, "fast": fast, "slow": slow, "cpu": cpu, "memory": memory}


def _all_stored(folder: Path, turns: int) -> None:
    """Every turn is in the tables, answered, with a receipt for each reply; or the figures count for nothing."""
    with sqlite3.connect(folder / "bench.db") as database:
        done = database.execute("SELECT count(*) FROM inbox WHERE done_at IS NOT NULL").fetchone()[0]
        unsent = database.execute("SELECT count(*) FROM outbox WHERE status != 'sent'").fetchone()[0]
    if done != turns or unsent:
        raise RuntimeError(f"{done} of {turns} turns are stored and answered, {unsent} replies have no receipt")


async def _bot(name: str, port: int, folder: Path, double: Double) -> asyncio.subprocess.Process:
    if name == "hocvuso":
        settings = bot_settings(folder, double, port)
        settings |= {"TELEGRAM_MODE": "webhook", "PUBLIC_URL": "https://bench.example"}
        process = await start("-m", "bot", "serve", **settings, TELEGRAM_WEBHOOK_SECRET=SECRET)
    else:
        process = await start("-m", "tests.benches.echo", name.split()[-1], str(port), double.url, TOKEN)
    await up(f"http://127.0.0.1:{port}/healthz")
    await asyncio.sleep(1.0)
    return process


async def hook(double: Double, port: int) -> None:
    """The double pushes to this machine, whatever address the bot asked for."""
    given = {"url": f"http://127.0.0.1:{port}/telegram/webhook", "secret_token": SECRET, "max_connections": 100}
    async with double.http.post(f"{double.url}/bot{TOKEN}/setWebhook", json=given) as answer:
        body = await answer.json()
        if not body.get("ok"):
            raise RuntimeError(f"setWebhook: {body}")


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


BOTS = OURS, *ECHOES = ("hocvuso", "echo stock", "echo aiohttp")


def main(*, short: bool = False) -> None:
    """Three bots in turn, three times: of each the middle run, and ours beside the others round by round."""
    turns, steady, rounds = (400, 100, 1) if short else (4000, 1000, 3)
    found = [{name: asyncio.run(measure(name, turns, steady=steady)) for name in BOTS} for _ in range(rounds)]
    middle = {name: sorted((one[name] for one in found), key=_rate)[rounds // 2] for name in BOTS}
    console = Console()
    console.print(_table(middle, turns, steady))
    for name in ECHOES:
        shares = sorted(_rate(one[OURS]) / _rate(one[name]) for one in found)
        rows = ", ".join(f"{share:.2f}" for share in shares)
        console.print(f"turns a second beside {name}, round by round: {rows}; the middle one {shares[rounds // 2]:.2f}")


def _rate(found: dict[str, Any]) -> float:
    return float(found["fast"]["per_second"])


def _table(middle: dict[str, dict[str, Any]], turns: int, steady: int) -> Table:
    table = Table(title=f"{turns} turns as fast as they go (64 at once), then {steady} at 50 a second")
    for head in (
        "bot",
        "turns/s",
        "unanswered",
        "CPU ms/turn",
        "p50 / p95 / p99 ms",
        "at 50/s: p50 / p95 / p99 ms",
        "MB",
    ):
        table.add_column(head, justify="left" if head == "bot" else "right")
    for name, found in middle.items():
        fast, slow = found["fast"], found["slow"]
        lost = str(fast["unanswered"] + slow["unanswered"])
        rate, cpu = f"{fast['per_second']:.0f}", f"{1000 * found['cpu']:.2f}"
        table.add_row(name, rate, lost, cpu, _times(fast), _times(slow), f"{found['memory']:.0f}")
    return table


def _times(found: dict[str, Any]) -> str:
    return " / ".join(f"{found[f'p{rank}_ms']:.0f}" for rank in (50, 95, 99))
