"""The talk of one address as lines for the chat page: what was heard and what was said, in order."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.library.phrases import Phrases
from bot.library.pictures import Pictures
from bot.messages import Picture
from bot.storage import addresses, inbox, outbox
from bot.storage.database import Database

OVERLAP = 30
"""Rows before the last one seen, for those that were sent late; the page knows them by id."""


class History:
    """Reads lines from the tables, so that a reload or a restart loses nothing."""

    def __init__(
        self,
        database: Database,
        phrases: Phrases,
        pictures: Pictures | None = None,
        fetch: Callable[[str], Awaitable[None]] | None = None,
    ) -> None:
        self.database, self.phrases, self.pictures, self.fetch = database, phrases, pictures, fetch

    async def __call__(self, address: str, messages: int, replies: int) -> list[dict[str, Any]]:
        """Lines after these numbers, oldest first."""
        async with self.database.read() as db:
            number = await addresses.number_of(db, "web", address)
            if number is None:
                return []
            heard = await inbox.heard(db, number, after=messages)
            said = await outbox.spoken(db, number, after=max(0, replies - OVERLAP))
        for row in said:
            if self.fetch and "picture" in row.reply:
                await self.fetch(row.reply["picture"][0])
        lines = [_mine(row) for row in heard] + [_reply(row) | self._picture(row.reply) for row in said]
        return sorted(lines, key=lambda line: line["at"])

    async def first(self, address: str) -> list[int] | None:
        """The numbers of the oldest message and reply that are kept, 0 = none; None for who is not known."""
        async with self.database.read() as db:
            number = await addresses.number_of(db, "web", address)
            return [await inbox.first(db, number), await outbox.first(db, number)] if number is not None else None

    def _picture(self, reply: dict[str, Any]) -> dict[str, Any]:
        """The picture above the words, with its size, so that nothing moves when it arrives."""
        named = reply.get("picture")
        found = self.pictures.find(Picture(*named)) if named and self.pictures else None
        if found is None:
            return {}
        return {"picture": {"path": found.path, "alt": found.alt, "width": found.width, "height": found.height}}


def _mine(row: Any) -> dict[str, Any]:
    return {
        "id": f"i{row.id}",
        "side": 0,
        "number": row.id,
        "client": row.platform_id.partition(":")[2],
        "text": row.words,
        "button": row.button,
        "at": row.received_at.timestamp(),
    }


def _reply(row: Any) -> dict[str, Any]:
    return {
        "id": f"o{row.id}",
        "side": 1,
        "number": row.id,
        "text": row.words,
        "choices": row.choices,
        "label": row.label,
        "replaces": row.replaces,
        "after": row.reply.get("shown", 0),
        "at": row.sent_at.timestamp() if row.sent_at else 0,
    }
