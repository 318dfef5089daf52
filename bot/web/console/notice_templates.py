"""Templates of announcements: ours, those of staff, making one of an announcement, changing and taking away."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcements import Content
from bot.domain.answers import Answers
from bot.domain.notice_templates import BODY_MAX, NAME_MAX, TITLE_MAX, Template, Templates
from bot.domain.staff import Refusal, owns
from bot.web.console.visit import NUMBER, Route, Visit

OURS = "c:"
"""Stands before the code of a template of the content; staff's are numbers."""
BLANK = Template("", "", "")


async def choices(visit: Visit, db: AsyncSession) -> list[tuple[str, str]]:
    """(value, name) of all that this person may use: their own first."""
    theirs = [(str(one.id), one.name) for one in await Templates(db, visit.now).usable(visit.me)]
    return theirs + [(f"{OURS}{one.code}", one.name) for one in visit.context.library.notices]


async def with_template(visit: Visit, content: Content, chosen: str) -> Content:
    """The content in the words of a template. Raises Refusal."""
    found = await _named(visit, chosen)
    return replace(content, title=found.title, body=found.body, kind=found.kind)


async def _named(visit: Visit, chosen: str) -> Template:
    ours = visit.context.library.notice(chosen.removeprefix(OURS)) if chosen.startswith(OURS) else None
    if ours:
        return Template(ours.name, ours.title, ours.body, ours.kind)
    if not NUMBER.fullmatch(chosen):
        raise Refusal("templates.unknown")
    async with visit.read() as db:
        found = await Templates(db, visit.now).use(visit.me, int(chosen))
    return Template(found.name, found.title, found.body, found.kind)


async def show(visit: Visit) -> web.Response:
    """Those that this person may use."""
    async with visit.read() as db:
        work = Templates(db, visit.now)
        rows, removed = await work.usable(visit.me), await work.removed(visit.me)
    able = visit.may("templates.write")
    lines = [(one, able and owns(visit.me, one.area)) for one in rows]
    return visit.page("templates", lines=lines, removed=removed, ours=visit.context.library.notices)


async def blank(visit: Visit) -> web.Response:
    """An empty form, one with an announcement's words (`?from=`), or with those of another template (`?like=`)."""
    given, like = visit.request.query.get("from", ""), visit.request.query.get("like", "")
    if NUMBER.fullmatch(given):
        async with visit.read() as db:
            found = await Answers(db, visit.now).visible(visit.me, int(given))
        return _form(visit, Template(found.title[:NAME_MAX], found.title, found.body, found.kind))
    return _form(visit, await _named(visit, like) if like else BLANK)


async def create(visit: Visit) -> web.Response:
    """Keep a new one."""
    told = _told(visit)
    try:
        async with visit.begin() as db:
            await Templates(db, visit.now).make(visit.me, told)
    except Refusal as error:
        return _form(visit, told, error=error)
    return visit.go("/templates", "template_made")


async def open_one(visit: Visit) -> web.Response:
    """The form with one in it."""
    async with visit.read() as db:
        found = await Templates(db, visit.now).owned(visit.me, visit.number())
    return _form(visit, Template(found.name, found.title, found.body, found.kind), number=found.id)


async def change(visit: Visit) -> web.Response:
    """Another name, other words."""
    number, told = visit.number(), _told(visit)
    try:
        async with visit.begin() as db:
            await Templates(db, visit.now).change(visit.me, number, told)
    except Refusal as error:
        if error.name in ("templates.unknown", "outside_area"):
            visit.refused = error.name
            raise
        return _form(visit, told, number=number, error=error)
    return visit.go("/templates", "template_changed")


async def remove(visit: Visit) -> web.Response:
    """Take it away."""
    async with visit.begin() as db:
        await Templates(db, visit.now).remove(visit.me, visit.number())
    return visit.go("/templates", "template_removed")


async def restore(visit: Visit) -> web.Response:
    """Bring it back."""
    async with visit.begin() as db:
        await Templates(db, visit.now).restore(visit.me, visit.number())
    return visit.go("/templates", "template_restored")


def _told(visit: Visit) -> Template:
    return Template(visit.field("name"), visit.field("title"), visit.field("body"), visit.field("kind") or BLANK.kind)


def _form(visit: Visit, told: Template, *, number: int = 0, error: Refusal | None = None) -> web.Response:
    most = {"name_max": NAME_MAX, "title_max": TITLE_MAX, "body_max": BODY_MAX}
    return visit.page("template_form", error=error, told=told, number=number, **most)


ROUTES = (
    Route("GET", "/templates", "templates.read", show),
    Route("GET", "/templates/new", "templates.write", blank),
    Route("POST", "/templates/new", "templates.write", create),
    Route("GET", "/templates/{id}/edit", "templates.write", open_one),
    Route("POST", "/templates/{id}/edit", "templates.write", change),
    Route("POST", "/templates/{id}/remove", "templates.write", remove),
    Route("POST", "/templates/{id}/restore", "templates.write", restore),
)
