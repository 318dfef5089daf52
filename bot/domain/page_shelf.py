"""Lessons and articles that can be changed in the console: their files, what stands in place of one, and conflicts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from bot.domain.staff import Refusal
from bot.library.files import Broken, Fault, file_text, shown
from bot.library.library import Library
from bot.library.pages import OF_ARTICLES, Checked, Page, as_read, checked, paths
from bot.library.schemas import Lesson
from bot.storage.tables import PageDraft

FILTERS = ("all", "lessons", "articles", "console", "open", "conflict")

TooLong = Callable[[Lesson], Iterable[tuple[str, str]]]
"""Pairs: which message of a lesson, why a platform would cut it or bring it in parts."""


@dataclass(frozen=True, slots=True)
class OnShelf:
    """A lesson or an article.

    `path`: its file below the content; `file`: what stands there, "" where it is gone; `edit`: what was published in
    its place; `open`: what is in work.
    """

    name: str
    title: str
    path: str
    file: str
    edit: PageDraft | None
    open: PageDraft | None

    @property
    def text(self) -> str:
        """What citizens get, as a file."""
        return self.edit.text if self.edit else self.file

    @property
    def conflict(self) -> bool:
        """The file changed after this edit was begun, and does not say what the edit says."""
        return bool(self.edit and self.file and hash_of(self.file) != self.edit.file_hash and not self.in_file)

    @property
    def in_file(self) -> bool:
        """The file has come to say what was published here: the edit is of no use any more."""
        return bool(self.edit and self.edit.text == self.file)

    def fits(self, wanted: str) -> bool:
        """Is it among what a filter shows?"""
        return {
            "lessons": not self.name.startswith(OF_ARTICLES),
            "articles": self.name.startswith(OF_ARTICLES),
            "console": self.edit is not None,
            "open": self.open is not None,
            "conflict": self.conflict,
        }.get(wanted, True)


def hash_of(text: str) -> str:
    """The same for the same words of a file."""
    return hashlib.sha256(text.encode()).hexdigest()


def kept(text: str) -> str:
    """A text as it is kept: no empty lines around it."""
    return text.strip() + "\n"


def nothing(lesson: Lesson) -> Iterable[tuple[str, str]]:
    """Where no platform is known nothing is too long."""
    return ()


class PageShelf:
    """The files of lessons and articles below `folder`, as `library` knows them."""

    def __init__(self, library: Library, folder: Path, too_long: TooLong | None = None) -> None:
        self.library, self.folder, self.too_long = library, folder, too_long or nothing

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Codes of lessons in their order, then ids of articles, with the titles that their files have."""
        articles = sorted((one.id, one.title) for one in self.library.articles)
        return {one.code: one.title for one in self.library.lessons} | dict(articles)

    @cached_property
    def paths(self) -> Mapping[str, Path]:
        """The files, as they lie there at this moment."""
        return paths(self.folder)

    def get(self, name: str, edit: PageDraft | None, opened: PageDraft | None) -> OnShelf:
        """One of them. Raises Refusal for what is neither a file nor an edit."""
        path = self.paths.get(name) if name in self.titles else None
        if path is None and edit is None:
            raise Refusal("pages.unknown")
        published = as_read(edit.path, edit.text) if edit else None
        title = published.title if published else self.titles.get(name, name)
        if path is None:
            return OnShelf(name, title, edit.path if edit else "", "", edit, opened)
        return OnShelf(name, title, path.relative_to(self.folder).as_posix(), _words(path), edit, opened)

    def checked(self, path: str, text: str) -> Checked:
        """A text in place of the file `path`, with everything wrong with it. Takes some tenths of a second."""
        found = checked(self.library, self.folder, self.folder / path, text)
        return replace(found, faults=[*found.faults, *self._too_long(self.folder / path, found.page)])

    def _too_long(self, path: Path, page: Page | None) -> Iterable[Fault]:
        if isinstance(page, Lesson):
            fault = partial(Fault, shown(path), 1, "cards")
            yield from (fault(f"{what}: {why}") for what, why in self.too_long(page))


def _words(path: Path) -> str:
    try:
        return kept(file_text(path))
    except Broken:
        return ""
