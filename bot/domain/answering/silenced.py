"""Lines of what nobody here knows that fit an entry: who asks for it in such words would no longer be offered it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from bot.domain.answering.base import Base
from bot.domain.answering.thresholds import SAID
from bot.library import beyond_checks
from bot.library.files import Fault, Source
from bot.library.library import Library

FITS = 0.75
"""So likely an entry answers the line, asked as a question."""


def silenced(library: Library, sources: Mapping[str, Source], today: date) -> Iterator[Fault]:
    """A hint for each. Takes a second: the entries are indexed for it, and asked by words."""
    base = Base(library) if library.beyond else None
    for subject in library.beyond if base else ():
        for line, source, place in beyond_checks.placed(subject, sources):
            found = base.find_entries(line, today) if base else None
            if found and found.hits and found.nearby >= FITS and found.covered >= SAID:
                entry = found.hits[0].id
                yield Fault(
                    source.path,
                    place,
                    "lines",
                    f"“{line}” fits the entry {entry} ({found.nearby:.2f}), which would be offered no more: "
                    "say what that entry does not answer, or take it out",
                )
