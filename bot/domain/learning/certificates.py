"""Certificates that anyone can check: the code carries payload and Ed25519 signature."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import learning

SIGNATURE = 64
"""Bytes of an Ed25519 signature (RFC 8032)."""
NAME_MAX = 60


@dataclass(frozen=True, slots=True)
class Statement:
    """What a certificate says. `name` only if the learner chose to show one."""

    module: str
    issued: date
    name: str = ""


class Signer:
    """Makes and checks codes under the certificates' own key (32 bytes)."""

    def __init__(self, key: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key)

    @staticmethod
    def new_key() -> bytes:
        """A fresh private key."""
        return Ed25519PrivateKey.generate().private_bytes_raw()

    @property
    def public_key(self) -> str:
        """The public key in hexadecimal, for anyone who wants to check without us."""
        return self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, statement: Statement) -> str:
        """The code of a certificate."""
        body = [statement.module, statement.issued.isoformat(), statement.name]
        payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._key.sign(payload) + payload).rstrip(b"=").decode()

    def read(self, code: str) -> Statement | None:
        """What a code says, or None when we did not sign it."""
        try:
            raw = base64.b64decode(code.encode() + b"=" * (-len(code) % 4), altchars=b"-_", validate=True)
            self._key.public_key().verify(raw[:SIGNATURE], raw[SIGNATURE:])
            module, issued, name = json.loads(raw[SIGNATURE:])
            return Statement(module, date.fromisoformat(issued), name)
        except (InvalidSignature, ValueError, binascii.Error, UnicodeError):
            return None


class Certificates:
    """Certificates of one learner."""

    def __init__(self, db: AsyncSession, signer: Signer, now: datetime, today: date) -> None:
        self.db, self.signer, self.now, self.today = db, signer, now, today

    async def issue(self, citizen_id: int, module: str, name: str) -> str:
        """Sign and keep a certificate; returns its code."""
        code = self.signer.sign(Statement(module, self.today, " ".join(name.split())[:NAME_MAX]))
        await learning.certify(self.db, citizen_id, module, code, now=self.now)
        return code

    async def held(self, citizen_id: int) -> list[tuple[str, Statement]]:
        """Codes and what they say, the newest first."""
        rows = await learning.certificates(self.db, citizen_id)
        read = [(row.code, self.signer.read(row.code)) for row in rows if not row.revoked_at]
        return [(code, statement) for code, statement in read if statement]
