"""Switching parts of the bot off with a reason, and on again with one click."""

from __future__ import annotations

from aiohttp import web

from bot.domain.staff import Refusal
from bot.domain.switches import ANNOUNCEMENTS, BOT, CHANNEL, MODEL, REASON_MAX, Switches
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """What can be switched off, and what is."""
    return await _page(visit)


async def put_off(visit: Visit) -> web.Response:
    """Off, in all processes within seconds."""
    try:
        async with visit.begin() as db:
            await _switches(visit, db).put_off(visit.field("name"), visit.me, visit.field("reason"))
    except Refusal as error:
        return await _page(visit, error)
    return await _done(visit, "switched_off")


async def put_on(visit: Visit) -> web.Response:
    """On again."""
    async with visit.begin() as db:
        await _switches(visit, db).put_on(visit.field("name"), visit.me)
    return await _done(visit, "switched_on")


async def _done(visit: Visit, note: str) -> web.Response:
    await visit.context.switches.refresh()
    return visit.go("/switches", note)


def _switches(visit: Visit, db: object) -> Switches:
    return Switches(db, visit.now, visit.context.channels)  # type: ignore[arg-type]


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    await visit.context.switches.refresh()
    names = [BOT, MODEL, ANNOUNCEMENTS, *(f"{CHANNEL}{name}" for name in visit.context.channels)]
    given = {"name": visit.field("name"), "reason": visit.field("reason")}
    return visit.page("switches", error=error, names=names, given=given, most=REASON_MAX)


ROUTES = (
    Route("GET", "/switches", "switches.read", show),
    Route("POST", "/switches/off", "switches.use", put_off),
    Route("POST", "/switches/on", "switches.use", put_on),
)
