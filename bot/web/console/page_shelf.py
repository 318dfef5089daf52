"""Lessons and articles as texts: which there are, one with its versions, conflicts with files."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.differences import changed_lines
from bot.domain.page_drafts import PageDrafts
from bot.domain.page_shelf import FILTERS, PageShelf
from bot.library.pages import OF_ARTICLES
from bot.library.text import fold
from bot.storage import staff
from bot.web.console.visit import NUMBER, Route, Visit

WORDS_MAX = 100


def work(visit: Visit, db: AsyncSession) -> PageDrafts:
    """The drafts in this transaction, over the files as they are."""
    context = visit.context
    return PageDrafts(db, visit.now, PageShelf(context.library, context.folder, context.too_long))


async def show(visit: Visit) -> web.Response:
    """Every lesson and article, through a filter and words of the title."""
    wanted = visit.request.query.get("shown", "")
    given = {"shown": wanted if wanted in FILTERS else "all", "words": visit.request.query.get("words", "")[:WORDS_MAX]}
    async with visit.read() as db:
        found = [one for one in await work(visit, db).all() if one.fits(given["shown"])]
    asked = fold(given["words"]).split()
    rows = [one for one in found if all(word in fold(f"{one.name} {one.title}") for word in asked)]
    return visit.page("page_shelf", rows=rows, given=given, filters=FILTERS)


async def detail(visit: Visit) -> web.Response:
    """One of them: as citizens get it, what is different from its file, every version."""
    name = visit.request.match_info["page"]
    async with visit.read() as db:
        found, history = await work(visit, db).of(name), await work(visit, db).history(name)
        names = await staff.names(db, {who for one in history for who in (one.author_id, one.approver_id) if who})
    edit, conflict = found.edit, found.conflict
    values: dict[str, Any] = {
        "found": found,
        "lesson": not name.startswith(OF_ARTICLES),
        "from_file": changed_lines(found.file, edit.text) if edit and found.file else [],
        "beneath": changed_lines(edit.file, found.file) if edit and conflict else [],
        "versions": [(one, changed_lines(one.before, one.text)) for one in history],
        "names": names,
    }
    return visit.page("page_text", **values)


async def edit(visit: Visit) -> web.Response:
    """A draft with the text as it is."""
    async with visit.begin() as db:
        made = await work(visit, db).edit(visit.request.match_info["page"], visit.me)
    return visit.go(f"/page-drafts/{made.id}")


async def restore(visit: Visit) -> web.Response:
    """A draft with the text of an earlier version."""
    number = int(visit.field("version")) if NUMBER.fullmatch(visit.field("version")) else 0
    async with visit.begin() as db:
        made = await work(visit, db).restore(visit.request.match_info["page"], number, visit.me)
    return visit.go(f"/page-drafts/{made.id}")


async def undo(visit: Visit) -> web.Response:
    """Back to the version before."""
    name = visit.request.match_info["page"]
    async with visit.begin() as db:
        await work(visit, db).undo(name, visit.me)
    return _back(visit, name, "page_undone")


async def keep(visit: Visit) -> web.Response:
    """The console's words stay over a file that changed."""
    name = visit.request.match_info["page"]
    async with visit.begin() as db:
        await work(visit, db).keep(name, visit.me)
    return _back(visit, name, "knowledge_kept")


async def take_file(visit: Visit) -> web.Response:
    """The file holds from now on."""
    name = visit.request.match_info["page"]
    async with visit.begin() as db:
        await work(visit, db).take_file(name, visit.me)
    return _back(visit, name, "page_file_taken")


def _back(visit: Visit, name: str, note: str) -> web.Response:
    is_file = name in PageShelf(visit.context.library, visit.context.folder).titles
    return visit.go(f"/pages/{name}" if is_file else "/pages", note)


ROUTES = (
    Route("GET", "/pages", "drafts.read", show),
    Route("GET", "/pages/{page}", "drafts.read", detail),
    Route("POST", "/pages/{page}/edit", "drafts.write", edit),
    Route("POST", "/pages/{page}/restore", "drafts.write", restore),
    Route("POST", "/pages/{page}/undo", "drafts.publish", undo),
    Route("POST", "/pages/{page}/keep", "drafts.publish", keep),
    Route("POST", "/pages/{page}/file", "drafts.publish", take_file),
)
