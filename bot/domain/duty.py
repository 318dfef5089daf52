"""When people answer, and an honest word about the wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.settings import Hours


@dataclass(frozen=True)
class Duty:
    """Opening hours on the citizens' clocks."""

    clock: Clock
    open: Hours

    @property
    def hours(self) -> str:
        """ "08:00-17:00", for a sentence."""
        return str(self.open)

    def open_now(self) -> bool:
        """Is somebody there now? (Monday to Friday within the hours.)"""
        here = self.clock.local()
        return here.weekday() < 5 and self.open.holds(here.time())

    async def wait(self, domain: Any, form: str = "") -> str:
        """What to expect: how many are in front now, or that nobody is there. The hours are said beside it."""
        waiting = await domain.tickets.count_open()
        phrase = "wait_closed" if not self.open_now() else "wait_behind" if waiting else "wait_first"
        return str(domain.library.phrases.say(f"tickets.{phrase}", {"waiting": waiting}, form))
