"""How far an announcement is: what became of its messages, how fast they leave, how long the rest takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcements import Announcements, Report
from bot.storage import announcements
from bot.storage.tables import Announcement

LOOK_BACK = timedelta(seconds=60)
"""The rate is that of the last minute."""
RUNNING = ("approved", "sending")


@dataclass(frozen=True, slots=True)
class Sending:
    """`rate` in messages a second, 0 while nothing leaves; `left` None while nobody can say."""

    found: Announcement
    report: Report
    rate: float
    left: timedelta | None

    @property
    def total(self) -> int:
        """Of how many messages `report.settled` are over."""
        return max(self.report.reach, self.report.settled + self.report.waiting)


async def sending(db: AsyncSession, announcement_id: int, now: datetime) -> Sending:
    """One announcement. Raises Refusal when there is none."""
    work = Announcements(db, now)
    found, report = await work.get(announcement_id), await work.report(announcement_id)
    rate = await _rate(db, found, now)
    return Sending(found, report, rate, _left(report, rate))


async def under_way(db: AsyncSession, now: datetime, *, limit: int = 10) -> list[Sending]:
    """Those that are going out, the latest first; where there are none, the last that did."""
    shown = await announcements.in_status(db, RUNNING, limit=limit)
    if not shown:
        shown = await announcements.in_status(db, ("scheduled", "sent", "stopped"), limit=limit)
    return [await sending(db, one.id, now) for one in shown]


async def _rate(db: AsyncSession, found: Announcement, now: datetime) -> float:
    if found.status not in RUNNING or found.paused_at or found.approved_at is None:
        return 0.0
    begins = max(found.approved_at, found.send_at or found.approved_at, now - LOOK_BACK)
    seconds = (now - begins).total_seconds()
    return await announcements.sent_since(db, found.id, begins) / seconds if seconds > 0 else 0.0


def _left(report: Report, rate: float) -> timedelta | None:
    return timedelta(seconds=round(report.waiting / rate)) if rate and report.waiting else None
