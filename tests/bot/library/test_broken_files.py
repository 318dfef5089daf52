"""Whatever file of the content is broken, the library is read: the file is named and left out, the others are there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.domain.answering.base import Base
from bot.library.files import Fault, content_dir
from bot.library.library import Library

KINDS = (
    "legal/register.yaml",
    "facts/vn.yaml",
    "places/quang-ninh.yaml",
    "organisations.yaml",
    "notices.yaml",
    "phrases/vi.yaml",
    "commands.yaml",
    "words/abbreviations.yaml",
    "words/everyday.yaml",
    "words/glossary.yaml",
    "words/talk.yaml",
    "words/emergency.yaml",
    "words/beyond.yaml",
    "words/danger.yaml",
    "prompts/answer.md",
    "lessons/m1-vneid-can-cuoc/module.yaml",
    "lessons/m1-vneid-can-cuoc/pictures.yaml",
    "lessons/m1-vneid-can-cuoc/*.md",
    "faqs/vneid-can-cuoc/*.md",
    "knowledge/m1-vneid-can-cuoc/*.md",
    "paths/*.yaml",
    "pictures/m1-01.svg",
    "pictures/m1-01.png",
)
"""A file of every kind."""
WAYS = {
    "no YAML": lambda text: b"a: 1\nb: : [\n" + text,
    "not UTF-8": lambda text: text[:1] + b"\xff\xfe" + text[1:],
    "a list": lambda text: b"- 1\n- [2]\n- x: {y: 2024-13-45}\n",
    "a map": lambda text: b"a: 1\nb: [2]\nc: {1: 2, x: 2024-01-01}\n? [d]\n: 3\n",
    "a word": lambda text: b"word\n",
    "nothing": lambda text: b"",
    "a strange value": lambda text: re.sub(rb"(?m)^([ {-]*[\w\"]+):(?= )", rb"\1: !!timestamp", text),
    "brackets without end": lambda text: b"a: " + b"[" * 100_000,
}
NO_YAML = ("prompts/answer.md", "pictures/m1-01.svg", "pictures/m1-01.png")
"""Here a strange value breaks nothing."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Content with something of every kind, small enough to be read some hundred times."""
    folder = tmp_path_factory.mktemp("small") / "content"
    few = ("lessons", "faqs", "knowledge", "pictures", "facts")
    shutil.copytree(content_dir(), folder, ignore=lambda _, names: set(names) & set(few))
    for name in KINDS:
        for path in sorted(content_dir().glob(name))[:3]:
            there = folder / path.relative_to(content_dir())
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, there)
    return folder


def broken(small: Path, name: str, way: str) -> tuple[str, Library]:
    """The name of the file, and what is read while it is broken."""
    path = min(small.glob(name))
    whole = path.read_bytes()
    path.write_bytes(WAYS[way](whole))
    try:
        return f"content/{path.relative_to(small)}", Library.load(small)
    finally:
        path.write_bytes(whole)


def of_file(faults: list[Fault], name: str) -> list[Fault]:
    """A drawing's faults stand in the list of the drawings."""
    name = "content/lessons/m1-vneid-can-cuoc/pictures.yaml" if "/pictures/" in name else name
    return [fault for fault in faults if fault.path == name]


@pytest.fixture(scope="module")
def known(small: Path) -> set[str]:
    """Faults that are there because so much is not."""
    return {str(fault) for fault in Library.load(small).faults}


def ways(name: str) -> tuple[str, ...]:
    """The first two, and two of the others: each of them breaks a third of the kinds."""
    others, turn = [*WAYS][2:], KINDS.index(name)
    return (*[*WAYS][:2], others[turn % len(others)], others[(turn + 3) % len(others)])


@pytest.mark.parametrize("name", KINDS)
def test_a_broken_file_is_named_and_the_rest_is_read(small, known, name):
    for way in ways(name):
        path, library = broken(small, name, way)
        found = [fault for fault in of_file(library.faults, path) if str(fault) not in known]
        assert found or (name in NO_YAML and way == "a strange value"), way
        assert all(fault.line >= 1 and fault.field and fault.remedy for fault in found)
        assert len(library.places.all) == 54 or "places" in name
        assert library.commands.all or "commands" in name
        assert library.facts or "facts" in name
    Base(library)


def test_a_file_that_may_not_be_read_is_named_too(small):
    for name in KINDS[::4]:
        path = min(small.glob(name))
        whole = path.read_bytes()
        path.unlink()
        path.mkdir()
        try:
            assert of_file(Library.load(small).faults, f"content/{path.relative_to(small)}")
        finally:
            path.rmdir()
            path.write_bytes(whole)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('issued: "2025-04-01"', "issued: 2024-13-45", "issued — cannot be read (month must be in 1..12); "),
        ('issued: "2025-04-01"', 'issued: "2024-13-45"', "issued — must be a day like 2026-11-23, is '2024-13-45'"),
        ('issued: "2025-04-01"', 'isued: "2025-04-01"', "isued — no such field; did you mean `issued`?"),
        ('number: "71/NQ-CP"', "numbr: 71", "number — is missing: write it"),
        ("issuer: Chính phủ", "issuer: [Chính phủ]", "issuer — input should be a valid string"),
    ],
)
def test_a_row_of_the_register_that_is_wrong_costs_that_row_alone(small, old, new, says):
    path = small / "legal/register.yaml"
    whole = path.read_text("utf-8")
    begin = whole.index('- number: "71/NQ-CP"')
    line = whole[: whole.index(old, begin)].count("\n") + 1
    path.write_text(whole[:begin] + whole[begin:].replace(old, new, 1), "utf-8")
    try:
        library = Library.load(small)
    finally:
        path.write_text(whole, "utf-8")
    found = [str(fault) for fault in library.faults if "register.yaml:" in str(fault)[:40]]
    assert any(one.startswith(f"content/legal/register.yaml:{line}: {says}") for one in found), found
    assert library.register.by_number("71/NQ-CP") is None
    assert len(library.register.documents) == 133


def test_a_register_that_cannot_say_what_is_unsure_is_not_used(small):
    path = small / "legal/register.yaml"
    whole = path.read_text("utf-8")
    path.write_text(whole.replace("unverified:\n- number:", "unverified:\n- nummer:", 1), "utf-8")
    try:
        library = Library.load(small)
    finally:
        path.write_text(whole, "utf-8")
    assert not library.register.documents
    assert any("number — is missing" in str(fault) and "register.yaml" in fault.path for fault in library.faults)
