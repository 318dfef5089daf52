"""`/so-lieu`: the figures of the last thirty days for anybody, where staff switched that on; counted now and then."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape

from aiohttp import web

from bot.clock import Clock
from bot.domain.report import Report, Value, period, report
from bot.domain.scorecard import PUBLIC, Scorecard
from bot.library.library import Library
from bot.storage.database import Database
from bot.storage.figures import Scope
from bot.web.public import message_page, page

DAYS = 30
FRESH_FOR = timedelta(minutes=10)


class Figures:
    """The figures of the whole province, counted again when they are older than `FRESH_FOR`."""

    def __init__(self, database: Database, library: Library, clock: Clock) -> None:
        self.database, self.library, self.clock = database, library, clock
        self._kept: tuple[datetime, Report] | None = None
        self._counting = asyncio.Lock()

    async def get(self) -> Report:
        """As they are now, or were a little while ago."""
        async with self._counting:
            if self._kept is None or self.clock.now() - self._kept[0] > FRESH_FOR:
                self._kept = (self.clock.now(), await self._counted())
            return self._kept[1]

    async def _counted(self) -> Report:
        today = self.clock.local().date()
        since, until = period(self.clock, today - timedelta(days=DAYS - 1), today)
        async with self.database.read() as db:
            return await report(db, self.library, Scope(since, until))


def routes(figures: Figures) -> Sequence[web.RouteDef]:
    """The one page."""

    async def show(request: web.Request) -> web.Response:
        async with figures.database.read() as db:
            on = await Scorecard(db, figures.clock.now()).is_on()
        if not on:
            return message_page("Chưa có trang này", "Số liệu chưa được công bố.", 404)
        values = (await figures.get()).values()
        rows = "".join(_row(values[name]) for name in PUBLIC)
        told = f"<p>Trong {DAYS} ngày gần đây, cả tỉnh. Chỉ có số đếm; số nhỏ được giấu.</p>"
        return page("Số liệu Học Vụ Số", f"{told}<dl>{rows}</dl>")

    return [web.get("/so-lieu", show)]


def _row(one: Value) -> str:
    share = f" ({escape(one.share)})" if one.share else ""
    told = f"<strong>{escape(one.shown)}</strong>{share}<br><small>{escape(one.definition)}</small>"
    return f"<dt>{escape(one.title)}</dt><dd>{told}</dd>"
