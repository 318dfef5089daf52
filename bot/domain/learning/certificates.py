"""Certificates that anyone can check: the code carries payload and Ed25519 signature."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal, covers
from bot.errors import CitizenError
from bot.storage import learning
from bot.storage.tables import Staff

SIGNATURE = 64
"""Bytes of an Ed25519 signature (RFC 8032)."""
NAME_MAX = 60
VALID_YEARS = 3
"""What is taught changes; after so long one learns anew."""
SERIAL_BYTES = 4
REASON_MAX = 300


class Revoked(CitizenError):
    """The certificate of this module was revoked; another one is not given by the press of a button."""

    phrase = "certificates.revoked"


class State(StrEnum):
    """What a check of a code comes to."""

    GOOD = "good"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"


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
        if statement.until:
            body += [statement.until.isoformat(), statement.serial]
        payload = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return _written(self._key.sign(payload) + payload)

    def read(self, code: str) -> Statement | None:
        """What a code says, or None when we did not sign it."""
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


def fingerprint(code: str) -> str:
    """What a list of revoked codes keeps in place of the code."""
    return hashlib.sha256(code.encode()).hexdigest()


async def check(db: AsyncSession, signer: Signer, code: str, *, today: date) -> tuple[State, Statement | None]:
    """Did we sign it, does it still hold, was it revoked?"""
    statement = signer.read(code)
    if statement is None:
        return State.UNKNOWN, None
    if await learning.is_revoked(db, fingerprint(code)):
        return State.REVOKED, statement
    if statement.until and statement.until < today:
        return State.EXPIRED, statement
    return State.GOOD, statement


class Certificates:
    """Certificates of one learner."""

    def __init__(self, db: AsyncSession, signer: Signer, now: datetime, today: date) -> None:
        self.db, self.signer, self.now, self.today = db, signer, now, today

    async def issue(self, citizen_id: int, module: str, name: str) -> str:
        """Sign and keep a certificate; returns its code. Raises Revoked."""
        if await learning.revoked_of(self.db, citizen_id, module):
            raise Revoked
        until = self.today.replace(year=self.today.year + VALID_YEARS, day=min(self.today.day, 28))
        shown, serial = " ".join(name.split())[:NAME_MAX], secrets.token_hex(SERIAL_BYTES)
        code = self.signer.sign(Statement(module, self.today, shown, until, serial))
        await learning.certify(self.db, citizen_id, module, code, now=self.now)
        return code

    async def held(self, citizen_id: int) -> list[tuple[str, Statement]]:
        """Codes and what they say, the newest first."""
        rows = await learning.certificates(self.db, citizen_id)
        read = [(row.code, self.signer.read(row.code)) for row in rows if not row.revoked_at]
        return [(code, one) for code, one in read if one and not (one.until and one.until < self.today)]


async def revoke(db: AsyncSession, who: Staff, code: str, *, reason: str, now: datetime) -> None:
    """From now on this code is refused, and its learner gets no other one of the same. Raises Refusal."""
    reason = reason.strip()
    if not covers(who, ()):
        raise Refusal("outside_area")
    if not reason or len(reason) > REASON_MAX:
        raise Refusal("certificates.reason_missing")
    if await learning.is_revoked(db, fingerprint(code)):
        raise Refusal("certificates.revoked_already")
    await learning.revoke(db, code, fingerprint(code), staff_id=who.id, reason=reason, now=now)
    await audit.record(db, who.login, "certificates.revoked", {"certificate": fingerprint(code)[:12]}, now=now)
