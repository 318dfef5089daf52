"""The try-out box: which stored questions a draft would win or lose, before anybody publishes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.domain.answering.tryout import TooSlow, try_out
from bot.domain.drafts import Drafts, as_tried
from bot.domain.knowledge import in_force
from bot.domain.staff import Refusal
from bot.domain.unanswered import content, in_full
from bot.library.schemas import Faq
from bot.storage import moderation
from bot.web.console.visit import Route, Visit

LOOKS_BACK = timedelta(days=90)
MOST_READ, MOST_ASKED, SHOWN = 20_000, 1_000, 40


async def show(visit: Visit) -> web.Response:
    """Ask, and show what changes."""
    async with visit.read() as db:
        found = await Drafts(db, visit.now, visit.context.library).get(visit.number())
        rows = await moderation.asked(db, since=visit.now - LOOKS_BACK, area=visit.me.area, limit=MOST_READ)
        overlay = await in_force(db, visit.context.clock)
    entry = as_tried(found, visit.today)
    if entry is None:
        raise Refusal("drafts.empty")
    questions = _near(entry, rows, found.tried, in_full(visit.context.library.abbreviations))
    try:
        result = await try_out(overlay, entry, questions)
    except TooSlow as error:
        raise Refusal("tryout.too_slow") from error
    values: dict[str, Any] = {"found": found, "result": result, "most": SHOWN, "days": LOOKS_BACK.days}
    known = (*visit.context.library.faqs, *overlay.entries, *overlay.edits, entry)
    return visit.page("tryout", titles={one.id: one.question for one in known}, **values)


def _near(entry: Faq, rows: Iterable[tuple[str, str]], tried: Iterable[str], short: dict[str, str]) -> dict[str, int]:
    """Questions that the entry may have to do with: answered by it so far, or with a word of its ways of asking."""
    words = frozenset[str]().union(*(content(one, short) for one in (entry.question, *entry.also)))
    times: Counter[str] = Counter(tried)
    for question, answered_by in rows:
        if answered_by == entry.id or not words.isdisjoint(content(question, short)):
            times[" ".join(question.split())] += 1
    return dict(times.most_common(MOST_ASKED))


ROUTES = (Route("GET", "/drafts/{id}/tryout", "drafts.read", show),)
