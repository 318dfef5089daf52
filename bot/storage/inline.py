"""SQLite's writer in the loop's own thread: a short write costs less than handing each step to a thread and back."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from functools import partial
from typing import Any

import aiosqlite

Step = tuple[asyncio.Future[Any] | None, Callable[[], Any]]
ROWS = 64
"""How many rows aiosqlite fetches at once where somebody iterates."""


class AtOnce:
    """In the place of the queue to aiosqlite's thread: a step is done when it is put there."""

    def put_nowait(self, step: Step) -> None:
        """Do it; its future is done when this returns."""
        future, act = step
        try:
            result = act()
        except BaseException as error:
            if future is None:
                raise
            future.set_exception(error)
        else:
            if future is not None:
                future.set_result(result)


class InlineConnection(aiosqlite.Connection):
    """aiosqlite's connection without its thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection]) -> None:
        super().__init__(connector, ROWS)
        self._tx = AtOnce()  # type: ignore[assignment]

    def __await__(self) -> Generator[Any, None, aiosqlite.Connection]:
        return self._connect().__await__()


def connect(path: str, **options: Any) -> InlineConnection:
    """For SQLAlchemy's `async_creator_fn`: the options are those of `sqlite3.connect`."""
    return InlineConnection(partial(sqlite3.connect, path, **options))
