"""A circuit breaker: a model that fails again and again is left alone for a while, then asked once."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 4
"""In a row; then it opens."""
REST = 30.0
"""Seconds until one question may try again."""


class Breaker:
    """Closed: all may ask. Open: nobody. Half-open: one probe, whose outcome decides."""

    def __init__(self, now: Callable[[], float] = time.monotonic, failures: int = FAILURES, rest: float = REST) -> None:
        self._now, self._most, self._rest = now, failures, rest
        self._failed = 0
        self._until = 0.0
        self._probing = False

    @property
    def state(self) -> str:
        """closed, open or half-open."""
        if self._failed < self._most:
            return "closed"
        return "open" if self._now() < self._until else "half-open"

    def allows(self) -> bool:
        """Whether this question may be asked; in the half-open state it becomes the probe."""
        state = self.state
        if state == "half-open" and not self._probing:
            self._probing = True
            return True
        return state == "closed"

    def succeeded(self) -> None:
        """An answer came: closed again."""
        self._failed, self._probing = 0, False

    def failed(self) -> None:
        """No answer came; after a failed probe the rest begins anew."""
        self._failed, self._probing = self._failed + 1, False
        if self._failed >= self._most:
            self._until = self._now() + self._rest

    def gave_up(self) -> None:
        """The question was withdrawn before anything came of it."""
        self._probing = False
