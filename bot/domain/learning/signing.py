"""Codes of certificates: payload and Ed25519 signature (RFC 8032), checkable by anyone who has the public key.

The library behind it is loaded (7 MB) when the first certificate is signed or checked.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KEY = 32
"""Bytes of a private key: any that chance gives (RFC 8032, 5.1.5)."""
SIGNATURE = 64
"""Bytes of a signature (RFC 8032, 5.1.6)."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says. `module` is the code of a module or a path; `name` only if the learner chose one.

    `until` is the last day it holds, None for those given before there was such a day; `serial` tells two apart.
    """

    module: str
    issued: date
    name: str = ""
    until: date | None = None
    serial: str = ""


class Signer:
    """Makes and checks codes under the certificates' own key (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        if len(key) != KEY:
            raise ValueError(f"a key of {KEY} bytes is needed, this one has {len(key)}")
        self._bytes = key

    @staticmethod
    def new_key() -> bytes:
        """A fresh private key."""
        return secrets.token_bytes(KEY)

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._bytes)

    @property
    def public_key(self) -> str:
        """The public key in hexadecimal, for anyone who wants to check without us."""
        return self._key.public_key().public_bytes_raw().hex()

    def sign(self, statement: Statement) -> str:
        """The code of a certificate."""
        body = [statement.module, statement.issued.isoformat(), statement.name]
        if statement.until:
            body += [statement.until.isoformat(), statement.serial]
        payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return _written(self._key.sign(payload) + payload)

    def read(self, code: str) -> Statement | None:
        """What a code says, or None when we did not sign it."""
        from cryptography.exceptions import InvalidSignature

        try:
            raw = base64.b64decode(code.encode() + b"=" * (-len(code) % 4), altchars=b"-_", validate=True)
            if _written(raw) != code:  # the same bytes can be spelled in more ways than one; only ours counts
                return None
            self._key.public_key().verify(raw[:SIGNATURE], raw[SIGNATURE:])
            module, issued, name, *rest = json.loads(raw[SIGNATURE:])
            until, serial = rest if rest else (None, "")
            return Statement(module, date.fromisoformat(issued), name, until and date.fromisoformat(until), serial)
        except (InvalidSignature, ValueError, binascii.Error, UnicodeError):
            return None


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
