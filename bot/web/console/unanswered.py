"""Questions without an answer, those that ask alike together, and a draft from each group with one click."""

from __future__ import annotations

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.drafts import Drafts
from bot.domain.unanswered import Unanswered, in_full
from bot.storage import drafts
from bot.web.console.visit import NUMBER, Route, Visit

SHOWN = 50


async def show(visit: Visit) -> web.Response:
    """What most people asked first."""
    async with visit.read() as db:
        groups = await _unanswered(visit, db).groups(visit.me)
        taken = await drafts.tried(db)
    rows = [(one, next((taken[way] for way in one.wordings if way in taken), None)) for one in groups[:SHOWN]]
    return visit.page("unanswered", rows=rows, more=max(0, len(groups) - SHOWN))


async def draft(visit: Visit) -> web.Response:
    """An entry to be, with the ways in which people asked."""
    line = int(visit.field("line")) if NUMBER.fullmatch(visit.field("line")) else 0
    async with visit.begin() as db:
        group = await _unanswered(visit, db).group(line, visit.me)
        made = await Drafts(db, visit.now, visit.context.library).from_group(group, visit.me)
    return visit.go(f"/drafts/{made.id}", "drafted")


def _unanswered(visit: Visit, db: AsyncSession) -> Unanswered:
    return Unanswered(db, visit.now, in_full(visit.context.library.abbreviations))


ROUTES = (
    Route("GET", "/unanswered", "unanswered.read", show),
    Route("POST", "/unanswered", "drafts.write", draft),
)
