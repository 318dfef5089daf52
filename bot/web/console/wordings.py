"""Other ways of asking that citizens showed by their choice: taken into an entry, or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.domain.staff import Refusal
from bot.domain.wordings import LONGEST, Wordings
from bot.storage.wordings import Proposed
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """What waits, what most people asked first; below it what was taken, as lines for the entries' files."""
    return await _page(visit)


async def accept(visit: Visit) -> web.Response:
    """Take one, in the editor's words."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            await Wordings(db, visit.now).accept(number, visit.me, visit.field("text"))
    except Refusal as error:
        return await _page(visit, error)
    return visit.go("/wordings", "wording_accepted")


async def dismiss(visit: Visit) -> web.Response:
    """Leave one aside, for good."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            await Wordings(db, visit.now).dismiss(number, visit.me)
    except Refusal as error:
        return await _page(visit, error)
    return visit.go("/wordings", "wording_dismissed")


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        wordings = Wordings(db, visit.now)
        waiting, accepted = await wordings.waiting(visit.me), await wordings.accepted(visit.me)
    entries = {entry.id: entry for entry in visit.context.library.faqs}
    taken = [entries[one.entry] for one in accepted if one.entry in entries]
    values: dict[str, Any] = {
        "waiting": waiting,
        "titles": {one.entry: entries[one.entry].question for one in waiting if one.entry in entries},
        "lines": {f"content/faqs/{entry.topic}/{entry.id}.md": _lines(accepted, entry.id) for entry in taken},
        "most": LONGEST,
    }
    return visit.page("wordings", error=error, **values)


def _lines(accepted: Sequence[Proposed], entry: str) -> str:
    """To be put under `also` of an entry: quoted, as a colon would read otherwise."""
    texts = [one.question.replace("'", "''") for one in accepted if one.entry == entry]
    return "\n".join(f"- '{text}'" for text in texts)


ROUTES = (
    Route("GET", "/wordings", "wordings.read", show),
    Route("POST", "/wordings/{id}/accept", "wordings.settle", accept),
    Route("POST", "/wordings/{id}/dismiss", "wordings.settle", dismiss),
)
