"""`hocvuso content …`: checking the files, looking at lessons, printing them, taking files out, putting others in."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.clock import Clock
from bot.domain.answering.silenced import silenced
from bot.domain.citizens import FORMS
from bot.library.checks import hints
from bot.library.files import Fault, content_dir, shown
from bot.library.lesson_checks import median_words
from bot.library.library import Library, Loader
from bot.library.pictures import Pictures
from bot.library.reading import average
from bot.library.schemas import Lesson

app = typer.Typer(help="Content files: check, preview, print, export, import.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="a folder laid out like content/")]
PICTURED = 60
"""As many lessons at least are to have a drawing."""
KINDS = {".md", ".yaml", ".png", ".svg"}


@app.command()
def check(folder: Annotated[Path | None, typer.Argument(help="default: content/")] = None) -> None:
    """Hold every file against its schema, the facts, the register and what slow readers can read."""
    where = folder or content_dir()
    loader = _loader(where)
    library = loader.load()
    library.faults += _too_long(library, loader, where)
    for fault in library.faults:
        typer.echo(str(fault))
    found = [*hints(library, loader.sources), *silenced(library, loader.sources, Clock().local().date())]
    for hint in [*found, *_undrawn(library)]:
        typer.echo(f"hint: {hint}")
    typer.echo(summary(library))
    raise typer.Exit(1 if library.faults else 0)


def _too_long(library: Library, loader: Loader, folder: Path) -> list[Fault]:
    """Messages of lessons that a platform would cut or bring in parts, in some form of address."""
    from bot.preview import Preview  # knows every platform, which takes a second to read

    preview = Preview(library, Pictures(folder))
    return [
        loader.sources[lesson.code].fault("cards", f"{what}: {why}")
        for lesson in library.lessons
        for what, why in preview.too_long(lesson)
    ]


def _undrawn(library: Library) -> list[str]:
    drawn = len(library.illustrations)
    bare = [lesson.code for lesson in library.lessons if lesson.code not in library.illustrations]
    few = f"{drawn} lessons have a drawing, {PICTURED} are to have one; without: {', '.join(bare[:12])}"
    return [few] if drawn < min(PICTURED, len(library.lessons)) else []


@app.command()
def preview(
    lesson: Annotated[str, typer.Argument(help="its code, such as M6-02")],
    form: Annotated[str, typer.Option(help=f"how the reader is addressed: {', '.join(FORMS)}; default: none")] = "",
    channel: Annotated[str, typer.Option(help="terminal, telegram, zalo_oa, zalo_bot or web")] = "terminal",
) -> None:
    """Show a lesson's cards and questions as a citizen sees them."""
    from bot.preview import FRAMES, Preview

    if form and form not in FORMS:
        _fail(f"{form}: no such form of address; use one of {', '.join(FORMS)}")
    if channel not in FRAMES:
        _fail(f"{channel}: no such channel; use one of {', '.join(FRAMES)}")
    library, found = _with_lesson(lesson)
    for message in Preview(library, Pictures(content_dir())).lesson(found, form, channel):
        if message.picture:
            typer.echo(f"[{message.picture.alt}]\n({shown(content_dir() / message.picture.name)})")
        buttons = [f"[{choice.title}]" for choice in message.choices]
        typer.echo("\n".join([message.text, *buttons, "─" * 40]))


@app.command(name="print")
def print_(
    lessons: Annotated[
        list[str] | None, typer.Argument(help="codes or modules, such as M6-02 M1; default: all")
    ] = None,
    out: Annotated[Path, typer.Option(help="the PDF to write")] = Path("hocvuso-bai-hoc.pdf"),
    form: Annotated[str, typer.Option(help=f"how the reader is addressed: {', '.join(FORMS)}; default: none")] = "",
) -> None:
    """Write lessons as a PDF for printing: large letters, drawings, answers at the end of each."""
    from bot.domain.learning.pack import Pack

    if form and form not in FORMS:
        _fail(f"{form}: no such form of address; use one of {', '.join(FORMS)}")
    library = _load(content_dir())
    wanted = {code.upper() for code in lessons or ()}
    chosen = [one for one in library.lessons if not wanted or {one.code, one.module} & wanted]
    if unknown := wanted - {code for one in chosen for code in (one.code, one.module)}:
        _fail(f"{min(unknown)}: no such lesson or module")
    pack = Pack(
        library, Pictures(content_dir()), lambda text: library.phrases.fill(text, form), today=Clock().local().date()
    )
    made = pack.made(chosen)
    try:
        out.write_bytes(made)
    except OSError as error:
        _fail(f"--out: {out} cannot be written ({error.strerror}); name a file in a folder that is there")
    typer.echo(f"{len(chosen)} lessons on {pack.pdf.pages_count} pages written to {out}")


def _with_lesson(code: str) -> tuple[Library, Lesson]:
    """The library with this lesson in it; ends the command where there is none."""
    library = _load(content_dir())
    found = library.lesson(code)
    if found is None:
        _fail(f"{code}: no such lesson; there are {', '.join(one.code for one in library.lessons[:3])} …")
    return library, found


def summary(library: Library) -> str:
    """One line: what there is, how hard it reads, what waits for confirmation."""
    texts = [faq.text for faq in library.faqs] + [card for lesson in library.lessons for card in lesson.cards]
    texts += [section.text for article in library.articles for section in article.sections]
    reading = sum(map(average, texts)) / len(texts) if texts else 0
    median = median_words([card for lesson in library.lessons for card in lesson.cards])
    counts = f"{len(library.lessons)} lessons in {len(library.modules)} modules, "
    counts += f"{len(library.illustrations)} drawings, {len(library.faqs)} answers, "
    counts += f"{len(library.articles)} articles, "
    counts += f"{len(library.facts)} facts ({len(library.facts_to_confirm())} in use wait for confirmation), "
    counts += f"{len(library.register.documents)} legal documents, {len(library.phrases.sentences)} phrases"
    return f"{counts}; {reading:.0f} words a sentence, {median:g} in lessons (median); {len(library.faults)} faults"


@app.command(name="export")
def export(folder: Folder) -> None:
    """Write the published content to FOLDER: every file without a fault."""
    source = content_dir()
    library = _load(source)
    broken = {fault.path for fault in library.faults}
    files = [path for path in _files(source) if shown(path) not in broken]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy(files, source, folder)
    except OSError as error:
        _fail(f"FOLDER: {error.filename} cannot be written ({error.strerror}); name a folder that you may write to")
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


def _fail(line: str) -> NoReturn:
    print(line, file=sys.stderr)
    raise typer.Exit(2)
