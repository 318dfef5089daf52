"""What the model wrote, what the guard said of it, and what it cost; for who reads the log."""

from __future__ import annotations

from aiohttp import web

from bot.domain.moderation import Moderation
from bot.web.console.visit import Route, Visit, more

LIMIT = 30


async def show(visit: Visit) -> web.Response:
    """The newest first."""
    async with visit.read() as db:
        rows = await Moderation(db, visit.now).model_answers(visit.me, before=visit.before(), limit=LIMIT)
    return visit.page("model_answers", rows=rows, more=more(rows, LIMIT))


ROUTES = (Route("GET", "/model", "log.read", show),)
