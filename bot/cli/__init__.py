"""The `hocvuso` command line, one file per command."""

from __future__ import annotations

import sys

import typer

from bot.cli import audit, bench, content, db, staff
from bot.cli.ask import ask
from bot.cli.chat import chat
from bot.cli.check import check
from bot.cli.guard import guard
from bot.cli.search import search
from bot.cli.serve import serve
from bot.settings import SettingsError
from bot.storage.migrate import MigrationError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Học Vụ Số")
app.command()(serve)
app.command()(chat)
app.command()(check)
app.command()(ask)
app.command()(search)
app.command()(guard)
app.command()(bench.bench)
app.add_typer(content.app, name="content")
app.add_typer(db.app, name="db")
app.add_typer(staff.app, name="staff")
app.add_typer(audit.app, name="audit")


def main() -> None:
    """Entry point of the `hocvuso` script. A database or a key that cannot be used is one line, for any command."""
    try:
        app()
    except MigrationError as error:
        sys.exit(f"DATABASE_URL: {error}")
    except SettingsError as error:
        sys.exit(str(error))
