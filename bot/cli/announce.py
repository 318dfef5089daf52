"""`hocvuso announce status [ID] [--watch]`: how far announcements are, how fast they leave, how long it takes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.cli.start import settings_or_exit
from bot.clock import Clock
from bot.domain.sending import RUNNING, Sending, sending, under_way
from bot.domain.staff import Refusal
from bot.storage.database import Database
from bot.storage.migrate import upgrade

EVERY = 1.0
"""Seconds between two looks."""
app = typer.Typer(help="Announcements.", no_args_is_help=True)


@app.callback()
def about() -> None:
    """Announcements."""


@app.command()
def status(
    number: Annotated[int | None, typer.Argument(metavar="[ID]", help="its number; none: all that go out now")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="look again every second until they are out")] = False,
) -> None:
    """How far they are; titles are not shown, as some wait for their time. Exits with 1 when there is none."""
    settings = settings_or_exit(quiet=True)
    upgrade(settings.database_url)
    clock = Clock(settings.timezone)
    if not asyncio.run(_status(settings.database_url, clock, number, watch=watch)):
        typer.echo("announce: there is none" if number is None else f"announce: there is none with number {number}")
        raise typer.Exit(1)


async def _status(url: str, clock: Clock, number: int | None, *, watch: bool) -> bool:
    database = Database(url)
    try:
        shown = await _look(database, clock, number)
        if not watch:
            Console().print(table(shown))
            return bool(shown)
        with Live(table(shown), auto_refresh=False) as live:
            while any(one.found.status in RUNNING for one in shown):
                await asyncio.sleep(EVERY)
                numbers = [one.found.id for one in shown]
                shown = [one for each in numbers for one in await _look(database, clock, each)]
                live.update(table(shown), refresh=True)
        return bool(shown)
    finally:
        await database.close()


async def _look(database: Database, clock: Clock, number: int | None) -> Sequence[Sending]:
    async with database.read() as db:
        if number is None:
            return await under_way(db, clock.now())
        try:
            return [await sending(db, number, clock.now())]
        except Refusal:
            return []


def table(shown: Sequence[Sending]) -> Group:
    """A line each: state, bar, counts, rate, time left; below, what went wrong."""
    made = Table(box=None, pad_edge=False)
    for head in ("id", "code", "state", "", "done", "a second", "left"):
        made.add_column(head, justify="right" if head in ("done", "a second", "left") else "left", no_wrap=True)
    for one in shown:
        made.add_row(*_cells(one))
    return Group(made, *(Text(f"{one.found.code}: {_faults(one)}") for one in shown if _faults(one)))


def _cells(one: Sending) -> list[RenderableType]:
    found, report = one.found, one.report
    state = "paused" if found.paused_at else f"urgent, {found.status}" if found.urgent else found.status
    bar = ProgressBar(total=max(1, one.total), completed=report.settled, width=30)
    done, rate = f"{report.settled:,} of {one.total:,}", f"{one.rate:.1f}" if one.rate else "–"
    return [str(found.id), found.code, state, bar, done, rate, str(one.left) if one.left is not None else "–"]


def _faults(one: Sending) -> str:
    names = ("blocked", "failed", "uncertain", "stopped", "skipped")
    counts = [(name, getattr(one.report, name)) for name in names]
    return ", ".join(f"{count:,} {name}" for name, count in counts if count)
