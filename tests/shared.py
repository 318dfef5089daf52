"""What is the same in every test and dear to make: read and built once in each process that runs tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
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


def copied(folder: Path, *, without: Sequence[str]) -> Path:
    """A copy of the content to be changed, without the shelves that a test asks nothing about: all take a second."""
    left_out = {content_dir() / name for name in without}
    made = folder / "content"
    shutil.copytree(content_dir(), made, ignore=lambda at, names: [one for one in names if Path(at, one) in left_out])
    return made


def the_base() -> Base:
    """The content as it is, indexed."""
    return the_answering().base
