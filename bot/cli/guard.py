"""`hocvuso guard`: runs the answer checks over foreign model outputs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.console import Console
from rich.progress import track

from bot.domain.answering.guard import Guard, Passage
from bot.library.register import Register, is_mapped


class BadInputError(Exception):
    """An input that cannot be read; its words name file, line and field."""


def guard(
    register: Annotated[Path, typer.Option(help="Legal register, in the layout of content/legal/register.yaml.")],
    inputs: Annotated[
        Path, typer.Option(help='{"id", "question", "passages": [{"id", "text"}], "answer"}, one a line.')
    ],
    out: Annotated[Path, typer.Option(help='Where the verdicts go: {"id", "verdict", "text", "reasons"}, one a line.')],
) -> None:
    """Check model outputs against their passages and the legal register."""
    console = Console(stderr=True)
    try:
        documents = load_register(register)
        for status in unmapped(documents):
            console.print(f"{register}: status counts as not known: {status}", style="yellow", markup=False)
        run(Guard(documents), inputs, out, console)
    except BadInputError as error:
        console.print(str(error), style="red", markup=False, highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def run(checks: Guard, inputs: Path, out: Path, console: Console) -> None:
    """One verdict per input line, in order; a line that cannot be read stops the run, verdicts before it are kept."""
    lines = read_lines(inputs)
    try:
        with out.open("w", encoding="utf-8") as file:
            for number, line in track(lines, "guard", console=console, transient=True):
                row = read_row(line, f"{inputs}:{number}")
                verdict = checks.check(row["question"], row["passages"], row["answer"])
                found = {"id": row["id"], "verdict": verdict.verdict, "text": verdict.text, "reasons": verdict.reasons}
                file.write(json.dumps(found, ensure_ascii=False) + "\n")
    except OSError as error:
        raise BadInputError(f"{out}: cannot be written: {error.strerror}") from error


def unmapped(register: Register) -> list[str]:
    """The statuses that the table of `bot/library/register.py` does not speak of, each once."""
    found = dict.fromkeys(document.status for document in register.documents)
    return [status for status in found if status and not is_mapped(status)]


def load_register(path: Path) -> Register:
    """The register; BadInputError names what is wrong with it."""
    try:
        return Register.load(path)
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read: {error.strerror}") from error
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BadInputError(f"{path}{line}: not YAML: {error.problem}") from error
    except (ValueError, yaml.YAMLError) as error:
        raise BadInputError(f"{path}: {error}") from error


def read_lines(path: Path) -> list[tuple[int, str]]:
    """The lines of a file that are not empty, with their numbers."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInputError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise BadInputError(f"{path}:{line}: not UTF-8") from error
    return [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]


def read_row(line: str, place: str) -> dict[str, Any]:
    """One input line; BadInputError names place and field."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadInputError(f"{place}: not JSON: {error}") from error
    if not isinstance(row, dict):
        raise BadInputError(f"{place}: must be an object")
    for field in ("id", "passages", "answer"):
        if field not in row:
            raise BadInputError(f"{place}: {field} — is missing")
    passages = list(read_passages(row["passages"], place))
    return {
        "id": row["id"],
        "question": as_text(row.get("question")),
        "passages": passages,
        "answer": as_text(row["answer"]),
    }


def read_passages(value: Any, place: str) -> Iterator[Passage]:
    """The passages of a row."""
    if not isinstance(value, list):
        raise BadInputError(f"{place}: passages — must be a list")
    for passage in value:
        if not isinstance(passage, dict) or "id" not in passage or not isinstance(passage.get("text"), str):
            raise BadInputError(f'{place}: passages — each needs "id" and "text"')
        yield Passage(str(passage["id"]), passage["text"])


def as_text(value: Any) -> str:
    """Whatever the model returned, as text."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
