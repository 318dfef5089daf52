"""One lesson or article by itself: where its file lies, and what another text in its place would be worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.library import checks
from bot.library.articles import as_article
from bot.library.files import Fault, as_page
from bot.library.library import Library, Loader
from bot.library.schemas import Article, Lesson

OF_ARTICLES = "knowledge-"
"""How the ids of articles begin; behind it stands the name of the file."""
KEPT_READ = 256
"""Texts that are not read again each time."""

Page = Lesson | Article


@dataclass(frozen=True, slots=True)
class Checked:
    """A text as the page that it makes, None where it makes none, and everything wrong with it, from above."""

    text: str
    page: Page | None
    faults: Sequence[Fault]


def paths(folder: Path) -> dict[str, Path]:
    """The file of each lesson's code and each article's id."""
    lessons = {path.stem.upper(): path for path in sorted((folder / "lessons").glob("*/*.md"))}
    return lessons | {OF_ARTICLES + path.stem: path for path in sorted((folder / "knowledge").glob("*/*.md"))}


def name_of(page: Page) -> str:
    """What a page is known by: the code of a lesson, the id of an article."""
    return page.code if isinstance(page, Lesson) else page.id


def checked(library: Library, folder: Path, path: Path, text: str) -> Checked:
    """A text in place of this file, held against everything that the file itself is held against."""
    loader = Loader(folder)
    page = _read(loader, path, text, [one.code for one in library.modules])
    if page:
        source = loader.sources[name_of(page)]
        loader.faults += checks.beside(library, page, source)
        if isinstance(page, Lesson) and page.code != path.stem.upper():
            loader.faults.append(source.fault("code", f"must stay {path.stem.upper()}"))
    return Checked(text, page, sorted(loader.faults, key=lambda one: one.line))


@lru_cache(maxsize=KEPT_READ)
def as_read(path: str, text: str) -> Page | None:
    """The page that a text makes in the file `path` below the content, whatever else there is, or None."""
    folder = Path("content")
    module = Path(path).stem.upper().partition("-")[0]
    return _read(Loader(folder), folder / path, text, [module])


def _read(loader: Loader, path: Path, text: str, modules: Sequence[str]) -> Page | None:
    if path.parent.parent.name == "knowledge":
        return loader.article(path, lambda one: as_article(text, one))
    return loader.lesson(path, modules, lambda one: as_page(text, one))
