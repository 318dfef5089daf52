"""How much one person, or one network address, may send in a minute."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime

PRESSES = 4
"""So many presses of buttons count as one typed message: who turns cards reads faster than anybody types."""
CALLS_FOR_HELP = 10
"""So many calls for help in a minute are taken from whoever is past the bound: nobody in danger meets silence."""
MINUTE, WARN_EVERY = 60.0, 20.0
"""Seconds."""
FEW = 5_000
"""With more than so many senders, and twice those who are left, who was quiet for a minute is forgotten."""


class Flood:
    """At most `per_minute` typed messages of each sender in any minute."""

    def __init__(self, per_minute: int) -> None:
        self.per_minute = per_minute
        self._recent: dict[Hashable, list[tuple[float, int]]] = {}
        self._look_at = FEW

    def allow(self, sender: Hashable, now: float, *, pressed: bool = False) -> bool:
        """May this sender send once more at `now`, in seconds? What may not does not count."""
        recent = self._recent.setdefault(sender, [])
        while recent and now - recent[0][0] > MINUTE:
            del recent[0]
        counts = 1 if pressed else PRESSES
        if sum(one for _, one in recent) + counts > self.per_minute * PRESSES:
            return False
        recent.append((now, counts))
        if len(self._recent) > self._look_at:
            self._recent = {one: sent for one, sent in self._recent.items() if sent and now - sent[-1][0] < MINUTE}
            self._look_at = max(FEW, 2 * len(self._recent))
        return True


class WarningFlood(Flood):
    """The same; the first message over it is told so, what follows within 20 seconds is not."""

    def __init__(self, per_minute: int) -> None:
        super().__init__(per_minute)
        self._calls = Flood(CALLS_FOR_HELP)
        self._warned: dict[int, float] = {}

    def check(self, citizen_id: int, at: datetime, *, pressed: bool = False, urgent: bool = False) -> str:
        """ "fine", "warn" (say that it is too fast) or "silent" (said already)."""
        now = at.timestamp()
        if self.allow(citizen_id, now, pressed=pressed) or (urgent and self._calls.allow(citizen_id, now)):
            return "fine"
        if now - self._warned.get(citizen_id, -MINUTE) < WARN_EVERY:
            return "silent"
        self._warned[citizen_id] = now
        if len(self._warned) > FEW:
            self._warned = {one: when for one, when in self._warned.items() if now - when < MINUTE}
        return "warn"
