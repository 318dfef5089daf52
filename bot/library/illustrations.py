"""The drawings of lessons: `pictures.yaml` beside the lessons, held against the files that are sent.

A drawing is put together once, by `scripts/draw_pictures.py`, and committed: the SVG says of which description it was
made, the PNG of which SVG. So a change that nobody has drawn yet is seen without drawing.
"""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bot.library.files import Fault, Source, shown
from bot.library.pictures import FOLDER, SIGNATURE, drawing
from bot.library.schemas import Illustration

MADE_OF = re.compile(r"<!-- made of ([0-9a-f]{16}) -->")
PRONOUN = re.compile(r"(?<!\w)(?:bạn(?! bè)|mình|tôi)(?!\w)|[{}]", re.IGNORECASE)
DRAWN_FROM = b"drawn-from"
REMEDY = "run scripts/draw_pictures.py"


def words_of(one: Illustration) -> str:
    """Everything that is read: what a drawing shows in words, and the words in it."""
    draw = one.draw
    items = [str(item.get("words", "")) for item in draw.get("items", ()) if isinstance(item, Mapping)]
    return " · ".join([one.alt, str(draw.get("says", "")), str(draw.get("words", "")), *items])


def description_digest(draw: Mapping[str, Any]) -> str:
    """Names what a drawing is put together of."""
    return digest(json.dumps(draw, ensure_ascii=False, sort_keys=True).encode())


def digest(content: bytes) -> str:
    """Names a content."""
    return hashlib.sha256(content).hexdigest()[:16]


def with_origin(png: bytes, svg: bytes) -> bytes:
    """The PNG with a note of the SVG from which it was drawn."""
    note = b"tEXt" + DRAWN_FROM + b"\0" + digest(svg).encode()
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    after_header = len(SIGNATURE) + 25
    return png[:after_header] + chunk + png[after_header:]


def origin(png: bytes) -> str:
    """The digest of the SVG that a PNG was drawn from, or ""."""
    found = re.search(DRAWN_FROM + rb"\0([0-9a-f]{16})", png[:4096])
    return found[1].decode() if found else ""


def faults(folder: Path, one: Illustration, source: Source) -> Iterator[Fault]:
    """What is wrong with the words or the files of a drawing."""
    try:
        words, description = words_of(one), description_digest(one.draw)
    except TypeError:  # a day, or a number where a list belongs
        yield source.fault(one.lesson, "draw holds something else than names, texts and numbers: see another drawing")
        return
    if pronoun := PRONOUN.search(words):
        yield source.fault(one.lesson, f"a drawing is for everybody: leave out “{pronoun[0]}”")
    png, svg = folder / one.name, (folder / one.name).with_suffix(".svg")
    try:
        content = drawing(folder, one.name).content
        made = svg.read_bytes()
    except FileNotFoundError as error:
        yield source.fault(one.lesson, f"{Path(error.filename).name} is not there: {REMEDY}")
    except (OSError, ValueError) as error:
        yield source.fault(one.lesson, f"{png.name} {error}")
    else:
        of = MADE_OF.search(made.decode("utf-8", "replace"))
        if of is None or of[1] != description:
            yield source.fault(one.lesson, f"{svg.name} shows an earlier description: {REMEDY}")
        elif origin(content) != digest(made):
            yield source.fault(one.lesson, f"{png.name} was drawn from another {svg.name}: {REMEDY}")


def strays(folder: Path, used: Mapping[str, Illustration]) -> Iterator[Fault]:
    """Files of the folder that belong to no lesson's drawing."""
    known = {Path(one.name).stem for one in used.values()}
    for path in sorted((folder / FOLDER).glob("*")):
        if path.suffix in (".png", ".svg") and path.stem not in known:
            yield Fault(shown(path), 1, "file", "no pictures.yaml names this drawing: name it there, or delete it")
