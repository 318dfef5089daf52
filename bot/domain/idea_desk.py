"""Ideas as staff deal with them: those alike together, votes, what becomes of each."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.ideas import STATUSES, shortened
from bot.domain.staff import Refusal
from bot.domain.unanswered import Asked, grouped_once
from bot.messages import Button, Reply
from bot.redaction import is_marked_secret, mask
from bot.storage import ideas, outbox
from bot.storage.tables import Idea, Staff

MOST = 5000
"""So many of the newest are put beside each other."""
TITLE_MAX, WHY_MAX = 160, 500
WAYS_ON = (Button("ideas.mine", "buttons.my_ideas"), Button("do:ideas", "buttons.more_ideas"))


@dataclass(frozen=True, slots=True)
class Alike:
    """Ideas that say the same; the one with the most votes speaks for all. `people`: senders and votes together."""

    ideas: Sequence[Idea]

    @property
    def first(self) -> Idea:
        """What stands for the group."""
        return max(self.ideas, key=lambda one: (one.votes, bool(one.title), -one.id))

    @property
    def people(self) -> int:
        """How much it is wished: who sent it, and who voted for it."""
        return len(self.ideas) + sum(one.votes for one in self.ideas)


@dataclass(frozen=True, slots=True)
class Shown:
    """Which ideas are looked at. "" and 0 stand for all."""

    status: str = ""
    campaign: int = 0

    def where(self, area: str) -> list[ColumnElement[bool]]:
        """The same for a query."""
        found = list(ideas.within(area))
        if self.status in STATUSES:
            found.append(Idea.status == self.status)
        return [*found, Idea.campaign_id == self.campaign] if self.campaign else found


class IdeaDesk:
    """Ideas of the area of a member of staff, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime, short: Mapping[str, str]) -> None:
        self.db, self.now, self.short = db, now, short

    async def groups(self, who: Staff, shown: Shown) -> list[Alike]:
        """Those alike together, the most wished first."""
        rows = await ideas.page(self.db, *shown.where(who.area), limit=MOST)
        return await asyncio.to_thread(_groups, rows, self.short)

    async def page(self, who: Staff, shown: Shown, *, before: int | None, limit: int) -> list[Idea]:
        """One by one, the newest first."""
        return await ideas.page(self.db, *shown.where(who.area), before=before, limit=limit)

    async def get(self, idea_id: int, who: Staff) -> Idea:
        """One idea of this person's area. Raises Refusal."""
        found = await ideas.get(self.db, idea_id, area=who.area)
        if found is None:
            raise Refusal("ideas.unknown")
        return found

    async def alike(self, found: Idea, who: Staff) -> list[Idea]:
        """The others that say the same."""
        for group in await self.groups(who, Shown()):
            if any(one.id == found.id for one in group.ideas):
                return [one for one in group.ideas if one.id != found.id]
        return []

    async def describe(self, idea_id: int, who: Staff, title: str, *, show: bool) -> None:
        """Staff's words for it, and whether citizens may vote on them. Raises Refusal."""
        found, title = await self.get(idea_id, who), " ".join(title.split())
        if len(title) > TITLE_MAX or (show and not title):
            raise Refusal("ideas.title_missing", most=TITLE_MAX)
        fit_for_citizens(title)
        await ideas.change(self.db, [found.id], title=title, open=show, changed_at=self.now)
        await self._record(who, "ideas.opened" if show else "ideas.described", [found.id])

    async def settle(self, ids: Collection[int], who: Staff, status: str, why: str) -> int:
        """What becomes of these, told to their senders; "not taken up" says why. Raises Refusal. Returns how many."""
        why = " ".join(why.split())
        if status not in STATUSES[1:]:
            raise Refusal("ideas.no_such_status")
        if len(why) > WHY_MAX or (status == "declined" and not why):
            raise Refusal("ideas.why_missing", most=WHY_MAX)
        fit_for_citizens(why)
        found = [await self.get(one, who) for one in sorted(set(ids))]
        fresh = [one for one in found if (one.status, one.why) != (status, why)]
        values = {"status": status, "why": why, "staff_id": who.id, "changed_at": self.now}
        await ideas.change(self.db, [one.id for one in fresh], **values)
        for one in fresh:
            await self._tell(one, status, why)
        await self._record(who, f"ideas.{status}", [one.id for one in fresh])
        return len(fresh)

    async def _tell(self, one: Idea, status: str, why: str) -> None:
        if one.citizen_id is None or one.address_id is None:
            return
        phrase = f"ideas.told_{status}" if why else f"ideas.told_{status}_only"
        values = {"number": one.id, "text": shortened(one.text), **({"why": why} if why else {})}
        said = Reply(phrase, values, buttons=WAYS_ON)
        await outbox.add(self.db, one.citizen_id, one.address_id, said, rank=outbox.PEOPLE, now=self.now)

    async def _record(self, who: Staff, action: str, ids: Sequence[int]) -> None:
        if ids:
            details = {"idea": ids[0] if len(ids) == 1 else list(ids)}
            await audit.record(self.db, who.login, action, details, now=self.now)


def _groups(rows: Sequence[Idea], short: Mapping[str, str]) -> list[Alike]:
    """What the words of a sender say counts; where they are gone, staff's words do."""
    by_number = {one.id: one for one in rows}
    asked = tuple(Asked(one.id, one.id, one.text or one.title) for one in rows)
    found = [Alike([by_number[line.id] for line in group.lines]) for group in grouped_once(asked, short)]
    return sorted(found, key=lambda one: (-one.people, -one.first.id))


def fit_for_citizens(text: str) -> None:
    """Words of staff that citizens may read. Raises Refusal."""
    if is_marked_secret(text):
        raise Refusal("secret")
    if mask(text) != text:
        raise Refusal("ideas.personal")
