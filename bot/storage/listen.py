"""Hearing of other processes' commits: LISTEN on PostgreSQL."""

from __future__ import annotations

import asyncio
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.database import Database

log = structlog.get_logger("bot.storage.listen")


async def listen(database: Database) -> None:
    """Pass on what others commit, until cancelled; a lost connection is made again."""

    def heard(_connection: Any, _pid: int, _channel: str, topic: str) -> None:
        database.tell({topic})

    while True:
        try:
            async with database.engine.connect() as connection:
                raw = (await connection.get_raw_connection()).driver_connection
                assert raw
                await raw.add_listener("hocvuso", heard)
                closed = asyncio.Event()
                raw.add_termination_listener(lambda _, over=closed: over.set())
                database.tell({"inbox", "outbox", "web"})  # for what was committed before we listened
                await closed.wait()
        except (OSError, SQLAlchemyError) as error:
            log.warning("cannot listen for a moment", why=type(error).__name__)
        await asyncio.sleep(1.0)
