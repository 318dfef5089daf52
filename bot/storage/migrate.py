"""The tables' shape, forwards and back: alembic, run from code (`alembic.ini` is not needed).

`python -m bot.storage.migrate upgrade` migrates the database of DATABASE_URL. `… revise "what changes"` writes the next
migration by comparing `tables.py` with that database, which should be an up-to-date PostgreSQL (SQLite's defaults
would slip in).
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped, unused-ignore]
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage import numbers
from bot.storage.database import is_sqlite
from bot.storage.revision import MigrationError, directory, make_folder
from bot.storage.tables import Base

FILE_NAME = "%%(year)d_%%(month).2d_%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s"
LOCK = 0x484F4356  # any number nobody else takes: one migration at a time on PostgreSQL


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the tables up to `revision`, in one transaction; two processes at once wait for each other."""
    _apply(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the tables back to `revision` ("-1" for one step, "base" for none at all)."""
    _apply(url, lambda config: command.downgrade(config, revision))


def pending(url: str) -> list[str]:
    """Revisions that the code has and the database lacks, the oldest first."""
    if _no_file_yet(url):
        return known()
    applied: set[str] = transaction(url, _applied)
    return [revision for revision in known() if revision not in applied]


def known() -> list[str]:
    """Every revision of this version of the program, the oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def transaction(url: str, work: Callable[[Connection], Any], *, writes: bool = False) -> Any:
    """Do `work` in one transaction of its own and give back what it gives; foreign keys rest on SQLite."""
    if is_sqlite(url):
        return _at_once(_sqlite(url, writes=writes), work)
    return _run(_connected(create_async_engine(url, poolclass=NullPool), work))


def revise(url: str, message: str) -> None:
    """Write the next migration: what `tables.py` has and the database has not."""
    _apply(url, lambda config: command.revision(config, message, autogenerate=True))


def differences(url: str) -> list[Any]:
    """Where the database and `tables.py` disagree, in alembic's words; empty when the migrations are complete."""
    options = {"compare_type": True}
    return list(
        transaction(
            url,
            lambda connection: compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata),
        )
    )


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(directory()).replace("%", "%%"))
    config.set_main_option("file_template", FILE_NAME)
    config.attributes["connection"] = connection
    return config


def _apply(url: str, action: Callable[[Config], Any]) -> None:
    def work(connection: Connection) -> None:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            action(_config(connection))
            return
        given = numbers.given(connection)  # forgotten with each table that is made anew
        action(_config(connection))
        numbers.go_on(connection, given)
        _refuse_orphans(connection)

    transaction(url, work, writes=True)


def _sqlite(url: str, *, writes: bool) -> Engine:
    """An engine for migrations alone, whose foreign keys rest: rebuilding a table must not empty its children.

    It works in the caller's thread: to hand every statement to another one takes twice as long.
    """
    parsed = make_url(url)
    if parsed.database and parsed.database != ":memory:":
        make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed.set(drivername="sqlite"), poolclass=NullPool, connect_args={"timeout": 60})
    event.listen(engine, "connect", _prepare_sqlite)
    begin = "BEGIN IMMEDIATE" if writes else "BEGIN"  # without one each statement reads a moment of its own
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # or Python's driver would commit before each change of a table
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=OFF")
    cursor.close()


def _at_once(engine: Engine, work: Callable[[Connection], Any]) -> Any:
    """Do `work` in one transaction, with every error as one line."""
    try:
        with ExitStack() as stack:
            try:
                connection = stack.enter_context(engine.begin())
            except (DBAPIError, OSError) as error:
                raise _unreached(error) from error
            return work(connection)
    except CommandError as error:
        raise MigrationError(_explain(error)) from error


async def _connected(engine: AsyncEngine, work: Callable[[Connection], Any]) -> Any:
    """The same on PostgreSQL."""
    try:
        async with AsyncExitStack() as stack:
            try:
                connection = await stack.enter_async_context(engine.begin())
            except (DBAPIError, asyncpg.PostgresError, OSError) as error:
                raise _unreached(error) from error
            return await connection.run_sync(work)
    except CommandError as error:
        raise MigrationError(_explain(error)) from error
    finally:
        await engine.dispose()


def _unreached(error: Exception) -> MigrationError:
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    return MigrationError(f"cannot be reached ({reason.rpartition('>: ')[2]})")


def _explain(error: CommandError) -> str:
    if "Can't locate revision" in str(error):
        return f"the database is of another version of the program than this one ({error})"
    return str(error)


def _applied(connection: Connection) -> set[str]:
    scripts = ScriptDirectory.from_config(_config())
    heads = MigrationContext.configure(connection).get_current_heads()
    return {script.revision for script in scripts.iterate_revisions(heads, "base")} if heads else set()


def _refuse_orphans(connection: Connection) -> None:
    """What SQLite did not check on the way, it checks at the end."""
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise MigrationError(f"rows of {orphans[0][0]} would point at nothing; the database is left as it was")


def _no_file_yet(url: str) -> bool:
    return is_sqlite(url) and not Path(make_url(url).database or "").is_file()


def _run(work: Coroutine[Any, Any, Any]) -> Any:
    """Run to the end, also when the caller stands in a running event loop (alembic is not asynchronous)."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def main(order: str, *words: str) -> None:
    """One order from the command line; a fault is one line and status 1."""
    try:
        if order == "revise":
            revise(os.environ["DATABASE_URL"], *words)
        else:
            upgrade(os.environ["DATABASE_URL"], *words)
    except MigrationError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(*sys.argv[1:])
