"""Reading an article: fields on top, then sections, each below a line of `## ` and its heading.

The last line of a section may be `nguồn: 1, 3`: the first and third of the article's sources; `nguồn: không` for none.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.library.files import Broken, Source, as_page, file_text

MARK = "nguồn:"
NO_SOURCE = "không"
SOURCES = re.compile(rf"^{MARK}[ \t]*(.*?)[ \t]*$", re.MULTILINE)
HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)


def read_article(path: Path) -> Source:
    """The page with its body as `sections`. Raises Broken."""
    return as_article(file_text(path), path)


def as_article(text: str, path: Path) -> Source:
    """The same of a text that stands in that file, or is to stand there. Raises Broken."""
    page = as_page(text, path)
    _in_the_right_folder(path, page)
    before, *parts = HEADING.split(page.body)
    if before.strip() or not parts:
        raise Broken(page.fault("sections", "the words must begin with a heading: a line of ## and a question"))
    sections = [_section(page, heading, text) for heading, text in zip(*[iter(parts)] * 2, strict=True)]
    return replace(page, fields={**page.fields, "sections": sections})


def _section(page: Source, heading: str, text: str) -> dict[str, Any]:
    """A section as fields. Its last line may say which of the article's sources it rests on."""
    match SOURCES.split(text.strip()):
        case [words]:
            return {"heading": heading, "text": words}
        case [words, named, ""]:
            return {"heading": heading, "text": words.strip(), "sources": _numbers(page, heading, named)}
    raise Broken(page.fault("sections", f"“{heading}” must have one line of {MARK}, its last"))


def _numbers(page: Source, heading: str, named: str) -> list[int]:
    """The numbers after the mark; none for `không`."""
    if named == NO_SOURCE:
        return []
    if not re.fullmatch(r"\d+(\s*,\s*\d+)*", named):
        raise Broken(page.fault("sections", f"“{heading}”: after {MARK} write numbers of sources, or {NO_SOURCE}"))
    return [int(number) for number in named.split(",")]


def _in_the_right_folder(path: Path, page: Source) -> None:
    """An article of M1 lies in a folder named m1-…, so that it is found where people look."""
    module = str(page.fields.get("module", ""))
    if module and not path.parent.name.startswith(f"{module.lower()}-"):
        raise Broken(
            page.fault("module", f"{module} lies in a folder named {module.lower()}-…, not {path.parent.name}")
        )
