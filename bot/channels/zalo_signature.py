"""Whether a webhook of Zalo is Zalo's: plain SHA-256 over the raw bytes, not an HMAC."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "X-ZEvent-Signature"


def signature(app_id: str, body: bytes, timestamp: str, key: str) -> str:
    """What Zalo puts behind `mac=`."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + key.encode()).hexdigest()


def is_signed(given: str, app_id: str, body: bytes, timestamp: str, key: str) -> bool:
    """Does the header fit? With or without `mac=`; compared in constant time."""
    name, equals, value = given.strip().partition("=")
    found = value.strip() if equals and name.strip() == "mac" else given.strip()
    return hmac.compare_digest(found.encode("utf-8", "replace"), signature(app_id, body, timestamp, key).encode())
