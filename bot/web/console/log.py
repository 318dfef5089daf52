"""The log of questions and answers."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.moderation import Moderation
from bot.storage import citizens, staff
from bot.web.console.as_seen import as_seen
from bot.web.console.visit import Route, Visit, more
from bot.web.console.words import LABELS

LIMIT = 30


async def show(visit: Visit) -> web.Response:
    """The newest first, through a filter."""
    query = visit.request.query
    shown, label = query.get("shown", "all"), query.get("label", "")
    label = label if label in LABELS else ""
    async with visit.read() as db:
        log = Moderation(db, visit.now)
        rows = await log.log(visit.me, shown=shown, label=label, before=visit.before(), limit=LIMIT)
    return visit.page("log", rows=rows, shown=shown, label=label, more=more(rows, LIMIT))


async def detail(visit: Visit) -> web.Response:
    """One exchange, and what else this citizen asked."""
    number = visit.number()
    async with visit.read() as db:
        log = Moderation(db, visit.now)
        found = await log.get(number, visit.me)
        rows = await log.conversation(number, visit.me, before=visit.before(), limit=LIMIT)
        form = await citizens.form_of(db, found.citizen_id)
        judges = await staff.names(db, {found.judged_by} if found.judged_by else set())
    values: dict[str, Any] = {"rows": rows, "more": more(rows, LIMIT), "judge": judges.get(found.judged_by or 0, "")}
    return visit.page("log_detail", found=found, seen=as_seen(visit.context.library.phrases, form), **values)


ROUTES = (
    Route("GET", "/log", "log.read", show),
    Route("GET", "/log/{id}", "log.read", detail),
)
