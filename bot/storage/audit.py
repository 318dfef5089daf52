"""The rows of the audit trail. There is no query that changes or deletes one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import kept
from bot.storage.tables import AuditEntry

HEAD = "audit.head"
LOCK = 0x41554449  # any number nobody else takes: on PostgreSQL one writer of the chain at a time


async def last(db: AsyncSession) -> AuditEntry | None:
    """The newest entry; nobody else adds one until this transaction ends."""
    if db.get_bind().dialect.name == "postgresql":
        await db.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    return (await db.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1))).first()


async def add(db: AsyncSession, **values: Any) -> None:
    """Append an entry, and remember it as the last one."""
    db.add(AuditEntry(**values))
    await db.flush()
    await kept.put(db, HEAD, f"{values['id']}:{values['hash']}")


async def head(db: AsyncSession) -> tuple[int, str]:
    """Number and hash of what was added last; (0, "") when nothing ever was."""
    number, _, digest = (await kept.get(db, HEAD)).partition(":")
    return int(number or 0), digest


async def after(db: AsyncSession, number: int, *, limit: int = 1000) -> list[AuditEntry]:
    """Entries after that number, the oldest first, read afresh."""
    found = select(AuditEntry).where(AuditEntry.id > number).order_by(AuditEntry.id).limit(limit)
    return list(await db.scalars(found.execution_options(populate_existing=True)))


async def before(db: AsyncSession, number: int | None, *, limit: int = 50) -> list[AuditEntry]:
    """Entries before that number (None = from the newest), the newest first."""
    found = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit)
    return list(await db.scalars(found if number is None else found.where(AuditEntry.id < number)))
