"""The engine, on SQLite or PostgreSQL, and one transaction at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine

from bot import quick_json
from bot.storage.inline import InlineSession
from bot.storage.tables import partial_on_postgresql

CACHE = 512
"""Kilobytes of the file that a connection keeps; the system keeps the rest."""
PATIENCE, PAUSE = 15.0, 0.01
"""Seconds for which another process's write is waited for, and between two looks."""


SESSIONS: dict[str, Any] = {"expire_on_commit": False, "autoflush": False}
JSON: dict[str, Any] = {"json_serializer": quick_json.dumps, "json_deserializer": quick_json.loads}


def is_sqlite(url: str) -> bool:
    """Is this the embedded database?"""
    return make_url(url).get_backend_name() == "sqlite"


class Database:
    """Opens sessions. On SQLite one writer at a time, in WAL mode; it writes in the loop's own thread.

    What only reads may take long: there a thread reads.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = is_sqlite(url)
        self.engine = self._engine()
        self.listeners: list[Callable[[set[str]], None]] = []
        self._writer = asyncio.Lock()
        self._sessions = async_sessionmaker(self.engine, **SESSIONS)
        self._inline = self._writing_engine() if self.sqlite and not self._in_memory() else None

    def _in_memory(self) -> bool:
        return (make_url(self.url).database or ":memory:") == ":memory:"

    def _engine(self) -> AsyncEngine:
        if not self.sqlite:
            partial_on_postgresql()
            return create_async_engine(self.url, pool_size=8, max_overflow=4, pool_pre_ping=True, **JSON)
        if not self._in_memory():
            Path(make_url(self.url).database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(self.url, connect_args={"timeout": PATIENCE}, **JSON)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine

    def _writing_engine(self) -> Engine:
        """One connection that never waits for a lock: that would hold up the loop."""
        url = make_url(self.url).set(drivername="sqlite")
        options = {"timeout": 0, "check_same_thread": False}
        engine = create_engine(url, connect_args=options, pool_size=1, max_overflow=0, **JSON)
        event.listen(engine, "connect", _prepare_sqlite)
        return engine

    def _writes(self) -> AbstractAsyncContextManager[AsyncSession]:
        """A session to write in; what it cannot do is not used here."""
        if self._inline is None:
            return self._sessions()
        return cast("AbstractAsyncContextManager[AsyncSession]", InlineSession(self._inline, **SESSIONS))

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, or rolls back when the body raises."""
        await asyncio.sleep(0)  # a writer in the loop's own thread waits for nothing: the others get their turn here
        async with self._writer if self.sqlite else nullcontext(), self._writes() as session:
            if self.sqlite:
                await _begin_writing(session)
            try:
                yield session
                await self._announce(session)
                await session.commit()
            except BaseException:
                await session.rollback()
                raise
        self.tell(session.info.get("wake", set()))

    async def _announce(self, session: AsyncSession) -> None:
        """On PostgreSQL the other processes hear of new work when this transaction commits."""
        if not self.sqlite:
            for topic in sorted(session.info.get("wake", ())):
                await session.execute(text("SELECT pg_notify('hocvuso', :topic)"), {"topic": topic})

    def tell(self, topics: set[str]) -> None:
        """Wake who waits for these topics in this process."""
        for listener in self.listeners if topics else ():
            listener(topics)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A session that only reads."""
        async with self._sessions() as session:
            yield session

    async def close(self) -> None:
        """Give back every connection."""
        await self.engine.dispose()
        if self._inline is not None:
            self._inline.dispose()


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL with synchronous=NORMAL: a killed process loses nothing, a power cut the last commits at most."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", f"cache_size=-{CACHE}"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def _begin_writing(session: AsyncSession) -> None:
    """Take the only place for writers; another process (a backup, a command) may hold it for a while."""
    connection = await session.connection()
    last = asyncio.get_running_loop().time() + PATIENCE
    while True:
        try:
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if "locked" not in str(error.orig) or asyncio.get_running_loop().time() > last:
                raise
            await asyncio.sleep(PAUSE)
        else:
            return


def wake(session: AsyncSession, topic: str) -> None:
    """After this transaction commits, wake who waits for `topic` ("inbox", "outbox", "web")."""
    session.info.setdefault("wake", set()).add(topic)
