"""Urgent announcements: one short page that drafts and submits; who may, and who is deputy where."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiohttp import web

from bot.domain.announcements import BODY_MAX, TITLE_MAX, Announcements, Content
from bot.domain.staff import Refusal, StaffAccounts, covers
from bot.domain.urgent import WHY_MAX, Urgent
from bot.storage import staff
from bot.web.console import audience_form, reach_words
from bot.web.console.visit import Route, Visit

NEW_CODE = "TB-……"
BLANK = Content("", "", urgent=True)


async def blank(visit: Visit) -> web.Response:
    """An empty form."""
    return await _form(visit, BLANK)


async def announce(visit: Visit) -> web.Response:
    """Show once more what is about to be submitted, or submit it."""
    content, why = _content(visit), visit.field("why")
    try:
        audience_form.refuse_unsaid(visit, content.communes)
        if not visit.field("confirmed"):
            return await _form(visit, content, why=why)
        async with visit.begin() as db:
            made = await Urgent(db, visit.now).announce(visit.me, replace(content, urgent=False), why)
    except Refusal as error:
        return await _form(visit, content, why=why, error=error)
    return visit.go(f"/announcements/{made.id}", "urgent_submitted")


async def preview(visit: Visit) -> web.Response:
    """How it will look and how many it reaches, while it is being typed."""
    content = _content(visit)
    seen = _seen(visit, content)
    told = {"seen": seen, "lengths": visit.context.lengths(seen)}
    return web.json_response(told | await _reached(visit, content))


async def grant(visit: Visit) -> web.Response:
    """What an account may do with urgent announcements."""
    login = visit.request.match_info["login"]
    async with visit.begin() as db:
        who = await StaffAccounts(db, visit.now).named(login)
        if not covers(visit.me, [who.area] if who.area else []):
            raise Refusal("outside_area")
        given = {"urgent": visit.field("urgent") == "yes", "deputy": visit.field("deputy") == "yes"}
        await Urgent(db, visit.now).grant(login, by=visit.me, **given)
    return visit.go(f"/staff/{login}", "saved")


async def deputies(visit: Visit) -> web.Response:
    """Who may approve urgent announcements in each area, and who is deputy there."""
    async with visit.read() as db:
        everyone = [one for one in await staff.everyone(db, area=visit.me.area) if not one.disabled_at]
    able = [one for one in everyone if one.urgent and one.role == "approver"]
    areas = sorted({one.area for one in everyone if one.role in ("author", "approver")})
    rows = [(area, [one for one in able if one.area == area]) for area in areas]
    return visit.page("deputies", rows=rows)


def _content(visit: Visit) -> Content:
    places = visit.context.library.places
    communes = tuple(code for code in visit.fields("communes") if places.by_code(code))
    framed = communes or ((visit.me.area,) if visit.me.area else ())
    return Content(visit.field("title"), visit.field("body"), framed, urgent=True)


async def _form(visit: Visit, content: Content, *, why: str = "", error: Refusal | None = None) -> web.Response:
    places = [place for place in visit.context.library.places.all if covers(visit.me, [place.code])]
    values: dict[str, Any] = {"content": content, "why": why, "places": places, "seen": _seen(visit, content)}
    values |= {"title_max": TITLE_MAX, "body_max": BODY_MAX, "why_max": WHY_MAX}
    values |= {
        "lengths": visit.context.lengths(values["seen"]),
        "whole": audience_form.whole(visit, content.communes, kept=False),
    }
    shown = bool(content.title and content.body and why) and not error
    return visit.page("urgent_form", error=error, shown=shown, **values, **await _reached(visit, content))


def _seen(visit: Visit, content: Content) -> str:
    return visit.context.as_citizens_see(content.title, content.body, NEW_CODE, urgent=True)


async def _reached(visit: Visit, content: Content) -> dict[str, Any]:
    said = content.communes or audience_form.whole(visit, (), kept=False)
    if not said or not covers(visit.me, content.communes):
        return {"reach": 0, "channels": "", "meant": 0, "ways": []}
    windows = await visit.context.priced()
    async with visit.read() as db:
        found = await Announcements(db, visit.now).reach(content, windows, visit.context.channels)
    return reach_words.told(found, windows)


ROUTES = (
    Route("GET", "/urgent", "urgent.write", blank),
    Route("POST", "/urgent", "urgent.write", announce),
    Route("POST", "/urgent/preview.json", "urgent.write", preview),
    Route("GET", "/deputies", "staff.manage", deputies),
    Route("POST", "/staff/{login}/urgent", "staff.manage", grant),
)
