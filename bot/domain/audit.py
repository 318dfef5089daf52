"""Who changed what: a chain in which every entry's hash covers the one before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import audit
from bot.storage.tables import AuditEntry


async def record(db: AsyncSession, actor: str, action: str, details: Mapping[str, Any], *, now: datetime) -> int:
    """Append an entry in the caller's transaction; returns its number.

    `details` holds ids and names of fields, never words of citizens: nothing is ever deleted here.
    It follows what is remembered as the last entry, not the row that stands last: where a tail was cut off or the
    memory was lost, the gap stays for ever.
    """
    last = await audit.last(db)
    remembered, previous = await audit.head(db)
    number = max(remembered, last.id if last else 0) + 1
    details = dict(details)
    digest = fingerprint(previous, number, now, actor, action, details)
    values = {"at": now, "actor": actor, "action": action, "details": details, "previous": previous}
    await audit.add(db, id=number, hash=digest, **values)
    return number


def fingerprint(previous: str, number: int, at: datetime, *told: Any) -> str:
    """SHA-256 over the hash of the entry before and everything in this one (actor, action, details)."""
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    words = json.dumps([previous, number, moment, *told], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(words.encode()).hexdigest()


async def verify(db: AsyncSession) -> int | None:
    """The number of the first entry that is missing, changed or cut off; None when the chain is whole."""
    number, previous = 0, ""
    while entries := await audit.after(db, number):
        for entry in entries:
            if entry.id != number + 1 or not _fits(entry, previous):
                return number + 1
            number, previous = entry.id, entry.hash
    kept, digest = await audit.head(db)
    return None if (kept, digest) == (number, previous) else number + 1


def _fits(entry: AuditEntry, previous: str) -> bool:
    told = fingerprint(previous, entry.id, entry.at, entry.actor, entry.action, entry.details)
    return entry.previous == previous and entry.hash == told


async def latest(db: AsyncSession, *, before: int | None = None, limit: int = 50) -> list[AuditEntry]:
    """Entries before that number, the newest first."""
    return await audit.before(db, before, limit=limit)
