"""What is the same in every test and dear to make: read and built once in each process that runs tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import fields, replace
from functools import cache
from pathlib import Path

from bot.domain.answering.answer import Answering
from bot.domain.answering.base import Base
from bot.domain.answering.guard import Guard
from bot.domain.answering.search.kept import Kept
from bot.library.files import content_dir
from bot.library.library import Library


@cache
def the_library() -> Library:
    """The content as it is. Whoever wants to change something in it loads one of their own."""
    return Library.load(content_dir())


@cache
def the_answering() -> Answering:
    """Answers from the content as it is, with no model and by words alone; it keeps nothing between questions."""
    return Answering(the_library(), Guard(the_library().register), kept=Kept(Path(os.environ["SEARCH_FOLDER"])))


class ReadOnce:
    """The content as it is, read anew only when a file changed; everybody gets lists and tables of their own."""

    def __init__(self, read: Callable[[Path], Library]) -> None:
        self._read, self._known = read, dict[frozenset[tuple[str, int, int]], Library]()

    def __call__(self, folder: Path) -> Library:
        """What is read from a folder; of any other than the content nothing is remembered."""
        if folder != content_dir():
            return self._read(folder)
        files = [(str(path), path.stat()) for path in folder.rglob("*.*")]
        now = frozenset((path, told.st_mtime_ns, told.st_size) for path, told in files)
        if now not in self._known:
            self._known[now] = self._read(folder)
        known = self._known[now]
        return replace(known, **{one.name: copy(getattr(known, one.name)) for one in fields(known)})


def copied(folder: Path, *, without: Sequence[str]) -> Path:
    """A copy of the content to be changed, without the shelves that a test asks nothing about: all take a second."""
    left_out = {content_dir() / name for name in without}
    made = folder / "content"
    shutil.copytree(content_dir(), made, ignore=lambda at, names: [one for one in names if Path(at, one) in left_out])
    return made


def the_base() -> Base:
    """The content as it is, indexed."""
    return the_answering().base
