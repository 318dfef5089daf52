"""SQLite's writer works in the loop's own thread; it never holds the loop up while somebody else writes."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
import threading
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.storage import kept
from bot.storage.database import Database
from bot.storage.inline import InlineConnection, InlineSession
from bot.storage.tables import Staff
from tests.benches.processes import ROOT


@pytest.fixture
async def path(tmp_path: Path, sqlite_template: Path) -> Path:
    """A file with every table."""
    shutil.copyfile(sqlite_template, tmp_path / "bot.db")
    return tmp_path / "bot.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[Database]:
    """Opened on it."""
    opened = Database(f"sqlite+aiosqlite:///{path}")
    yield opened
    await opened.close()


async def put(database: Database, value: str) -> None:
    """A small write."""
    async with database.begin() as db:
        await kept.put(db, "word", value)


async def test_a_write_needs_no_thread_of_its_own(database: Database) -> None:
    before = threading.active_count()
    await put(database, "here")
    assert threading.active_count() == before


async def test_between_two_writes_the_others_get_their_turn(database: Database) -> None:
    turns = 0

    async def other() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    beside = asyncio.create_task(other())
    for number in range(20):
        await put(database, str(number))
    beside.cancel()
    assert turns >= 20


async def test_while_another_process_writes_the_loop_goes_on_and_the_write_is_not_lost(
    database: Database, path: Path
) -> None:
    await put(database, "before")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(put(database, "after"))
    for _ in range(5):
        await asyncio.sleep(0.02)  # comes back: the loop is free
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing
    async with database.read() as db:
        assert await kept.get(db, "word") == "after"


async def test_a_failing_write_leaves_nothing_and_the_next_one_goes_through(database: Database) -> None:
    await put(database, "before")
    with pytest.raises(RuntimeError):
        async with database.begin() as db:
            await kept.put(db, "word", "half")
            raise RuntimeError("in the middle")
    async with database.read() as db:
        assert await kept.get(db, "word") == "before"
    with pytest.raises(Exception, match="no such table"):
        async with database.begin() as db:
            await db.execute(text("INSERT INTO nowhere VALUES (1)"))
    await put(database, "after")
    async with database.read() as db:
        assert await kept.get(db, "word") == "after"


SOURCES = [path for folder in ("bot", "handlers") for path in (ROOT / folder).rglob("*.py")]
"""What writes in a session that it is given as `db`."""


@pytest.mark.parametrize(
    ("said", "kind", "asynchronous"),
    [
        (r"\bdb\.(\w+)", InlineSession(create_engine("sqlite://")), AsyncSession),
        (r"db\.connection\(\)\)\.(\w+)", InlineConnection, AsyncConnection),
    ],
)
def test_every_word_that_is_said_to_it_is_known(said: str, kind: object, asynchronous: type) -> None:
    words = {word for path in SOURCES for word in re.findall(said, path.read_text("utf-8"))} - {"executemany"}
    assert words
    assert [word for word in sorted(words) if not hasattr(kind, word)] == []
    assert [word for word in sorted(words) if not hasattr(asynchronous, word)] == []


async def test_objects_and_rows_share_one_transaction(database: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with database.begin() as db:
            db.add(Staff(login="mot", name="Một", role="editor", area="", password="", created_at=datetime.now(UTC)))
            await db.flush()
            await kept.put(db, "word", "never")
            assert (await db.scalars(select(Staff.login))).all() == ["mot"]
            _ = 1 / 0
    async with database.begin() as db:
        assert (await db.scalars(select(Staff))).all() == []
        assert await kept.get(db, "word") == ""
        db.add(Staff(login="hai", name="Hai", role="editor", area="", password="", created_at=datetime.now(UTC)))
    async with database.read() as db:
        assert (await db.scalars(select(Staff.login))).all() == ["hai"], "what was added is flushed at the end"
