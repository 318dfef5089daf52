"""What an old ward, commune or district is called now: "phường Bạch Đằng nay thuộc đâu?"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.domain.domain import Domain, Services
from bot.library.places import Formerly
from bot.library.text import fold
from bot.messages import Label, Reply, Trace, Turn
from bot.router import Router, is_words

from . import ask, buttons, lesson_words

router = Router()

ASKS = re.compile(
    r"\b(?:(?:bay )?(?:gio|nay) (?:la|thuoc|o|ve|goi|doi|sang|sap nhap|thanh)|thuoc (?:xa|phuong|dac khu|dau|noi)"
    r"|sap nhap|doi (?:ten|thanh)|ten (?:moi|gi)|moi la|(?:gio|nay) (?:the nao|ra sao|thanh|con)"
    r"|con (?:la )?(?:xa|phuong|huyen|thanh pho|thi xa|thi tran)?\s?(?:khong|ko|k|nua|chua)$)\b"
)
LONGEST = 16
"""Words of such a question."""
LISTED = 12
NAMED = re.compile(r"(?:phuong|xa|thi tran|thi xa|thanh pho|huyen)(?: \w+){1,4}")
"""Nothing but what looks like a unit's name, with its kind."""


def asks_for_the_new_name(turn: Turn) -> bool:
    """Whether somebody asks what became of a unit, or names one and nothing else, before looking which."""
    short = is_words(turn) and not turn.step and not turn.urgent and len(turn.text.split()) <= LONGEST
    words = fold(turn.text).strip(" .?!") if short else ""
    return short and bool(ASKS.search(words) or NAMED.fullmatch(words))


async def look_up(turn: Turn, services: Services) -> Any:
    """The old units that the words name; where they name none, what a question finds."""
    if found := services.library.places.formerly(turn.text):
        return found
    return await (lesson_words.look_up if lesson_words.inside(turn) else ask.look_up)(turn, services)


@router.when(asks_for_the_new_name)
@router.before(look_up)
async def tell(turn: Turn, domain: Domain) -> Reply:
    """Each old unit with what it went into, as open data has it: said to be unconfirmed, with where to be sure."""
    if not isinstance(turn.prepared, tuple):
        return await (lesson_words.said if lesson_words.inside(turn) else ask.answer)(turn, domain)
    text = domain.library.phrases.say("ask.old_places", {"lines": _lines(turn.prepared)}, turn.citizen.form)
    source = domain.library.phrases.say("ask.old_places_source", {}, turn.citizen.form)
    ways = [*buttons.thumbs(turn.number), buttons.MENU]
    trace = Trace(turn.text, 1.0, entry="places", outcome="extract")
    data = buttons.meant(yes=ways[0], no=ways[1])
    return Reply(
        "ask.answer", {"text": text}, label=Label.EXTRACT, sources=(source,), buttons=ways, trace=trace, data=data
    )


def _lines(found: Sequence[Formerly]) -> str:
    lines = [f"• {one.name} → {', '.join(place.name for place in one.now)}" for one in found[:LISTED]]
    return "\n".join(lines)
