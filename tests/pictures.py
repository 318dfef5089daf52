"""Pictures for tests: real PNGs of any size."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from PIL import Image

from bot.messages import Drawing


def png(width: int = 80, height: int = 50, colour: str = "#0b5c58") -> bytes:
    """The content of a PNG of one colour."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def drawn(content: bytes = b"", *, alt: str = "Điện thoại có ổ khóa", name: str = "pictures/m0-01.png") -> Drawing:
    """A drawing as a channel gets it."""
    content = content or png()
    return Drawing(name, alt, content, hashlib.sha256(content).hexdigest()[:16], 80, 50)


def put(folder: Path, name: str = "m0-01.png", content: bytes = b"") -> Path:
    """A picture in the content of a test."""
    path = folder / "pictures" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content or png())
    return path
