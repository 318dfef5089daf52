"""Reading one content file, or saying what is wrong with it: file, line, field, remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FRONT = "---"
ODD = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError, yaml.YAMLError)
"""What reading a value that makes no sense may raise: a tag that does not fit, a day that is none, a knot."""
NESTED = re.compile(r"(?:[\[{][^\[\]{}]{0,40}){100}|(?:- ){100}")
"""Deeper than any of our files, and deep enough to end the process that reads it."""
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
    """A file as read: its fields, where each begins, and the words below, from the line `begins` on.

    `top`: where the file begins, or the entry of a file that is a list.
    """

    path: str
    fields: Mapping[str, Any]
    lines: Mapping[str, int]
    body: str = ""
    begins: int = 1
    top: int = 1

    def fault(self, field: str, remedy: str, at: str = "") -> Fault:
        """A fault of a field of this file, or of the words `at` below; an absent field is one of its first line."""
        line = self.lines.get(field.split(".", maxsplit=1)[0], 0)
        return Fault(self.path, line or self._line_of(at) or self.top, field, remedy)

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
    return [_row(item, path) for item in node.value]


def read_nodes(path: Path) -> dict[str, yaml.Node]:
    """The fields of a YAML file that is one mapping, not yet read: a fault in one leaves the others. Raises Broken."""
    return {name: value for name, _, value in as_nodes(file_text(path), path)}


def as_nodes(text: str, path: Path) -> Iterator[tuple[str, yaml.Node, yaml.Node]]:
    """Of a text that is one mapping: each name as it is, its place, and what stands there. Raises Broken."""
    for key, value in _pairs(_compose(text, path, 1), path, 1):
        yield _name(key, path, 1), key, value


def rows(node: yaml.Node | None, name: str, path: Path) -> Iterator[Source | Fault]:
    """The entries of one of those fields, or what is wrong with an entry. Raises Broken when it is no list."""
    if not isinstance(node, yaml.SequenceNode):
        line = node.start_mark.line + 1 if node else 1
        raise Broken(Fault(shown(path), line, name, "must be a list of entries, each beginning with -"))
    for item in node.value:
        try:
            yield _row(item, path)
        except Broken as error:
            yield error.fault


def _row(node: yaml.Node, path: Path) -> Source:
    return Source(shown(path), *_fields(node, path, 1), top=node.start_mark.line + 1)


def file_text(path: Path) -> str:
    """The words of a file, with one kind of line end. Raises Broken."""
    try:
        return path.read_text("utf-8").replace("\r\n", "\n").removeprefix("\ufeff")
    except (OSError, UnicodeDecodeError) as error:
        raise Broken(Fault(shown(path), 1, "file", f"cannot be read: must be UTF-8 text ({error})")) from error


def text_left(path: Path) -> str:
    """What can be read of a damaged file, "" where that is nothing."""
    try:
        return path.read_text("utf-8", errors="replace").replace("\r\n", "\n")
    except OSError:
        return ""


def _mapping(text: str, path: Path, first: int) -> tuple[dict[str, Any], dict[str, int]]:
    return _fields(_compose(text, path, first), path, first)


def _compose(text: str, path: Path, first: int) -> yaml.Node | None:
    if deep := NESTED.search(text):
        line = text.count("\n", 0, deep.start()) + first
        raise Broken(Fault(shown(path), line, "file", "too many brackets or dashes within each other: take them apart"))
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
    pairs, maker = _pairs(node, path, first), yaml.SafeLoader("")
    lines = {_name(key, path, first): key.start_mark.line + first for key, _ in pairs}
    return {key.value: _value(maker, key, value, path, first) for key, value in pairs}, lines


def _pairs(node: yaml.Node | None, path: Path, first: int) -> list[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        line = node.start_mark.line if node else 0
        raise Broken(Fault(shown(path), line + first, "file", "must hold fields like `title: …`"))
    return list(node.value)


def _name(key: yaml.Node, path: Path, first: int) -> str:
    if not isinstance(key, yaml.ScalarNode):
        raise Broken(Fault(shown(path), key.start_mark.line + first, "file", "must hold fields like `title: …`"))
    return str(key.value)


def _value(maker: yaml.SafeLoader, key: yaml.Node, node: yaml.Node, path: Path, first: int) -> Any:
    try:
        return maker.construct_object(node, deep=True)
    except ODD as error:
        why = getattr(error, "problem", None) or str(error).partition("\n")[0] or type(error).__name__
        remedy = f"cannot be read ({why}); put a text in quotes, and write a day like 2026-11-23"
        raise Broken(Fault(shown(path), key.start_mark.line + first, key.value, remedy)) from error
