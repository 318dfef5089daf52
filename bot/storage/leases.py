"""One leader per duty: an advisory lock on PostgreSQL; on SQLite there is one process."""

from __future__ import annotations

import asyncio
import zlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database

log = structlog.get_logger("bot.storage.leases")

ASK_AGAIN = 2.0
"""Seconds until a process that is not the leader asks again."""


@asynccontextmanager
async def leader(database: Database, duty: str) -> AsyncIterator[bool]:
    """True while this process, and no other, has the duty. Given back at the end, or when the process dies."""
    if database.sqlite:
        yield True
        return
    number = zlib.crc32(f"hocvuso:{duty}".encode())
    async with database.engine.connect() as connection:
        if not await _lock(connection, number):
            yield False
            return
        try:
            yield True
        finally:
            await connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})
            await connection.commit()


async def _lock(connection: AsyncConnection, number: int) -> bool:
    got = (await connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": number})).scalar_one()
    await connection.commit()
    return bool(got)


async def while_leading(database: Database, duty: str, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Do `work` in one process at a time, until it is done; when its process dies another one takes over.

    The lock lives as long as its connection, so the work ends with that, or two would be at it.
    """
    if database.sqlite:
        await work()
        return
    number = zlib.crc32(f"hocvuso:{duty}".encode())
    while True:
        try:
            async with database.engine.connect() as connection:
                if await _lock(connection, number) and await _until_lost(connection, work):
                    return
        except (OSError, SQLAlchemyError) as error:
            log.warning("not leading for a moment", duty=duty, why=type(error).__name__)
        await asyncio.sleep(ASK_AGAIN)


async def _until_lost(connection: AsyncConnection, work: Callable[[], Coroutine[Any, Any, None]]) -> bool:
    """Work for as long as the lock's connection lives; True when the work came to its end."""
    raw: Any = (await connection.get_raw_connection()).driver_connection
    lost = asyncio.Event()
    raw.add_termination_listener(lambda _: lost.set())
    tasks = [asyncio.ensure_future(work()), asyncio.ensure_future(lost.wait())]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            tasks[0].result()
        return tasks[0].done()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await connection.invalidate()
