"""What a citizen was last told about, for a while: "mất bao lâu?" is then asked of it.

It stands in the citizen's `data` as the id of an entry, or the number of the turn in which they asked; never as words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.domain.answering.found import Found, Topic
from bot.domain.domain import Services
from bot.messages import Turn

LASTS = timedelta(minutes=15)
KEYS = ("topic", "topic_at")
TELLS = 3
"""Words of a question that may say what it is about, though nothing was found."""


def kept(turn: Turn) -> Mapping[str, Any]:
    """The topic as it stands, to be carried on."""
    return {key: turn.data[key] for key in KEYS if key in turn.data}


def after(turn: Turn, found: Found) -> Mapping[str, Any]:
    """The topic once this was said: what was answered or asked, or else what it was before."""
    last = found.then or found
    if turn.now is None or not (last.entry or _says_what_of(turn, last)):
        return kept(turn)
    return {"topic": last.entry or turn.number, "topic_at": turn.now.isoformat()}


def _says_what_of(turn: Turn, last: Found) -> bool:
    """Whether a question without an entry names a subject of its own; a word or two that led nowhere do not."""
    if last.follows or last.unnamed:
        return False
    return last.label is not None or last.kind == "near" or len(turn.text.split()) >= TELLS


async def before(turn: Turn, services: Services, question: str) -> Topic | None:
    """What was talked of shortly before this turn, if anything was answered and this question goes on from it."""
    said, at = turn.data.get("topic"), turn.data.get("topic_at")
    if not said or not at or turn.now is None or turn.now - datetime.fromisoformat(at) > LASTS:
        return None
    if not services.answering.goes_on(question):
        return None
    if isinstance(said, int):
        words = await services.question_of(turn.citizen.id, said)
        return Topic(words) if words else None
    found = services.answering.entry(said)
    return Topic(found.question, said) if found else None
