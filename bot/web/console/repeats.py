"""How an announcement repeats: set on one's own draft, stopped at any time."""

from __future__ import annotations

from datetime import date

from aiohttp import web

from bot.domain.announcements import Announcements
from bot.domain.repeats import MOST, Repeat, Repeats, of
from bot.domain.staff import Refusal
from bot.storage.tables import Announcement
from bot.web.console.visit import Route, Visit, as_day
from bot.web.console.words import EVERY


async def form(visit: Visit) -> web.Response:
    """The choice for one's own draft."""
    found = await _draft(visit)
    return _page(visit, found, of(found))


async def choose(visit: Visit) -> web.Response:
    """Keep the choice."""
    found, repeat = await _draft(visit), _read(visit)
    try:
        async with visit.begin() as db:
            await Repeats(db, visit.now, visit.context.clock).set(visit.me, found.id, repeat)
    except Refusal as error:
        return _page(visit, found, repeat, error=error)
    return visit.go(f"/announcements/{found.id}", "repeating" if repeat.every else "repeating_once")


async def stop(visit: Visit) -> web.Response:
    """There will be no further time."""
    number = visit.number()
    async with visit.begin() as db:
        await Repeats(db, visit.now, visit.context.clock).stop(visit.me, number)
    return visit.go(f"/announcements/{number}", "repeating_stopped")


def sentence(found: Announcement) -> str:
    """ "Hằng tuần, đến hết 31/12/2026, tối đa 10 lần; đây là lần 2", or "" for what is sent once."""
    if not found.repeats:
        return ""
    until = f", đến hết {found.repeat_until:%d/%m/%Y}" if found.repeat_until else ""
    times = f", tối đa {found.repeat_times} lần" if found.repeat_times else ""
    return f"{EVERY[found.repeats]}{until}{times}; đây là lần {found.occurrence}"


async def _draft(visit: Visit) -> Announcement:
    async with visit.read() as db:
        return await Announcements(db, visit.now).own_draft(visit.me, visit.number())


def _read(visit: Visit) -> Repeat:
    times = visit.field("times").strip()
    counted = times.isascii() and times.isdigit() and len(times) < 6
    until = visit.field("until").strip()
    last = as_day(until) or date.min if until else None
    return Repeat(visit.field("every"), last, int(times) if counted else -1 if times else 0)


def _page(visit: Visit, found: Announcement, repeat: Repeat, *, error: Refusal | None = None) -> web.Response:
    until = repeat.until.isoformat() if repeat.until and repeat.until != date.min else ""
    return visit.page("repeat_form", found=found, repeat=repeat, until=until, most=MOST, error=error)


ROUTES = (
    Route("GET", "/announcements/{id}/repeat", "announcements.write", form),
    Route("POST", "/announcements/{id}/repeat", "announcements.write", choose),
    Route("POST", "/announcements/{id}/stop-repeating", "announcements.stop", stop),
)
