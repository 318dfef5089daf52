"""`hocvuso search`: runs the project's own retrieval over a foreign knowledge base."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, track

from bot.cli.start import settings_or_exit
from bot.domain.answering.base import general
from bot.domain.answering.search import Document, Index, Understanding
from bot.domain.answering.search.meaning import Meaning
from bot.library.files import content_dir
from bot.library.library import Library


class BadRow(Exception):
    """An input that cannot be read; its words name file, line and field."""


def search(
    corpus: Annotated[Path, typer.Option(help='JSON lines: {"id", "title"?, "text"}.')],
    queries: Annotated[Path, typer.Option(help='JSON lines: {"id", "text"}.')],
    out: Annotated[Path, typer.Option(help='Where the hits go: {"id", "hits", "answerable", "ms"}, one a line.')],
    k: Annotated[int, typer.Option(min=1, help="Hits a question.")] = 10,
) -> None:
    """Find entries of any knowledge base, with the probability that the first one answers."""
    console = Console(stderr=True)
    try:
        run(corpus, queries, out, k, console)
    except BadRow as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def run(corpus: Path, queries: Path, out: Path, k: int, console: Console) -> None:
    """One line per question, in order. Nothing is written before both files have been read."""
    documents = [as_document(row, place) for row, place in read_rows(corpus)]
    asked = [(as_id(row, place), as_text(row, "text", place)) for row, place in read_rows(queries)]
    console.print(f"{len(documents)} entries, {len(asked)} questions", highlight=False)
    index, meaning = prepared(documents, console)
    try:
        with out.open("w", encoding="utf-8") as file:
            for question, text in track(asked, "search", console=console, transient=True):
                file.write(json.dumps(answer(index, meaning, question, text, k), ensure_ascii=False) + "\n")
    except OSError as error:
        raise BadRow(f"{out}: cannot be written: {error.strerror}") from error


def prepared(documents: list[Document], console: Console) -> tuple[Index, Meaning | None]:
    """The index over these documents alone; what it knows of the language besides is our own everyday Vietnamese."""
    library = Library.load(content_dir())
    index = Index.build(documents, Understanding.learn(documents, library.abbreviations, general(library)))
    meaning = Meaning.at(cache_dir()) if settings_or_exit(quiet=True).dense_search else None
    if meaning is None:
        return index, None
    with reading_shown(console) as progress:
        vectors = meaning.of(documents, index.views, progress)
    return index.with_meaning(vectors), meaning


READING = "reading for meaning (kept for next time)"
LINES = 10


@contextmanager
def reading_shown(console: Console) -> Iterator[Callable[[int, int], None]]:
    """Shows how far the reading is: a bar on a terminal, elsewhere a line now and then."""
    if not console.is_terminal:
        told = set[tuple[int, int]]()

        def line(done: int, whole: int) -> None:
            part = LINES * done // whole
            if (part, whole) not in told:
                told.add((part, whole))
                console.print(f"{READING}: {done} of {whole}", highlight=False, soft_wrap=True)

        yield line
        return
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(READING, total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)


def cache_dir() -> Path:
    """Where vectors are kept between runs."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hocvuso"


def answer(index: Index, meaning: Meaning | None, question: str, text: str, k: int) -> dict[str, Any]:
    """One line of the output; `ms` is the time of everything from the question as typed to the probability."""
    start = time.perf_counter()
    words = index.understanding.question(text)
    found = index.find(text, k, meaning.question(words) if meaning and words else None)
    spent = (time.perf_counter() - start) * 1000
    hits = [{"id": hit.id, "score": float(f"{hit.score:.6g}")} for hit in found.hits]
    return {"id": question, "hits": hits, "answerable": round(found.certainty.first, 4), "ms": round(spent, 3)}


def read_rows(path: Path) -> Iterator[tuple[dict[str, Any], str]]:
    """The objects of a file and where each stands; empty lines are passed over."""
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise BadRow(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        broken = error.object[: error.start].count(b"\n") + 1
        raise BadRow(f"{path}:{broken}: not UTF-8") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield as_row(line, f"{path}:{number}"), f"{path}:{number}"


def as_row(line: str, place: str) -> dict[str, Any]:
    """One line as an object."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadRow(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadRow(f"{place}: must be an object")
    return row


def as_document(row: dict[str, Any], place: str) -> Document:
    """One entry of the corpus."""
    title = as_text({"title": "", **row}, "title", place) if row.get("title") is not None else ""
    return Document(as_id(row, place), title, as_text(row, "text", place))


def as_id(row: dict[str, Any], place: str) -> str:
    """The row's name; a number will do."""
    found = row.get("id")
    if isinstance(found, bool) or not isinstance(found, str | int) or found == "":
        raise BadRow(f"{place}: id — " + ("is missing" if found is None else "must be a text or a whole number"))
    return str(found)


def as_text(row: dict[str, Any], field: str, place: str) -> str:
    """A field that must be text."""
    found = row.get(field)
    if not isinstance(found, str):
        raise BadRow(f"{place}: {field} — " + ("is missing" if found is None else "must be text"))
    return found
