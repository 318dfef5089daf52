"""Loops that run side by side and end together, with nothing of theirs left behind."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def together(*loops: Coroutine[Any, Any, None]) -> None:
    """Run all of them until they end, one fails, or this is cancelled; return when the last one has let go.

    `asyncio.gather` returns as soon as the first one is cancelled. Who then closes the database under the others, or
    cancels them once more in the middle of a rollback, waits for ever: the connection's thread is gone.
    """
    tasks = [asyncio.create_task(loop) for loop in loops]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            if not task.cancelling():
                task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
