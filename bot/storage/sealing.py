"""Secrets that the database keeps are sealed with a key that it does not hold."""

from __future__ import annotations

import base64
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Seal:
    """Seals and opens short texts. `key` is 64 hex digits, as `settings.derive` makes them.

    The library behind it is loaded (7 MB) when the first text is sealed or opened: without Zalo there is none.
    """

    def __init__(self, key: str) -> None:
        self._key = base64.urlsafe_b64encode(bytes.fromhex(key))

    @cached_property
    def _fernet(self) -> Fernet:
        from cryptography.fernet import Fernet

        return Fernet(self._key)

    def close(self, text: str) -> bytes:
        """The text, sealed; "" stays empty."""
        return self._fernet.encrypt(text.encode()) if text else b""

    def open(self, sealed: bytes) -> str:
        """The text behind a seal; "" when there is none, or when another key made it."""
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(bytes(sealed)).decode() if sealed else ""
        except InvalidToken:
            return ""
