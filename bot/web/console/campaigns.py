"""Calls for ideas: the list, beginning one, changing, ending and going on."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiohttp import web

from bot.domain.campaigns import ABOUT_MAX, NAME_MAX, Campaigns
from bot.domain.staff import Refusal
from bot.web.console.visit import Route, Visit, as_day


async def show(visit: Visit) -> web.Response:
    """All of them, and the form for one more."""
    return await _page(visit)


async def begin(visit: Visit) -> web.Response:
    """One more, of the area of who begins it."""
    title, about, until = _written(visit)
    try:
        async with visit.begin() as db:
            desk = Campaigns(db, visit.now)
            await desk.begin(visit.me, title, about, until, area=visit.me.area, today=visit.today)
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/campaigns", "campaign_begun")


async def detail(visit: Visit) -> web.Response:
    """The form of one."""
    return await _page(visit, visit.number())


async def change(visit: Visit) -> web.Response:
    """Other words, another last day."""
    number, (title, about, until) = visit.number(), _written(visit)
    try:
        async with visit.begin() as db:
            await Campaigns(db, visit.now).change(number, visit.me, title, about, until, today=visit.today)
    except Refusal as error:
        return await _page(visit, number, error)
    return visit.go("/campaigns", "saved")


async def close(visit: Visit) -> web.Response:
    """No more ideas for it, or again."""
    closed = visit.field("closed") == "yes"
    async with visit.begin() as db:
        await Campaigns(db, visit.now).close(visit.number(), visit.me, closed=closed)
    return visit.go("/campaigns", "campaign_closed" if closed else "campaign_reopened")


async def _page(visit: Visit, number: int = 0, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        desk = Campaigns(db, visit.now)
        found = await desk.get(number, visit.me) if number else None
        rows = [] if number else await desk.those_of(visit.me)
    title, about, until = _written(visit) if error else _kept(found)
    values: dict[str, Any] = {"title": title, "about": about, "until": until or "", "today": visit.today}
    most = {"title_max": NAME_MAX, "about_max": ABOUT_MAX}
    return visit.page("campaigns", found=found, rows=rows, error=error, **values, **most)


def _kept(found: Any) -> tuple[str, str, date | None]:
    return (found.title, found.about, found.ends_on) if found else ("", "", None)


def _written(visit: Visit) -> tuple[str, str, date | None]:
    return visit.field("title"), visit.field("about"), as_day(visit.field("until"))


ROUTES = (
    Route("GET", "/campaigns", "ideas.report", show),
    Route("POST", "/campaigns", "campaigns.write", begin),
    Route("GET", "/campaigns/{id}", "campaigns.write", detail),
    Route("POST", "/campaigns/{id}", "campaigns.write", change),
    Route("POST", "/campaigns/{id}/close", "campaigns.write", close),
)
