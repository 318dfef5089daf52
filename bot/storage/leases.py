"""One leader per duty: an advisory lock on PostgreSQL; on SQLite there is one process."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import text

from bot.storage.database import Database


@asynccontextmanager
async def leader(database: Database, duty: str) -> AsyncIterator[bool]:
    """True while this process, and no other, has the duty. Given back at the end, or when the process dies."""
    if database.sqlite:
        yield True
        return
    number = zlib.crc32(f"hocvuso:{duty}".encode())
    async with database.engine.connect() as connection:
        got = (await connection.execute(text("SELECT pg_try_advisory_lock(:n)"), {"n": number})).scalar_one()
        await connection.commit()
        try:
            yield bool(got)
        finally:
            if got:
                await connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": number})
                await connection.commit()
