"""What an announcement asks back: choosing it with the draft, the answers afterwards, the list as a file."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.domain.answers import Answers
from bot.domain.staff import Refusal
from bot.storage import answers, events
from bot.storage.announcements import OPEN_TO_EDITS
from bot.web import lists
from bot.web.console import words
from bot.web.console.visit import Route, Visit

SHOWN = 200
HEADS = ("STT", "Trả lời", "Đọc lúc", "Trả lời lúc", "Xã, phường", "Nhóm", "Kênh")


async def show(visit: Visit) -> web.Response:
    """What is asked, how many answered what, and the list."""
    return await _page(visit, visit.number())


async def _page(visit: Visit, number: int, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        found = await Answers(db, visit.now).visible(visit.me, number)
        kind, counts = await answers.kind(db, number), await answers.counts(db, number)
        rows = await Answers(db, visit.now).listed(visit.me, number, limit=SHOWN)
        meeting = await events.get(db, number) is not None
    mine = found.author_id == visit.me.id and found.status in OPEN_TO_EDITS and not meeting
    values: dict[str, Any] = {"found": found, "kind": kind, "counts": counts, "mine": mine, "meeting": meeting}
    lines = [_row(visit, place, row) for place, row in enumerate(rows, 1)]
    return visit.page("answers", error=error, lines=lines, heads=HEADS, shown=SHOWN, **values)


async def ask(visit: Visit) -> web.Response:
    """Choose what one's own draft asks back."""
    number = visit.number()
    try:
        async with visit.begin() as db:
            await Answers(db, visit.now).ask(visit.me, number, visit.field("kind"))
    except Refusal as error:
        return await _page(visit, number, error)
    return visit.go(f"/announcements/{number}/answers", "saved")


async def download(visit: Visit) -> web.Response:
    """The whole list for a spreadsheet."""
    number, kind = visit.number(), visit.request.match_info["kind"]
    if kind not in ("csv", "xlsx"):
        raise web.HTTPNotFound
    async with visit.begin() as db:
        found = await Answers(db, visit.now).visible(visit.me, number)
        rows = await Answers(db, visit.now).exported(visit.me, number)
    lines = [_row(visit, place, row) for place, row in enumerate(rows, 1)]
    name = f"tra-loi-{found.code.lower()}"
    return await asyncio.to_thread(lists.as_file, kind, name, "Trả lời", HEADS, lines)


def _row(visit: Visit, place: int, row: Any) -> list[lists.Cell]:
    """No name is known of who answers: where they live, their group and their channel stand in the list."""
    one, commune, group, channel = row
    answer = {None: "read", True: "coming", False: "not_coming"}[one.coming]
    where = visit.context.place(commune) if commune else "chưa chọn"
    who = words.GROUPS.get(group, group) or "chưa chọn"
    how = words.CHANNELS.get(channel or "", channel or "")
    return [place, words.ANSWERS[answer], _moment(visit, one.read_at), _moment(visit, one.changed_at), where, who, how]


def _moment(visit: Visit, moment: Any) -> str:
    return f"{visit.context.clock.local(moment):%d/%m/%Y %H:%M}"


ROUTES = (
    Route("GET", "/announcements/{id}/answers", "answers.read", show),
    Route("POST", "/announcements/{id}/answers", "announcements.write", ask),
    Route("GET", "/announcements/{id}/answers.{kind}", "answers.read", download),
)
