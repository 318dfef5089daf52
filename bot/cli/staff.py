"""`hocvuso staff …`: accounts of the console."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated, TypeVar

import typer
from rich.console import Console
from rich.table import Table

from bot.cli.start import settings_or_exit
from bot.clock import Clock
from bot.domain.staff import Refusal, Role, StaffAccounts
from bot.library.files import content_dir
from bot.library.library import Library
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.storage.tables import Staff

app = typer.Typer(help="Accounts of the staff console.", no_args_is_help=True)
Login = Annotated[str, typer.Argument(help="2 to 32 of a–z, 0–9, dot, dash, underscore")]
Found = TypeVar("Found")

REMEDIES = {
    "staff.login_malformed": "write a login of 2 to 32 of a-z, 0-9, dot, dash or underscore",
    "staff.name_missing": "write a name",
    "staff.no_such_role": f"--role: there is no such role; use one of {', '.join(Role)}",
    "staff.email_malformed": "write an address like name@office.example",
    "staff.email_taken": "another account has this e-mail address; `staff list` shows them",
    "staff.login_taken": "there is an account with this login already; `staff reset` gives it a new password",
    "staff.unknown": "there is no account with this login; `staff list` shows them",
}


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option(help="what citizens see under an answer")],
    role: Annotated[str, typer.Option(help=f"what the account may do: {', '.join(Role)}")],
    area: Annotated[str, typer.Option(help="name or code of a commune; none = the whole province")] = "",
    email: Annotated[str, typer.Option(help="for invitations and the sign-in elsewhere")] = "",
) -> None:
    """Make an account and print its one-time password."""
    told = {"name": name, "role": role.strip().lower(), "area": _commune(area), "email": email}
    password = _with_accounts(lambda accounts: accounts.add(login, by="cli", **told))
    typer.echo(f"{login.strip().lower()}: one-time password {password} (to be changed at the first login)")


def _commune(area: str) -> str:
    """The code of the commune that is named, as the content has it; "" for the whole province."""
    if not area.strip():
        return ""
    places = Library.load(content_dir()).places
    found = [one for one in [places.by_code(area.strip())] if one] or places.named(area)
    if len(found) == 1:
        return found[0].code
    which = f"; is it {' or '.join(f'{one.name} ({one.code})' for one in found)}?" if found else ""
    typer.echo(f"staff: --area: {area} names no single commune{which or ': see content/places/'}", err=True)
    raise typer.Exit(1)


@app.command()
def reset(login: Login) -> None:
    """Give an account a new one-time password; it is logged out everywhere."""
    password = _with_accounts(lambda accounts: accounts.reset(login, by="cli"))
    typer.echo(f"{login.strip().lower()}: one-time password {password} (to be changed at the next login)")


@app.command("list")
def show() -> None:
    """Every account with role and area."""
    table = Table("login", "name", "e-mail", "role", "area", "state")
    for one in _with_accounts(lambda accounts: accounts.all()):
        table.add_row(one.login, one.name, one.email or "–", one.role, one.area or "–", _state(one))
    Console().print(table)


def _state(one: Staff) -> str:
    if one.disabled_at:
        return "disabled"
    return "on duty" if one.on_duty else ""


def _with_accounts(work: Callable[[StaffAccounts], Awaitable[Found]]) -> Found:
    """Do it in one transaction, on a database that is up to date."""
    settings = settings_or_exit(quiet=True)
    upgrade(settings.database_url)
    try:
        return asyncio.run(_once(settings.database_url, Clock(settings.timezone).now(), work))
    except Refusal as error:
        typer.echo(f"staff: {REMEDIES.get(error.name, error.name)}", err=True)
        raise typer.Exit(1) from None


async def _once(url: str, now: datetime, work: Callable[[StaffAccounts], Awaitable[Found]]) -> Found:
    database = Database(url)
    try:
        async with database.begin() as db:
            return await work(StaffAccounts(db, now))
    finally:
        await database.close()
