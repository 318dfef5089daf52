"""Certificates that anyone can check: the code carries payload and Ed25519 signature."""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.learning.signing import Signer, Statement
from bot.domain.staff import Refusal, covers
from bot.errors import CitizenError
from bot.storage import learning
from bot.storage.tables import Staff

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
