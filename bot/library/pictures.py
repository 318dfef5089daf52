"""The drawings of `content/pictures/`: found by name, read once, served by what they contain.

Pictures of announcements are handed in from the database (`put`) by whoever needs them.
"""

from __future__ import annotations

import hashlib
import re
import struct
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.log import logger
from bot.messages import Drawing, Picture

log = logger(__name__)

FOLDER = "pictures"
NOTICES = "notices"
"""The names of pictures that staff uploaded for announcements begin with it; no file of the content has such a name."""
NOTICES_AT_ONCE = 32
"""So many of these stay in memory."""
BYTES_MAX = 200 * 1024
NAME = re.compile(r"pictures/[a-z0-9]+(?:-[a-z0-9]+)*\.png")
SIGNATURE = b"\x89PNG\r\n\x1a\n"


class Pictures:
    """One folder of content. What cannot be shown is None: the words go on without it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read = lru_cache(maxsize=256)(self._read_file)
        self._notices: dict[str, Drawing] = {}

    def find(self, picture: Picture) -> Drawing | None:
        """The drawing of this name; a line in the log where there is none."""
        found = self._notices.get(picture.name) or self._read(picture.name)
        if isinstance(found, Drawing):
            return replace(found, alt=picture.alt)
        log.warning("a picture cannot be shown", picture=picture.name[:80], why=found)
        return None

    def named(self, name: str, digest: str) -> Drawing | None:
        """The drawing that a page asks for, if its content is still the same."""
        found = self._notices.get(f"{NOTICES}/{name}") or self._read(f"{FOLDER}/{name}")
        return found if isinstance(found, Drawing) and found.digest == digest else None

    def lacks(self, name: str) -> bool:
        """Is this a picture of an announcement that must be handed in first?"""
        return name.startswith(f"{NOTICES}/") and name not in self._notices

    def put(self, name: str, content: bytes, width: int, height: int) -> None:
        """Hand in a picture of an announcement; the longest there leaves when there are many."""
        self._notices[name] = Drawing(name, "", content, _digest(content), width, height)
        if len(self._notices) > NOTICES_AT_ONCE:
            del self._notices[next(iter(self._notices))]

    def _read_file(self, name: str) -> Drawing | str:
        try:
            return drawing(self.folder, name)
        except (OSError, ValueError) as error:
            return str(error)[:120]


def drawing(folder: Path, name: str) -> Drawing:
    """The drawing in this file; raises OSError, or ValueError for what is no picture of ours."""
    if not NAME.fullmatch(name):
        raise ValueError("must be named like pictures/m0-01.png")
    content = (folder / name).read_bytes()
    width, height = size(content)
    if len(content) > BYTES_MAX:
        raise ValueError(f"must have at most {BYTES_MAX // 1024} KB, has {len(content) // 1024}")
    return Drawing(name, "", content, _digest(content), width, height)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def size(content: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels; raises ValueError."""
    if not content.startswith(SIGNATURE) or content[12:16] != b"IHDR" or len(content) < 24:
        raise ValueError("must be a PNG")
    width, height = struct.unpack(">II", content[16:24])
    return width, height
