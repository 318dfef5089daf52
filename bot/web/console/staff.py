"""Accounts: who there is, adding, new passwords, locking out."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.staff import Refusal, StaffAccounts, covers
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """Every account within this administrator's area, and the form for one more."""
    return await _page(visit)


async def add(visit: Visit) -> web.Response:
    """A new account; its one-time password is shown once."""
    login, area = visit.field("login"), visit.field("area")
    try:
        if not covers(visit.me, [area] if area else []):
            raise Refusal("outside_area")
        async with visit.begin() as db:
            given = {"name": visit.field("name"), "role": visit.field("role"), "area": area, "by": visit.me.login}
            password = await StaffAccounts(db, visit.now).add(login, **given)
    except Refusal as error:
        return await _page(visit, error=error)
    return await _page(visit, login=login.lower(), password=password)


async def reset(visit: Visit) -> web.Response:
    """A new one-time password, shown once."""
    login = visit.request.match_info["login"]
    async with visit.begin() as db:
        await _own_area(visit, db, login)
        password = await StaffAccounts(db, visit.now).reset(login, by=visit.me.login)
    return await _page(visit, login=login, password=password)


async def switch(visit: Visit) -> web.Response:
    """Lock an account out, or let it in again."""
    login, on = visit.request.match_info["login"], visit.field("on") == "yes"
    async with visit.begin() as db:
        await _own_area(visit, db, login)
        await StaffAccounts(db, visit.now).switch(login, on=on, by=visit.me)
    return visit.go("/staff", "enabled" if on else "disabled")


async def _own_area(visit: Visit, db: AsyncSession, login: str) -> None:
    who = await StaffAccounts(db, visit.now).named(login)
    if not covers(visit.me, [who.area] if who.area else []):
        raise Refusal("outside_area")


async def _page(visit: Visit, *, error: Refusal | None = None, **made: Any) -> web.Response:
    async with visit.read() as db:
        rows = await StaffAccounts(db, visit.now).all(area=visit.me.area)
    places = [place for place in visit.context.library.places.all if covers(visit.me, [place.code])]
    values = {"login": "", "password": "", **made}
    return visit.page("staff", rows=rows, places=places, error=error, **values)


ROUTES = (
    Route("GET", "/staff", "staff.manage", show),
    Route("POST", "/staff", "staff.manage", add),
    Route("POST", "/staff/{login}/reset", "staff.manage", reset),
    Route("POST", "/staff/{login}/switch", "staff.manage", switch),
)
