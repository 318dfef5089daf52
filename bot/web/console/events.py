"""Classes and talks: place, time and seats of a draft; afterwards the list, attendance, files, cancelling."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.domain.announcements import Announcements
from bot.domain.event_desk import PLACE_MAX, SEATS_MAX, WHY_MAX, Details, EventDesk, EventList
from bot.domain.event_words import paragraph, when
from bot.domain.learning import sheets
from bot.domain.staff import Refusal, Role
from bot.storage import events, staff
from bot.storage.tables import Event, Signup
from bot.web import lists
from bot.web.console import words
from bot.web.console.visit import Route, Visit

LIMIT = 30
HEADS = ("STT", "Tên", "Trạng thái", "Đăng ký lúc", "Có mặt lúc")


async def show(visit: Visit) -> web.Response:
    """The newest first; an organiser sees their own."""
    async with visit.read() as db:
        rows = await EventDesk(db, visit.now).page(visit.me, before=visit.before(), limit=LIMIT)
    last = rows[-1][0].announcement_id if len(rows) >= LIMIT else None
    return visit.page("events", rows=rows, more=last, when=when)


async def detail(visit: Visit) -> web.Response:
    """One event: its list, who came, what can be done."""
    return await _page(visit, visit.number())


async def _page(visit: Visit, number: int, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        found = await EventDesk(db, visit.now).listed(visit.me, number)
        organiser = await staff.get(db, found.event.organiser_id) if found.event.organiser_id else None
        organisers = await _organisers(visit, db)
    event = found.event
    values: dict[str, Any] = {"event": event, "found": found.announcement, "lines": found.lines}
    values |= {"counts": found.counts, "when": when(event, visit.context.clock), "organiser": organiser}
    values |= {"organisers": organisers, "open": event.cancelled_at is None and event.starts_at > visit.now}
    return visit.page("event", error=error, why_max=WHY_MAX, door=_door_link(visit, event), **values)


async def _organisers(visit: Visit, db: Any) -> list[Any]:
    there = await staff.everyone(db, area=visit.me.area)
    return [one for one in there if one.role == Role.ORGANISER and not one.disabled_at]


async def open_form(visit: Visit) -> web.Response:
    """Place, time and seats of one's own draft."""
    number = visit.number()
    async with visit.read() as db:
        event = await events.get(db, number)
    return await _form(visit, number, _kept(visit, event))


async def save(visit: Visit) -> web.Response:
    """Keep them; the announcement's text follows."""
    number = visit.number()
    try:
        told = _told(visit)
        async with visit.begin() as db:
            await EventDesk(db, visit.now).describe(visit.me, number, told)
    except Refusal as error:
        return await _form(visit, number, {name: visit.field(name) for name in FIELDS}, error)
    return visit.go(f"/announcements/{number}", "event_saved")


FIELDS = ("place", "day", "begins", "ends", "seats", "lesson")


async def _form(visit: Visit, number: int, given: dict[str, str], error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        found = await Announcements(db, visit.now).own_draft(visit.me, number)
        event = await events.get(db, number)
    values: dict[str, Any] = {"found": found, "given": given, "there": event is not None}
    values |= {"lessons": visit.context.library.lessons, "place_max": PLACE_MAX, "seats_max": SEATS_MAX}
    return visit.page("event_form", error=error, seen=paragraph(event) if event else "", **values)


def _kept(visit: Visit, event: Event | None) -> dict[str, str]:
    if event is None:
        return dict.fromkeys(FIELDS, "")
    begins, ends = visit.context.clock.local(event.starts_at), visit.context.clock.local(event.ends_at)
    times = {"day": f"{begins:%Y-%m-%d}", "begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"}
    return {"place": event.place, "seats": str(event.seats), "lesson": event.lesson, **times}


def _told(visit: Visit) -> Details:
    """What the form says. Raises Refusal."""
    day = visit.field("day")
    lesson = visit.context.library.lesson(visit.field("lesson"))
    seats = visit.field("seats")
    number = int(seats) if seats.isascii() and seats.isdigit() and len(seats) <= 6 else 0
    begins, ends = (_moment(visit, day, visit.field(name)) for name in ("begins", "ends"))
    return Details(visit.field("place"), begins, ends, number, lesson.code if lesson else "")


def _moment(visit: Visit, day: str, time: str) -> datetime:
    try:
        return datetime.strptime(f"{day} {time[:5]}", "%Y-%m-%d %H:%M").replace(tzinfo=visit.context.clock.zone)
    except ValueError:
        raise Refusal("events.time_malformed") from None


async def remove(visit: Visit) -> web.Response:
    """The draft is an announcement like any other again."""
    number = visit.number()
    async with visit.begin() as db:
        await EventDesk(db, visit.now).plain(visit.me, number)
    return visit.go(f"/announcements/{number}", "event_removed")


async def hand_over(visit: Visit) -> web.Response:
    """Who keeps the list."""
    number = visit.number()
    async with visit.begin() as db:
        await EventDesk(db, visit.now).hand_over(visit.me, number, visit.field("organiser"))
    return visit.go(f"/events/{number}", "event_handed_over")


async def cancel(visit: Visit) -> web.Response:
    """It does not take place."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            await EventDesk(db, visit.now).cancel(visit.me, number, visit.field("why"))
    except Refusal as error:
        return await _page(visit, number, error)
    return visit.go(f"/events/{number}", "event_cancelled")


async def attend(visit: Visit) -> web.Response:
    """Somebody came, or did not after all."""
    number, line = visit.number(), visit.field("line")
    async with visit.begin() as db:
        chosen = int(line) if line.isascii() and line.isdigit() and len(line) <= 15 else 0
        await EventDesk(db, visit.now).mark(visit.me, number, chosen, there=visit.field("there") == "yes")
    return visit.go(f"/events/{number}", "attendance")


async def write_down(visit: Visit) -> web.Response:
    """People without a phone."""
    number = visit.number()
    async with visit.begin() as db:
        await EventDesk(db, visit.now).write_down(visit.me, number, visit.field("names"))
    return visit.go(f"/events/{number}", "attendance")


async def download(visit: Visit) -> web.Response:
    """The list for a spreadsheet."""
    number, kind = visit.number(), visit.request.match_info["kind"]
    if kind not in ("csv", "xlsx"):
        raise web.HTTPNotFound
    async with visit.begin() as db:
        found = await EventDesk(db, visit.now).exported(visit.me, number)
    rows = [_row(visit, place, line) for place, line in enumerate(found.lines, 1)]
    return await asyncio.to_thread(lists.as_file, kind, _name(found), "Danh sách", HEADS, rows)


def _row(visit: Visit, place: int, line: Signup) -> list[lists.Cell]:
    local = visit.context.clock.local
    came = f"{local(line.attended_at):%d/%m/%Y %H:%M}" if line.attended_at else ""
    state = words.SEATS[line.state]
    return [place, line.name or f"Người số {place}", state, f"{local(line.signed_at):%d/%m/%Y %H:%M}", came]


def _name(found: EventList) -> str:
    return f"danh-sach-{found.announcement.code.lower()}"


def _door_link(visit: Visit, event: Event) -> str:
    return f"{visit.context.base_url.rstrip('/')}/?den={event.door}"


async def door_code(visit: Visit) -> web.Response:
    """The QR code for the door, as a picture or as a page to print."""
    number, name = visit.number(), visit.request.match_info["name"]
    async with visit.read() as db:
        found = await EventDesk(db, visit.now).listed(visit.me, number)
    link = _door_link(visit, found.event)
    if name == "door.png":
        return web.Response(body=await asyncio.to_thread(sheets.code, link), content_type="image/png")
    if name == "door.pdf":
        title, code = found.announcement.title, found.event.door
        body = await asyncio.to_thread(sheets.door, title, found.event.place, link, code)
        return web.Response(body=body, content_type="application/pdf")
    raise web.HTTPNotFound


ROUTES = (
    Route("GET", "/events", "events.read", show),
    Route("GET", "/events/{id}", "events.read", detail),
    Route("GET", "/events/{id}/edit", "events.write", open_form),
    Route("POST", "/events/{id}/edit", "events.write", save),
    Route("POST", "/events/{id}/remove", "events.write", remove),
    Route("POST", "/events/{id}/organiser", "events.write", hand_over),
    Route("POST", "/events/{id}/cancel", "events.write", cancel),
    Route("POST", "/events/{id}/attend", "events.attend", attend),
    Route("POST", "/events/{id}/names", "events.attend", write_down),
    Route("GET", "/events/{id}/list.{kind}", "events.read", download),
    Route("GET", "/events/{id}/{name}", "events.read", door_code),
)
