"""What comes in the same moment is done together: one transaction for many."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Grouped(Generic[Item, Result]):
    """Calls `act` with all items that wait, at most `most` at a time; each caller gets the result of its own.

    With `seconds`, a group is gathered for so long. When `act` fails, every caller of that group gets the error.
    """

    def __init__(
        self, act: Callable[[Sequence[Item]], Awaitable[Sequence[Result]]], most: int, seconds: float = 0.0
    ) -> None:
        self._act, self._most, self._seconds = act, most, seconds
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._acting: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Result:
        """The result for this item, once its group is done."""
        result: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, result))
        if self._acting is None or self._acting.done():
            self._acting = asyncio.create_task(self._act_on_all())
        return await result

    async def _act_on_all(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._seconds)  # at 0, what comes in this round of the loop comes along
            group, self._waiting = self._waiting[: self._most], self._waiting[self._most :]
            try:
                results = await self._act([item for item, _ in group])
            except Exception as error:
                for _, result in group:
                    if not result.done():
                        result.set_exception(error)
            else:
                for (_, result), value in zip(group, results, strict=True):
                    if not result.done():
                        result.set_result(value)
