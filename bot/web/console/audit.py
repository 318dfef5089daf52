"""Who changed what, and whether the chain is whole."""

from __future__ import annotations

from aiohttp import web

from bot.domain import audit
from bot.web.console.visit import Route, Visit, more

LIMIT = 50


async def show(visit: Visit) -> web.Response:
    """The newest first."""
    async with visit.read() as db:
        rows = await audit.latest(db, before=visit.before(), limit=LIMIT)
    return visit.page("audit", rows=rows, more=more(rows, LIMIT), checked=False, broken=None)


async def verify(visit: Visit) -> web.Response:
    """Follow the chain from its first entry."""
    async with visit.read() as db:
        broken = await audit.verify(db)
        rows = await audit.latest(db, limit=LIMIT)
    return visit.page("audit", rows=rows, more=more(rows, LIMIT), checked=True, broken=broken)


ROUTES = (
    Route("GET", "/audit", "audit.read", show),
    Route("POST", "/audit", "audit.read", verify),
)
