"""A class or talk from the staff's side: writing it down, its list, attendance, cancelling it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.announcements import BODY_MAX, Announcements
from bot.domain.event_words import with_paragraph
from bot.domain.events import NAME_MAX
from bot.domain.learning.together import DIGITS, LETTERS
from bot.domain.news_kinds import KINDS
from bot.domain.staff import Refusal, Role, covers
from bot.redaction import is_marked_secret
from bot.storage import announcements, events, staff
from bot.storage.announcements import OPEN_TO_EDITS
from bot.storage.tables import Announcement, Event, Signup, Staff

PLACE_MAX, WHY_MAX, SEATS_MAX = 200, 300, 2000


@dataclass(frozen=True, slots=True)
class Details:
    """What an official writes of an event. Times are aware."""

    place: str
    starts_at: datetime
    ends_at: datetime
    seats: int
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class EventList:
    """An event with everybody on its list, who waits in the order of their turn."""

    event: Event
    announcement: Announcement
    lines: Sequence[Signup]
    counts: dict[str, int]


class EventDesk:
    """Events for staff, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def page(self, who: Staff, *, before: int | None = None, limit: int = 30) -> list[Any]:
        """(Event, Announcement, seats taken) within this person's area; an organiser sees their own alone."""
        organiser = who.id if who.role == Role.ORGANISER else 0
        return await events.page(self.db, area=who.area, organiser=organiser, before=before, limit=limit)

    async def describe(self, author: Staff, announcement_id: int, told: Details) -> None:
        """Make one's own draft an event, or change what it says: its text follows. Raises Refusal."""
        found = await self._draft(author, announcement_id)
        told = self._checked(told)
        old = await events.get(self.db, announcement_id)
        body = with_paragraph(found.body, old, told)
        if len(body) > BODY_MAX:
            raise Refusal("events.no_room", most=BODY_MAX)
        values: dict[str, Any] = {"place": told.place, "starts_at": told.starts_at, "ends_at": told.ends_at}
        values |= {"seats": told.seats, "lesson": told.lesson}
        values |= {} if old else {"door": _door(), "cancelled_why": "", "cancelled_at": None}
        await self._write(announcement_id, body)
        if found.kind == KINDS[0]:
            await announcements.change(self.db, announcement_id, if_in=OPEN_TO_EDITS, kind="class")
        await events.put(self.db, announcement_id, **values)
        await self._record(author, "described", announcement_id)

    async def plain(self, author: Staff, announcement_id: int) -> None:
        """The draft is an announcement like any other again. Raises Refusal."""
        found = await self._draft(author, announcement_id)
        old = await events.get(self.db, announcement_id)
        if old:
            await self._write(announcement_id, with_paragraph(found.body, old, None))
            await events.drop(self.db, announcement_id)
            await self._record(author, "removed", announcement_id)

    async def hand_over(self, who: Staff, announcement_id: int, login: str) -> None:
        """Who keeps the list at the door; "" for nobody in particular. Raises Refusal."""
        await self._mine_to_change(who, announcement_id)
        organiser = await staff.by_login(self.db, login) if login else None
        if login and (organiser is None or organiser.role != Role.ORGANISER or organiser.disabled_at):
            raise Refusal("events.no_organiser")
        if organiser and who.area and organiser.area not in ("", who.area):
            raise Refusal("events.no_organiser")
        await events.put(self.db, announcement_id, organiser_id=organiser.id if organiser else None)
        await self._record(who, "handed_over", announcement_id, staff=organiser.id if organiser else 0)

    async def cancel(self, who: Staff, announcement_id: int, why: str) -> None:
        """It does not take place; everybody on the list hears why. Twice is once. Raises Refusal."""
        found = await self._mine_to_change(who, announcement_id)
        why = why.strip()
        if not why or len(why) > WHY_MAX:
            raise Refusal("events.why_missing", most=WHY_MAX)
        if is_marked_secret(why):
            raise Refusal("secret")
        if found.starts_at <= self.now:
            raise Refusal("events.begun")
        if found.cancelled_at:
            return
        await events.put(self.db, announcement_id, cancelled_at=self.now, cancelled_why=why.rstrip(".") or why)
        await events.tell_all_again(self.db, announcement_id)
        await self._record(who, "cancelled", announcement_id)

    async def listed(self, who: Staff, announcement_id: int) -> EventList:
        """The event with its list. Raises Refusal."""
        event, announcement = await self._visible(who, announcement_id)
        lines = await events.signups(self.db, announcement_id)
        order = {"seated": 0, "door": 1, "waiting": 2, "left": 3}
        lines.sort(key=lambda one: (order[one.state], one.waiting_since or one.signed_at, one.id))
        return EventList(event, announcement, lines, await events.counts(self.db, announcement_id))

    async def mark(self, who: Staff, announcement_id: int, signup_id: int, *, there: bool) -> None:
        """They came, or did not after all. Twice is once. Raises Refusal."""
        event, _ = await self._visible(who, announcement_id)
        await events.get(self.db, event.announcement_id, lock=True)
        line = next((one for one in await events.signups(self.db, announcement_id) if one.id == signup_id), None)
        if line is None:
            raise Refusal("events.no_such_line")
        if there == (line.attended_at is not None):
            return
        state = line.state if line.state == "seated" or not there else "door"
        await events.change(self.db, line.id, attended_at=self.now if there else None, state=state)
        await self._record(who, "came" if there else "not_come", announcement_id, line=line.id)

    async def write_down(self, who: Staff, announcement_id: int, names: str) -> int:
        """People without a phone who stand at the door, one name a line. Returns how many. Raises Refusal."""
        await self._visible(who, announcement_id)
        await events.get(self.db, announcement_id, lock=True)
        there = {one.name.casefold() for one in await events.signups(self.db, announcement_id) if not one.citizen_id}
        wanted = dict.fromkeys(" ".join(line.split())[:NAME_MAX] for line in names.splitlines() if line.strip())
        fresh = [name for name in wanted if name.casefold() not in there][:SEATS_MAX]
        for name in fresh:
            values = {"name": name, "state": "door", "signed_at": self.now, "told_at": self.now}
            await events.enter(self.db, announcement_id, None, attended_at=self.now, **values)
        if fresh:
            await self._record(who, "written_down", announcement_id, people=len(fresh))
        return len(fresh)

    async def exported(self, who: Staff, announcement_id: int) -> EventList:
        """The list for a file, which the trail remembers. Raises Refusal."""
        found = await self.listed(who, announcement_id)
        await self._record(who, "exported", announcement_id)
        return found

    async def _visible(self, who: Staff, announcement_id: int) -> tuple[Event, Announcement]:
        """An event that this person may see: of their area or the province's; an organiser's own. Raises Refusal."""
        event, announcement = await events.get(self.db, announcement_id), await self._announcement(announcement_id)
        author = await staff.get(self.db, announcement.author_id)
        theirs = event is not None and event.organiser_id == who.id
        near = author is not None and (not who.area or author.area in ("", who.area))
        if event is None or not (theirs if who.role == Role.ORGANISER else near):
            raise Refusal("events.unknown")
        return event, announcement

    async def _mine_to_change(self, who: Staff, announcement_id: int) -> Event:
        event, announcement = await self._visible(who, announcement_id)
        if who.id != announcement.author_id and not covers(who, announcement.communes):
            raise Refusal("outside_area")
        return event

    async def _draft(self, author: Staff, announcement_id: int) -> Announcement:
        return await Announcements(self.db, self.now).own_draft(author, announcement_id)

    async def _announcement(self, announcement_id: int) -> Announcement:
        found = await announcements.get(self.db, announcement_id)
        if found is None:
            raise Refusal("events.unknown")
        return found

    async def _write(self, announcement_id: int, body: str) -> None:
        if not await announcements.change(self.db, announcement_id, if_in=OPEN_TO_EDITS, body=body, status="draft"):
            raise Refusal("announcements.not_now")

    def _checked(self, told: Details) -> Details:
        place = " ".join(told.place.split())
        if not place or len(place) > PLACE_MAX:
            raise Refusal("events.place_missing", most=PLACE_MAX)
        if is_marked_secret(place):
            raise Refusal("secret")
        if not 1 <= told.seats <= SEATS_MAX:
            raise Refusal("events.seats_unfit", most=SEATS_MAX)
        if told.starts_at <= self.now:
            raise Refusal("events.in_the_past")
        if told.ends_at <= told.starts_at:
            raise Refusal("events.ends_before")
        return Details(place, told.starts_at, told.ends_at, told.seats, told.lesson)

    async def _record(self, who: Staff, what: str, announcement_id: int, **more: int) -> None:
        details = {"announcement": announcement_id, **more}
        await audit.record(self.db, who.login, f"events.{what}", details, now=self.now)


def _door() -> str:
    """A code that is easily typed: three letters, three digits."""
    return "".join(secrets.choice(part) for part in (LETTERS,) * 3 + (DIGITS,) * 3)
