"""Instructions to the model: the line of their version on top, then the words."""

from __future__ import annotations

import re
from pathlib import Path

from bot.library.files import Broken, Fault, file_text, shown

VERSION = re.compile(r"Phiên bản:[ \t]*(\S{1,20})[ \t]*$", re.MULTILINE)


def read_prompt(path: Path) -> str:
    """The whole text. Raises Broken."""
    text = file_text(path)
    version = VERSION.match(text)
    if version is None:
        raise Broken(
            Fault(shown(path), 1, "version", "the first line must say which version this is, like Phiên bản: 3")
        )
    if not text[version.end() :].strip():
        raise Broken(Fault(shown(path), 2, "text", "there are no instructions below the version: write them"))
    return text


def version_of(instructions: str) -> str:
    """What the first line calls them, or ""."""
    found = VERSION.match(instructions)
    return found[1] if found else ""
