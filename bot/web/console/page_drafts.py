"""A lesson or an article in work: its whole text in one field, what is wrong with it, a second person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.domain.differences import changed_lines
from bot.domain.page_drafts import TEXT_MAX, WHY_MAX, PageDrafts
from bot.domain.page_shelf import PageShelf
from bot.domain.staff import Refusal
from bot.library.pages import Checked
from bot.library.schemas import Lesson
from bot.storage import staff
from bot.storage.tables import PageDraft
from bot.web.console.fault_words import said
from bot.web.console.page_shelf import work
from bot.web.console.preview import on_phone
from bot.web.console.visit import Route, Visit

OPEN = ("draft", "submitted")


async def detail(visit: Visit) -> web.Response:
    """One draft: its form with what is wrong, or what a second person has to look at."""
    return await _page(visit)


async def write(visit: Visit) -> web.Response:
    """Keep what was typed, right or not; the page says what is wrong."""
    return await _step(visit, "saved", _typed(visit))


async def submit(visit: Visit) -> web.Response:
    """Keep what was typed, then to a second person when nothing is wrong with it."""
    try:
        if "text" in visit.form:
            async with visit.begin() as db:
                await _typed(visit)(work(visit, db))
    except Refusal as error:
        return await _page(visit, error)
    number, checked = visit.number(), await _checked(visit)
    return await _step(visit, "draft_submitted", lambda drafts: drafts.submit(number, visit.me, checked))


async def publish(visit: Visit) -> web.Response:
    """To citizens, or back to its author."""
    number, why = visit.number(), visit.field("why")
    if visit.field("decision") == "return":
        return await _step(visit, "returned", lambda drafts: drafts.give_back(number, visit.me, why))
    checked = await _checked(visit)
    return await _step(visit, "page_published", lambda drafts: drafts.publish(number, visit.me, checked))


async def drop(visit: Visit) -> web.Response:
    """Left aside."""
    number = visit.number()
    return await _step(visit, "draft_dropped", lambda drafts: drafts.drop(number, visit.me))


async def preview(visit: Visit) -> web.Response:
    """The lesson that the draft makes, on the frame of a phone."""
    found, checked = await _found(visit), await _checked(visit)
    if not isinstance(checked.page, Lesson):
        raise Refusal("pages.no_lesson")
    return visit.page("page_draft_preview", found=found, lesson=checked.page, **on_phone(visit, checked.page))


def _typed(visit: Visit) -> Callable[[PageDrafts], Awaitable[None]]:
    number, text = visit.number(), visit.field("text")
    return lambda drafts: drafts.write(number, visit.me, text)


async def _step(visit: Visit, note: str, step: Callable[[PageDrafts], Awaitable[None]]) -> web.Response:
    try:
        async with visit.begin() as db:
            await step(work(visit, db))
    except Refusal as error:
        return await _page(visit, error)
    return visit.go(f"/page-drafts/{visit.number()}", note)


async def _found(visit: Visit) -> PageDraft:
    async with visit.read() as db:
        return await work(visit, db).get(visit.number())


async def _checked(visit: Visit) -> Checked:
    """The draft's text, held against everything; in a thread, for it takes some tenths of a second."""
    found, context = await _found(visit), visit.context
    shelf = PageShelf(context.library, context.folder, context.too_long)
    return await asyncio.to_thread(shelf.checked, found.path, found.text)


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    found = await _found(visit)
    checked = await _checked(visit) if found.state in OPEN else Checked(found.text, None, ())
    async with visit.read() as db:
        names = await staff.names(db, {one for one in (found.author_id, found.approver_id) if one})
    values: dict[str, Any] = {
        "found": found,
        "given": visit.field("text") if error and "text" in visit.form else found.text,
        "faults": said(checked.faults, found.text),
        "lesson": isinstance(checked.page, Lesson),
        "names": names,
        "changed": changed_lines(found.before, found.text),
        "from_file": changed_lines(found.file, found.text) if found.file != found.before else [],
        "text_max": TEXT_MAX,
        "why_max": WHY_MAX,
    }
    return visit.page("page_draft", error=error, **values)


ROUTES = (
    Route("GET", "/page-drafts/{id}", "drafts.read", detail),
    Route("GET", "/page-drafts/{id}/preview", "drafts.read", preview),
    Route("POST", "/page-drafts/{id}", "drafts.write", write),
    Route("POST", "/page-drafts/{id}/submit", "drafts.write", submit),
    Route("POST", "/page-drafts/{id}/publish", "drafts.publish", publish),
    Route("POST", "/page-drafts/{id}/drop", "drafts.write", drop),
)
