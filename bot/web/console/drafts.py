"""Entries that are drafted in the console: writing, a second person, publishing, the file for the content."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from aiohttp import web
from pydantic import ValidationError

from bot.domain.differences import Difference, differences
from bot.domain.drafts import LINE_MAX, TEXT_MAX, Drafts, Written, as_entry, as_file, topics
from bot.domain.staff import Refusal
from bot.library.schemas import ANSWER_WORDS, Faq
from bot.storage import drafts, staff
from bot.storage.tables import Draft
from bot.web.console.visit import Route, Visit, as_day, more

LIMIT = 50


async def show(visit: Visit) -> web.Response:
    """The newest first."""
    async with visit.read() as db:
        rows = await drafts.page(db, before=visit.before(), limit=LIMIT)
    return visit.page("drafts", rows=rows, more=more(rows, LIMIT))


async def blank(visit: Visit) -> web.Response:
    """A new one with nothing in it."""
    async with visit.begin() as db:
        made = await Drafts(db, visit.now, visit.context.library).blank(visit.me)
    return visit.go(f"/drafts/{made.id}")


async def detail(visit: Visit) -> web.Response:
    """One draft: its form, or what a second person has to look at."""
    return await _page(visit)


async def write(visit: Visit) -> web.Response:
    """Keep what was typed."""
    number = visit.number()
    return await _step(visit, "saved", lambda all_drafts: all_drafts.write(number, visit.me, _written(visit)))


async def submit(visit: Visit) -> web.Response:
    """To a second person."""
    number, guard = visit.number(), visit.context.guard
    return await _step(visit, "draft_submitted", lambda all_drafts: all_drafts.submit(number, visit.me, guard))


async def publish(visit: Visit) -> web.Response:
    """To citizens, or back to its author."""
    number, guard, why = visit.number(), visit.context.guard, visit.field("why")
    if visit.field("decision") == "return":
        return await _step(visit, "returned", lambda all_drafts: all_drafts.give_back(number, visit.me, why))
    return await _step(visit, "draft_published", lambda all_drafts: all_drafts.publish(number, visit.me, guard))


async def withdraw(visit: Visit) -> web.Response:
    """No longer to citizens."""
    number = visit.number()
    return await _step(visit, "draft_withdrawn", lambda all_drafts: all_drafts.withdraw(number, visit.me))


async def drop(visit: Visit) -> web.Response:
    """Left aside."""
    number = visit.number()
    return await _step(visit, "draft_dropped", lambda all_drafts: all_drafts.drop(number, visit.me))


async def _step(visit: Visit, note: str, step: Callable[[Drafts], Awaitable[None]]) -> web.Response:
    try:
        async with visit.begin() as db:
            await step(Drafts(db, visit.now, visit.context.library))
    except Refusal as error:
        return await _page(visit, error)
    return visit.go(f"/drafts/{visit.number()}", note)


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    library = visit.context.library
    async with visit.read() as db:
        found = await Drafts(db, visit.now, library).get(visit.number())
        names = await staff.names(db, {one for one in (found.author_id, found.approver_id) if one})
    values: dict[str, Any] = {
        "found": found,
        "given": _written(visit) if error and "question" in visit.form else found,
        "names": names,
        "topics": topics(library),
        "file": as_file(found, visit.today) if found.entry and found.text else "",
        "changed": _changed(found, visit.today),
        "most": ANSWER_WORDS,
        "line_max": LINE_MAX,
        "text_max": TEXT_MAX,
    }
    return visit.page("draft", error=error, **values)


def _changed(found: Draft, today: date) -> list[Difference]:
    """What a version of an entry changes."""
    before = found.based_on.get("before")
    if not before or not found.text or not found.question:
        return []
    try:
        return differences(Faq.model_validate({**before, "id": found.entry}), as_entry(found, today))
    except ValidationError:  # half written: what is missing is said when it is handed in
        return []


def _written(visit: Visit) -> Written:
    return Written(
        topic=visit.field("topic")[:40],
        question=" ".join(visit.field("question").split()),
        also=_lines(visit.field("also")),
        text=visit.field("text").strip(),
        facts=[one.upper() for one in re.split(r"[\s,;]+", visit.field("facts")) if one],
        sources=_lines(visit.field("sources")),
        valid_until=as_day(visit.field("valid_until")),
    )


def _lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


ROUTES = (
    Route("GET", "/drafts", "drafts.read", show),
    Route("POST", "/drafts", "drafts.write", blank),
    Route("GET", "/drafts/{id}", "drafts.read", detail),
    Route("POST", "/drafts/{id}", "drafts.write", write),
    Route("POST", "/drafts/{id}/submit", "drafts.write", submit),
    Route("POST", "/drafts/{id}/publish", "drafts.publish", publish),
    Route("POST", "/drafts/{id}/withdraw", "drafts.publish", withdraw),
    Route("POST", "/drafts/{id}/drop", "drafts.write", drop),
)
