"""`hocvuso staff …`: accounts of the console."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import typer

from bot.cli.start import settings_or_exit
from bot.clock import Clock
from bot.domain.staff import Refusal, StaffAccounts
from bot.storage.database import Database
from bot.storage.migrate import upgrade

app = typer.Typer(help="Accounts of the console.", no_args_is_help=True)
Done = TypeVar("Done")
Login = Annotated[str, typer.Argument(help="the name typed at login")]


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="as colleagues see it")],
    role: Annotated[str, typer.Option(help="author, approver, moderator, editor, administrator or viewer")],
    area: Annotated[str, typer.Option(help="code of a commune; empty for the whole province")] = "",
) -> None:
    """Make an account; prints a password that must be changed at the first login."""
    password = _with(lambda accounts: accounts.add(login, name=name, role=role, area=area))
    typer.echo(f"{login}: one-time password {password}")


@app.command()
def reset(login: Login) -> None:
    """A new one-time password; open logins end."""
    password = _with(lambda accounts: accounts.reset(login))
    typer.echo(f"{login}: one-time password {password}")


@app.command(name="list")
def list_() -> None:
    """Every account: login, role, area, state."""
    for one in _with(lambda accounts: accounts.all()):
        state = "disabled" if one.disabled_at else "on duty" if one.on_duty else ""
        typer.echo(f"{one.login:20} {one.role:14} {one.area or 'province':10} {one.name}  {state}")


def _with(work: Callable[[StaffAccounts], Awaitable[Done]]) -> Done:
    """Do `work` in a transaction; a refusal is one line and status 1."""
    settings = settings_or_exit(quiet=True)
    upgrade(settings.database_url)

    async def run() -> Done:
        database = Database(settings.database_url)
        try:
            async with database.begin() as db:
                return await work(StaffAccounts(db, Clock(settings.timezone).now()))
        finally:
            await database.close()

    try:
        return asyncio.run(run())
    except Refusal as refusal:
        print(f"staff: {refusal}", file=sys.stderr)
        raise typer.Exit(1) from None
