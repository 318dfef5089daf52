"""The first page: what waits, and where to go."""

from __future__ import annotations

from aiohttp import web

from bot.domain import reports
from bot.domain.staff import StaffAccounts
from bot.web.console.alerts import held_up
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """Counts and ways on."""
    mine = await held_up(visit, visit.me.id) if visit.me.chat_address_id else []
    missing = await _missing(visit) if visit.may("staff.manage") else []
    return visit.page("dashboard", counts=await _counts(visit), used=await _used(visit), held_up=mine, missing=missing)


async def counts(visit: Visit) -> web.Response:
    """The counts alone, for the page that refreshes itself."""
    return web.json_response((await _counts(visit)).as_json())


async def _counts(visit: Visit) -> reports.Counts:
    async with visit.read() as db:
        return await reports.today(db, visit.today, area=visit.me.area)


async def _missing(visit: Visit) -> list[str]:
    """What nobody is there for yet."""
    async with visit.read() as db:
        return await StaffAccounts(db, visit.now).unmanned()


async def _used(visit: Visit) -> str:
    """What the model used this month, and what that cost; for who answers for it, where there is a model."""
    budget = visit.context.budget
    if budget is None or not visit.may("staff.manage"):
        return ""
    tokens, cost = await budget.tokens_this_month(), await budget.cost_this_month()
    priced = "" if cost is None else f", chi phí {_number(cost, 2)} theo đơn giá đã đặt"
    attempts = await budget.attempts_this_month()
    tried = f"; {_number(attempts, 0)} câu hỏi tìm cách ra lệnh cho trợ lý, không câu nào được làm theo"
    return f"{_number(tokens, 0)} token{priced}{tried if attempts else ''}"


def _number(value: float, digits: int) -> str:
    """As it is written here: 1.234,50."""
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


ROUTES = (
    Route("GET", "", "dashboard.see", show),
    Route("GET", "/", "dashboard.see", show),
    Route("GET", "/counts.json", "dashboard.see", counts),
)
