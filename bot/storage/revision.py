"""Which shape the database has, and whether that is this program's: without alembic, which takes 10 MB to load."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database

NAMED = re.compile(r'^(revision|down_revision)\b[^=\n]*= *"(\w+)"', re.MULTILINE)


class MigrationError(Exception):
    """The database could not be brought to the wanted shape; says why in one line."""


def make_folder(folder: Path) -> None:
    """The folder of a SQLite database, made if it is not there. Raises MigrationError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MigrationError(f"{folder} cannot be made ({error.strerror})") from error


def directory() -> Path:
    """Where the migrations lie: beside the code in a checkout, inside the package once installed."""
    shipped = Path(__file__).parents[1] / "_shipped" / "migrations"
    return shipped if shipped.is_dir() else Path(__file__).parents[2] / "migrations"


def newest() -> set[str]:
    """The revisions that no other follows: one, unless two branches of the code were joined carelessly."""
    named = [NAMED.findall(file.read_text("utf-8")) for file in (directory() / "versions").glob("*.py")]
    found = {
        kind: {name for file in named for each, name in file if each == kind} for kind in ("revision", "down_revision")
    }
    return found["revision"] - found["down_revision"]


async def is_current(database: Database) -> bool:
    """Whether there is nothing to migrate. A database that cannot be asked is left to the migration to explain."""
    try:
        async with database.read() as db:
            applied = set((await db.scalars(text("SELECT version_num FROM alembic_version"))).all())
    except (SQLAlchemyError, OSError):
        return False
    return applied == newest()


async def upgrade_apart(url: str) -> None:
    """Migrate in a process of its own, so that what it needs of memory goes with it. Raises MigrationError."""
    migration = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.storage.migrate", "upgrade"),
        env={**os.environ, "DATABASE_URL": url},
        stderr=asyncio.subprocess.PIPE,
    )
    _, told = await migration.communicate()
    if migration.returncode:
        raise MigrationError((told.decode(errors="replace").strip() or "the migration broke off").splitlines()[-1])
