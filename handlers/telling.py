"""Who sent what nobody should send (a password, a code, a number of an identity card) is told so, kindly."""

from __future__ import annotations

from bot.messages import Reply, Turn
from bot.redaction import PLACEHOLDERS, mask

TELLING = [
    PLACEHOLDERS[kind] for kind in ("citizen_id", "old_id", "account", "otp", "password", "insurance", "passport")
]
"""What stands in a masked message for such things."""


def warned(turn: Turn, reply: Reply) -> Reply:
    """The reply, after the warning where one is due."""
    masked = mask(turn.text)
    return Reply("ask.masked", then=reply) if any(mark in masked for mark in TELLING) else reply
