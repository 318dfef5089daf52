"""Questions for a person: what waits, and answering."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.staff import Refusal
from bot.domain.tickets import ANSWER_MAX, REASONS, Tickets
from bot.redaction import mask
from bot.storage import addresses, staff
from bot.storage import tickets as rows
from bot.web.console.visit import Route, Visit, more

LIMIT = 30


async def show(visit: Visit) -> web.Response:
    """Open ones, urgent first; below them what was answered."""
    async with visit.read() as db:
        tickets = Tickets(db, visit.now)
        waiting = await tickets.longest_waiting(area=visit.me.area) if visit.before() is None else []
        closed = await tickets.closed(area=visit.me.area, before=visit.before())
        communes = await rows.communes(db, [*waiting, *closed])
    values: dict[str, Any] = {"waiting": waiting, "closed": closed, "communes": communes}
    return visit.page("tickets", more=more(closed, LIMIT), **values)


async def detail(visit: Visit) -> web.Response:
    """One question and the form for the answer."""
    return await _detail(visit)


async def answer(visit: Visit) -> web.Response:
    """Send the answer; what was typed is not lost when it cannot be sent."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            await Tickets(db, visit.now).answer(number, visit.me, visit.field("text"))
    except Refusal as error:
        return await _detail(visit, error)
    return visit.go("/tickets", "answered")


async def reopen(visit: Visit) -> web.Response:
    """An answered question waits again."""
    async with visit.begin() as db:
        await Tickets(db, visit.now).reopen(visit.number(), visit.me)
    return visit.go(f"/tickets/{visit.number()}", "reopened")


async def unmask(visit: Visit) -> web.Response:
    """The words as they were written, once, for a reason."""
    try:
        async with visit.begin() as db:
            question = await Tickets(db, visit.now).unmask(visit.number(), visit.me, visit.field("reason"))
    except Refusal as error:
        return await _detail(visit, error)
    return await _detail(visit, question=question)


async def _detail(visit: Visit, error: Refusal | None = None, question: str = "") -> web.Response:
    async with visit.read() as db:
        found = await Tickets(db, visit.now).get(visit.number(), visit.me)
        names = await staff.names(db, {found.answered_by} if found.answered_by else set())
        heard = await addresses.heard(db, found.address_id)
        channel, commune = await addresses.channel_of(db, found.address_id), await rows.commune_of(db, found.citizen_id)
    masked = mask(found.question)
    values: dict[str, Any] = {
        "question": question or masked,
        "hidden": not question and masked != found.question,
        "reasons": REASONS,
        "channel": channel,
        "commune": commune,
        "answered_by": names.get(found.answered_by or 0, ""),
        "most": ANSWER_MAX,
        "closed_window": visit.context.closed_window(channel, heard),
    }
    return visit.page("ticket", found=found, text=visit.field("text"), error=error, **values)


ROUTES = (
    Route("GET", "/tickets", "tickets.read", show),
    Route("GET", "/tickets/{id}", "tickets.read", detail),
    Route("POST", "/tickets/{id}", "tickets.answer", answer),
    Route("POST", "/tickets/{id}/reopen", "tickets.answer", reopen),
    Route("POST", "/tickets/{id}/unmask", "tickets.answer", unmask),
)
