"""Who sent what nobody should send (a password, a code, a number of an identity card) is told so, kindly."""

from __future__ import annotations

from bot.messages import Reply, Turn
from bot.redaction import PLACEHOLDERS, mask

TELLING = [
    PLACEHOLDERS[kind] for kind in ("citizen_id", "old_id", "account", "otp", "password", "insurance", "passport")
]
"""What stands in a masked message for such things."""


ALWAYS_MASKED = [PLACEHOLDERS[kind] for kind in ("otp", "password")]
"""The same for what not even staff are to read."""


def warned(turn: Turn, reply: Reply, *, to_staff: bool = False) -> Reply:
    """The reply, after the warning where one is due. `to_staff`: numbers were kept for them, as what they help with."""
    masked = mask(turn.text)
    told = [mark for mark in TELLING if mark in masked]
    if not told:
        return reply
    kept = to_staff and any(mark not in ALWAYS_MASKED for mark in told)
    return Reply("tickets.numbers_kept" if kept else "ask.masked", then=reply)
