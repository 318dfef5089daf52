"""Facts that change: which ones wait for the province's confirmation, and confirming them."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from bot.domain.facts import CORRECTION_MAX, SOURCE_MAX, Facts
from bot.domain.staff import Refusal
from bot.library.schemas import Fact
from bot.web.console.visit import Route, Visit, as_day

ELSEWHERE = "Chỉ dùng trong hỏi đáp"


async def show(visit: Visit) -> web.Response:
    """One module at a time, with what was confirmed already."""
    return await _page(visit)


async def confirm(visit: Visit) -> web.Response:
    """Keep a confirmation, or what holds instead."""
    code = visit.request.match_info["code"]
    try:
        if code not in {fact.code for fact in visit.context.library.facts_to_confirm()}:
            raise Refusal("facts.unknown")
        source, on = visit.field("source"), as_day(visit.field("on"))
        if on is None:
            raise Refusal("facts.date_malformed")
        when: dict[str, Any] = {"source": source, "confirmed_on": on, "today": visit.today}
        async with visit.begin() as db:
            facts = Facts(db, visit.now)
            if visit.field("correction"):
                await facts.correct(visit.me, code, visit.field("correction"), **when, guard=visit.context.guard)
            else:
                await facts.confirm(visit.me, code, **when)
    except Refusal as error:
        return await _page(visit, error)
    note = "corrected" if visit.field("correction") else "confirmed"
    return visit.go(f"/facts?{urlencode({'module': visit.field('module')[:60], 'note': note})}")


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        confirmed = await Facts(db, visit.now).confirmed()
    values: dict[str, Any] = {
        "confirmed": confirmed,
        "today": visit.today,
        "most": SOURCE_MAX,
        "correction_max": CORRECTION_MAX,
        "resting": _resting(visit),
    }
    modules = _by_module(visit)
    wanted = visit.field("module") or visit.request.query.get("module", "")
    chosen = wanted if wanted in modules else next(iter(modules), "")
    counts = [(title, sum(one.code not in confirmed for one in facts)) for title, facts in modules.items()]
    found = modules.get(chosen, ())
    return visit.page("facts", chosen=chosen, counts=counts, facts=found, error=error, **values)


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


def _resting(visit: Visit) -> dict[str, str]:
    """Code of a fact → how much of the content rests on it."""
    library = visit.context.library
    kinds = ((library.lessons, "bài học"), (library.faqs, "mục hỏi đáp"), (library.articles, "bài tri thức"))
    counts = {name: Counter(code for one in kind for code in set(one.facts)) for kind, name in kinds}
    codes = {code for found in counts.values() for code in found}
    return {code: ", ".join(f"{found[code]} {name}" for name, found in counts.items() if found[code]) for code in codes}


ROUTES = (
    Route("GET", "/facts", "facts.read", show),
    Route("POST", "/facts/{code}", "facts.confirm", confirm),
)
