"""What the clock sets off: reminders, announcements under way, deletions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.clock import Clock
from bot.domain import event_duties, reminders
from bot.domain.announcements import Announcements
from bot.domain.checking import Telling
from bot.domain.switches import ANNOUNCEMENTS, BOT, Off, nothing_off
from bot.domain.tickets import Tickets
from bot.domain.urgent import Urgent
from bot.settings import Hours
from bot.storage import counters, leases, outbox, purge
from bot.storage.database import Database
from bot.together import together

log = structlog.get_logger("bot.scheduler")

ERASED_AFTER = timedelta(minutes=10)


class Scheduler:
    """Duties with their intervals; on PostgreSQL one process at a time does each."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        *,
        quiet: Hours,
        retention_days: int,
        per_day: int,
        off: Off = nothing_off,
    ) -> None:
        self.database, self.clock = database, clock
        self.quiet, self.retention = quiet, timedelta(days=retention_days)
        self.per_day, self.off = per_day, off
        self.duties: tuple[tuple[str, float, Callable[[], Awaitable[None]]], ...] = (
            ("announcements", 1.0, self.announce),
            ("urgent", 5.0, self.alert),
            ("reminders", 30.0, self.remind),
            ("events", 5.0, self.meet),
            ("verdicts", 2.0, self.tell),
            ("deletions", 600.0, self.delete),
        )

    async def run(self) -> None:
        """Do every duty at its interval until cancelled."""
        await together(*(self._repeat(name, seconds, duty) for name, seconds, duty in self.duties))

    async def _repeat(self, name: str, seconds: float, duty: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                async with leases.leader(self.database, name) as leading:
                    if leading:
                        await duty()
            except Exception:
                log.exception("duty failed", duty=name)
            await asyncio.sleep(seconds)

    def quiet_now(self) -> bool:
        """Are these hours in which nobody is written to unasked?"""
        return self.quiet.holds(self.clock.local().time())

    def is_off(self, *switches: str) -> bool:
        """Is one of these switched off?"""
        return any(name in self.off() for name in switches)

    async def announce(self) -> None:
        """Put the next slice of approved announcements on its way, and close those that are out."""
        if self.is_off(BOT, ANNOUNCEMENTS):
            return
        more, only_urgent = 1, self.quiet_now()
        while more:
            async with self.database.begin() as db:
                work = Announcements(db, self.clock.now(), per_day=self.per_day)
                more = await work.plan_next(only_urgent=only_urgent)

    async def alert(self) -> None:
        """Tell who may approve that something urgent waits, at any hour."""
        async with self.database.begin() as db:
            await Urgent(db, self.clock.now()).alert()

    async def remind(self) -> None:
        """Remind who asked for this hour."""
        if self.quiet_now() or self.is_off(BOT):
            return
        here = self.clock.local()
        async with self.database.begin() as db:
            await reminders.send_due(db, hour=here.hour, today=here.date(), now=self.clock.now())

    async def meet(self) -> None:
        """Tell who signed up for an event what they have to hear."""
        if self.quiet_now() or self.is_off(BOT):
            return
        async with self.database.begin() as db:
            await event_duties.send_due(db, self.clock, self.clock.now())

    async def tell(self) -> None:
        """Tell who got an answer what a person found of it; in quiet hours only that it was wrong."""
        more = 1
        while more:
            async with self.database.begin() as db:
                more = await Telling(db, self.clock.now()).tell_due(quiet=self.quiet_now())

    async def delete(self) -> None:
        """Delete old words in slices, erased citizens, and expired logins."""
        now = self.clock.now()
        gone = 1
        while gone:
            async with self.database.begin() as db:
                gone = await purge.words(db, before=now - self.retention)
            await asyncio.sleep(0.05)
        if not self.quiet_now():
            await self._expire_tickets(now)
        async with self.database.begin() as db:
            await outbox.give_up(db, before=now - self.retention)
            await purge.erased_citizens(db, before=now - ERASED_AFTER)
            await purge.expired(db, now=now, today=self.clock.local(now).date())
            await event_duties.forget_lists(db, self.clock, now)

    async def _expire_tickets(self, now: datetime) -> None:
        """Questions that no person answered in all that time go too; how many is counted and said in the log."""
        gone = 1
        while gone:
            async with self.database.begin() as db:
                gone = await Tickets(db, now).expire(now - self.retention)
                await counters.add(db, self.clock.local(now).date(), {"tickets.expired": gone} if gone else {})
            if gone:
                log.warning("tickets nobody answered were deleted", tickets=gone)
