"""Answers from the files as they are now, and from what was published in the console: known a few seconds later.

Entries, articles, facts and the words of search are read anew. Files of lessons, phrases, commands and the register of
documents are not: these take a restart. Lessons published in the console do not.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from bot.domain.answering.answer import Answering
from bot.domain.overlay import Latest, Overlay, laid_over
from bot.library.library import Library
from bot.library.watching import EVERY, Files

log = structlog.get_logger(__name__)

Published = Callable[[], Awaitable[Overlay]]
"""What was published and corrected in the console."""


def nobody(library: Library) -> None:
    """Nobody else has to know."""


class Live:
    """Watches the content folder for the answers' sake."""

    def __init__(
        self,
        answering: Answering,
        library: Library,
        folder: Path,
        every: float | None = None,
        *,
        published: Published | None = None,
        latest: Latest | None = None,
        tell: Callable[[Library], None] = nobody,
    ) -> None:
        """`latest`: told of what is published and corrected, for those who show lessons; `tell`: of changed files."""
        self._answering, self._files = answering, Files(library, folder)
        self._every = EVERY if every is None else every
        self._change: asyncio.Task[None] | None = None
        self._published, self._latest, self._tell = published, latest or Latest(), tell

    async def run(self) -> None:
        """For as long as the program runs."""
        await self._files.look()
        try:
            while True:
                await asyncio.sleep(self._every)
                await self._look()
        finally:
            self._change.cancel() if self._change else None

    async def _look(self) -> None:
        fresh, changed = await self._look_up_published(), await self._files.look()
        if changed:
            self._tell(self._files.library)
        if fresh or changed:
            library = laid_over(self._files.library, self._latest.overlay)
            self._change = asyncio.create_task(self._taken_over(library))

    async def _look_up_published(self) -> bool:
        """Whether what is published in the console has changed; a database that is away changes nothing."""
        if self._published is None:
            return False
        try:
            overlay = await self._published()
        except Exception as error:
            log.warning("published drafts could not be looked up", why=type(error).__name__)
            return False
        before, self._latest.overlay = self._latest.overlay, overlay
        return overlay != before

    async def _taken_over(self, library: Library) -> None:
        """Found by words as soon as the index is there, by meaning when that has been read; the watch goes on."""
        try:
            await self._answering.change(library)
        except Exception:
            log.exception("changed content could not be taken over: answers stay as they were")
            return
        log.info("changed content taken over", entries=len(library.faqs), articles=len(library.articles))
