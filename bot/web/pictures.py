"""The drawings of lessons on the web: each address names its content, so a phone fetches it once."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.library.pictures import Pictures

HEADERS = {"Cache-Control": "public, max-age=31536000, immutable"}


def routes(pictures: Pictures) -> Sequence[web.RouteDef]:
    """The route of the pictures, open to anyone: platforms fetch them here too."""

    async def picture(request: web.Request) -> web.Response:
        found = pictures.named(request.match_info["name"], request.match_info["digest"])
        if found is None:
            raise web.HTTPNotFound
        return web.Response(body=found.content, content_type="image/png", headers=HEADERS)

    return [web.get("/pictures/{digest}/{name}", picture)]
