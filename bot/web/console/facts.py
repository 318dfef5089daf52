"""Facts that change: which ones wait for the province's confirmation, and confirming them."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiohttp import web

from bot.domain.facts import SOURCE_MAX, Facts
from bot.domain.staff import Refusal
from bot.library.schemas import Fact
from bot.web.console.visit import Route, Visit

ELSEWHERE = "Chỉ dùng trong hỏi đáp"


async def show(visit: Visit) -> web.Response:
    """By module, with what was confirmed already."""
    return await _page(visit)


async def confirm(visit: Visit) -> web.Response:
    """Keep a confirmation."""
    code = visit.request.match_info["code"]
    try:
        if code not in {fact.code for fact in visit.context.library.facts_to_confirm()}:
            raise Refusal("facts.unknown")
        today = visit.context.clock.local(visit.now).date()
        source, on = visit.field("source"), _day(visit.field("on"))
        async with visit.begin() as db:
            await Facts(db, visit.now).confirm(visit.me, code, source=source, confirmed_on=on, today=today)
    except Refusal as error:
        return await _page(visit, error)
    return visit.go("/facts", "confirmed")


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        confirmed = await Facts(db, visit.now).confirmed()
    values: dict[str, Any] = {
        "confirmed": confirmed,
        "today": visit.context.clock.local(visit.now).date(),
        "most": SOURCE_MAX,
    }
    return visit.page("facts", modules=_by_module(visit), error=error, **values)


def _by_module(visit: Visit) -> dict[str, list[Fact]]:
    """Title of a module → the facts of its lessons that wait; those of no lesson come last."""
    library = visit.context.library
    waiting = {fact.code: fact for fact in library.facts_to_confirm()}
    found: dict[str, list[Fact]] = {}
    for module in library.modules:
        used = {code for lesson in library.lessons if lesson.module == module.code for code in lesson.facts}
        found[f"{module.code} · {module.title}"] = [fact for code, fact in waiting.items() if code in used]
    listed = {fact.code for facts in found.values() for fact in facts}
    found[ELSEWHERE] = [fact for code, fact in waiting.items() if code not in listed]
    return {title: facts for title, facts in found.items() if facts}


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Refusal("facts.date_malformed") from None


ROUTES = (
    Route("GET", "/facts", "facts.read", show),
    Route("POST", "/facts/{code}", "facts.confirm", confirm),
)
