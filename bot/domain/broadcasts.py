"""An article to everybody on an Official Account, for announcements whose people may not be written to one by one.

The official makes the article in Zalo's own tool and pastes its number. Its targets are coarser than communes, so it
is offered for everybody, or with the approver's word that people outside the group may read it; those count apart.
"""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.announcements import Announcements, whom
from bot.domain.audiences import reach
from bot.domain.staff import Refusal, covers
from bot.storage import audiences, broadcasts
from bot.storage.tables import Staff

ARTICLE = re.compile(r"[A-Za-z0-9_-]{4,64}")
SENDABLE = ("approved", "sending", "sent")
CHANNEL = "zalo_oa"


class Broadcasts:
    """Articles in the caller's transaction; they leave by themselves after the commit."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def order(self, who: Staff, announcement_id: int, article: str, *, beyond: bool) -> None:
        """Send this article for an approved announcement. `beyond`: others may read it, too. Raises Refusal."""
        found = await Announcements(self.db, self.now).get(announcement_id)
        if found.status not in SENDABLE:
            raise Refusal("announcements.not_now")
        if not covers(who, ()):
            raise Refusal("outside_area")  # it reaches the whole province
        if not ARTICLE.fullmatch(article):
            raise Refusal("broadcasts.article_malformed")
        if not whom(found).everybody and not beyond:
            raise Refusal("broadcasts.beyond")
        outside = await self.outside(whom(found))
        values = {"article": article, "beyond": beyond, "outside": outside, "staff_id": who.id}
        if not await broadcasts.add(self.db, announcement_id=announcement_id, created_at=self.now, **values):
            raise Refusal("broadcasts.there_already")
        details = {"announcement": announcement_id, "outside": outside}
        await audit.record(self.db, who.login, "broadcasts.ordered", details, now=self.now)

    async def outside(self, meant: audiences.Whom) -> int:
        """How many people known on the account are not meant."""
        everybody = (await reach(self.db, audiences.Whom())).by_channel
        theirs = (await reach(self.db, meant)).by_channel
        return everybody.get(CHANNEL, 0) - theirs.get(CHANNEL, 0)
