"""Reports: the figures of a period and of some of the people, on the page, printed, and as files."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.learning.measures import SMALL
from bot.domain.report import Report, period, report
from bot.domain.scorecard import Scorecard
from bot.storage.figures import Scope
from bot.web import lists
from bot.web.console import words
from bot.web.console.report_files import as_pdf, charts, rows_of
from bot.web.console.visit import Route, Visit, as_day

DAYS, LONGEST = 30, 731


@dataclass(frozen=True, slots=True)
class Choice:
    """What is looked at, as the form has it. `fault`: what of it could not be read."""

    first: date
    last: date
    commune: str = ""
    audience: str = ""
    organisation: str = ""
    fault: str = ""

    def query(self) -> str:
        """The same in an address."""
        told = {"from": self.first, "to": self.last, "commune": self.commune}
        return urlencode(told | {"group": self.audience, "organisation": self.organisation})


async def show(visit: Visit) -> web.Response:
    """The figures with charts, and the form that chooses them."""
    choice = _choice(visit)
    found = await _report(visit, choice)
    async with visit.read() as db:
        public = await Scorecard(db, visit.now).is_on()
    values: dict[str, Any] = {
        "found": found,
        "charts": charts(found),
        "topics": [(words.topic(name), number) for name, number in found.topics],
        "communes": [] if visit.me.area else visit.context.library.places.all,
        "organisations": visit.context.library.organisations,
        "about": _about(visit, choice),
        "small": SMALL,
        "public": public,
    }
    return visit.page("reports", choice=choice, kept=choice.query(), **values)


async def download(visit: Visit) -> web.Response:
    """The same figures as a file."""
    kind, choice = visit.request.match_info["kind"], _choice(visit)
    if kind not in ("csv", "xlsx", "pdf") or choice.fault:
        raise web.HTTPNotFound
    found, about = await _report(visit, choice), _about(visit, choice)
    heads, rows = rows_of(found, about, visit.context)
    name = f"bao-cao-{choice.first:%Y%m%d}-{choice.last:%Y%m%d}"
    if kind == "pdf":
        body = await asyncio.to_thread(as_pdf, found, about, visit.context)
        headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
        return web.Response(body=body, content_type="application/pdf", headers=headers)
    return await asyncio.to_thread(lists.as_file, kind, name, "Báo cáo", heads, rows)


async def publish(visit: Visit) -> web.Response:
    """The page with the figures of the province for anybody: on, or off."""
    on = visit.field("on") == "yes"
    async with visit.begin() as db:
        await Scorecard(db, visit.now).switch(visit.me, on=on)
    return visit.go("/reports", "scorecard_on" if on else "scorecard_off")


async def _report(visit: Visit, choice: Choice) -> Report:
    since, until = period(visit.context.clock, choice.first, choice.last)
    scope = Scope(since, until, visit.me.area or choice.commune, choice.audience, choice.organisation)
    async with visit.read() as db:
        return await report(db, visit.context.library, scope)


def _about(visit: Visit, choice: Choice) -> Sequence[tuple[str, str]]:
    """What the figures are of, in words."""
    organisation = visit.context.library.organisation(choice.organisation)
    return (
        ("Từ ngày", f"{choice.first:%d/%m/%Y}"),
        ("Đến hết ngày", f"{choice.last:%d/%m/%Y}"),
        ("Địa bàn", visit.context.place(visit.me.area or choice.commune)),
        ("Nhóm", words.GROUPS.get(choice.audience, "Mọi nhóm")),
        ("Tổ chức", organisation.title if organisation else "Mọi tổ chức"),
    )


def _choice(visit: Visit) -> Choice:
    """What the address asks for; whatever is none of the lists counts as not chosen."""
    query, library = visit.request.query, visit.context.library
    first, last = as_day(query.get("from", "")), as_day(query.get("to", ""))
    fault = "" if all(one or not query.get(name) for name, one in (("from", first), ("to", last))) else "days"
    last = last or visit.today
    first = first or last - timedelta(days=DAYS - 1)
    if first > last or (last - first).days > LONGEST:
        first, fault = last - timedelta(days=DAYS - 1), "days"
    commune, group, code = query.get("commune", ""), query.get("group", ""), query.get("organisation", "")
    return Choice(
        first,
        last,
        commune if library.places.by_code(commune) else "",
        group if group in words.GROUPS else "",
        code if library.organisation(code) else "",
        fault,
    )


ROUTES = (
    Route("GET", "/reports", "reports.read", show),
    Route("GET", "/reports/file.{kind}", "reports.read", download),
    Route("POST", "/reports/public", "reports.publish", publish),
)
