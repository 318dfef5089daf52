"""An announcement that is sent again every day, week or month: each time a send of its own, of the approved words."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain import audit, passwords
from bot.domain.announcements import Announcements, told, whom
from bot.domain.audiences import reach
from bot.domain.likeness import fingerprint
from bot.domain.notice_extras import NAMES
from bot.domain.staff import Refusal, covers
from bot.storage import announcements, answers, events
from bot.storage.announcements import OPEN_TO_EDITS
from bot.storage.tables import Announcement, Staff

EVERY = ("daily", "weekly", "monthly")
MOST = 366
"""So many times at most, and for so many days."""
COPIED = ("title", "body", "kind", "communes", "audiences", "rule", "author_id", "approver_id", "approved_at")
COPIED_TOO = ("submitted_at", "repeats", "repeat_until", "repeat_times", *NAMES)


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often, and until when: the last day, or so many times (0: no bound), whichever comes first."""

    every: str = ""
    until: date | None = None
    times: int = 0

    def at(self, first: datetime, number: int) -> datetime:
        """When it is sent for the `number`-th time (from 1), at the same time of day as the first.

        Monthly keeps the day of the month; a month without that day has it on its last.
        """
        if self.every == "monthly":
            months = first.month - 1 + number - 1
            year, month = first.year + months // 12, months % 12 + 1
            return first.replace(year=year, month=month, day=min(first.day, calendar.monthrange(year, month)[1]))
        return first + timedelta(days=(7 if self.every == "weekly" else 1) * (number - 1))

    def over(self, number: int, at: datetime) -> bool:
        """Is there no such time any more? `at` on the citizens' clocks."""
        return bool(self.times and number > self.times) or bool(self.until and at.date() > self.until)


def of(found: Announcement) -> Repeat:
    """How an announcement repeats."""
    return Repeat(found.repeats, found.repeat_until, found.repeat_times)


class Repeats:
    """Repeating in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime, clock: Clock) -> None:
        self.db, self.now, self.clock = db, now, clock

    async def set(self, author: Staff, announcement_id: int, repeat: Repeat) -> None:
        """Let one's own draft repeat; without `every` it is sent once. Raises Refusal."""
        found = await Announcements(self.db, self.now).get(announcement_id)
        if found.author_id != author.id:
            raise Refusal("announcements.not_yours")
        if repeat.every:
            self._check(repeat)
            await self._fits(found)
        else:
            repeat = Repeat()
        values = {"repeats": repeat.every, "repeat_until": repeat.until, "repeat_times": repeat.times}
        if not await announcements.change(self.db, found.id, if_in=OPEN_TO_EDITS, status="draft", **values):
            raise Refusal("announcements.not_now")
        await self._record(author.login, "repeating_set", found.id, every=repeat.every)

    def _check(self, repeat: Repeat) -> None:
        today = self.clock.local(self.now).date()
        bounded = repeat.until is not None or repeat.times > 0
        if repeat.every not in EVERY or not bounded or not 0 <= repeat.times <= MOST:
            raise Refusal("repeats.unfit", most=MOST)
        if repeat.until and not today < repeat.until <= today + timedelta(days=MOST):
            raise Refusal("repeats.unfit", most=MOST)

    async def _fits(self, found: Announcement) -> None:
        if found.corrects or found.urgent or await events.get(self.db, found.id):
            raise Refusal("repeats.only_once")

    async def stop(self, who: Staff, announcement_id: int) -> None:
        """Neither what waits for its time nor any later one goes out; what is being sent goes on. Raises Refusal."""
        found = await Announcements(self.db, self.now).get(announcement_id)
        if not covers(who, found.communes):
            raise Refusal("outside_area")
        if not found.repeats:
            raise Refusal("announcements.not_now")
        await announcements.end_series(self.db, found.series or found.id)
        await self._record(who.login, "repeating_stopped", found.id)

    async def make_next(self) -> int:
        """Set the next time of each that has begun to go out. Returns how many were made.

        Times that went by while the program was away are left out, and count.
        """
        made = 0
        for found in await announcements.to_repeat(self.db):
            made += await self._next(found)
            await announcements.change(self.db, found.id, if_in=(found.status,), next_made=True)
        return made

    async def _next(self, found: Announcement) -> bool:
        first = await Announcements(self.db, self.now).get(found.series or found.id)
        begins = self.clock.local(first.send_at or first.approved_at)
        repeat, number = of(found), found.occurrence + 1
        while (at := repeat.at(begins, number)) <= self.now:
            number += 1
        if repeat.over(number, at) or await events.get(self.db, found.id):
            return False
        reached = await reach(self.db, whom(found))
        copied = {name: getattr(found, name) for name in (*COPIED, *COPIED_TOO)}
        made = await announcements.add(
            self.db,
            **copied,
            code=f"TB-{passwords.readable(6).upper()}",
            status="scheduled",
            created_at=self.now,
            send_at=at,
            series=first.id,
            occurrence=number,
            reach=reached.total,
        )
        await answers.ask(self.db, made.id, await answers.kind(self.db, found.id))
        await announcements.keep_fingerprint(self.db, made.id, fingerprint(told(made)))
        await self._record("system", "repeated", made.id, of=first.id)
        return True

    async def _record(self, login: str, what: str, number: int, **more: int | str) -> None:
        details = {"announcement": number, **more}
        await audit.record(self.db, login, f"announcements.{what}", details, now=self.now)
