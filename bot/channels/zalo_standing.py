"""What keeps an Official Account from sending: every process knows it, administrators are told, a send ends it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.zalo_errors import VIOLATION, ZaloError
from bot.log import logger

log = logger(__name__)

ALL, PAID = "all", "paid"
"""Zalo takes nothing; Zalo takes nothing that costs money."""
FAULTS = {ALL: "Zalo refuses to send", PAID: "Zalo refuses what costs money"}
ALERTS = {ALL: "cannot_send", PAID: "cannot_pay"}
PAID_HOLDS = timedelta(days=1)
"""Paid messages are rare: a refusal that was not repeated for so long says nothing about today."""


class Notes(Protocol):
    """Where the standing is kept, for all processes and across restarts; "" = nothing is wrong."""

    async def get(self, name: str) -> str: ...  # noqa: D102
    async def put(self, name: str, value: str) -> None: ...  # noqa: D102


class Standing:
    """Noted at once, written soon: a send never waits for it."""

    def __init__(
        self, now: Callable[[], datetime], notes: Notes | None, alert: Callable[[str], Awaitable[None]] | None
    ) -> None:
        self.now, self.notes, self.alert = now, notes, alert
        self._faults = {ALL: "", PAID: ""}
        self._writing: set[asyncio.Task[None]] = set()

    def refused(self, error: ZaloError, what: str) -> None:
        """Zalo took nothing, or nothing that costs money, because of how the account stands."""
        self._faults[what] = f"{self.now().isoformat()} {error}"
        self._soon(self._write(what))
        self._tell(ALERTS[what])

    def violated(self, error: ZaloError) -> None:
        """Words of ours broke the platform's standards: nothing else is held up, but somebody must look."""
        if error.code == VIOLATION:
            self._tell("violation")

    def sent(self, *, paid: bool = False) -> None:
        """Zalo took a message, perhaps a paid one: what stood in its way is over."""
        for what in (ALL, PAID) if paid else (ALL,):
            if self._faults[what]:
                self._faults[what] = ""
                self._soon(self._write(what))

    async def look(self) -> None:
        """Learn what another process, or the one before this, has met."""
        await self.settled()
        if self.notes:
            self._faults = {what: await self.notes.get(what) for what in self._faults}

    def fault(self) -> str:
        """ "" or one line that says what is wrong, the worst first."""
        for what, noted in self._faults.items():
            at, _, why = noted.partition(" ")
            if noted and (what == ALL or self.now() - datetime.fromisoformat(at) < PAID_HOLDS):
                return f"{FAULTS[what]}: {why}"
        return ""

    async def settled(self) -> None:
        """Wait until everything is written."""
        if self._writing:
            await asyncio.wait(set(self._writing), timeout=3)

    async def _write(self, what: str) -> None:
        if self.notes:
            await self.notes.put(what, self._faults[what])

    def _tell(self, what: str) -> None:
        if self.alert:
            self._soon(self.alert(what))

    def _soon(self, work: Awaitable[None]) -> None:
        task = asyncio.create_task(_quietly(work))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)


async def _quietly(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception as error:
        log.warning("how the account stands could not be written", why=type(error).__name__)
