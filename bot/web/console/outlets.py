"""The same announcement for loudspeakers, as a text message and on paper."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.domain import outlets
from bot.domain.answers import Answers
from bot.domain.event_words import paragraph
from bot.domain.learning import sheets
from bot.domain.notice_extras import body_of
from bot.domain.staff import Refusal
from bot.storage import events, notice_pictures, staff
from bot.storage.announcements import WENT_OUT
from bot.storage.tables import Announcement, Event
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """The script, the text messages and the way to the printed page."""
    async with visit.read() as db:
        found = await Answers(db, visit.now).visible(visit.me, visit.number())
        event = await events.get(db, found.id)
    texts = [
        ("Một tin, không dấu", _text(found, _facts_first(found.body, event), marks=False, most=1)),
        ("Đủ lời, không dấu", _text(found, body_of(found), marks=False)),
        ("Đủ lời, có dấu", _text(found, body_of(found), marks=True)),
    ]
    script = outlets.loudspeaker(found.title, found.body)
    values: dict[str, Any] = {
        "found": found,
        "script": script,
        "texts": texts,
        "rules": outlets,
        "approved": found.status in WENT_OUT,
    }
    return visit.page("outlets", **values)


def _facts_first(body: str, event: Event | None) -> str:
    """Where little fits, when and where an event is comes before all else."""
    facts = paragraph(event) if event else ""
    return f"{facts}\n{body.replace(facts, '')}" if facts else body


def _text(found: Announcement, body: str, *, marks: bool, most: int | None = None) -> outlets.TextMessage:
    return outlets.text_message(found.title, body, found.code, marks=marks, most=most)


async def notice(visit: Visit) -> web.Response:
    """The announcement on A4."""
    async with visit.read() as db:
        found = await Answers(db, visit.now).visible(visit.me, visit.number())
        event, author = await events.get(db, found.id), await staff.get(db, found.author_id)
        kept = await notice_pictures.get(db, found.picture) if found.picture else None
    picture = (kept.content, kept.width, kept.height) if kept else None
    if found.status not in WENT_OUT:
        raise Refusal("outlets.not_approved")
    what = "sukien" if event else "tin"
    link = f"{visit.context.base_url.rstrip('/')}/?{what}={found.code}"
    day = visit.context.clock.local(found.approved_at or found.created_at)
    sender = f"{visit.context.place(author.area if author else '')} · ngày {day:%d/%m/%Y}"
    about = f"Mã thông báo: {found.code}"
    words = outlets.plain(found.title), outlets.plain(body_of(found))
    body = await asyncio.to_thread(sheets.notice, *words, sender, about, link, picture=picture)
    headers = {"Content-Disposition": f'inline; filename="thong-bao-{found.code.lower()}.pdf"'}
    return web.Response(body=body, content_type="application/pdf", headers=headers)


ROUTES = (
    Route("GET", "/announcements/{id}/outlets", "answers.read", show),
    Route("GET", "/announcements/{id}/notice.pdf", "answers.read", notice),
)
