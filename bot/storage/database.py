"""The engine, on SQLite or PostgreSQL, and one transaction at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine


def is_sqlite(url: str) -> bool:
    """Is this the embedded database?"""
    return make_url(url).get_backend_name() == "sqlite"


class Database:
    """Opens sessions. On SQLite one writer at a time, in WAL mode."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = is_sqlite(url)
        self.engine = self._engine()
        self.listeners: list[Callable[[set[str]], None]] = []
        self._writer = asyncio.Lock()
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False, autoflush=False)

    def _engine(self) -> AsyncEngine:
        if not self.sqlite:
            return create_async_engine(self.url, pool_size=8, max_overflow=4, pool_pre_ping=True)
        path = make_url(self.url).database or ""
        if path and path != ":memory:":
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(self.url, connect_args={"timeout": 15})
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        return engine

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A session that commits at the end, or rolls back when the body raises."""
        async with self._writer if self.sqlite else nullcontext(), self._sessions() as session:
            if self.sqlite:
                await (await session.connection()).exec_driver_sql("BEGIN IMMEDIATE")
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


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """WAL with synchronous=NORMAL: a killed process loses nothing, a power cut the last commits at most."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def wake(session: AsyncSession, topic: str) -> None:
    """After this transaction commits, wake who waits for `topic` ("inbox", "outbox", "web")."""
    session.info.setdefault("wake", set()).add(topic)
