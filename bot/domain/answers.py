"""What an announcement asks of those who get it: to sign up, whether they read it, whether they come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal
from bot.errors import CitizenError
from bot.messages import Button, Reply
from bot.storage import announcements, answers, events, staff
from bot.storage.announcements import OPEN_TO_EDITS
from bot.storage.tables import Announcement, Staff

KINDS: Mapping[str, Sequence[str]] = {"read": ("have_read",), "join": ("coming", "not_coming")}
"""What may be asked → the answers that are offered."""
COMING: Mapping[str, bool | None] = {"have_read": None, "coming": True, "not_coming": False}


class NotAsked(CitizenError):
    """This announcement asks nothing, or was not sent to them."""

    phrase = "answers.closed"


async def asking(db: AsyncSession, announcement_id: int, reply: Reply) -> Reply:
    """An announcement's message with its buttons."""
    if await events.get(db, announcement_id):
        return replace(reply, buttons=[Button(f"events.join:{announcement_id}", "buttons.sign_up"), *reply.buttons])
    return asked(await answers.kind(db, announcement_id), reply, announcement_id)


def asked(kind: str, reply: Reply, announcement_id: int = 0) -> Reply:
    """The same for what asks this."""
    return replace(reply, buttons=[*(way(answer, announcement_id) for answer in KINDS.get(kind, ())), *reply.buttons])


def way(answer: str, announcement_id: int) -> Button:
    """The button of one answer."""
    return Button(f"answers.{answer}:{announcement_id}", f"buttons.{answer}")


class Answers:
    """Questions and answers in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def ask(self, author: Staff, announcement_id: int, kind: str) -> None:
        """What one's own draft asks back; "" for nothing. Raises Refusal."""
        found = await announcements.get(self.db, announcement_id)
        if found is None:
            raise Refusal("announcements.unknown")
        if found.author_id != author.id:
            raise Refusal("announcements.not_yours")
        if kind and kind not in KINDS:
            raise Refusal("answers.no_such_kind")
        if kind and await events.get(self.db, announcement_id):
            raise Refusal("answers.is_event")
        if not await announcements.change(self.db, announcement_id, if_in=OPEN_TO_EDITS, status="draft"):
            raise Refusal("announcements.not_now")
        await answers.ask(self.db, announcement_id, kind)
        details = {"announcement": announcement_id, "kind": kind}
        await audit.record(self.db, author.login, "answers.asked", details, now=self.now)

    async def answer(self, citizen_id: int, announcement_id: int, answer: str) -> Announcement:
        """Keep what somebody who got it answers; twice is once. Raises NotAsked."""
        found = await announcements.get(self.db, announcement_id)
        offered = KINDS.get(await answers.kind(self.db, announcement_id), ())
        if found is None or answer not in (*offered, "have_read") or not offered:
            raise NotAsked
        if not await answers.got(self.db, announcement_id, citizen_id):
            raise NotAsked
        await answers.keep(self.db, announcement_id, citizen_id, coming=COMING[answer], now=self.now)
        return found

    async def latest(self, citizen_id: int, answer: str) -> Announcement | None:
        """The announcement that a typed answer means: the last one sent to them that asks for it."""
        kinds = ("join",) if COMING[answer] is not None else tuple(KINDS)
        return await answers.last_asked(self.db, citizen_id, kinds)

    async def listed(self, who: Staff, announcement_id: int, *, limit: int | None = None) -> list[Any]:
        """(Response, commune, group, channel) of all who answered. Raises Refusal."""
        await self.visible(who, announcement_id)
        return await answers.listed(self.db, announcement_id, limit=limit)

    async def exported(self, who: Staff, announcement_id: int) -> list[Any]:
        """The same for a file, which the trail remembers. Raises Refusal."""
        found = await self.listed(who, announcement_id)
        details = {"announcement": announcement_id, "lines": len(found)}
        await audit.record(self.db, who.login, "answers.exported", details, now=self.now)
        return found

    async def visible(self, who: Staff, announcement_id: int) -> Announcement:
        """The announcement, if this person may see it: of their area, or the province's. Raises Refusal."""
        found = await announcements.get(self.db, announcement_id)
        author = await staff.get(self.db, found.author_id) if found else None
        if found is None or author is None:
            raise Refusal("announcements.unknown")
        if who.area and author.area not in ("", who.area) and who.area not in found.communes:
            raise Refusal("announcements.unknown")
        return found
