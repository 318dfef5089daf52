"""`hocvuso audit verify`: has the record of changes been tampered with?"""

from __future__ import annotations

import asyncio

import typer

from bot.cli.start import settings_or_exit
from bot.domain import audit
from bot.storage.database import Database
from bot.storage.migrate import upgrade

app = typer.Typer(help="The audit trail.", no_args_is_help=True)


@app.callback()
def about() -> None:
    """The audit trail."""


@app.command()
def verify() -> None:
    """Walk the hash chain from the first entry; exits with 1 at the first that does not fit."""
    settings = settings_or_exit(quiet=True)
    upgrade(settings.database_url)
    broken = asyncio.run(_verify(settings.database_url))
    if broken is not None:
        typer.echo(f"entry {broken} does not fit the one before it: the trail was changed")
        raise typer.Exit(1)
    typer.echo("the trail is whole")


async def _verify(url: str) -> int | None:
    database = Database(url)
    try:
        async with database.read() as db:
            return await audit.verify(db)
    finally:
        await database.close()
