"""Reading `phrases/vi.yaml`: each sentence with its line, held against `sentences.txt`.

That list has, a line each, every sentence that the program says by name, and what it fills into it. Who gives the
program a new sentence to say adds its line.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.library.files import Broken, Fault, as_nodes, file_text, shown
from bot.library.phrases import wanted

LIST = Path(__file__).with_name("sentences.txt")
DEEPEST = 4
"""Names within names; a knot of the file (`&a`, `*a`) would have no end."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and where its name stands; `line` counts from 1."""

    name: str
    text: str
    line: int


@cache
def expected() -> Mapping[str, frozenset[str]]:
    """The name of each sentence that the program says → what is filled into it."""
    lines = (line.split() for line in LIST.read_text("utf-8").splitlines())
    return {name: frozenset(fills) for name, *fills in lines}


def read_sentences(path: Path) -> list[Sentence]:
    """Every sentence of the file. Raises Broken."""
    text = file_text(path)
    return [one for name, key, node in as_nodes(text, path) for one in _within(name, key, node)]


def saved(text: str, path: Path) -> list[Sentence]:
    """Of a damaged file each sentence that can be read by itself."""
    found: list[Sentence] = []
    section, line = "", 1
    for piece in re.split(r"\n(?=(?:  )?[\w\"'])", text):
        if begins := re.match(r"(\w+):\s*$", piece.split("\n", 1)[0]):
            section = f"{begins[1]}."
        else:
            found += _alone(piece, section, line, path)
        line += piece.count("\n") + 1
    return found


def _alone(piece: str, section: str, line: int, path: Path) -> list[Sentence]:
    try:
        read = [one for name, key, node in as_nodes(piece, path) for one in _within(name, key, node)]
    except Broken:
        return []
    return [Sentence(section + one.name, one.text, line + one.line - 1) for one in read]


def _within(name: str, key: yaml.Node, node: yaml.Node) -> Iterator[Sentence]:
    if isinstance(node, yaml.MappingNode) and name.count(".") < DEEPEST:
        for inner, value in node.value:
            yield from _within(f"{name}.{inner.value}", inner, value)
    else:
        is_text = isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str"
        yield Sentence(name, node.value.strip() if is_text else "", key.start_mark.line + 1)


def sound(read: Iterable[Sentence]) -> dict[str, str]:
    """What can be said, by name."""
    return {one.name: one.text for one in read if one.text}


def faults(read: Iterable[Sentence], path: Path, cards: Iterable[str] = ()) -> Iterator[Fault]:
    """Sentences that are lacking, that nothing says, or that hold other placeholders than the program fills.

    `cards`: names of further cards of `words/emergency.yaml`.
    """
    known = {**dict.fromkeys(cards, frozenset[str]()), **expected()}
    there: dict[str, Sentence] = {}
    for one in read:
        before = there.setdefault(one.name, one)
        remedies = [f"stands in line {before.line} too: keep one of them"] if before is not one else []
        for remedy in remedies or _remedies(one, known):
            yield Fault(shown(path), one.line, one.name, remedy)
    for name in known.keys() - there.keys():
        yield Fault(shown(path), _section(name, there), name, _missing(name, known, there))


def _remedies(one: Sentence, known: Mapping[str, frozenset[str]]) -> Iterator[str]:
    if not one.text:
        yield "must be a text: write the sentence, in quotes"
        return
    if one.name not in known:
        near = difflib.get_close_matches(one.name, known, 1)
        yield "nothing says this" + (f"; did you mean `{near[0]}`?" if near else ": leave it out")
        return
    fills, held = known[one.name], wanted(one.text)
    there = ", ".join(f"{{{name}}}" for name in sorted(fills)) or "only {you} and {me}"
    yield from (f"{{{name}}} is no placeholder of this sentence: there is {there}" for name in sorted(held - fills))
    yield from (f"{{{name}}} is missing: write it where it is to be read" for name in sorted(fills - held))


def _missing(name: str, known: Mapping[str, frozenset[str]], there: Mapping[str, Sentence]) -> str:
    fills = "".join(f" {{{one}}}" for one in sorted(known[name]))
    near = difflib.get_close_matches(name, there.keys() - known.keys(), 1)
    instead = f"; is it the one in line {there[near[0]].line}?" if near else ""
    return f"is missing: write this sentence{f', with{fills}' if fills else ''}{instead}"


def _section(name: str, there: Mapping[str, Sentence]) -> int:
    """The line where its neighbours begin."""
    section = name.partition(".")[0] + "."
    return min((one.line for one in there.values() if one.name.startswith(section)), default=1)
