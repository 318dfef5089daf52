"""Whether a webhook of Zalo is Zalo's: plain SHA-256 over the raw bytes, not an HMAC.

The documentation signs with the application's number and the body's time. Some report the account's number in place of
the one ("oa_id"), or a header's time in place of the other ("header_time"): only who names these accepts them.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Mapping
from itertools import product
from typing import Any

HEADER, TIME_HEADER = "X-ZEvent-Signature", "X-ZEvent-Timestamp"
OA_ID, HEADER_TIME = "oa_id", "header_time"
VARIANTS = (OA_ID, HEADER_TIME)


def signature(app_id: str, body: bytes, timestamp: str, key: str) -> str:
    """What Zalo puts behind `mac=`."""
    return hashlib.sha256(app_id.encode() + body + timestamp.encode() + key.encode()).hexdigest()


def is_signed(given: str, app_id: str, body: bytes, timestamp: str, key: str) -> bool:
    """Does the header fit? With or without `mac=`; compared in constant time."""
    name, equals, value = given.strip().partition("=")
    found = value.strip() if equals and name.strip() == "mac" else given.strip()
    return hmac.compare_digest(found.encode("utf-8", "replace"), signature(app_id, body, timestamp, key).encode())


def matched(
    headers: Mapping[str, str],
    body: bytes,
    data: Mapping[str, Any],
    *,
    app_id: str,
    key: str,
    variants: Collection[str] = (),
) -> str | None:
    """Which formula the signature fits: "" the documented one, else the names of what differs; None for none."""
    given, timestamp = headers.get(HEADER, ""), stamp_of(data)
    ids = [("", app_id)] + [(OA_ID, one) for one in _accounts(data) if OA_ID in variants]
    times = [("", timestamp)] + [(HEADER_TIME, headers.get(TIME_HEADER, ""))] * (HEADER_TIME in variants)
    for (which, first), (when, time) in product(ids, times):
        if is_signed(given, first, body, time, key):
            return " ".join(filter(None, (which, when)))
    return None


def stamp_of(data: Mapping[str, Any]) -> str:
    """The body's time, as it stands there."""
    stamp = data.get("timestamp", "")
    return str(stamp) if isinstance(stamp, str | int) else ""


def _accounts(data: Mapping[str, Any]) -> list[str]:
    """The account's number by its own word: whoever knows the key may say which."""
    named = [part.get("id") for part in map(data.get, ("recipient", "sender")) if isinstance(part, dict)]
    return [one for one in (data.get("oa_id"), *named) if isinstance(one, str)]
