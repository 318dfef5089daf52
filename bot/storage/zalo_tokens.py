"""The token chain of an Official Account: each refresh token works once, so one process at a time may use it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import Database
from bot.storage.inbox import insert_new
from bot.storage.sealing import Seal
from bot.storage.tables import ZaloTokens

ABANDONED = timedelta(seconds=120)
"""Longer than any refresh may take: whoever held it this long is dead."""


@dataclass(frozen=True, slots=True)
class Chain:
    """The tokens as they stand. `unsure` counts refreshes of this refresh token whose outcome nobody knows."""

    access: str
    refresh: str
    oa: str
    consented_at: datetime
    refreshed_at: datetime | None
    expires_at: datetime | None
    unsure: int
    trouble: str
    taken: bool


class TokenTable:
    """The chain of one application, in the database. Every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime], app: str, key: str) -> None:
        self.database, self.now, self.app, self.seal = database, now, app, Seal(key)

    async def read(self) -> Chain | None:
        """The chain, or None when there never was a consent."""
        async with self.database.read() as db:
            row = await self._row(db)
        return self._opened(row) if row else None

    async def plant(self, seed: str) -> bool:
        """Begin a chain with this refresh token, unless it was planted before. True when it is new."""
        fingerprint = hashlib.sha256(seed.encode()).hexdigest()
        async with self.database.begin() as db:
            row = await self._row(db)
            if row and row.seed == fingerprint:
                return False
            tokens = {"refresh": self.seal.close(seed), "access": b"", "expires_at": None}
            # Another process may have planted it since, and be at its first refresh: that one keeps its claim.
            return await self._begin(db, ZaloTokens.seed != fingerprint, **tokens, seed=fingerprint)

    async def keep_consent(self, access: str, refresh: str, seconds: float, *, oa: str = "") -> None:
        """The pair that a fresh consent gave."""
        now = self.now()
        tokens = {"access": self.seal.close(access), "refresh": self.seal.close(refresh)}
        times = {"expires_at": now + timedelta(seconds=seconds), "refreshed_at": now}
        async with self.database.begin() as db:
            await self._begin(db, **tokens, **times, oa=oa)

    async def claim(self) -> str:
        """Become the one who may use the refresh token; "" while another is at it, or it is too early to try again."""
        now, worker = self.now(), secrets.token_hex(8)
        free = or_(ZaloTokens.taken_by == "", ZaloTokens.taken_at <= now - ABANDONED)
        early = or_(ZaloTokens.next_at.is_(None), ZaloTokens.next_at <= now)
        async with self.database.begin() as db:
            row = await self._row(db)
            unsure = (row.unsure + bool(row.taken_by)) if row else 0
            taken = (
                update(ZaloTokens)
                .where(ZaloTokens.app == self.app, free, early)
                .values(taken_by=worker, taken_at=now, unsure=unsure)
                .returning(ZaloTokens.app)
            )
            return worker if (await db.execute(taken)).scalar_one_or_none() else ""

    async def renewed(self, worker: str, access: str, refresh: str, seconds: float) -> bool:
        """Keep the new pair in place of the old; a refresh token never gives way to an empty one."""
        now = self.now()
        async with self.database.begin() as db:
            row = await self._row(db)
            assert row
            values: dict[str, Any] = {
                "access": self.seal.close(access),
                "previous": row.refresh,
                "refresh": self.seal.close(refresh) if refresh else row.refresh,
                "refreshed_at": now,
                "expires_at": now + timedelta(seconds=seconds),
                **FREED,
            }
            return await self._change(db, worker, values)

    async def failed(self, worker: str, trouble: str, *, unsure: bool, wait: float) -> None:
        """The refresh did not end well: say why, and when it may be tried again."""
        async with self.database.begin() as db:
            row = await self._row(db)
            assert row
            values = {"trouble": trouble, "unsure": row.unsure + unsure, "taken_by": "", "taken_at": None}
            await self._change(db, worker, {**values, "next_at": self.now() + timedelta(seconds=wait)})

    async def count_unsure(self, worker: str) -> None:
        """One more refresh of which nobody knows whether it took effect."""
        async with self.database.begin() as db:
            row = await self._row(db)
            assert row
            await self._change(db, worker, {"unsure": row.unsure + 1})

    async def release(self, worker: str) -> None:
        """Nothing was done after all."""
        async with self.database.begin() as db:
            await self._change(db, worker, {"taken_by": "", "taken_at": None})

    async def _row(self, db: AsyncSession) -> ZaloTokens | None:
        found = select(ZaloTokens).where(ZaloTokens.app == self.app).execution_options(populate_existing=True)
        return (await db.scalars(found)).first()

    async def _begin(self, db: AsyncSession, *where: ColumnElement[bool], **values: Any) -> bool:
        """A chain from here on, in place of one that is there if it is such a one. Whether it was begun."""
        fresh = {"consented_at": self.now(), "previous": b"", **FREED, **values}
        blank = {"app": self.app, "oa": "", "access": b"", "refresh": b"", **fresh, "seed": ""}
        await db.execute(insert_new(db, ZaloTokens.__table__), [blank])  # type: ignore[arg-type]
        begun = update(ZaloTokens).where(ZaloTokens.app == self.app, *where).values(**fresh).returning(ZaloTokens.app)
        return (await db.execute(begun)).scalar_one_or_none() is not None

    async def _change(self, db: AsyncSession, worker: str, values: dict[str, Any]) -> bool:
        where = (ZaloTokens.app == self.app, ZaloTokens.taken_by == worker)
        changed = update(ZaloTokens).where(*where).values(**values).returning(ZaloTokens.app)
        return (await db.execute(changed)).scalar_one_or_none() is not None

    def _opened(self, row: ZaloTokens) -> Chain:
        refresh = self.seal.open(row.refresh)
        return Chain(
            access=self.seal.open(row.access),
            refresh=refresh,
            oa=row.oa,
            consented_at=row.consented_at,
            refreshed_at=row.refreshed_at,
            expires_at=row.expires_at,
            unsure=row.unsure,
            trouble=row.trouble if refresh else "unreadable",
            taken=bool(row.taken_by),
        )


FREED: dict[str, Any] = {"taken_by": "", "taken_at": None, "next_at": None, "unsure": 0, "trouble": ""}
