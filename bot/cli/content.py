"""`hocvuso content …`: checking the files, taking them out, putting others in."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from bot.library.checks import hints
from bot.library.files import Fault, content_dir, shown
from bot.library.library import Library, Loader
from bot.library.reading import average

app = typer.Typer(help="Content files: check, export, import.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="a folder laid out like content/")]
KINDS = {".md", ".yaml", ".png", ".svg"}


@app.command()
def check(folder: Annotated[Path | None, typer.Argument(help="default: content/")] = None) -> None:
    """Hold every file against its schema, the facts, the register and what slow readers can read."""
    loader = _loader(folder or content_dir())
    library = loader.load()
    for fault in library.faults:
        typer.echo(str(fault))
    for hint in hints(library, loader.sources):
        typer.echo(f"hint: {hint}")
    typer.echo(summary(library))
    raise typer.Exit(1 if library.faults else 0)


def summary(library: Library) -> str:
    """One line: what there is, how hard it reads, what waits for confirmation."""
    texts = [faq.text for faq in library.faqs] + [card for lesson in library.lessons for card in lesson.cards]
    texts += [section.text for article in library.articles for section in article.sections]
    reading = sum(map(average, texts)) / len(texts) if texts else 0
    counts = f"{len(library.lessons)} lessons in {len(library.modules)} modules, {len(library.faqs)} answers, "
    counts += f"{len(library.articles)} articles, "
    counts += f"{len(library.facts)} facts ({len(library.facts_to_confirm())} in use wait for confirmation), "
    counts += f"{len(library.register.documents)} legal documents, {len(library.phrases.sentences)} phrases"
    return f"{counts}; {reading:.0f} words a sentence; {len(library.faults)} faults"


@app.command(name="export")
def export(folder: Folder) -> None:
    """Write the published content to FOLDER: every file without a fault."""
    source = content_dir()
    library = _load(source)
    broken = {fault.path for fault in library.faults}
    files = [path for path in _files(source) if shown(path) not in broken]
    _copy(files, source, folder)
    typer.echo(f"{len(files)} files written to {folder}, {len(broken)} with faults left out")


@app.command(name="import")
def import_(
    folder: Folder, dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would change")] = False
) -> None:
    """Take over the files of FOLDER that have no fault, beside the present ones; an error for each that has."""
    if not folder.is_dir():
        _fail(f"{folder}: no such folder")
    target = content_dir()
    files = list(_files(folder))
    faults = _faults_of(folder, target)
    for fault in faults:
        typer.echo(str(fault))
    broken = {fault.path for fault in faults}
    good = [path for path in files if _name(path, folder) not in broken]
    changes = Counter(_change(path, folder, target) for path in good)
    if not dry_run:
        _copy(good, folder, target)
    done = "would be" if dry_run else "were"
    typer.echo(f"{changes['new']} new and {changes['changed']} changed files {done} taken over, {len(broken)} refused")
    raise typer.Exit(1 if broken else 0)


def _faults_of(folder: Path, target: Path) -> list[Fault]:
    """Faults that the files of `folder` would have among the present ones."""
    before = {str(fault) for fault in Library.load(target).faults}
    with tempfile.TemporaryDirectory() as scratch:
        together = Path(scratch) / "content"
        shutil.copytree(target, together)
        _copy(list(_files(folder)), folder, together)
        return [fault for fault in Library.load(together).faults if str(fault) not in before]


def _name(path: Path, folder: Path) -> str:
    return f"content/{path.relative_to(folder).as_posix()}"


def _change(path: Path, folder: Path, target: Path) -> str:
    there = target / path.relative_to(folder)
    if not there.exists():
        return "new"
    return "same" if there.read_bytes() == path.read_bytes() else "changed"


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in KINDS)


def _copy(files: list[Path], source: Path, target: Path) -> None:
    for path in files:
        there = target / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, there)


def _load(folder: Path) -> Library:
    return _loader(folder).load()


def _loader(folder: Path) -> Loader:
    if not folder.is_dir():
        _fail(f"{folder}: no such folder")
    return Loader(folder)


def _fail(line: str) -> None:
    print(line, file=sys.stderr)
    raise typer.Exit(2)
