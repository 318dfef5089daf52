"""Kinds of announcements, and leaving one out: from every message, by a word, and in the settings."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Reply
from bot.storage import mutes

KINDS = ("general", "meeting", "class", "warning", "service")
"""The first is what an announcement is unless its author says otherwise."""


def with_way_out(reply: Reply, kind: str) -> Reply:
    """An announcement's message with the button, or where there are none the words, that leave its kind out."""
    return replace(reply, buttons=[*reply.buttons, Button(f"kinds.off:{kind}", f"buttons.mute_{kind}")])


class NewsKinds:
    """What one citizen leaves out, in the caller's transaction."""

    def __init__(self, db: AsyncSession) -> None:
        self.db = db

    async def muted(self, citizen_id: int) -> set[str]:
        """The kinds that they do not get."""
        return await mutes.of(self.db, citizen_id)

    async def want(self, citizen_id: int, kind: str, wanted: bool) -> bool:
        """Get this kind again, or no more; False when there is no such kind."""
        if kind not in KINDS:
            return False
        await mutes.put(self.db, citizen_id, kind, muted=not wanted)
        return True
