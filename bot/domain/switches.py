"""Switching parts of the bot off, at once and everywhere: the model, a channel, announcements, everything."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal
from bot.messages import Reply
from bot.storage import outbox, switches
from bot.storage.database import Database
from bot.storage.tables import Staff

log = structlog.get_logger("bot.domain.switches")

MODEL, ANNOUNCEMENTS, BOT = "model", "announcements", "bot"
CHANNEL = "channel:"
REASON_MAX = 300
LOOK_EVERY = 3.0
"""Seconds after which a process knows at the latest, where it did not hear of a change."""
SLICE = 64

Off = Callable[[], Collection[str]]
"""The names of what is switched off just now."""


def nothing_off() -> Collection[str]:
    """Where nothing can be switched off."""
    return ()


@dataclass(frozen=True, slots=True)
class SwitchedOff:
    """One thing that is off, since when, why, and who did it."""

    name: str
    reason: str
    at: datetime
    who: str


class Board:
    """What is off, as this process knows it: kept in the database, looked at every few seconds and at every change."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.off: Mapping[str, SwitchedOff] = {}
        self._changed = asyncio.Event()
        database.listeners.append(lambda topics: self._changed.set() if "switches" in topics else None)

    def names(self) -> Collection[str]:
        """What is off, by name."""
        return self.off.keys()

    async def refresh(self) -> None:
        """Look now."""
        async with self.database.read() as db:
            rows = await switches.everything(db)
        self.off = {row.name: SwitchedOff(row.name, row.reason, row.at, row.who or "") for row in rows}

    async def run(self) -> None:
        """Look again and again, until cancelled; a database that is away changes nothing."""
        while True:
            self._changed.clear()
            try:
                await self.refresh()
            except Exception as error:
                log.warning("switches could not be looked at", why=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait(), LOOK_EVERY)


def closed(off: Collection[str], channels: Sequence[str]) -> dict[str, str]:
    """Channel → the switch for which nobody is answered there."""
    if BOT in off:
        return dict.fromkeys(channels, BOT)
    return {name: f"{CHANNEL}{name}" for name in channels if f"{CHANNEL}{name}" in off}


def lowest_rank(off: Collection[str], channel: str) -> int:
    """What ranks below this stays where it is: unasked messages of what is off. People's answers always go."""
    if BOT in off or f"{CHANNEL}{channel}" in off:
        return outbox.PEOPLE
    return outbox.REMINDERS if ANNOUNCEMENTS in off else outbox.BULK


async def tell_waiting(db: AsyncSession, shut: Mapping[str, str], *, now: datetime) -> int:
    """Who writes while nobody is answered hears so, once; their message waits and is answered afterwards."""
    told = 0
    for name in sorted(set(shut.values())):
        channels = [channel for channel, switch in shut.items() if switch == name]
        for citizen_id, address_id in await switches.untold(db, name, channels, limit=SLICE):
            if await switches.keep_told(db, name, address_id):
                notice = Reply("switches.notice")
                await outbox.add(db, citizen_id, address_id, notice, rank=outbox.REPLIES, now=now)
                told += 1
    return told


class Switches:
    """Off and on again, in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime, channels: Sequence[str]) -> None:
        self.db, self.now = db, now
        self.known = (BOT, MODEL, ANNOUNCEMENTS, *(f"{CHANNEL}{name}" for name in channels))

    async def put_off(self, name: str, who: Staff, reason: str) -> None:
        """Off, for everybody, until somebody switches it on again. Raises Refusal."""
        self._may(name, who)
        reason = " ".join(reason.split())
        if not reason or len(reason) > REASON_MAX:
            raise Refusal("switches.reason_missing", most=REASON_MAX)
        if not await switches.put_off(self.db, name, reason=reason, staff_id=who.id, at=self.now):
            raise Refusal("switches.off_already")
        details = {"switch": name, "reason": reason}
        await audit.record(self.db, who.login, "switches.off", details, now=self.now)

    async def put_on(self, name: str, who: Staff) -> None:
        """On again. Raises Refusal."""
        self._may(name, who)
        if not await switches.put_on(self.db, name):
            raise Refusal("switches.on_already")
        await audit.record(self.db, who.login, "switches.on", {"switch": name}, now=self.now)

    def _may(self, name: str, who: Staff) -> None:
        if name not in self.known:
            raise Refusal("switches.unknown")
        if who.area:
            raise Refusal("outside_area")
