"""`hocvuso db …`: the tables' shape forwards and back, saving everything to a file, putting it back."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import asyncpg  # type: ignore[import-untyped, unused-ignore]
import typer
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.start import settings_or_exit
from bot.domain import audit
from bot.settings import data_folder
from bot.storage import migrate
from bot.storage.alone import alone
from bot.storage.backup import BackupError
from bot.storage.backup import backup as save
from bot.storage.backup import restore as put_back
from bot.storage.database import Database
from bot.storage.revision import MigrationError

app = typer.Typer(help="The database: its shape, backups.", no_args_is_help=True)
Revision = Annotated[str, typer.Argument(help="a revision; -1 for one step back, base for none")]
File = Annotated[Path, typer.Argument(help="the backup; on PostgreSQL, or to move there, NAME.jsonl.gz")]


@app.command()
def upgrade(revision: Annotated[str, typer.Argument(help="a revision; head for the newest")] = "head") -> None:
    """Bring the tables up to this version of the program."""
    with _database() as url:
        _refuse_unknown(revision, "upgrade")
        waiting = len(migrate.pending(url))
        migrate.upgrade(url, revision)
        done = waiting - len(migrate.pending(url))
    typer.echo(f"{done} migrations applied" if done else "nothing to do: the database is up to date")


@app.command(context_settings={"ignore_unknown_options": True})
def downgrade(revision: Revision) -> None:
    """Take the tables back to an earlier revision. What only the later one holds is lost: make a backup first."""
    with _database() as url, alone(url, "hocvuso db downgrade"):
        _refuse_unknown(revision, "downgrade")
        migrate.downgrade(url, revision)
        left = len(migrate.pending(url))
    typer.echo(f"went back; {left} migrations are not applied now")


@app.command()
def backup(file: File) -> None:
    """Save everything to FILE; the program may go on running."""
    with _database() as url:
        save(url, file)
    typer.echo(f"saved to {file} ({file.stat().st_size:,} bytes); keep {_key()} with it")


def _key() -> str:
    """Where the key is that signs sessions and links, and opens what is sealed; certificates need none beside FILE."""
    settings = settings_or_exit(quiet=True)
    return "SECRET_KEY" if settings.secret_key else str(data_folder(settings) / "secret.key")


@app.command()
def restore(
    file: File, yes: Annotated[bool, typer.Option("--yes", help="replace the rows that are there")] = False
) -> None:
    """Put FILE's content in place of the database's. Stop the program first: on SQLite it is refused while one runs."""
    with _database() as url, alone(url, "hocvuso db restore"):
        put_back(url, file, replace=yes)
        asyncio.run(_noted(url, file.name))
    typer.echo(f"restored from {file}; the audit trail says so")


async def _noted(url: str, name: str) -> None:
    """What was done after the backup is gone from the trail too: it tells at least why."""
    database = Database(url)
    try:
        async with database.begin() as db:
            await audit.record(db, "cli", "database.restored", {"file": name}, now=datetime.now(UTC))
    finally:
        await database.close()


STEPS = re.compile(r"[+-](\d{1,4})")


def _refuse_unknown(revision: str, order: str) -> None:
    """A revision that this program has, the words for the first and last, or as many steps as there are."""
    known, steps = migrate.known(), STEPS.fullmatch(revision)
    if steps and 1 <= int(steps[1]) <= len(known) and revision[0] == ("-" if order == "downgrade" else "+"):
        return
    if revision in ("head", "base") or sum(one.startswith(revision) for one in known) == 1:
        return
    back = f"-1 to -{len(known)} for steps back, base for none" if order == "downgrade" else "head for the newest"
    _give_up(f"REVISION: there is no {revision}; name a revision such as {known[-1]}, or {back}")


@contextmanager
def _database() -> Iterator[str]:
    """The configured database; whatever goes wrong with it comes out as clear lines, without a traceback."""
    try:
        yield settings_or_exit(quiet=True).database_url
    except (MigrationError, BackupError) as error:
        _give_up(f"db: {error}")
    except (SQLAlchemyError, asyncpg.PostgresError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        _give_up(f"db: {reason.rpartition(': ')[2] if '<class' in reason else reason}")


def _give_up(line: str) -> None:
    typer.echo(line, err=True)
    raise typer.Exit(1)
