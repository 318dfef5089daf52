"""Reading an article: fields on top, then sections, each below a line of `## ` and its heading."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.library.files import Broken, Source, read_page

HEADING = re.compile(r"^##[ \t]+(.+?)[ \t]*$", re.MULTILINE)


def read_article(path: Path) -> Source:
    """The page with its body as `sections`. Raises Broken."""
    page = read_page(path)
    _in_the_right_folder(path, page)
    before, *parts = HEADING.split(page.body)
    if before.strip() or not parts:
        raise Broken(page.fault("sections", "the words must begin with a heading: a line of ## and a question"))
    sections = [{"heading": heading, "text": text.strip()} for heading, text in zip(*[iter(parts)] * 2, strict=True)]
    return replace(page, fields={**page.fields, "sections": sections})


def _in_the_right_folder(path: Path, page: Source) -> None:
    """An article of M1 lies in a folder named m1-…, so that it is found where people look."""
    module = str(page.fields.get("module", ""))
    if module and not path.parent.name.startswith(f"{module.lower()}-"):
        raise Broken(
            page.fault("module", f"{module} lies in a folder named {module.lower()}-…, not {path.parent.name}")
        )
