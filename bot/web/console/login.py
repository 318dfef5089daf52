"""In and out of the console: with a password, or with a sign-in elsewhere."""

from __future__ import annotations

import base64
import hmac
import json
from dataclasses import astuple

import structlog
from aiohttp import web

from bot.domain.elsewhere import sign_in
from bot.domain.second_factors import finish_login
from bot.domain.staff import LOGIN_LASTS, CodeNeeded, Refusal, StaffAccounts, log_in
from bot.web.console.clients import client_of
from bot.web.console.oidc import Attempt, SignInError
from bot.web.console.visit import COOKIE, NOBODY, ROOT, Route, Visit

log = structlog.get_logger("bot.web.console.login")

ATTEMPT_COOKIE = "hocvuso_signin"
ATTEMPT_LASTS = 600
HALF_COOKIE = "hocvuso_half"
HALF_LASTS = 300
"""Seconds between the password and the code."""
RETURNS = f"{ROOT}/login/returned"


async def show(visit: Visit) -> web.Response:
    """The login form."""
    return _form(visit)


async def enter(visit: Visit) -> web.Response:
    """Check login and password."""
    login, password = visit.field("login"), str(visit.form.get("password", ""))
    client = client_of(visit.request.headers.get("User-Agent", ""))
    try:
        key = await log_in(visit.context.database, login[:64], password[:400], now=visit.now, client=client)
    except CodeNeeded as half:
        response = visit.go("/login/code")
        visit.set_cookie(response, HALF_COOKIE, _half(visit, half.staff_id), seconds=HALF_LASTS)
        return response
    except Refusal as error:
        return _form(visit, error=error, login=login)
    return _entered(visit, key)


async def show_code(visit: Visit) -> web.Response:
    """The form for the code of the phone."""
    return visit.page("login_code") if _half_way(visit) else visit.go("/login")


async def enter_code(visit: Visit) -> web.Response:
    """Check the code, or one written down for a lost phone."""
    staff_id = _half_way(visit)
    if staff_id is None:
        return visit.go("/login")
    client = client_of(visit.request.headers.get("User-Agent", ""))
    given, seal = visit.field("code")[:40], visit.context.seal
    try:
        key = await finish_login(visit.context.database, staff_id, given, seal, now=visit.now, client=client)
    except Refusal as error:
        return visit.page("login_code", error=error)
    response = _entered(visit, key)
    response.del_cookie(HALF_COOKIE, path=ROOT)
    return response


async def leave(visit: Visit) -> web.Response:
    """End the login."""
    assert visit.session
    async with visit.begin() as db:
        await StaffAccounts(db, visit.now).log_out(visit.session)
    response = visit.go("/login", "goodbye")
    response.del_cookie(COOKIE, path=ROOT)
    return response


async def go_elsewhere(visit: Visit) -> web.Response:
    """To the issuer, with what has to come back in a signed cookie."""
    if visit.context.issuer is None:
        raise web.HTTPNotFound
    attempt = Attempt.fresh()
    try:
        address = await visit.context.issuer.begin(attempt)
    except SignInError as error:
        return _failed(visit, error)
    response = web.Response(status=303, headers={"Location": address})
    visit.set_cookie(response, ATTEMPT_COOKIE, _sealed(visit, attempt), seconds=ATTEMPT_LASTS)
    return response


async def came_back(visit: Visit) -> web.Response:
    """From the issuer: the account of who signed in there, or a word why not."""
    if visit.context.issuer is None:
        raise web.HTTPNotFound
    try:
        attempt = _opened(visit, visit.request.cookies.get(ATTEMPT_COOKIE, ""))
        claims = await visit.context.issuer.finish(attempt, visit.request.query)
        async with visit.begin() as db:
            client = client_of(visit.request.headers.get("User-Agent", ""))
            key = await sign_in(db, claims, now=visit.now, client=client)
    except SignInError as error:
        return _failed(visit, error)
    except Refusal as error:
        response = _form(visit, error=error)
    else:
        response = _entered(visit, key)
    response.del_cookie(ATTEMPT_COOKIE, path=ROOT)
    return response


def _form(visit: Visit, *, error: Refusal | None = None, login: str = "") -> web.Response:
    return visit.page("login", error=error, login=login, elsewhere=visit.context.issuer is not None)


def _entered(visit: Visit, key: str) -> web.Response:
    """Logged in: always with a key that was made just now, never with one that the browser brought."""
    response = visit.go("/")
    visit.set_cookie(response, COOKIE, key, seconds=int(LOGIN_LASTS.total_seconds()))
    return response


def _failed(visit: Visit, error: SignInError) -> web.Response:
    log.warning("sign-in elsewhere failed", fault=str(error))
    return _form(visit, error=Refusal("login.elsewhere_failed"))


def _sealed(visit: Visit, attempt: Attempt) -> str:
    body = base64.urlsafe_b64encode(json.dumps([int(visit.now.timestamp()), *astuple(attempt)]).encode()).decode()
    return f"{body}.{_signature(visit, body)}"


def _opened(visit: Visit, sealed: str) -> Attempt:
    """The attempt in the cookie. Raises SignInError when it is forged or too old."""
    body, _, signature = sealed.partition(".")
    if not hmac.compare_digest(_signature(visit, body).encode(), signature.encode()):
        raise SignInError("no attempt of this browser")
    began, *secrets = json.loads(base64.urlsafe_b64decode(body))
    if not 0 <= visit.now.timestamp() - began <= ATTEMPT_LASTS:
        raise SignInError("the attempt is too old")
    return Attempt(*secrets)


def _half(visit: Visit, staff_id: int) -> str:
    """Whose password was right, and when; signed, so that nobody starts half-way."""
    body = f"{int(visit.now.timestamp())}-{staff_id}"
    return f"{body}.{_signature(visit, f'half:{body}')}"


def _half_way(visit: Visit) -> int | None:
    body, _, signature = visit.request.cookies.get(HALF_COOKIE, "").partition(".")
    if not hmac.compare_digest(_signature(visit, f"half:{body}").encode(), signature.encode()):
        return None
    began, _, staff_id = body.partition("-")
    return int(staff_id) if 0 <= visit.now.timestamp() - int(began) <= HALF_LASTS else None


def _signature(visit: Visit, body: str) -> str:
    return hmac.new(visit.context.secret, f"console-signin:{body}".encode(), "sha256").hexdigest()


ROUTES = (
    Route("GET", "/login", NOBODY, show),
    Route("POST", "/login", NOBODY, enter),
    Route("GET", "/login/code", NOBODY, show_code),
    Route("POST", "/login/code", NOBODY, enter_code),
    Route("POST", "/logout", "account.use", leave),
    Route("GET", "/login/elsewhere", NOBODY, go_elsewhere),
    Route("GET", "/login/returned", NOBODY, came_back),
)
