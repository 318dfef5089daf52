"""Certificates: the latest, looking one up by its code or link, revoking it."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.learning.certificates import REASON_MAX, State, check, revoke
from bot.domain.learning.signing import Statement
from bot.domain.staff import Refusal
from bot.storage import learning
from bot.web.console.visit import Route, Visit, more

LIMIT = 50


async def show(visit: Visit) -> web.Response:
    """The latest; with a code in the address, what that one says."""
    return await _page(visit, _code(visit.request.query.get("code", "")))


async def revoked(visit: Visit) -> web.Response:
    """Refuse a certificate from now on."""
    code = _code(visit.field("code"))
    try:
        if (await _found(visit, code))[0] is State.UNKNOWN:
            raise Refusal("certificates.unknown")
        async with visit.begin() as db:
            await revoke(db, visit.me, code, reason=visit.field("reason"), now=visit.now)
    except Refusal as error:
        return await _page(visit, code, error)
    return visit.go("/certificates", "revoked")


def _code(written: str) -> str:
    """ "https://…/chungnhan/CODE" → "CODE"."""
    return written.strip().rstrip("/").rpartition("/")[2][:1000]


async def _found(visit: Visit, code: str) -> tuple[State, Statement | None]:
    if visit.context.signer is None or not code:
        return State.UNKNOWN, None
    async with visit.read() as db:
        return await check(db, visit.context.signer, code, today=visit.today)


async def _page(visit: Visit, code: str, error: Refusal | None = None) -> web.Response:
    state, statement = await _found(visit, code)
    async with visit.read() as db:
        rows = await learning.latest_certificates(db, before=visit.before(), limit=LIMIT)
    values: dict[str, Any] = {"code": code, "state": state.value, "statement": statement, "most": REASON_MAX}
    titles = visit.context.library.titles()
    return visit.page("certificates", rows=rows, more=more(rows, LIMIT), titles=titles, error=error, **values)


ROUTES = (
    Route("GET", "/certificates", "certificates.read", show),
    Route("POST", "/certificates", "certificates.revoke", revoked),
)
