"""The numbers that a platform gave to uploads, until it forgets them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.tables import Upload
from bot.storage.upsert import insert_into


class UploadTable:
    """Numbers of one account of a channel, each for `lasts`. Every change is committed when the call returns."""

    def __init__(self, database: Database, now: Callable[[], datetime], account: str, lasts: timedelta) -> None:
        self.database, self.now, self.account, self.lasts = database, now, account, lasts

    async def get(self, digest: str) -> str:
        """The number of this content, or "" when there is none any more."""
        mine = (Upload.account == self.account, Upload.digest == digest, Upload.made_at > self.now() - self.lasts)
        async with self.database.read() as db:
            return (await db.scalar(select(Upload.number).where(*mine))) or ""

    async def put(self, digest: str, number: str) -> None:
        """Keep a number; what expired meanwhile goes."""
        values = {"number": number, "made_at": self.now()}
        async with self.database.begin() as db:
            kept = insert_into(db, Upload).values(account=self.account, digest=digest, **values)
            await db.execute(delete(Upload).where(Upload.made_at <= self.now() - self.lasts))
            await db.execute(kept.on_conflict_do_update(index_elements=["account", "digest"], set_=values))

    async def forget(self, digest: str) -> None:
        """The platform does not know it any more."""
        async with self.database.begin() as db:
            await db.execute(delete(Upload).where(Upload.account == self.account, Upload.digest == digest))
