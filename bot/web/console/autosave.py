"""A draft keeps itself while it is written, where JavaScript runs."""

from __future__ import annotations

from aiohttp import web

from bot.domain.announcements import Announcements
from bot.domain.staff import Refusal
from bot.web.console import words
from bot.web.console.announcements import written
from bot.web.console.visit import Route, Visit


async def keep(visit: Visit) -> web.Response:
    """Keep the form as one's draft: the one it names, or a new one whose number comes back; "id" is 0 without any."""
    content, number = written(visit), _number(visit.field("draft"))
    if not content.title.strip() or not content.body.strip():
        return web.json_response({"id": number, "said": ""})
    try:
        async with visit.begin() as db:
            work = Announcements(db, visit.now)
            if number:
                await work.edit(visit.me, number, content)
            else:
                number = (await work.draft(visit.me, content)).id
    except Refusal as error:
        visit.refused = error.name
        return web.json_response({"id": number, "said": f"{words.NOT_SAVED} {words.refusal(error)}"})
    return web.json_response(
        {"id": number, "said": words.SAVED.format(at=f"{visit.context.clock.local(visit.now):%H:%M}")}
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 15 else 0


ROUTES = (Route("POST", "/announcements/autosave.json", "announcements.write", keep),)
