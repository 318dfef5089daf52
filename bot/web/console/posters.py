"""Posters with a code to scan: one lesson, one commune; how often each was scanned is counted."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.domain.learning import sheets
from bot.storage import counters
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """Choose a lesson and a commune."""
    async with visit.read() as db:
        scanned = await counters.totals(db, "posters.")
    library = visit.context.library
    places = [one for one in library.places.all if visit.me.area in ("", one.code)]
    rows = [_row(visit, name, count) for name, count in sorted(scanned.items(), key=lambda one: -one[1])]
    mine = [row for row in rows if visit.me.area in ("", row[0])]
    return visit.page("posters", lessons=library.lessons, places=places, scanned=mine)


def _row(visit: Visit, name: str, count: int) -> tuple[str, str, int]:
    """ "posters.06811.m1-01" → commune, title, count."""
    _, commune, code = [*name.split("."), "", ""][:3]
    lesson = visit.context.library.lesson(code)
    return commune, lesson.title if lesson else code, count


async def printed(visit: Visit) -> web.Response:
    """The poster as PDF."""
    library = visit.context.library
    lesson = library.lesson(visit.request.query.get("lesson", ""))
    place = library.places.by_code(visit.request.query.get("commune", ""))
    if lesson is None or place is None or visit.me.area not in ("", place.code):
        raise web.HTTPNotFound
    link = f"{visit.context.base_url}/?hoc={lesson.code.lower()}&xa={place.code}"
    body = await asyncio.to_thread(sheets.poster, lesson, place.name, link)
    name = f"ap-phich-{lesson.code.lower()}-{place.code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return web.Response(body=body, content_type="application/pdf", headers=headers)


ROUTES = (
    Route("GET", "/posters", "posters.make", show),
    Route("GET", "/posters/{name}.pdf", "posters.make", printed),
)
