"""Which announcement somebody asks about: one that reached them lately, by its words or because it came last."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.answering.conversation import Conversation
from bot.domain.answering.found import Found
from bot.domain.notice_extras import body_of
from bot.library.text import fold
from bot.messages import Turn
from bot.storage import announcements
from bot.storage.tables import Announcement

LASTS = timedelta(days=7)
AGAIN = timedelta(seconds=5)
"""After so long it is looked up again whether anything went out: a question that soon after it is rare."""
LATEST = 5
"""So many of the last that came are looked at."""
SHOWN = "notice"
"""Under this name a talk remembers which announcement it was last shown."""
BEGINS = 3
"""So many words of a title say most of what it is about."""
SURE = ("curated", "person")
WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Delivered:
    """An announcement that reached somebody. `area`: that of its author, "" for the province."""

    told: Announcement
    area: str
    straight: bool = False
    """Nothing was asked since it came, or it was shown just now."""

    @property
    def title(self) -> list[str]:
        """The words of its title, without marks."""
        return WORD.findall(fold(self.told.title))

    @property
    def body(self) -> list[str]:
        """The words of its text, without marks."""
        return WORD.findall(fold(body_of(self.told)))


class Lately:
    """Whether any announcement went out in the last days, looked up once in a while: most questions ask of none."""

    def __init__(self) -> None:
        self._known: tuple[datetime, bool] | None = None

    async def any(self, db: AsyncSession, now: datetime) -> bool:
        """As it was at most `AGAIN` ago."""
        if self._known is None or not timedelta() <= now - self._known[0] < AGAIN:
            self._known = now, await announcements.any_since(db, now - LASTS)
        return self._known[1]


class NoticeQuestions:
    """Questions below an announcement. No model reads its words, and no index holds them."""

    def __init__(self, db: AsyncSession, now: datetime, talk: Conversation, lately: Lately) -> None:
        self.db, self.now, self.talk, self.lately = db, now, talk, lately

    async def meant(self, turn: Turn, found: Found, *, asks: bool) -> Delivered | None:
        """The announcement that a question is about, where no entry answers it and nobody seems to be in danger.

        One query, and none where an entry answers for sure or nothing went out lately. What asks nothing (`asks`) must
        say no other word.
        """
        question = turn.text
        telling, nothing = self.talk.telling(question), self.talk.asks_of_nothing(question)
        sure = found.kind in SURE and not (found.follows and nothing)
        if sure or found.then or found.in_danger or not (telling or nothing):
            return None
        came = await self._came(turn)
        if nothing:
            return next((one for one in came[:1] if one.straight), None)
        return next((one for one in came if _names(telling, one, found, asks)), None)

    async def straight_before(self, turn: Turn) -> Delivered | None:
        """The announcement that came last, if nothing was asked since."""
        return next((one for one in (await self._came(turn))[:1] if one.straight), None)

    async def _came(self, turn: Turn) -> list[Delivered]:
        if not await self.lately.any(self.db, self.now):
            return []
        since, places = self.now - LASTS, (turn.citizen.id, turn.address_id)
        rows = await announcements.delivered(self.db, *places, since=since, limit=LATEST)
        shown = turn.data.get(SHOWN)
        return [Delivered(told, area, straight or told.id == shown) for told, area, straight in rows]


def _names(telling: Collection[str], one: Delivered, found: Found, asks: bool) -> bool:
    """Whether these words say that this one is meant, most of all by its title.

    All of them must stand there; of a question for which nothing at all was found nearly all, or all in its text. A
    lone word must be one that the title begins with, or that is said again below it: "Bãi Cháy" is no "chạy".
    """
    said, title, nothing = set(telling), set(one.title), found.kind == "none"
    shared = said & {*one.title, *one.body}
    if len(said - shared) > (len(shared) // 2 if asks and nothing else 0):
        return False
    if len(shared) == 1:
        return bool(shared & ({*one.title[:BEGINS]} | (title & {*one.body})))
    return bool(shared & title) or (nothing and len(shared) > 1 and shared == said)
