"""Reading one content file, or saying what is wrong with it: file, line, field, remedy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FRONT = "---"
ROOT = Path(__file__).parents[2]


def content_dir() -> Path:
    """The content: beside the code in a checkout, inside the package once installed."""
    shipped = Path(__file__).parents[1] / "_shipped" / "content"
    return shipped if shipped.is_dir() else ROOT / "content"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in one file; `line` counts from 1."""

    path: str
    line: int
    field: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.field} — {self.remedy}"


class Broken(Exception):
    """The file cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read: its fields, where each begins, and the words below, from the line `begins` on."""

    path: str
    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str = ""
    begins: int = 1

    def fault(self, field: str, remedy: str, at: str = "") -> Fault:
        """A fault of a field of this file, or of the words `at` below; an absent field is one of its first lines."""
        line = self.lines.get(field.split(".", maxsplit=1)[0], 0)
        return Fault(self.path, line or self._line_of(at) or 1, field, remedy)

    def _line_of(self, words: str) -> int:
        before, found, _ = self.body.partition(words) if words else ("", "", "")
        return self.begins + before.count("\n") if found else 0


def shown(path: Path) -> str:
    """The path as people write it: from `content/` on."""
    parts = path.parts
    return "/".join(parts[parts.index("content") :]) if "content" in parts else str(path)


def read_page(path: Path) -> Source:
    """A file with fields between two lines of `---` and words below. Raises Broken."""
    return as_page(file_text(path), path)


def as_page(text: str, path: Path) -> Source:
    """The same of a text that stands in that file, or is to stand there. Raises Broken."""
    if not text.startswith(FRONT + "\n"):
        raise Broken(Fault(shown(path), 1, "file", "must begin with a line of ---, then the fields, then --- again"))
    front, found, body = text[len(FRONT) + 1 :].partition(f"\n{FRONT}\n")
    if not found:
        raise Broken(Fault(shown(path), 1, "file", "the fields must end with a line of ---"))
    fields, lines = _mapping(front, path, first=2)
    blank = body[: len(body) - len(body.lstrip())].count("\n")
    return Source(shown(path), fields, lines, body.strip(), begins=front.count("\n") + 4 + blank)


def read_map(path: Path) -> Source:
    """A YAML file that is one mapping. Raises Broken."""
    fields, lines = _mapping(file_text(path), path, first=1)
    return Source(shown(path), fields, lines)


def read_list(path: Path) -> list[Source]:
    """A YAML file that is a list of mappings, each with its own lines. Raises Broken."""
    node = _compose(file_text(path), path, 1)
    if not isinstance(node, yaml.SequenceNode):
        raise Broken(Fault(shown(path), 1, "file", "must be a list of entries, each beginning with -"))
    return [Source(shown(path), *_fields(item, path, 1)) for item in node.value]


def file_text(path: Path) -> str:
    """The words of a file, with one kind of line end. Raises Broken."""
    try:
        return path.read_text("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise Broken(Fault(shown(path), 1, "file", f"cannot be read: must be UTF-8 text ({error})")) from error


def _mapping(text: str, path: Path, first: int) -> tuple[dict[str, Any], dict[str, int]]:
    return _fields(_compose(text, path, first), path, first)


def _compose(text: str, path: Path, first: int) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        line = _line_of(error) + first
        problem = getattr(error, "problem", None) or "is no YAML"
        raise Broken(Fault(shown(path), line, "file", f"{problem}; quote texts that hold a colon")) from error


OPENED = ("a simple key", "a quoted scalar", "a flow sequence", "a flow mapping")
"""What the parser misses the end of only further down: the fault is where it began."""


def _line_of(error: yaml.YAMLError) -> int:
    """The line, from 0, on which an author finds the fault."""
    began = str(getattr(error, "context", "")).endswith(OPENED)
    mark = (began and getattr(error, "context_mark", None)) or getattr(error, "problem_mark", None)
    return mark.line if mark else 0


def _fields(node: yaml.Node | None, path: Path, first: int) -> tuple[dict[str, Any], dict[str, int]]:
    if not isinstance(node, yaml.MappingNode):
        raise Broken(Fault(shown(path), first, "file", "must hold fields like `title: …`"))
    lines = {str(key.value): key.start_mark.line + first for key, _ in node.value}
    maker = yaml.SafeLoader("")
    return {str(key): value for key, value in maker.construct_mapping(node, deep=True).items()}, lines
