"""Pictures uploaded to an Official Account: each once, its number used until Zalo forgets it."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from collections.abc import Callable
from datetime import timedelta
from typing import NoReturn, Protocol

from bot.channels.channel import Rejected, Unavailable
from bot.channels.zalo_api import Api
from bot.channels.zalo_errors import ZaloError
from bot.channels.zalo_http import Lost, NotConnected

LASTS = timedelta(days=6)
"""Zalo keeps an upload for 7 days; a day less leaves room for what waits in the outbox."""
IN_HAND_MAX = 1000


class Numbers(Protocol):
    """Where the numbers of uploads are kept across restarts, by a hash of their content."""

    async def get(self, digest: str) -> str: ...  # noqa: D102
    async def put(self, digest: str, number: str) -> None: ...  # noqa: D102
    async def forget(self, digest: str) -> None: ...  # noqa: D102


class Uploads:
    """Finds or makes the number of a picture. `name` says what follows from one of Zalo's codes, and raises it."""

    def __init__(self, api: Api, numbers: Numbers, name: Callable[[ZaloError], NoReturn]) -> None:
        self.api, self.numbers, self._name = api, numbers, name
        self._in_hand: dict[str, asyncio.Lock] = {}

    async def number(self, picture: bytes, name: str) -> str:
        """The number of this picture; several who ask at once share one upload."""
        digest = fingerprint(picture)
        async with self._lock(digest):
            if known := await self.numbers.get(digest):
                return known
            made = await self._upload(picture, name)
            await self.numbers.put(digest, made)
            return made

    async def forget(self, picture: bytes) -> None:
        """Zalo does not know its number any more."""
        await self.numbers.forget(fingerprint(picture))

    async def _upload(self, picture: bytes, name: str) -> str:
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        try:
            data = await self.api.upload("/v2.0/oa/upload/image", name, picture, mime)
        except ZaloError as error:
            self._name(error)
        except (NotConnected, Lost) as error:
            raise Unavailable(str(error)) from None  # an upload that nobody uses hurts nobody
        number = str(data.get("token") or data.get("attachment_id") or "")
        if not number:
            raise Rejected("the upload has no number: is the file's name without an extension?")
        return number

    def _lock(self, digest: str) -> asyncio.Lock:
        if len(self._in_hand) >= IN_HAND_MAX:
            self._in_hand = {key: lock for key, lock in self._in_hand.items() if lock.locked()}
        return self._in_hand.setdefault(digest, asyncio.Lock())


class InMemory:
    """Numbers for as long as the program runs, for who gives no place to keep them."""

    def __init__(self) -> None:
        self._numbers: dict[str, str] = {}

    async def get(self, digest: str) -> str:
        """The number, or ""."""
        return self._numbers.get(digest, "")

    async def put(self, digest: str, number: str) -> None:
        """Keep it."""
        self._numbers[digest] = number

    async def forget(self, digest: str) -> None:
        """It is of no use any more."""
        self._numbers.pop(digest, None)


def fingerprint(picture: bytes) -> str:
    """The same for the same picture (64 characters)."""
    return hashlib.sha256(b"image:" + picture).hexdigest()
