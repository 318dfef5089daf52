"""Token buckets: how fast a platform lets us send."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Callable
from typing import Protocol

AIM, EVEN = 0.95, 0.98
"""Of a hard limit, so that a sliding second never goes over it: shared or of a chat, and of one process."""
LATE = 1.4
"""So many tokens at most are kept of a moment that came late: a loop never wakes exactly on time."""


def at_once() -> bool:
    """Somebody waits for it."""
    return True


class Turns(Protocol):
    """Where a turn to call a platform is taken; `urgent` says at any moment whether somebody waits for the call."""

    async def take(self, urgent: Callable[[], bool] = at_once) -> None: ...  # noqa: D102
    def give_back(self) -> None: ...  # noqa: D102


class Bucket:
    """At most `rate` takes a second, with a burst of a fiftieth of it, or of `burst`; at low rates of `LATE`.

    Not `full` at first: a process that died has just had its turns, and its successor does not have them again.
    """

    def __init__(
        self,
        rate: float,
        now: Callable[[], float] = time.monotonic,
        *,
        aim: float = EVEN,
        burst: float = 0.0,
        full: bool = True,
    ) -> None:
        self.rate, self.now = max(0.01, rate * aim), now
        self.size = max(1.0, burst or max(min(LATE, rate / 20), rate / 50))
        self.tokens, self.at = self.size if full else 0.0, now()

    def _fill(self) -> None:
        now = self.now()
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now

    async def take(self, urgent: Callable[[], bool] = at_once) -> None:
        """Wait for a token and take it. Within one process who is urgent goes first by the outbox's own order."""
        self._fill()
        while self.tokens < 1 - 1e-9:  # what is left of rounding is no reason to wait
            await asyncio.sleep((1 - self.tokens) / self.rate)
            self._fill()
        self.tokens -= 1

    def give_back(self) -> None:
        """The token taken last was not needed."""
        self.tokens = min(self.size, self.tokens + 1)


EASED_SECONDS, EASED_MOST = 600.0, 3
"""So long a slower pace is kept, and so often it is halved at most."""
SETTLES_SECONDS = 70.0
"""What the platform still says of the same minute halves nothing again."""


class Eased:
    """Turns at half the pace after the platform said "too fast", at a quarter if it says so again; back in steps."""

    def __init__(self, turns: Turns, now: Callable[[], float] = time.monotonic) -> None:
        self.turns, self.now = turns, now
        self._halved, self._until, self._settled = 0, 0.0, 0.0

    async def take(self, urgent: Callable[[], bool] = at_once) -> None:
        """Take a turn, and let others pass where the pace is eased."""
        for _ in range(self.share()):
            await self.turns.take(urgent)

    def give_back(self) -> None:
        """The turn taken last was not needed."""
        self.turns.give_back()

    def ease(self) -> None:
        """The platform says that we are too fast."""
        if self.now() >= self._settled:
            self._halved = min(EASED_MOST, self._steps() + 1)
            self._settled = self.now() + SETTLES_SECONDS
        self._until = self.now() + EASED_SECONDS

    def share(self) -> int:
        """One turn in so many is used: 1, 2, 4 or 8."""
        return int(2 ** self._steps())

    def _steps(self) -> int:
        while self._halved and self.now() >= self._until:
            self._halved -= 1
            self._until += EASED_SECONDS
        return self._halved


def eased(turns: Turns) -> Eased:
    """The same turns, at a pace that gives way."""
    return turns if isinstance(turns, Eased) else Eased(turns)


class Spread:
    """Keeps what waited after its turn (for the database, say) from leaving in a clump: no second holds more."""

    def __init__(self, rate: float, now: Callable[[], float] = time.monotonic) -> None:
        count = max(1, math.ceil(rate))
        self.now, self.seconds = now, count / max(0.01, rate)
        self._left: deque[float] = deque([-math.inf] * count, count)

    def wait(self) -> float:
        """Seconds until the next one may leave; it counts as leaving then."""
        now = self.now()
        leaves = max(now, self._left[0] + self.seconds)
        self._left.append(leaves)
        return leaves - now


class ShareSpread:
    """The same where others share the ceiling: no second holds more than this process was granted in it, or `rate`.

    `granted`: turns of the last second, and of one block.
    """

    def __init__(
        self, rate: float, granted: Callable[[], tuple[int, int]], now: Callable[[], float] = time.monotonic
    ) -> None:
        self.most, self.granted, self.now = max(1, math.ceil(rate)), granted, now
        self._left: deque[float] = deque()

    def wait(self) -> float:
        """Seconds until the next one may leave; it counts as leaving then."""
        now = self.now()
        while self._left and self._left[0] <= now - 1:
            self._left.popleft()
        turns, block = self.granted()
        most = min(self.most, max(turns, block) + (block if block > 1 else 0))  # single turns come evenly
        leaves = max(now, self._left[-most] + 1) if len(self._left) >= most else now
        self._left.append(leaves)
        return leaves - now


FEW = 5000
"""So many chats may be remembered before those that have their whole burst again are forgotten."""


class ChatBuckets:
    """The ceiling of each single chat: `rate` a second after a burst."""

    def __init__(self, rate: float, burst: int, now: Callable[[], float] = time.monotonic) -> None:
        self.rate, self.burst, self.now = max(0.01, rate * AIM), float(max(1, burst)), now
        self._chats: dict[str, tuple[float, float]] = {}
        self._look_at = FEW

    def _tokens(self, chat: str) -> float:
        tokens, at = self._chats.get(chat, (self.burst, self.now()))
        return min(self.burst, tokens + (self.now() - at) * self.rate)

    def wait(self, chat: str) -> float:
        """Seconds until this chat may be written to; 0 = now."""
        return max(0.0, (1 - self._tokens(chat)) / self.rate)

    def take(self, chat: str) -> None:
        """Count one send to this chat."""
        self._chats[chat] = (self._tokens(chat) - 1, self.now())
        if len(self._chats) > self._look_at:
            self._chats = {c: t for c, t in self._chats.items() if self._tokens(c) < self.burst}
            self._look_at = max(FEW, 2 * len(self._chats))
