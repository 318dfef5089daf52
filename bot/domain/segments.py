"""Choices of recipients kept by name, to be used again: each belongs to the area of who made it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.audience_rules import communes_of, refuse_unfit
from bot.domain.staff import Refusal, covers, owns
from bot.storage.audiences import Whom
from bot.storage.by_name import segments
from bot.storage.tables import Segment, Staff

NAME_MAX = 60
REMOVED_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """A name, and whom it stands for."""

    name: str
    communes: Sequence[str] = ()
    audiences: Sequence[str] = ()
    rule: Mapping[str, Any] = field(default_factory=dict)


def whom(one: Segment | Choice) -> Whom:
    """Whom it stands for."""
    return Whom(one.communes, one.audiences, one.rule)


class Segments:
    """Segments in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def usable(self, who: Staff) -> list[Segment]:
        """Those that this person may send to: of their area, and the province's that name no foreign commune."""
        return [one for one in await segments.of_area(self.db, who.area) if _fits(who, one)]

    async def removed(self, who: Staff) -> list[Segment]:
        """Those taken away last that this person may bring back."""
        found = await segments.of_area(self.db, who.area, removed=True)
        return [one for one in found if owns(who, one.area)][:REMOVED_SHOWN]

    async def use(self, who: Staff, segment_id: int) -> Segment:
        """One to fill a form with. Raises Refusal."""
        found = await self._there(segment_id)
        if not _fits(who, found):
            raise Refusal("outside_area")
        return found

    async def owned(self, who: Staff, segment_id: int) -> Segment:
        """One to change. Raises Refusal."""
        found = await self._there(segment_id)
        if not owns(who, found.area):
            raise Refusal("outside_area")
        return found

    async def make(self, who: Staff, choice: Choice) -> Segment:
        """Keep a choice by name. Raises Refusal."""
        values = await self._checked(who, who.area, choice)
        made = await segments.add(self.db, area=who.area, author_id=who.id, changed_at=self.now, **values)
        await self._record(who, "made", made.id)
        return made

    async def change(self, who: Staff, segment_id: int, choice: Choice) -> None:
        """Another name, or other people; what was sent or drafted with it stays as it was. Raises Refusal."""
        found = await self.owned(who, segment_id)
        values = await self._checked(who, found.area, choice, found.id)
        await segments.change(self.db, segment_id, changed_at=self.now, **values)
        await self._record(who, "changed", segment_id)

    async def remove(self, who: Staff, segment_id: int) -> None:
        """Take it away; `restore` brings it back. Raises Refusal."""
        await self.owned(who, segment_id)
        await segments.change(self.db, segment_id, removed_at=self.now)
        await self._record(who, "removed", segment_id)

    async def restore(self, who: Staff, segment_id: int) -> None:
        """Bring it back. Raises Refusal."""
        found = await segments.get(self.db, segment_id)
        if found is None:
            raise Refusal("segments.unknown")
        if not owns(who, found.area):
            raise Refusal("outside_area")
        await self._refuse_taken(found.area, found.name, found.id)
        await segments.change(self.db, segment_id, removed_at=None)
        await self._record(who, "restored", segment_id)

    async def _there(self, segment_id: int) -> Segment:
        found = await segments.get(self.db, segment_id)
        if found is None or found.removed_at:
            raise Refusal("segments.unknown")
        return found

    async def _checked(self, who: Staff, area: str, choice: Choice, but: int = 0) -> dict[str, Any]:
        name = " ".join(choice.name.split())
        if not name or len(name) > NAME_MAX:
            raise Refusal("segments.name_missing", most=NAME_MAX)
        refuse_unfit(choice.rule)
        named = {*choice.communes, *communes_of(choice.rule)}
        if named and not covers(who, named):
            raise Refusal("outside_area")
        await self._refuse_taken(area, name, but)
        communes = list(choice.communes) or ([area] if area else [])
        people = {"communes": communes, "audiences": list(choice.audiences), "rule": dict(choice.rule)}
        return {"name": name, **people}

    async def _refuse_taken(self, area: str, name: str, but: int) -> None:
        other = await segments.named(self.db, area, name)
        if other and other.id != but:
            raise Refusal("segments.name_taken")

    async def _record(self, who: Staff, what: str, segment_id: int) -> None:
        await audit.record(self.db, who.login, f"segments.{what}", {"segment": segment_id}, now=self.now)


def _fits(who: Staff, one: Segment) -> bool:
    named = {*one.communes, *communes_of(one.rule)}
    return (not who.area or one.area in ("", who.area)) and (not named or covers(who, named))
