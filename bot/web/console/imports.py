"""Uploading entries: each good row becomes a draft for two people to look at, each other one says why not."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import documents
from bot.domain.drafts import LINE_MAX, Drafts
from bot.domain.knowledge import Knowledge
from bot.domain.knowledge_import import MOST_ROWS, Row, Upload, read
from bot.domain.staff import Refusal
from bot.redaction import is_marked_secret, mask
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """What can be uploaded, and how it has to look."""
    return _page(visit)


async def take(visit: Visit) -> web.Response:
    """Read the file; make drafts unless it is only to be checked."""
    try:
        name, body = await _file(visit)
        rows = await asyncio.to_thread(read, name, body)
    except Refusal as error:
        return _page(visit, error)
    found = Upload()
    for row in rows:
        await _one(visit, row, found)
    return _page(visit, found=found, dry=visit.field("dry") == "yes")


async def document(visit: Visit) -> web.Response:
    """A document by its sections: a draft for each, which a person finishes one by one."""
    try:
        name, body = await _file(visit)
        sections = await asyncio.to_thread(documents.read, name, body)
        source = " ".join(visit.field("source").split())
        if not source:
            raise Refusal("documents.source_missing")
        if is_marked_secret(source) or mask(source) != source:
            raise Refusal("secret" if is_marked_secret(source) else "checking.correction_personal")
        async with visit.begin() as db:
            work = Drafts(db, visit.now, visit.context.library)
            made = [(await work.from_document(one.heading, one.text, source, visit.me)).id for one in sections]
    except Refusal as error:
        return _page(visit, error)
    return _page(visit, found=Upload(made, good=len(made)))


async def _file(visit: Visit) -> tuple[str, bytes]:
    given = visit.form.get("file")
    if not isinstance(given, web.FileField) or not given.filename:
        raise Refusal("imports.no_file")
    return given.filename, await asyncio.to_thread(given.file.read)


async def _one(visit: Visit, row: Row, found: Upload) -> None:
    """Each row in a transaction of its own: a bad one leaves nothing behind."""
    fault = row.fault
    if row.written is not None:
        try:
            async with visit.begin() as db:
                number = await _draft(visit, db, row)
                if visit.field("dry") == "yes":
                    raise Checked
        except Checked:
            found.good += 1
        except Refusal as error:
            fault = error
        else:
            found.good += 1
            found.made.append(number)
    if fault is not None:
        found.refused.append(Row(row.place, row.entry, row.written, fault))


class Checked(Exception):
    """Good, and to be forgotten again."""


async def _draft(visit: Visit, db: AsyncSession, row: Row) -> int:
    """A draft of the row: a version of the entry that has its name, or a new one. Raises Refusal."""
    assert row.written
    library, work = visit.context.library, Drafts(db, visit.now, visit.context.library)
    if any(one.id == row.entry for one in library.faqs):
        made = await Knowledge(db, visit.now, library, visit.today).edit(row.entry, visit.me)
        if made.state != "draft":
            raise Refusal("knowledge.open_already", draft=made.id)
    else:
        made = await work.blank(visit.me)
    await work.write(made.id, visit.me, row.written)
    await work.check(made.id, visit.context.guard)
    return made.id


def _page(
    visit: Visit, error: Refusal | None = None, found: Upload | None = None, *, dry: bool = False
) -> web.Response:
    values: dict[str, Any] = {"found": found, "dry": dry, "most": MOST_ROWS}
    values |= {"source": visit.field("source"), "source_max": LINE_MAX, "sections": documents.MOST_SECTIONS}
    return visit.page("imports", error=error, **values)


ROUTES = (
    Route("GET", "/imports", "drafts.write", show),
    Route("POST", "/imports", "drafts.write", take),
    Route("POST", "/imports/document", "drafts.write", document),
)
