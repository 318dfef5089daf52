"""Calls for ideas on a topic, until a last day: beginning one, changing it, ending it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.idea_desk import fit_for_citizens
from bot.domain.staff import Refusal, owns
from bot.storage import campaigns
from bot.storage.tables import Campaign, Staff

ABOUT_MAX, NAME_MAX = 500, 120


class Campaigns:
    """Campaigns as staff deal with them, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def those_of(self, who: Staff) -> list[Campaign]:
        """Those of the province, and of this person's area."""
        return await campaigns.of_areas(self.db, ("", who.area) if who.area else ())

    async def get(self, campaign_id: int, who: Staff) -> Campaign:
        """One that this person may change. Raises Refusal."""
        found = await campaigns.get(self.db, campaign_id)
        if found is None:
            raise Refusal("campaigns.unknown")
        if not owns(who, found.area):
            raise Refusal("outside_area")
        return found

    async def begin(self, who: Staff, title: str, about: str, ends_on: date | None, *, area: str, today: date) -> int:
        """Ask for ideas until that day. Raises Refusal. Returns the number."""
        values = _checked(title, about, ends_on, today)
        if not owns(who, area):
            raise Refusal("outside_area")
        made = await campaigns.add(self.db, area=area, author_id=who.id, made_at=self.now, **values)
        await self._record(who, "begun", made.id)
        return made.id

    async def change(
        self, campaign_id: int, who: Staff, title: str, about: str, ends_on: date | None, *, today: date
    ) -> None:
        """Other words, another last day. Raises Refusal."""
        found = await self.get(campaign_id, who)
        await campaigns.change(self.db, found.id, **_checked(title, about, ends_on, today))
        await self._record(who, "changed", found.id)

    async def close(self, campaign_id: int, who: Staff, *, closed: bool) -> None:
        """No more ideas for it, or again. Raises Refusal."""
        found = await self.get(campaign_id, who)
        await campaigns.change(self.db, found.id, closed_at=self.now if closed else None)
        await self._record(who, "closed" if closed else "reopened", found.id)

    async def _record(self, who: Staff, done: str, campaign_id: int) -> None:
        await audit.record(self.db, who.login, f"campaigns.{done}", {"campaign": campaign_id}, now=self.now)


def _checked(title: str, about: str, ends_on: date | None, today: date) -> dict[str, object]:
    title, about = " ".join(title.split()), about.strip()
    if not title or len(title) > NAME_MAX or len(about) > ABOUT_MAX:
        raise Refusal("campaigns.words_unfit", title=NAME_MAX, about=ABOUT_MAX)
    if ends_on is None or ends_on < today:
        raise Refusal("campaigns.day_unfit")
    fit_for_citizens(f"{title}\n{about}")
    return {"title": title, "about": about, "ends_on": ends_on}
