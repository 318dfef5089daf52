"""One's own account: password, the chat that hears of tickets, duty."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.passwords import SHORTEST
from bot.domain.staff import CODE_LASTS, Refusal, StaffAccounts
from bot.storage import addresses
from bot.web.console.visit import Route, Visit


async def show(visit: Visit) -> web.Response:
    """What can be set."""
    return await _page(visit)


async def change_password(visit: Visit) -> web.Response:
    """Set a new password."""
    old, new, again = (str(visit.form.get(name, "")) for name in ("old", "new", "again"))
    assert visit.session
    try:
        if new != again:
            raise Refusal("account.not_the_same")
        async with visit.begin() as db:
            await StaffAccounts(db, visit.now).change_password(visit.me, visit.session, old[:400], new[:400])
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/account", "password")


async def make_code(visit: Visit) -> web.Response:
    """A one-time code, shown once."""
    async with visit.begin() as db:
        code = await StaffAccounts(db, visit.now).make_code(visit.me)
    return await _page(visit, code=code)


async def unlink(visit: Visit) -> web.Response:
    """The chat is no longer this account's."""
    async with visit.begin() as db:
        await StaffAccounts(db, visit.now).unlink(visit.me)
    return visit.go("/account", "unlinked")


async def duty(visit: Visit) -> web.Response:
    """On duty, or off."""
    on = visit.field("on") == "yes"
    try:
        async with visit.begin() as db:
            await StaffAccounts(db, visit.now).go_on_duty(visit.me, on)
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/account", "duty_on" if on else "duty_off")


async def _page(visit: Visit, *, error: Refusal | None = None, code: str = "") -> web.Response:
    linked = visit.me.chat_address_id
    async with visit.read() as db:
        channel = await addresses.channel_of(db, linked) if linked else ""
    values: dict[str, Any] = {
        "channel": channel,
        "code": code,
        "minutes": CODE_LASTS.seconds // 60,
        "shortest": SHORTEST,
    }
    return visit.page("account", error=error, **values)


ROUTES = (
    Route("GET", "/account", "account.use", show),
    Route("POST", "/account/password", "account.use", change_password),
    Route("POST", "/account/code", "account.use", make_code),
    Route("POST", "/account/unlink", "account.use", unlink),
    Route("POST", "/account/duty", "tickets.answer", duty),
)
