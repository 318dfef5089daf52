"""Accounts: who there is, inviting, changing, new passwords, locking out."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.invitations import INVITATION_LASTS, Invitations
from bot.domain.staff import Refusal, StaffAccounts, covers
from bot.storage import staff
from bot.storage.tables import Staff
from bot.web.console import invitation, words
from bot.web.console.visit import Route, Visit

BLANK = {"login": "", "name": "", "email": "", "role": "moderator", "area": ""}


async def show(visit: Visit) -> web.Response:
    """Every account within this administrator's area."""
    async with visit.read() as db:
        rows = await StaffAccounts(db, visit.now).all(area=visit.me.area)
        invited = await staff.waiting_invitations(db, now=visit.now)
    return visit.page("staff", rows=rows, invited=invited)


async def blank(visit: Visit) -> web.Response:
    """The form for one more."""
    return _form(visit, {**BLANK, "area": visit.me.area})


async def add(visit: Visit) -> web.Response:
    """A new account and its invitation."""
    given = _given(visit)
    try:
        _covered(visit, given["area"])
        async with visit.begin() as db:
            who = await StaffAccounts(db, visit.now).create(visit.field("login"), by=visit.me.login, **given)
            key = await Invitations(db, visit.now).invite(who, by=visit.me.login)
    except Refusal as error:
        return _form(visit, {"login": visit.field("login"), **given}, error=error)
    return await _invited(visit, who, key)


async def detail(visit: Visit) -> web.Response:
    """One account."""
    return await _detail(visit)


async def describe(visit: Visit) -> web.Response:
    """Change name, role, area, e-mail address."""
    login, given = _login(visit), _given(visit)
    try:
        _covered(visit, given["area"])
        async with visit.begin() as db:
            await _own_area(visit, db, login)
            await StaffAccounts(db, visit.now).describe(login, by=visit.me, **given)
    except Refusal as error:
        return await _detail(visit, error=error, given=given)
    return visit.go(f"/staff/{login}", "saved")


async def invite(visit: Visit) -> web.Response:
    """A new link, mailed or shown."""
    async with visit.begin() as db:
        await _own_area(visit, db, _login(visit))
        who, key = await Invitations(db, visit.now).invite_again(_login(visit), by=visit.me.login)
    return await _invited(visit, who, key)


async def reset(visit: Visit) -> web.Response:
    """A new one-time password, shown once."""
    async with visit.begin() as db:
        await _own_area(visit, db, _login(visit))
        password = await StaffAccounts(db, visit.now).reset(_login(visit), by=visit.me.login)
    return await _detail(visit, password=password)


async def switch(visit: Visit) -> web.Response:
    """Lock an account out, or let it in again."""
    login, on = _login(visit), visit.field("on") == "yes"
    async with visit.begin() as db:
        await _own_area(visit, db, login)
        await StaffAccounts(db, visit.now).switch(login, on=on, by=visit.me)
    return visit.go(f"/staff/{login}", "enabled" if on else "disabled")


async def log_out(visit: Visit) -> web.Response:
    """End every login of an account."""
    async with visit.begin() as db:
        await _own_area(visit, db, _login(visit))
        await StaffAccounts(db, visit.now).log_out_everywhere(_login(visit), by=visit.me)
    return visit.go(f"/staff/{_login(visit)}", "logged_out")


async def _invited(visit: Visit, who: Staff, key: str) -> web.Response:
    """Mail the link, with no transaction open; where that cannot be, show it to be handed over."""
    link, mailer = invitation.link(visit.context.base_url, key), visit.context.mailer
    text = words.INVITATION.format(name=who.name, login=who.login, link=link, days=INVITATION_LASTS.days)
    mailed = bool(mailer and who.email and await mailer.send(who.email, words.INVITATION_SUBJECT, text))
    failed = bool(mailer and who.email and not mailed)
    values: dict[str, Any] = {
        "who": who,
        "link": "" if mailed else link,
        "failed": failed,
        "days": INVITATION_LASTS.days,
    }
    return visit.page("invited", **values)


def _login(visit: Visit) -> str:
    return visit.request.match_info["login"]


def _given(visit: Visit) -> dict[str, str]:
    return {name: visit.field(name) for name in ("name", "role", "area", "email")}


def _covered(visit: Visit, area: str) -> None:
    if area and not visit.context.library.places.by_code(area):
        raise Refusal("outside_area")
    if not covers(visit.me, [area] if area else []):
        raise Refusal("outside_area")


async def _own_area(visit: Visit, db: AsyncSession, login: str) -> Staff:
    who = await StaffAccounts(db, visit.now).named(login)
    if not covers(visit.me, [who.area] if who.area else []):
        raise Refusal("outside_area")
    return who


def _form(visit: Visit, given: dict[str, str], *, error: Refusal | None = None) -> web.Response:
    return visit.page("staff_form", given=given, places=_places(visit), error=error)


async def _detail(
    visit: Visit, *, error: Refusal | None = None, given: dict[str, str] | None = None, password: str = ""
) -> web.Response:
    try:
        async with visit.read() as db:
            who = await _own_area(visit, db, _login(visit))
            invited = who.id in await staff.waiting_invitations(db, now=visit.now)
    except Refusal as missing:
        return visit.page("refused", status=404, error=missing)
    kept = {name: getattr(who, name) for name in ("name", "role", "area", "email")}
    values: dict[str, Any] = {"who": who, "invited": invited, "password": password, "places": _places(visit)}
    return visit.page("staff_detail", given=given or kept, error=error, **values)


def _places(visit: Visit) -> list[Any]:
    return [place for place in visit.context.library.places.all if covers(visit.me, [place.code])]


ROUTES = (
    Route("GET", "/staff", "staff.manage", show),
    Route("GET", "/staff/new", "staff.manage", blank),
    Route("POST", "/staff/new", "staff.manage", add),
    Route("GET", "/staff/{login}", "staff.manage", detail),
    Route("POST", "/staff/{login}", "staff.manage", describe),
    Route("POST", "/staff/{login}/invite", "staff.manage", invite),
    Route("POST", "/staff/{login}/reset", "staff.manage", reset),
    Route("POST", "/staff/{login}/logout", "staff.manage", log_out),
    Route("POST", "/staff/{login}/switch", "staff.manage", switch),
)
