"""Pictures that staff put into announcements: read with care, made anew, kept once by what they contain."""

from __future__ import annotations

import hashlib
import io
import warnings
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import Refusal
from bot.library.pictures import NOTICES
from bot.storage import notice_pictures

UPLOAD_MAX = 8 * 1024 * 1024
"""Bytes: what a phone's camera makes."""
PIXELS_MAX = 40_000_000
"""More is no photo of a phone, but may be a small file that fills the memory."""
FORMATS = ("JPEG", "PNG", "WEBP")
SIDE_MAX = 1280
BYTES_MAX = 400 * 1024
QUALITIES = (85, 75, 65, 50)
UNUSED_LASTS = timedelta(days=2)


async def keep(db: AsyncSession, made: bytes, size: tuple[int, int], now: datetime) -> str:
    """The name of what `remade` gave from now on; the same picture is kept once."""
    width, height = size
    name = f"{NOTICES}/{hashlib.sha256(made).hexdigest()[:16]}.jpg"
    await notice_pictures.drop_unused(db, before=now - UNUSED_LASTS)
    await notice_pictures.put(db, name, made, width, height, now=now)
    return name


async def refuse_unknown(db: AsyncSession, name: str) -> None:
    """An announcement names a picture that was kept, or none. Raises Refusal."""
    if name and not await notice_pictures.there(db, name):
        raise Refusal("pictures.unreadable")


def remade(content: bytes) -> tuple[bytes, tuple[int, int]]:
    """A JPEG that shows the same, without what cameras add (place, device), and its size. Raises Refusal.

    What it is, is read from its bytes. Sizes are looked at before anything is unpacked.
    """
    from PIL import Image, ImageOps  # 8 MB that only a picture is worth

    if len(content) > UPLOAD_MAX:
        raise Refusal("pictures.too_heavy", most=UPLOAD_MAX // 1024 // 1024)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            opened = Image.open(io.BytesIO(content), formats=FORMATS)
        if opened.width * opened.height > PIXELS_MAX:
            raise Refusal("pictures.too_large")
        opened.draft("RGB", (SIDE_MAX, SIDE_MAX))
        turned = ImageOps.exif_transpose(opened)
        turned.thumbnail((SIDE_MAX, SIDE_MAX))
        flat = Image.new("RGB", turned.size, "white")
        clear = turned.convert("RGBA")
        flat.paste(clear, mask=clear.getchannel("A"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refusal("pictures.too_large") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError):
        raise Refusal("pictures.unreadable") from None
    return _encoded(flat), flat.size


def _encoded(picture: object) -> bytes:
    """As good as fits into `BYTES_MAX`."""
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True)  # type: ignore[attr-defined]
        if out.tell() <= BYTES_MAX:
            break
    return out.getvalue()
