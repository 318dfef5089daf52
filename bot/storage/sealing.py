"""Secrets that the database keeps are sealed with a key that it does not hold."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken


class Seal:
    """Seals and opens short texts. `key` is 64 hex digits, as `settings.derive` makes them."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(bytes.fromhex(key)))

    def close(self, text: str) -> bytes:
        """The text, sealed; "" stays empty."""
        return self._fernet.encrypt(text.encode()) if text else b""

    def open(self, sealed: bytes) -> str:
        """The text behind a seal; "" when there is none, or when another key made it."""
        try:
            return self._fernet.decrypt(bytes(sealed)).decode() if sealed else ""
        except InvalidToken:
            return ""
