"""Documents that people upload, as sections: a heading and the words below it, each to be made an entry by a person."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from bot.domain.drafts import LINE_MAX, TEXT_MAX
from bot.domain.knowledge_import import refuse_bomb
from bot.domain.staff import Refusal
from bot.redaction import is_marked_secret, mask

MOST_SECTIONS, MOST_PAGES = 100, 300
HEADING_WORDS = 25
"""A line of more words is no heading."""
NUMBERED = re.compile(
    r"^(?:(?i:Điều\s+\d+|Chương\s+[IVXLC\d]+|Mục\s+\d+)|[IVXLC]{1,5}[.)]|\d{1,2}(?:\.\d{1,2})*[.)])\s*\S"
)
"""How a heading of a document begins here: "Điều 5", "II.", "2.1."."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of a DOCX. Source: ECMA-376, part 1, 17."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a DOCX or a line of a PDF."""

    text: str
    heading: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, "" for what stands before the first, and the words below."""

    heading: str
    text: str


def read(name: str, body: bytes) -> list[Section]:
    """The sections of a document. Raises Refusal for what cannot be read, and for a mark of secrecy anywhere in it."""
    kind = PurePosixPath(name.lower().replace("\\", "/")).suffix
    if kind not in (".pdf", ".docx"):
        raise Refusal("documents.no_such_kind")
    lines = list(_pdf(body) if kind == ".pdf" else _docx(body))
    whole = "\n".join(line.text for line in lines)
    if not whole.strip():
        raise Refusal("documents.no_words")
    if is_marked_secret(whole) or is_marked_secret(name):
        raise Refusal("secret")
    found = list(_sections(lines))
    if len(found) > MOST_SECTIONS:
        raise Refusal("documents.too_long", most=MOST_SECTIONS)
    return found


def _pdf(body: bytes) -> Iterator[Line]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(body))
        if reader.is_encrypted:
            raise Refusal("documents.locked")
        pages = len(reader.pages)
        texts = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
    except Refusal:
        raise
    except Exception as error:  # whatever pypdf stumbles over in a damaged file
        raise Refusal("documents.unreadable") from error
    if pages > MOST_PAGES:
        raise Refusal("documents.too_long", most=MOST_SECTIONS)
    for text in texts:
        for line in text.splitlines():
            if words := " ".join(line.split()):
                yield Line(words, _looks_like_heading(words))


def _docx(body: bytes) -> Iterator[Line]:
    from defusedxml.ElementTree import fromstring

    try:
        refuse_bomb(body)
        with zipfile.ZipFile(io.BytesIO(body)) as files:
            root = fromstring(files.read("word/document.xml"))
    except Refusal:
        raise
    except Exception as error:  # no package, no XML, or XML that means harm
        raise Refusal("documents.unreadable") from error
    for paragraph in root.iter(f"{WORD}p"):
        words = " ".join("".join(_words(paragraph)).split())
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        named = style is not None and str(style.get(f"{WORD}val", "")).lower().startswith(("heading", "title"))
        if words:
            yield Line(words, named or _looks_like_heading(words))


def _words(paragraph: Any) -> Iterator[str]:
    """The text of a paragraph; a tab or a break is a blank."""
    for node in paragraph.iter():
        if node.tag == f"{WORD}t":
            yield node.text or ""
        elif node.tag in (f"{WORD}tab", f"{WORD}br"):
            yield " "


def _looks_like_heading(words: str) -> bool:
    short = len(words.split()) <= HEADING_WORDS and len(words) <= LINE_MAX
    return short and (NUMBERED.match(words) is not None or words.endswith("?") or (words.isupper() and len(words) > 3))


def _sections(lines: Iterable[Line]) -> Iterator[Section]:
    """What stands below each heading; a heading with nothing below it belongs to the next one."""
    heading, below = "", list[str]()
    for line in lines:
        if not line.heading:
            below.append(line.text)
            continue
        if below:
            yield _section(heading, below)
            heading, below = "", []
        heading = f"{heading} {line.text}".strip()
    if below:
        yield _section(heading, below)


def _section(heading: str, below: list[str]) -> Section:
    """Nobody's personal data is carried over; what is too long is cut where a person has to shorten it anyway."""
    return Section(mask(heading)[:LINE_MAX].strip(), mask("\n".join(below))[:TEXT_MAX].strip())
