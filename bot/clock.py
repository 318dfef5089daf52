"""Now, in UTC and in the citizens' time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class Clock:
    """The time of day; tests put their own in its place."""

    def __init__(self, zone: str = "Asia/Ho_Chi_Minh") -> None:
        self.zone = ZoneInfo(zone)

    def now(self) -> datetime:
        """An aware time in UTC, as the database keeps it."""
        return datetime.now(UTC)

    def local(self, moment: datetime | None = None) -> datetime:
        """The same moment on the citizens' clocks."""
        return (moment or self.now()).astimezone(self.zone)
