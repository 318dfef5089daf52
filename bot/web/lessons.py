"""Pages for a class: a code to scan, a sheet to take home. For anyone; nobody's name is on them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from aiohttp import web

from bot.domain.answering.base import source_lines
from bot.domain.learning import sheets
from bot.library.library import Library
from bot.library.schemas import Lesson

CODE = re.compile(r"[a-z0-9]{6}")
PRINTED_FORM = "ban"
"""A sheet is for whoever takes it: it says "bạn"."""


AsNow = Callable[[Lesson], Awaitable[Lesson]]


def routes(library: Library, base_url: str, as_now: AsNow | None = None) -> Sequence[web.RouteDef]:
    """`base_url`: where the codes lead. `as_now`: a lesson with what people confirmed and corrected."""
    root = base_url.rstrip("/")

    async def sheet(request: web.Request) -> web.Response:
        lesson = library.lesson(request.match_info["lesson"])
        if lesson is None:
            raise web.HTTPNotFound
        lesson = await as_now(lesson) if as_now else lesson
        fill = partial(library.phrases.fill, form=PRINTED_FORM)
        link = f"{root}/?hoc={lesson.code.lower()}"
        body = await asyncio.to_thread(sheets.sheet, lesson, source_lines(lesson.citizen_sources), link, fill)
        return _file(body, "application/pdf", f"hoc-vu-so-{lesson.code.lower()}.pdf")

    async def code(request: web.Request) -> web.Response:
        if not CODE.fullmatch(request.match_info["code"]):
            raise web.HTTPNotFound
        body = await asyncio.to_thread(sheets.code, f"{root}/?lop={request.match_info['code']}")
        return _file(body, "image/png", "ma-lop.png")

    return [web.get("/bai/{lesson}/to-mang-ve.pdf", sheet), web.get("/lop/{code}/ma.png", code)]


def _file(body: bytes, kind: str, name: str) -> web.Response:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "public, max-age=3600"}
    return web.Response(body=body, content_type=kind, headers=headers)
