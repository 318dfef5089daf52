"""Who got an announcement and who did not, one by one, with why; as pages and as a file. No names."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web

from bot.domain.answers import Answers
from bot.domain.recipients import Recipients
from bot.storage.recipients import STATES
from bot.web import lists
from bot.web.console import words
from bot.web.console.visit import Route, Visit

SHOWN = 50
HEADS = ("Người nhận", "Kết quả", "Vì sao", "Gửi lúc", "Đọc lúc", "Xã, phường", "Nhóm", "Kênh")


async def show(visit: Visit) -> web.Response:
    """How many of each kind, and a page of the list."""
    number, state = visit.number(), _state(visit)
    async with visit.read() as db:
        found = await Answers(db, visit.now).visible(visit.me, number)
        work = Recipients(db, visit.now)
        counts = await work.counts(visit.me, number)
        rows = await work.page(visit.me, number, state=state, after=_after(visit), limit=SHOWN)
    following = f"{rows[-1].kind}-{rows[-1].id}" if len(rows) >= SHOWN else ""
    values: dict[str, Any] = {"counts": _by_state(counts), "sums": _sums(counts), "state": state}
    lines = [_line(visit, row) for row in rows]
    return visit.page("recipients", found=found, lines=lines, heads=HEADS, following=following, **values)


async def download(visit: Visit) -> web.Response:
    """The whole list, or that of one state, for a spreadsheet."""
    number, kind, state = visit.number(), visit.request.match_info["kind"], _state(visit)
    if kind not in ("csv", "xlsx"):
        raise web.HTTPNotFound
    async with visit.begin() as db:
        found = await Answers(db, visit.now).visible(visit.me, number)
        rows = await Recipients(db, visit.now).exported(visit.me, number, state=state, sheet=kind == "xlsx")
    lines = [_line(visit, row) for row in rows]
    name = f"nguoi-nhan-{found.code.lower()}"
    return await asyncio.to_thread(lists.as_file, kind, name, "Người nhận", HEADS, lines)


def _state(visit: Visit) -> str:
    state = visit.request.query.get("state", "")
    return state if state in STATES else ""


def _after(visit: Visit) -> tuple[int, ...]:
    """Where the page before ended: "0-812"."""
    kind, _, number = visit.request.query.get("after", "").partition("-")
    fits = kind in ("0", "1") and number.isascii() and number.isdigit() and len(number) <= 15
    return (int(kind), int(number)) if fits else ()


def _by_state(counts: dict[tuple[str, str], int]) -> list[tuple[str, str, int, str]]:
    """(state, its words, how many, why with how many each)."""
    found = []
    for state in STATES:
        mine = {why: people for (one, why), people in counts.items() if one == state}
        reasons = " · ".join(f"{_why(state, why)}: {people}" for why, people in sorted(mine.items()) if why)
        found.append((state, words.RECIPIENTS[state], sum(mine.values()), reasons))
    return found


def _sums(counts: dict[tuple[str, str], int]) -> tuple[int, int]:
    """How many messages there are, and how many people got none."""
    passed = sum(people for (state, _), people in counts.items() if state == "passed")
    return sum(counts.values()) - passed, passed


def _why(state: str, why: str) -> str:
    return (words.PASSED if state == "passed" else words.FAILURES).get(why, why)


def _line(visit: Visit, row: Any) -> list[lists.Cell]:
    """No name is known: the number, where they live, their group and their channel stand in the list."""
    where = visit.context.place(row.commune) if row.commune else "chưa chọn"
    group = words.GROUPS.get(row.audience, row.audience) or "chưa chọn"
    channel = words.CHANNELS.get(row.channel or "", row.channel or "")
    why = _why(row.state, row.why) if row.why else ""
    told = (_moment(visit, row.sent_at), _moment(visit, row.read_at))
    return [f"Người dân số {row.citizen_id}", words.RECIPIENTS[row.state], why, *told, where, group, channel]


def _moment(visit: Visit, moment: Any) -> str:
    return f"{visit.context.clock.local(moment):%d/%m/%Y %H:%M}" if moment else ""


ROUTES = (
    Route("GET", "/announcements/{id}/recipients", "recipients.read", show),
    Route("GET", "/announcements/{id}/recipients.{kind}", "recipients.read", download),
)
