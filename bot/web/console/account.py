"""One's own account: password, the chat that hears of tickets, duty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import passwords, totp
from bot.domain.passwords import SHORTEST
from bot.domain.second_factors import SecondFactors
from bot.domain.staff import CODE_LASTS, Refusal, StaffAccounts
from bot.domain.tickets import Tickets
from bot.storage import addresses, second_factors
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
            if on:
                await Tickets(db, visit.now).tell_urgent(visit.me)
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/account", "duty_on" if on else "duty_off")


async def begin_second(visit: Visit) -> web.Response:
    """A secret for the phone; it counts once a code from it was typed."""
    try:
        async with visit.begin() as db:
            await _second(visit, db).begin(visit.me)
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/account#second")


async def confirm_second(visit: Visit) -> web.Response:
    """The first code; then the ten for a lost phone, shown once."""
    try:
        async with visit.begin() as db:
            codes = await _second(visit, db).confirm(visit.me, visit.field("code")[:40])
    except Refusal as error:
        return await _page(visit, error=error)
    return await _page(visit, recovery=codes)


async def drop_second(visit: Visit) -> web.Response:
    """No second step any more; who asks for that types the password again."""
    try:
        if not await passwords.is_right(visit.me.password, str(visit.form.get("old", ""))[:400]):
            raise Refusal("account.old_wrong")
        async with visit.begin() as db:
            await _second(visit, db).drop(visit.me)
    except Refusal as error:
        return await _page(visit, error=error)
    return visit.go("/account", "second_off")


async def close_session(visit: Visit) -> web.Response:
    """End one login elsewhere."""
    async with visit.begin() as db:
        await StaffAccounts(db, visit.now).close_session(visit.me, visit.number())
    return visit.go("/account", "session_closed")


async def close_others(visit: Visit) -> web.Response:
    """End every login but this one."""
    assert visit.session
    async with visit.begin() as db:
        await StaffAccounts(db, visit.now).close_others(visit.me, visit.session)
    return visit.go("/account", "session_closed")


def _second(visit: Visit, db: AsyncSession) -> SecondFactors:
    return SecondFactors(db, visit.now, visit.context.seal)


def _picture(address: str) -> str:
    """The address as a picture for the phone's camera; no script, no style of its own."""
    import segno

    code = segno.make(address, error="m", micro=False)
    return code.svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None)


async def _page(
    visit: Visit, *, error: Refusal | None = None, code: str = "", recovery: Sequence[str] = ()
) -> web.Response:
    linked = visit.me.chat_address_id
    async with visit.read() as db:
        second = _second(visit, db)
        pending, on = await second.pending(visit.me), await second.is_on(visit.me)
        left, sessions = (
            await second_factors.left(db, visit.me.id),
            await StaffAccounts(db, visit.now).sessions(visit.me),
        )
        channel = await addresses.channel_of(db, linked) if linked else ""
    values: dict[str, Any] = {
        "channel": channel,
        "code": code,
        "minutes": CODE_LASTS.seconds // 60,
        "shortest": SHORTEST,
        "second_on": on,
        "pending": pending,
        "picture": _picture(totp.address(pending, visit.me.login)) if pending else "",
        "recovery": recovery,
        "left": left,
        "sessions": sessions,
    }
    return visit.page("account", error=error, **values)


ROUTES = (
    Route("GET", "/account", "account.use", show),
    Route("POST", "/account/password", "account.use", change_password),
    Route("POST", "/account/code", "account.use", make_code),
    Route("POST", "/account/second", "account.use", begin_second),
    Route("POST", "/account/second/confirm", "account.use", confirm_second),
    Route("POST", "/account/second/off", "account.use", drop_second),
    Route("POST", "/account/sessions/others", "account.use", close_others),
    Route("POST", "/account/sessions/{id}", "account.use", close_session),
    Route("POST", "/account/unlink", "account.use", unlink),
    Route("POST", "/account/duty", "tickets.answer", duty),
)
