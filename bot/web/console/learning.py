"""How the classroom does: counts, never a person."""

from __future__ import annotations

from aiohttp import web

from bot.domain.learning import measures
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """Learners, lessons, questions, drills; the standing of the communes."""
    async with visit.read() as db:
        found = await measures.measured(db, visit.context.library, visit.me.area)
        communes = await measures.standing(db)
    return visit.page("learning", found=found, communes=communes, small=measures.SMALL)


ROUTES = (Route("GET", "/learning", "learning.read", show),)
