"""Whether the files that answers are drawn from have changed."""

from __future__ import annotations

from pathlib import Path

FOLDERS = ("faqs", "knowledge", "facts", "words")
Stamp = frozenset[tuple[str, int, int]]
"""Of every file its path, time of change in nanoseconds, and size."""


def stamp(folder: Path) -> Stamp:
    """Changes whenever one of the files does."""
    return frozenset(one for name in FOLDERS for path in (folder / name).rglob("*.*") if (one := _of(path)))


def _of(path: Path) -> tuple[str, int, int] | None:
    try:
        told = path.stat()
    except FileNotFoundError:  # gone since it was listed
        return None
    return str(path), told.st_mtime_ns, told.st_size
