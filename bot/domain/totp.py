"""Codes that change with the time: RFC 6238 with its defaults (SHA-1, 30 seconds, 6 digits), as apps read them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

STEP = 30
DIGITS = 6
DRIFT = 1
"""So many steps a phone's clock may be ahead or behind."""
ISSUER = "Hoc Vu So"


def new_secret() -> str:
    """160 random bits in base32, as RFC 4226 recommends."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_of(secret: str, step: int) -> str:
    """The code of one step of time (RFC 4226, section 5.3)."""
    digest = hmac.new(base64.b32decode(secret), step.to_bytes(8, "big"), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def step_of(secret: str, given: str, now: datetime, *, after: int) -> int | None:
    """The step whose code this is, or None. No code counts twice: steps up to `after` are used up."""
    current = int(now.timestamp()) // STEP
    given = "".join(given.split())
    for step in range(max(current - DRIFT, after + 1), current + DRIFT + 1):
        if hmac.compare_digest(code_of(secret, step).encode(), given.encode()):
            return step
    return None


def address(secret: str, login: str) -> str:
    """What the picture says to the phone's app."""
    issuer = quote(ISSUER)
    return f"otpauth://totp/{issuer}:{quote(login)}?secret={secret}&issuer={issuer}"
