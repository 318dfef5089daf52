"""What an invitation opens: a form for the password, once."""

from __future__ import annotations

from aiohttp import web

from bot.domain.invitations import Invitations
from bot.domain.passwords import SHORTEST
from bot.domain.staff import Refusal
from bot.web.console.visit import NOBODY, ROOT, Route, Visit


def link(base_url: str, key: str) -> str:
    """The address to hand over."""
    return f"{base_url}{ROOT}/invited/{key}"


async def show(visit: Visit) -> web.Response:
    """The form, if the link still holds."""
    return await _page(visit)


async def accept(visit: Visit) -> web.Response:
    """Set the password; the way on is the login."""
    new, again = (str(visit.form.get(name, "")) for name in ("new", "again"))
    try:
        if new != again:
            raise Refusal("account.not_the_same")
        async with visit.begin() as db:
            await Invitations(db, visit.now).accept(_key(visit), new[:400])
    except Refusal as error:
        return await _page(visit, error)
    return visit.go("/login", "welcome")


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    try:
        async with visit.read() as db:
            who = await Invitations(db, visit.now).whose(_key(visit))
    except Refusal:
        return visit.page("invitation_over", status=410)
    return visit.page("invitation", error=error, who=who, shortest=SHORTEST, key=_key(visit))


def _key(visit: Visit) -> str:
    return visit.request.match_info["key"]


ROUTES = (
    Route("GET", "/invited/{key}", NOBODY, show),
    Route("POST", "/invited/{key}", NOBODY, accept),
)
