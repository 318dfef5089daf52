"""Questions for a person: what waits, and answering."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.canned import Canned
from bot.domain.staff import Refusal
from bot.domain.ticket_hands import NOTE_MAX, TicketHands
from bot.domain.tickets import ANSWER_MAX, REASONS, Tickets
from bot.redaction import mask
from bot.storage import addresses, citizens, staff
from bot.storage import tickets as rows
from bot.web.console.visit import NUMBER, Route, Visit, more

LIMIT = 30


async def show(visit: Visit) -> web.Response:
    """Open ones, urgent first; below them what was answered."""
    async with visit.read() as db:
        tickets = Tickets(db, visit.now)
        first = visit.before() is None
        waiting = await tickets.longest_waiting(area=visit.me.area, holder=_mine(visit)) if first else []
        closed = await tickets.closed(area=visit.me.area, before=visit.before())
        communes = await rows.communes(db, [*waiting, *closed])
        holders = await staff.names(db, {one.holder_id for one in waiting if one.holder_id})
    values: dict[str, Any] = {"waiting": waiting, "closed": closed, "communes": communes, "holders": holders}
    values["mine"] = bool(_mine(visit))
    return visit.page("tickets", more=more(closed, LIMIT), **values)


async def detail(visit: Visit) -> web.Response:
    """One question and the form for the answer."""
    return await _detail(visit)


async def answer(visit: Visit) -> web.Response:
    """Send the answer; what was typed is not lost when it cannot be sent."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            text = await _addressed(visit, db, number, visit.field("text"))
            await Tickets(db, visit.now).answer(number, visit.me, text)
    except Refusal as error:
        return await _detail(visit, error)
    return visit.go("/tickets", "answered")


async def fill(visit: Visit) -> web.Response:
    """Canned words behind what was typed, in the form of address of who asked; nothing is sent."""
    number = int(visit.field("canned")) if NUMBER.fullmatch(visit.field("canned")) else 0
    typed = visit.field("text").strip()
    try:
        async with visit.read() as db:
            reply = await Canned(db, visit.now).use(number, visit.me)
            told = await _addressed(visit, db, visit.number(), reply.text)
    except Refusal as error:
        return await _detail(visit, error)
    return await _detail(visit, text=f"{typed}\n{told}".strip())


async def take(visit: Visit) -> web.Response:
    """Into one's own hands."""
    number, seen = visit.number(), _seen(visit)
    return await _handed(visit, "taken", lambda hands: hands.take(number, visit.me, seen=seen))


async def let_go(visit: Visit) -> web.Response:
    """Out of one's hands."""
    number = visit.number()
    return await _handed(visit, "let_go", lambda hands: hands.let_go(number, visit.me))


async def hand_on(visit: Visit) -> web.Response:
    """Into a colleague's hands."""
    number, login, note, seen = visit.number(), visit.field("to"), visit.field("note"), _seen(visit)
    return await _handed(visit, "handed_on", lambda hands: hands.hand_on(number, visit.me, login, note, seen=seen))


async def _handed(visit: Visit, note: str, step: Callable[[TicketHands], Awaitable[None]]) -> web.Response:
    try:
        async with visit.begin() as db:
            await step(TicketHands(db, visit.now))
    except Refusal as error:
        return await _detail(visit, error)
    return visit.go(f"/tickets/{visit.number()}", note)


async def _addressed(visit: Visit, db: AsyncSession, number: int, text: str) -> str:
    """Words with {you} and {me} as who asked is addressed."""
    found = await Tickets(db, visit.now).get(number, visit.me)
    return visit.context.library.phrases.fill(text, await citizens.form_of(db, found.citizen_id))


def _seen(visit: Visit) -> int:
    return int(visit.field("seen")) if NUMBER.fullmatch(visit.field("seen")) else 0


def _mine(visit: Visit) -> int:
    return visit.me.id if visit.request.query.get("mine") == "1" else 0


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


async def _detail(
    visit: Visit, error: Refusal | None = None, question: str = "", text: str | None = None
) -> web.Response:
    async with visit.read() as db:
        found = await Tickets(db, visit.now).get(visit.number(), visit.me)
        names = await staff.names(db, {one for one in (found.answered_by, found.holder_id) if one})
        waits = found.closed_at is None and visit.may("tickets.answer")
        colleagues = await TicketHands(db, visit.now).colleagues(found, visit.me) if waits else []
        replies = await Canned(db, visit.now).usable(visit.me) if waits else []
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
        "holder": names.get(found.holder_id or 0, ""),
        "colleagues": colleagues,
        "replies": replies,
        "remark": visit.field("note"),
        "note_max": NOTE_MAX,
        "most": ANSWER_MAX,
        "closed_window": visit.context.closed_window(channel, heard),
    }
    typed = visit.field("text") if text is None else text
    return visit.page("ticket", found=found, text=typed, error=error, **values)


ROUTES = (
    Route("GET", "/tickets", "tickets.read", show),
    Route("GET", "/tickets/{id}", "tickets.read", detail),
    Route("POST", "/tickets/{id}", "tickets.answer", answer),
    Route("POST", "/tickets/{id}/fill", "tickets.answer", fill),
    Route("POST", "/tickets/{id}/take", "tickets.answer", take),
    Route("POST", "/tickets/{id}/let_go", "tickets.answer", let_go),
    Route("POST", "/tickets/{id}/hand_on", "tickets.answer", hand_on),
    Route("POST", "/tickets/{id}/reopen", "tickets.answer", reopen),
    Route("POST", "/tickets/{id}/unmask", "tickets.answer", unmask),
)
