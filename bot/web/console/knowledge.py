"""Knowledge: entries of files and console in one list, one entry with its versions, conflicts, the export."""

from __future__ import annotations

import asyncio
import io
import zipfile
from datetime import date
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.differences import differences
from bot.domain.drafts import as_entry, as_file, topics
from bot.domain.knowledge import FILTERS, Knowledge
from bot.library.schemas import Faq
from bot.storage import drafts, page_drafts, staff
from bot.storage.tables import Draft
from bot.web.console.visit import NUMBER, Route, Visit

LIMIT = 50


async def show(visit: Visit) -> web.Response:
    """The list, by name, through a filter, a topic and words."""
    query = visit.request.query
    shown = query.get("shown", "all") if query.get("shown", "all") in FILTERS else "all"
    given = {"words": query.get("words", "")[:100], "topic": query.get("topic", "")[:40], "shown": shown}
    async with visit.read() as db:
        found = await _knowledge(visit, db).find(**given, after=query.get("after", "")[:60], limit=LIMIT + 1)
    values: dict[str, Any] = {"rows": found[:LIMIT], "given": given, "filters": FILTERS, "today": visit.today}
    onward = urlencode({**given, "after": found[LIMIT - 1].faq.id}) if len(found) > LIMIT else ""
    return visit.page("knowledge", topics=topics(visit.context.library), onward=onward, **values)


async def detail(visit: Visit) -> web.Response:
    """One entry: as citizens get it, what is different from its file, every version."""
    name, today = visit.request.match_info["entry"], visit.today
    async with visit.read() as db:
        knowledge = _knowledge(visit, db)
        found, history = await knowledge.get(name), await knowledge.history(name)
        names = await staff.names(db, {who for one in history for who in (one.author_id, one.approver_id) if who})
    began = _began(found.edit) if found.conflict else None
    values: dict[str, Any] = {
        "found": found,
        "today": today,
        "from_file": differences(found.file, found.faq) if found.file and found.edit else [],
        "beneath": differences(began, found.file) if began and found.file else [],
        "versions": _versions(history, today),
        "names": names,
        "facts": [visit.context.library.facts[code] for code in found.faq.facts if code in visit.context.library.facts],
    }
    return visit.page("knowledge_entry", **values)


def _versions(history: list[Draft], today: date) -> list[tuple[Draft, Any]]:
    """Each version with what it changed."""
    made = []
    for one in history:
        before = one.based_on.get("before")
        after = as_entry(one, today)
        made.append((one, differences(Faq.model_validate({**before, "id": one.entry}), after) if before else []))
    return made


def _began(edit: Draft | None) -> Faq | None:
    """The file as it was when the edit was begun."""
    kept = edit.based_on.get("entry") if edit else None
    return Faq.model_validate({**kept, "id": edit.entry}) if edit and kept else None


async def edit(visit: Visit) -> web.Response:
    """A draft with the words of the entry."""
    async with visit.begin() as db:
        made = await _knowledge(visit, db).edit(visit.request.match_info["entry"], visit.me)
    return visit.go(f"/drafts/{made.id}")


async def restore(visit: Visit) -> web.Response:
    """A draft with the words of an earlier version."""
    number = int(visit.field("version")) if NUMBER.fullmatch(visit.field("version")) else 0
    async with visit.begin() as db:
        made = await _knowledge(visit, db).restore(visit.request.match_info["entry"], number, visit.me)
    return visit.go(f"/drafts/{made.id}")


async def undo(visit: Visit) -> web.Response:
    """Back to the version before."""
    name = visit.request.match_info["entry"]
    async with visit.begin() as db:
        await _knowledge(visit, db).undo(name, visit.me)
    return visit.go(f"/knowledge/{name}" if _is_file(visit, name) else "/knowledge", "knowledge_undone")


async def keep(visit: Visit) -> web.Response:
    """The console's words stay over a file that changed."""
    name = visit.request.match_info["entry"]
    async with visit.begin() as db:
        await _knowledge(visit, db).keep(name, visit.me)
    return visit.go(f"/knowledge/{name}", "knowledge_kept")


async def export(visit: Visit) -> web.Response:
    """Every entry, lesson and article that was written or changed here, as clean files to be put into the content."""
    async with visit.read() as db:
        found, pages = await drafts.published(db), await page_drafts.words_in_force(db)
    dated = [(one, visit.context.clock.local(one.published_at).date()) for one in found]
    body = await asyncio.to_thread(_zipped, dated, pages)
    headers = {"Content-Disposition": 'attachment; filename="hocvuso-muc-tri-thuc.zip"'}
    return web.Response(body=body, content_type="application/zip", headers=headers)


def _zipped(found: list[tuple[Draft, date]], pages: list[tuple[str, str]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as files:
        for one, reviewed in found:
            files.writestr(f"content/faqs/{one.topic}/{one.entry}.md", as_file(one, reviewed))
        for path, text in pages:
            files.writestr(f"content/{path}", text)
    return out.getvalue()


def _is_file(visit: Visit, name: str) -> bool:
    return any(one.id == name for one in visit.context.library.faqs)


def _knowledge(visit: Visit, db: AsyncSession) -> Knowledge:
    return Knowledge(db, visit.now, visit.context.library, visit.today)


ROUTES = (
    Route("GET", "/knowledge", "drafts.read", show),
    Route("GET", "/knowledge.zip", "drafts.read", export),
    Route("GET", "/knowledge/{entry}", "drafts.read", detail),
    Route("POST", "/knowledge/{entry}/edit", "drafts.write", edit),
    Route("POST", "/knowledge/{entry}/restore", "drafts.write", restore),
    Route("POST", "/knowledge/{entry}/undo", "drafts.publish", undo),
    Route("POST", "/knowledge/{entry}/keep", "drafts.publish", keep),
)
