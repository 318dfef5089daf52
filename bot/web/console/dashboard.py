"""The first page: what waits, and where to go."""

from __future__ import annotations

from aiohttp import web

from bot.domain import reports
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """Counts and ways on."""
    return visit.page("dashboard", counts=await _counts(visit))


async def counts(visit: Visit) -> web.Response:
    """The counts alone, for the page that refreshes itself."""
    return web.json_response((await _counts(visit)).as_json())


async def _counts(visit: Visit) -> reports.Counts:
    today = visit.context.clock.local(visit.now).date()
    async with visit.read() as db:
        return await reports.today(db, today, area=visit.me.area)


ROUTES = (
    Route("GET", "", "dashboard.see", show),
    Route("GET", "/", "dashboard.see", show),
    Route("GET", "/counts.json", "dashboard.see", counts),
)
