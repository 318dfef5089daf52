"""Drawings of lessons and pictures of announcements: each address names its content, so a phone fetches it once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.library.pictures import NOTICES, Pictures

HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}


def routes(pictures: Pictures, fetch: Callable[[str], Awaitable[None]] | None = None) -> Sequence[web.RouteDef]:
    """The route of the pictures, open to anyone: platforms fetch them here too."""

    async def picture(request: web.Request) -> web.Response:
        name, digest = request.match_info["name"], request.match_info["digest"]
        if fetch and name == f"{digest}.jpg":
            await fetch(f"{NOTICES}/{name}")
        found = pictures.named(name, digest)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(
            body=found.content, content_type="image/jpeg" if name.endswith(".jpg") else "image/png", headers=HEADERS
        )

    return [web.get("/pictures/{digest}/{name}", picture)]
