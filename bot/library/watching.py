"""The content folder as it is now: what answers are drawn from is read anew when its files change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import structlog

from bot.library.library import Library
from bot.library.stamp import Stamp, stamp

log = structlog.get_logger(__name__)

EVERY = 5.0
"""Seconds between two looks at the files; a change is read once the files have stayed the same for so long."""
READ_ANEW = ("faqs", "articles", "facts", "abbreviations", "everyday", "talk", "beyond", "danger")


class Files:
    """Watches the folder that `library` was read from; `library` is what stands there now."""

    def __init__(self, library: Library, folder: Path) -> None:
        self.library = library
        self._folder = folder
        self._known: Stamp | None = None
        self._seen: Stamp | None = None

    async def look(self) -> bool:
        """One look; the first one says how things stand. True when the library has just been read anew."""
        before, self._seen = self._seen, await asyncio.to_thread(stamp, self._folder)
        if self._known is None:
            self._known = self._seen
        if self._seen != before or self._seen == self._known:
            return False
        self._known = self._seen
        return await self._read_anew()

    async def _read_anew(self) -> bool:
        """Not if there are faults that were not there: half an edit takes nothing away."""
        try:
            found = await asyncio.to_thread(Library.load, self._folder)
        except Exception:
            log.exception("changed content could not be read: answers stay as they were")
            return False
        if faults := self._new_faults(found):
            log.warning("changed content has faults: answers stay as they were", faults=faults)
            return False
        self.library = with_knowledge(self.library, found)
        return True

    def _new_faults(self, found: Library) -> list[str]:
        known = {(fault.path, fault.field, fault.remedy) for fault in self.library.faults}
        return [str(fault) for fault in found.faults if (fault.path, fault.field, fault.remedy) not in known]


def with_knowledge(library: Library, found: Library) -> Library:
    """A library with what another one knows."""
    return replace(library, **{name: getattr(found, name) for name in READ_ANEW})
