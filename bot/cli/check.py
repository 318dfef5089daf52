"""`hocvuso check`: settings, database, content, tokens, servers of others; one line each."""

from __future__ import annotations

import asyncio
from typing import Protocol

import typer
from sqlalchemy import text

from bot.app import App
from bot.cli.start import settings_or_exit
from bot.storage.migrate import pending
from bot.storage.revision import MigrationError


def check() -> None:
    """Look at everything the program needs, before it is needed. Exits with 1 when something is wrong."""
    settings = settings_or_exit(quiet=True)
    typer.echo("settings   ok")
    app = App.build(settings)
    bad = asyncio.run(_look(app))
    raise typer.Exit(1 if bad else 0)


async def _look(app: App) -> int:
    bad = await _database(app)
    faults = app.library.faults
    for fault in faults:
        typer.echo(f"content    {fault}")
    if not faults:
        library = app.library
        typer.echo(f"content    ok: {len(library.lessons)} lessons, {len(library.faqs)} answers")
    return bad + len(faults) + await _servers(app) + await _channels(app)


async def _database(app: App) -> int:
    try:
        waiting = await asyncio.to_thread(pending, app.settings.database_url)
        if waiting:
            typer.echo(
                f"database   {len(waiting)} migrations to apply: run `hocvuso db upgrade` (serve does it itself)"
            )
            return 0
        async with app.database.read() as db:
            await db.execute(text("SELECT 1"))
    except Exception as error:
        known = isinstance(error, MigrationError)
        why = str(error) if known else f"cannot be reached ({str(error).splitlines()[0][:200]})"
        typer.echo(f"database   DATABASE_URL: {why}")
        return 1
    typer.echo("database   ok")
    return 0


class Server(Protocol):
    """A server of somebody else that the program may be told of."""

    async def wrong(self) -> str:
        """What is wrong with it, or ""."""


async def _servers(app: App) -> int:
    """The model, the mail server, the issuer: each is asked one cheap question."""
    model = app.model()
    servers: dict[str, tuple[str, Server | None]] = {
        "model": ("OPENAI_API_KEY, OPENAI_BASE_URL", model),
        "mail": ("SMTP_URL", app.mailer()),
        "sign-in": ("OIDC_ISSUER", app.issuer()),
    }
    bad = 0
    for name, (setting, server) in servers.items():
        wrong = await server.wrong() if server else ""
        typer.echo(f"{name:10} {wrong or ('ok' if server else f'{setting}: not set')}")
        bad += bool(wrong)
    if model:
        await model.close()
    return bad


async def _channels(app: App) -> int:
    bad = 0
    for channel in app.configured_channels():
        wrong = await channel.check()
        typer.echo(f"{channel.name:10} {wrong or 'ok'}")
        bad += bool(wrong)
        await channel.close()
    await app.database.close()
    return bad
