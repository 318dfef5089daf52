"""The pictures of a certificate: for sharing and for printing. Whoever has the code may see them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from aiohttp import web

from bot.clock import Clock
from bot.domain.learning import diploma
from bot.domain.learning.certificates import State, check
from bot.domain.learning.signing import Signer, Statement
from bot.storage.database import Database

Draw = Callable[[Statement, str, str], bytes]


def routes(
    titles: Mapping[str, str], database: Database, signer: Signer, base_url: str, clock: Clock
) -> Sequence[web.RouteDef]:
    """`titles`: code of a module → its title; `base_url`: where the code on the sheet leads."""

    async def served(request: web.Request, draw: Draw, kind: str, name: str) -> web.Response:
        code = request.match_info["code"]
        async with database.read() as db:
            state, statement = await check(db, signer, code, today=clock.local().date())
        if statement is None or state is not State.GOOD:
            raise web.HTTPNotFound
        title = titles.get(statement.module, statement.module)
        body = await asyncio.to_thread(draw, statement, title, f"{base_url.rstrip('/')}/chungnhan/{code}")
        headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, max-age=3600"}
        return web.Response(body=body, content_type=kind, headers=headers)

    async def picture(request: web.Request) -> web.Response:
        return await served(request, diploma.picture, "image/png", "giay-ghi-nhan.png")

    async def printed(request: web.Request) -> web.Response:
        return await served(request, diploma.printed, "application/pdf", "giay-ghi-nhan.pdf")

    return [web.get("/chungnhan/{code}/anh.png", picture), web.get("/chungnhan/{code}/in.pdf", printed)]
