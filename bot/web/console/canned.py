"""Canned replies: the list, making, changing, taking away and bringing back."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.canned import NAME_MAX, TEXT_MAX, Canned
from bot.domain.staff import Refusal, owns
from bot.web.console.context import FORMAL
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """All that this person may use, as they would arrive, and the form for one more."""
    return await _page(visit)


async def make(visit: Visit) -> web.Response:
    """One more."""
    try:
        async with visit.begin() as db:
            await Canned(db, visit.now).make(visit.me, visit.field("title"), visit.field("text"))
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/canned", "saved")


async def detail(visit: Visit) -> web.Response:
    """The form of one."""
    return await _page(visit, visit.number())


async def change(visit: Visit) -> web.Response:
    """Other words."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            await Canned(db, visit.now).change(number, visit.me, visit.field("title"), visit.field("text"))
    except Refusal as error:
        return await _page(visit, number, error)
    return visit.go("/canned", "saved")


async def remove(visit: Visit) -> web.Response:
    """Taken away, or brought back."""
    back = visit.field("back") == "yes"
    async with visit.begin() as db:
        await Canned(db, visit.now).remove(visit.number(), visit.me, back=back)
    return visit.go("/canned", "canned_restored" if back else "canned_removed")


async def _page(visit: Visit, number: int = 0, error: Refusal | None = None) -> web.Response:
    fill = visit.context.library.phrases.fill
    async with visit.read() as db:
        canned = Canned(db, visit.now)
        found = await canned.use(number, visit.me) if number else None
        rows = [] if number else await canned.usable(visit.me)
        removed = [] if number else await canned.removed(visit.me)
    lines = [(one, fill(one.text, FORMAL), owns(visit.me, one.area)) for one in rows]
    given = {"title": found.name, "text": found.text} if found else {"title": "", "text": ""}
    values: dict[str, Any] = {name: visit.field(name) if error else given[name] for name in given}
    most = {"title_max": NAME_MAX, "text_max": TEXT_MAX}
    return visit.page("canned", found=found, lines=lines, removed=removed, error=error, **values, **most)


ROUTES = (
    Route("GET", "/canned", "canned.write", show),
    Route("POST", "/canned", "canned.write", make),
    Route("GET", "/canned/{id}", "canned.write", detail),
    Route("POST", "/canned/{id}", "canned.write", change),
    Route("POST", "/canned/{id}/remove", "canned.write", remove),
)
