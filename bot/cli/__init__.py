"""The `hocvuso` command line, one file per command; only the command that runs is loaded."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

from bot.settings import SettingsError
from bot.storage.revision import MigrationError

COMMANDS = ("serve", "chat", "check", "ask", "search", "guard", "bench", "content", "db", "staff", "audit", "announce")
"""Each a file here, with a function of that name, or an `app` of several commands."""


class Commands(TyperGroup):
    """Finds a command by its file."""

    def list_commands(self, ctx: Any) -> list[str]:
        """In the order in which `--help` shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command, loaded now; None if there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"bot.cli.{cmd_name}")
        group = getattr(module, "app", None) or typer.Typer(add_completion=False)
        if not hasattr(module, "app"):
            group.command(cmd_name)(getattr(module, cmd_name))
        found = get_command(group)
        found.name = cmd_name
        return found


app = typer.Typer(
    cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Học Vụ Số"
)


@app.callback()
def hocvuso() -> None:
    """The bot of the digital literacy classes, for Zalo, Telegram and the web."""


def main() -> None:
    """Entry point of the `hocvuso` script. A database or a key that cannot be used is one line, for any command."""
    try:
        app()
    except MigrationError as error:
        sys.exit(f"DATABASE_URL: {error}")
    except SettingsError as error:
        sys.exit(str(error))
