"""Places of a text, and which of them are taken."""

from __future__ import annotations

from bisect import bisect_left


class Places:
    """What has been taken of a text so far; asked in any order, in the time of a search by halves."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def take(self, start: int, end: int) -> bool:
        """Take a place; False if another one overlaps it."""
        at = bisect_left(self._starts, end)
        if at and self._ends[at - 1] > start:
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True
