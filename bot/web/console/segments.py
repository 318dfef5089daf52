"""Choices of recipients that are kept by name: the list, making, changing, taking away and bringing back."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.audiences import reach
from bot.domain.segments import NAME_MAX, Choice, Segments, whom
from bot.domain.staff import Refusal, covers
from bot.storage.audiences import Whom
from bot.storage.tables import Segment
from bot.web.console import audience_form
from bot.web.console.audience_words import NOWHERE, sentence
from bot.web.console.visit import Route, Visit

BLANK = Choice("")


async def show(visit: Visit) -> web.Response:
    """Those that this person may use, each in a sentence and with how many it reaches now."""
    async with visit.read() as db:
        work = Segments(db, visit.now)
        rows = [(one, (await reach(db, _within(visit, whom(one)))).total) for one in await work.usable(visit.me)]
        removed = await work.removed(visit.me)
    lines = [
        (one, sentence(visit.context, _within(visit, whom(one))), number, _may_change(visit, one))
        for one, number in rows
    ]
    return visit.page("segments", lines=lines, removed=removed)


async def blank(visit: Visit) -> web.Response:
    """An empty form."""
    return await _form(visit, BLANK)


async def create(visit: Visit) -> web.Response:
    """Keep a new one."""
    choice = _choice(visit)
    if visit.field("more"):
        return await _form(visit, choice)
    try:
        audience_form.refuse_unsaid(visit, choice.communes)
        async with visit.begin() as db:
            await Segments(db, visit.now).make(visit.me, choice)
    except Refusal as error:
        return await _form(visit, choice, error=error)
    return visit.go("/segments", "segment_made")


async def open_one(visit: Visit) -> web.Response:
    """The form with one in it."""
    async with visit.read() as db:
        found = await Segments(db, visit.now).owned(visit.me, visit.number())
    return await _form(visit, Choice(found.name, found.communes, found.audiences, found.rule), number=found.id)


async def change(visit: Visit) -> web.Response:
    """Another name, other people."""
    number, choice = visit.number(), _choice(visit)
    if visit.field("more"):
        return await _form(visit, choice, number=number)
    try:
        audience_form.refuse_unsaid(visit, choice.communes)
        async with visit.begin() as db:
            await Segments(db, visit.now).change(visit.me, number, choice)
    except Refusal as error:
        if error.name == "segments.unknown":
            raise
        return await _form(visit, choice, number=number, error=error)
    return visit.go("/segments", "segment_changed")


async def remove(visit: Visit) -> web.Response:
    """Take it away."""
    async with visit.begin() as db:
        await Segments(db, visit.now).remove(visit.me, visit.number())
    return visit.go("/segments", "segment_removed")


async def restore(visit: Visit) -> web.Response:
    """Bring it back."""
    async with visit.begin() as db:
        await Segments(db, visit.now).restore(visit.me, visit.number())
    return visit.go("/segments", "segment_restored")


def _choice(visit: Visit) -> Choice:
    return Choice(visit.field("name"), *audience_form.frame(visit), audience_form.read(visit))


async def _form(visit: Visit, choice: Choice, *, number: int = 0, error: Refusal | None = None) -> web.Response:
    meant = _within(visit, whom(choice))
    whole = audience_form.whole(visit, choice.communes, kept=bool(number) and not visit.form)
    said = bool(meant.communes) or whole
    async with visit.read() as db:
        reached = (await reach(db, meant)).total if said and covers(visit.me, meant.communes) else 0
    values: dict[str, Any] = {"content": choice, "number": number, "reach": reached, "name_max": NAME_MAX}
    values |= audience_form.values(visit, choice.rule) | {"whole": whole}
    values["whom"] = sentence(visit.context, meant) if said else NOWHERE
    return visit.page("segment_form", error=error, **values)


def _within(visit: Visit, meant: Whom) -> Whom:
    """As this person would use it: where no commune is chosen, their area."""
    communes = meant.communes or ((visit.me.area,) if visit.me.area else ())
    return Whom(communes, meant.groups, meant.rule)


def _may_change(visit: Visit, one: Segment) -> bool:
    return visit.may("segments.write") and (not visit.me.area or one.area == visit.me.area)


ROUTES = (
    Route("GET", "/segments", "segments.read", show),
    Route("GET", "/segments/new", "segments.write", blank),
    Route("POST", "/segments/new", "segments.write", create),
    Route("GET", "/segments/{id}/edit", "segments.write", open_one),
    Route("POST", "/segments/{id}/edit", "segments.write", change),
    Route("POST", "/segments/{id}/remove", "segments.write", remove),
    Route("POST", "/segments/{id}/restore", "segments.write", restore),
)
