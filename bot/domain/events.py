"""A class or talk from a citizen's side: signing up, cancelling, the waiting list, being there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcements import concerns
from bot.errors import CitizenError
from bot.messages import Person
from bot.storage import events
from bot.storage.tables import Announcement, Event, Signup

NAME_MAX = 40
DOOR_OPENS, DOOR_CLOSES = timedelta(hours=1), timedelta(hours=2)
"""Before the beginning and after the end: so long the code at the door counts."""
REMIND_BEFORE = timedelta(hours=24)
SHOWN = 8


class NoSuchEvent(CitizenError):
    """No event has this code or number, or it was never announced."""

    phrase = "events.gone"


class Cancelled(CitizenError):
    """The event does not take place."""

    phrase = "events.is_cancelled"


class Over(CitizenError):
    """It has begun: nobody signs up or cancels any more."""

    phrase = "events.over"


class DoorShut(CitizenError):
    """The code at the door counts around the event, not days before or after."""

    phrase = "events.door_shut"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a citizen stands to an event. `state`: "", seated, waiting, left, door. `ahead`: who waits before them."""

    event: Event
    announcement: Announcement
    state: str = ""
    ahead: int = 0
    free: int = 0
    named: bool = False
    fresh: bool = False
    """Did this very turn change it?"""


class Events:
    """Events in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def upcoming(self, citizen: Person) -> list[tuple[Event, Announcement]]:
        """What is to come and concerns this citizen, the next one first."""
        found = await events.upcoming(self.db, now=self.now)
        return [pair for pair in found if await concerns(self.db, pair[1], citizen)][:SHOWN]

    async def mine(self, citizen_id: int) -> list[tuple[Event, Announcement]]:
        """Events to come at which they have a seat or wait for one."""
        found = await events.upcoming(self.db, now=self.now)
        lines = await events.of_citizen(self.db, citizen_id, [event.announcement_id for event, _ in found])
        held = {number for number, one in lines.items() if one.state in ("seated", "waiting")}
        return [pair for pair in found if pair[0].announcement_id in held]

    async def with_code(self, code: str) -> int:
        """The number of the event that an announcement's code names. Raises NoSuchEvent."""
        found = await events.with_code(self.db, code)
        if found is None:
            raise NoSuchEvent
        return found[0].announcement_id

    async def standing(self, citizen_id: int, event_id: int) -> Standing:
        """How they stand to it now. Raises NoSuchEvent."""
        event, announcement = await self._found(event_id)
        mine = await events.signup(self.db, event_id, citizen_id)
        return await self._standing(event, announcement, mine)

    async def join(self, citizen_id: int, event_id: int) -> Standing:
        """A seat, or a place on the waiting list; twice is once. Raises NoSuchEvent, Cancelled, Over.

        The event's row is locked, so that two who come for the last seat are counted one after the other.
        """
        event, announcement = await self._changeable(event_id)
        mine = await events.signup(self.db, event_id, citizen_id)
        if mine and mine.state in ("seated", "waiting", "door"):
            return await self._standing(event, announcement, mine)
        counts = await events.counts(self.db, event_id)
        full = counts.get("seated", 0) >= event.seats or counts.get("waiting", 0) > 0
        soon = event.starts_at - self.now < REMIND_BEFORE
        mine = await events.enter(
            self.db,
            event_id,
            citizen_id,
            state="waiting" if full else "seated",
            signed_at=self.now,
            waiting_since=self.now if full else None,
            told_at=self.now,
            reminded_at=self.now if soon and not full else None,
        )
        return await self._standing(event, announcement, mine, fresh=True)

    async def leave(self, citizen_id: int, event_id: int) -> Standing:
        """Give the seat back; who waited longest gets it. Twice is once. Raises NoSuchEvent, Cancelled, Over."""
        event, announcement = await self._changeable(event_id)
        mine = await events.signup(self.db, event_id, citizen_id)
        if mine is None or mine.state not in ("seated", "waiting"):
            return await self._standing(event, announcement, mine)
        await events.change(self.db, mine.id, state="left", waiting_since=None)
        await fill(self.db, event, self.now)
        mine = await events.signup(self.db, event_id, citizen_id)
        return await self._standing(event, announcement, mine, fresh=True)

    async def name(self, citizen_id: int, event_id: int, name: str) -> Standing:
        """The name that the organiser's list shows. Raises NoSuchEvent."""
        event, announcement = await self._found(event_id)
        mine = await events.signup(self.db, event_id, citizen_id)
        if mine:
            await events.change(self.db, mine.id, name=" ".join(name.split())[:NAME_MAX])
            mine = await events.signup(self.db, event_id, citizen_id)
        return await self._standing(event, announcement, mine)

    async def attend(self, citizen_id: int, door: str) -> Standing:
        """They stand at the door and gave its code. Twice is once. Raises NoSuchEvent, Cancelled, DoorShut."""
        found = await events.at_door(self.db, door.lower())
        if found is None:
            raise NoSuchEvent
        event, announcement = await self._found(found.announcement_id, lock=True)
        if event.cancelled_at:
            raise Cancelled(title=announcement.title, why=event.cancelled_why)
        if not event.starts_at - DOOR_OPENS <= self.now <= event.ends_at + DOOR_CLOSES:
            raise DoorShut(title=announcement.title)
        mine = await events.signup(self.db, event.announcement_id, citizen_id)
        if mine and mine.attended_at:
            return await self._standing(event, announcement, mine)
        mine = await come(self.db, event, citizen_id, mine, self.now)
        return await self._standing(event, announcement, mine, fresh=True)

    async def _standing(
        self, event: Event, announcement: Announcement, mine: Signup | None, *, fresh: bool = False
    ) -> Standing:
        state = mine.state if mine else ""
        counts = await events.counts(self.db, event.announcement_id)
        free = 0 if counts.get("waiting") else max(0, event.seats - counts.get("seated", 0))
        line = await events.waiting(self.db, event.announcement_id) if state == "waiting" else []
        ahead = [one.id for one in line].index(mine.id) if mine and line else 0
        return Standing(event, announcement, state, ahead, free, bool(mine and mine.name), fresh)

    async def _found(self, event_id: int, *, lock: bool = False) -> tuple[Event, Announcement]:
        if lock:
            await events.get(self.db, event_id, lock=True)
        found = await events.open_to_citizens(self.db, event_id)
        if found is None:
            raise NoSuchEvent
        return found

    async def _changeable(self, event_id: int) -> tuple[Event, Announcement]:
        event, announcement = await self._found(event_id, lock=True)
        if event.cancelled_at:
            raise Cancelled(title=announcement.title, why=event.cancelled_why)
        if event.starts_at <= self.now:
            raise Over(title=announcement.title)
        return event, announcement


async def fill(db: AsyncSession, event: Event, now: datetime) -> int:
    """Free seats go to who waited longest; they are told by the next round of `event_duties`. Returns how many.

    The caller holds the event's lock.
    """
    counts = await events.counts(db, event.announcement_id)
    free = event.seats - counts.get("seated", 0)
    if free <= 0 or event.cancelled_at or event.starts_at <= now:
        return 0
    soon = now if event.starts_at - now < REMIND_BEFORE else None
    moved = await events.waiting(db, event.announcement_id, limit=free)
    for one in moved:
        await events.change(db, one.id, state="seated", waiting_since=None, told_at=None, reminded_at=soon)
    return len(moved)


async def come(db: AsyncSession, event: Event, citizen_id: int, mine: Signup | None, now: datetime) -> Signup:
    """Somebody is there; without a seat they count apart, so that seats stay what was given out."""
    state = "seated" if mine and mine.state == "seated" else "door"
    more = {} if mine else {"signed_at": now, "told_at": now}
    return await events.enter(
        db, event.announcement_id, citizen_id, state=state, attended_at=now, waiting_since=None, **more
    )
