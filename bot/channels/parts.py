"""A long text in several messages: what follows the first is tried again here, for the whole would repeat it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.channels.channel import Unavailable, Uncertain

TRIES = 3
PAUSE_MAX = 60.0


async def insist(say: Callable[[], Awaitable[str]], pause: Callable[[float], Awaitable[None]], *, follows: bool) -> str:
    """Send one part. Raises what `say` raises for the first, Uncertain when one that `follows` does not get through."""
    for attempt in range(TRIES if follows else 1):
        try:
            return await say()
        except Unavailable as error:
            if not follows:
                raise
            await pause(min(PAUSE_MAX, error.retry_after or 2.0**attempt))
    raise Uncertain("only the first parts have arrived")
