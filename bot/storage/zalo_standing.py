"""How an account stands, among the small things remembered by name."""

from __future__ import annotations

from bot.storage import kept
from bot.storage.database import Database


class StandingNotes:
    """Notes of one channel; every change is committed when the call returns."""

    def __init__(self, database: Database, channel: str) -> None:
        self.database, self.channel = database, channel

    async def get(self, name: str) -> str:
        """The note, or ""."""
        async with self.database.read() as db:
            return await kept.get(db, f"{self.channel}_refused_{name}")

    async def put(self, name: str, value: str) -> None:
        """Keep it; "" = it is over."""
        async with self.database.begin() as db:
            await kept.put(db, f"{self.channel}_refused_{name}", value)
