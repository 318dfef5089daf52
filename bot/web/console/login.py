"""In and out of the console."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from aiohttp import web

from bot.domain.staff import LOGIN_LASTS, Refusal, StaffAccounts, log_in
from bot.web.console.visit import COOKIE, NOBODY, ROOT, Route, Visit

FORM_COOKIE = "hocvuso_login"


async def show(visit: Visit) -> web.Response:
    """The login form."""
    return _form(visit)


async def enter(visit: Visit) -> web.Response:
    """Check login and password."""
    key = visit.request.cookies.get(FORM_COOKIE, "")
    if not key or not hmac.compare_digest(_token(visit, key).encode(), visit.field("csrf").encode()):
        return _form(visit, status=403)
    login, password = visit.field("login"), str(visit.form.get("password", ""))
    try:
        session = await log_in(visit.context.database, login[:64], password[:400], now=visit.now)
    except Refusal as error:
        return _form(visit, error=error, login=login)
    response = visit.go("/")
    _set(visit, response, COOKIE, session, seconds=int(LOGIN_LASTS.total_seconds()))
    response.del_cookie(FORM_COOKIE, path=ROOT)
    return response


async def leave(visit: Visit) -> web.Response:
    """End the login."""
    assert visit.session
    async with visit.begin() as db:
        await StaffAccounts(db, visit.now).log_out(visit.session)
    response = visit.go("/login", "goodbye")
    response.del_cookie(COOKIE, path=ROOT)
    return response


def _form(visit: Visit, *, status: int = 200, error: Refusal | None = None, login: str = "") -> web.Response:
    """The form with a token of its own: nobody is logged in by another site's form."""
    key = visit.request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(24)
    response = visit.page("login", status=status, error=error, login=login, login_token=_token(visit, key))
    _set(visit, response, FORM_COOKIE, key, seconds=3600)
    return response


def _token(visit: Visit, key: str) -> str:
    return hmac.new(visit.context.secret, f"console-login:{key}".encode(), hashlib.sha256).hexdigest()


def _set(visit: Visit, response: web.Response, name: str, value: str, *, seconds: int) -> None:
    secure = visit.context.secure_cookies
    response.set_cookie(name, value, max_age=seconds, path=ROOT, httponly=True, samesite="Lax", secure=secure)


ROUTES = (
    Route("GET", "/login", NOBODY, show),
    Route("POST", "/login", NOBODY, enter),
    Route("POST", "/logout", "account.use", leave),
)
