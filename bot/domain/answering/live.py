"""Answers from the files as they are now, and from what was published in the console: known a few seconds later.

Entries, articles, facts and the words of search are read anew. Lessons, phrases, commands and the register of documents
are not: these take a restart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import structlog

from bot.domain.answering.answer import Answering
from bot.domain.overlay import Latest, Overlay, laid_over
from bot.library.library import Library
from bot.library.stamp import Stamp, stamp

log = structlog.get_logger(__name__)

EVERY = 5.0
"""Seconds between two looks at the files; a change is read once the files have stayed the same for so long."""
Published = Callable[[], Awaitable[Overlay]]
"""What was published and corrected in the console."""
READ_ANEW = ("faqs", "articles", "facts", "abbreviations", "everyday", "talk", "beyond")


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
    ) -> None:
        """`latest`: told of what is published and corrected, for those who show lessons."""
        self._answering, self._library, self._folder = answering, library, folder
        self._every = EVERY if every is None else every
        self._change: asyncio.Task[None] | None = None
        self._published, self._latest = published, latest or Latest()

    async def run(self) -> None:
        """For as long as the program runs."""
        known = seen = await self._stamp()
        try:
            while True:
                await asyncio.sleep(self._every)
                before, seen = seen, await self._stamp()
                fresh = await self._look_up_published()
                if fresh or (seen == before and seen != known):
                    known = seen
                    await self._read_anew()
        finally:
            self._change.cancel() if self._change else None

    async def _stamp(self) -> Stamp:
        return await asyncio.to_thread(stamp, self._folder)

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

    async def _read_anew(self) -> None:
        """The files as they are now; not if they have faults that were not there: half an edit takes nothing away."""
        try:
            found = await asyncio.to_thread(Library.load, self._folder)
        except Exception:
            log.exception("changed content could not be read: answers stay as they were")
            return
        if faults := self._new_faults(found):
            log.warning("changed content has faults: answers stay as they were", faults=faults)
            return
        self._library = with_knowledge(self._library, found)
        self._change = asyncio.create_task(self._taken_over(laid_over(self._library, self._latest.overlay)))

    async def _taken_over(self, library: Library) -> None:
        """Found by words as soon as the index is there, by meaning when that has been read; the watch goes on."""
        try:
            await self._answering.change(library)
        except Exception:
            log.exception("changed content could not be taken over: answers stay as they were")
            return
        log.info("changed content taken over", entries=len(library.faqs), articles=len(library.articles))

    def _new_faults(self, found: Library) -> list[str]:
        known = {(fault.path, fault.field, fault.remedy) for fault in self._library.faults}
        return [str(fault) for fault in found.faults if (fault.path, fault.field, fault.remedy) not in known]


def with_knowledge(library: Library, found: Library) -> Library:
    """A library with what another one knows."""
    return replace(library, **{name: getattr(found, name) for name in READ_ANEW})
