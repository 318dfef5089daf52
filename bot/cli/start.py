"""What commands that run the program share: settings or one line per fault."""

from __future__ import annotations

import sys

import typer

from bot.log import setup
from bot.settings import Settings, SettingsError, load


def settings_or_exit(*, quiet: bool = False) -> Settings:
    """The settings; on faults one line each on stderr, and out with status 2."""
    try:
        settings = load()
    except SettingsError as error:
        for fault in error.faults:
            print(fault, file=sys.stderr)
        raise typer.Exit(2) from None
    setup(settings.log_format, level="warning" if quiet else "info", secrets=settings.secrets())
    return settings
