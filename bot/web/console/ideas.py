"""Ideas: those alike together, one by one, what becomes of each, and the report."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.campaigns import Campaigns
from bot.domain.idea_desk import TITLE_MAX, WHY_MAX, IdeaDesk, Shown
from bot.domain.idea_report import Line, report
from bot.domain.ideas import STATUSES
from bot.domain.learning.measures import SMALL
from bot.domain.staff import Refusal
from bot.domain.unanswered import in_full
from bot.storage import campaigns as campaign_rows
from bot.web import lists
from bot.web.console import words
from bot.web.console.visit import NUMBER, Route, Visit, more

GROUPS, LIMIT = 50, 50
NOBODY, NO_CAMPAIGN = "Gửi ẩn danh hoặc chưa rõ nơi ở", "Không theo đợt nào"


async def show(visit: Visit) -> web.Response:
    """The most wished first, those alike together."""
    shown = _shown(visit)
    async with visit.read() as db:
        groups = await _desk(visit, db).groups(visit.me, shown)
        campaigns = await Campaigns(db, visit.now).those_of(visit.me)
    values: dict[str, Any] = {"groups": groups[:GROUPS], "left": max(0, len(groups) - GROUPS)}
    return visit.page("ideas", shown=shown, campaigns=campaigns, statuses=STATUSES, kept=_kept(shown), **values)


async def every(visit: Visit) -> web.Response:
    """One by one, the newest first."""
    shown = _shown(visit)
    async with visit.read() as db:
        rows = await _desk(visit, db).page(visit.me, shown, before=visit.before(), limit=LIMIT)
    return visit.page("ideas_all", rows=rows, more=more(rows, LIMIT), kept=_kept(shown))


async def detail(visit: Visit) -> web.Response:
    """One idea with those alike."""
    return await _detail(visit)


async def describe(visit: Visit) -> web.Response:
    """Staff's words for it, open to votes or not."""
    number, show_it = visit.number(), visit.field("open") == "yes"
    try:
        async with visit.begin() as db:
            await _desk(visit, db).describe(number, visit.me, visit.field("title"), show=show_it)
    except Refusal as error:
        return await _detail(visit, error)
    return visit.go(f"/ideas/{number}", "idea_opened" if show_it else "saved")


async def settle(visit: Visit) -> web.Response:
    """What becomes of it, and of those alike that are ticked."""
    number = visit.number()
    alike = [int(one) for one in visit.fields("alike") if NUMBER.fullmatch(one)]
    try:
        async with visit.begin() as db:
            await _desk(visit, db).settle([number, *alike], visit.me, visit.field("status"), visit.field("why"))
    except Refusal as error:
        return await _detail(visit, error)
    return visit.go(f"/ideas/{number}", "idea_settled")


async def summary(visit: Visit) -> web.Response:
    """The report on one page."""
    shown = _shown(visit)
    async with visit.read() as db:
        found = await report(db, area=visit.me.area, campaign=shown.campaign)
        names = {one.id: one.title for one in await Campaigns(db, visit.now).those_of(visit.me)}
    heads, lines = _table(visit, found.campaigns, found.communes, found.whole, names)
    values: dict[str, Any] = {"heads": heads, "lines": lines, "found": found, "small": SMALL}
    return visit.page("ideas_report", names=names, shown=shown, kept=_kept(shown), **values)


async def download(visit: Visit) -> web.Response:
    """The same as a file."""
    kind, shown = visit.request.match_info["kind"], _shown(visit)
    if kind not in ("csv", "xlsx"):
        raise web.HTTPNotFound
    async with visit.read() as db:
        found = await report(db, area=visit.me.area, campaign=shown.campaign)
        names = {one.id: one.title for one in await Campaigns(db, visit.now).those_of(visit.me)}
    heads, lines = _table(visit, found.campaigns, found.communes, found.whole, names)
    return await asyncio.to_thread(lists.as_file, kind, "sang-kien", "Sáng kiến", heads, lines)


def _table(visit: Visit, campaigns: Any, communes: Any, whole: Line, names: dict[int, str]) -> tuple[Any, Any]:
    """What page and files show: heads and rows."""
    heads = ("Mục", "Tất cả", *(words.IDEAS[one] for one in STATUSES), "Phiếu")
    rows = [("Cộng", whole)]
    rows += [(f"Đợt: {names.get(one.key, one.key)}" if one.key else NO_CAMPAIGN, one) for one in campaigns]
    rows += [(visit.context.place(one.key) if one.key else NOBODY, one) for one in communes]
    return heads, [[name, one.total, *(one.by_status[status] for status in STATUSES), one.votes] for name, one in rows]


async def _detail(visit: Visit, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        desk = _desk(visit, db)
        found = await desk.get(visit.number(), visit.me)
        alike = await desk.alike(found, visit.me)
        campaign = await campaign_rows.get(db, found.campaign_id) if found.campaign_id else None
    values: dict[str, Any] = {
        "alike": alike[:GROUPS],
        "campaign": campaign,
        "statuses": STATUSES[1:],
        "title": visit.field("title") or found.title,
        "chosen": visit.field("status") or found.status,
        "why": visit.field("why") or found.why,
        "title_max": TITLE_MAX,
        "why_max": WHY_MAX,
    }
    return visit.page("idea", found=found, error=error, **values)


def _desk(visit: Visit, db: AsyncSession) -> IdeaDesk:
    return IdeaDesk(db, visit.now, in_full(visit.context.library.abbreviations))


def _shown(visit: Visit) -> Shown:
    status, campaign = visit.request.query.get("status", ""), visit.request.query.get("campaign", "")
    return Shown(status if status in STATUSES else "", int(campaign) if NUMBER.fullmatch(campaign) else 0)


def _kept(shown: Shown) -> str:
    """The same choice in an address."""
    return urlencode({"status": shown.status, "campaign": shown.campaign or ""})


ROUTES = (
    Route("GET", "/ideas", "ideas.read", show),
    Route("GET", "/ideas/all", "ideas.read", every),
    Route("GET", "/ideas/report", "ideas.report", summary),
    Route("GET", "/ideas/report.{kind}", "ideas.report", download),
    Route("GET", "/ideas/{id}", "ideas.read", detail),
    Route("POST", "/ideas/{id}", "ideas.settle", settle),
    Route("POST", "/ideas/{id}/describe", "ideas.settle", describe),
)
