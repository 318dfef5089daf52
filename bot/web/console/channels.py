"""The channels: how each stands, Zalo's consent and setup, articles to everybody, who is talked to by staff."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.broadcasts import Broadcasts
from bot.domain.staff import Refusal
from bot.messages import Reply
from bot.storage import addresses, broadcasts, outbox, zalo_people
from bot.web.console.alerts import held_up
from bot.web.console.visit import Route, Visit

SEED_MAX = 4000


async def show(visit: Visit) -> web.Response:
    """Everything there is to know."""
    return await _page(visit)


async def _page(visit: Visit, error: Refusal | None = None) -> web.Response:
    async with visit.read() as db:
        values: dict[str, Any] = {
            "takeovers": await zalo_people.takeovers(db, now=visit.now),
            "broadcasts": await broadcasts.of_announcements(db),
        }
    waiting = await held_up(visit)
    return visit.page("channels", states=await visit.context.states(), held_up=waiting, error=error, **values)


async def consent(visit: Visit) -> web.Response:
    """Set out for Zalo's consent page; the cookie comes back with the same browser only."""
    if visit.context.consent is None:
        raise web.HTTPNotFound
    link, cookie = visit.context.consent()
    async with visit.begin() as db:
        await audit.record(db, visit.me.login, "channels.consent", {}, now=visit.now)
    answer = web.Response(status=303, headers={"Location": link})
    secure = visit.context.secure_cookies
    answer.set_cookie(
        "hocvuso_zalo", cookie, path="/zalo/oa", max_age=600, httponly=True, samesite="Lax", secure=secure
    )
    return answer


async def plant(visit: Visit) -> web.Response:
    """A refresh token made in Zalo's own console begins a new chain."""
    seed = visit.field("seed").strip()
    if visit.context.plant is None:
        raise web.HTTPNotFound
    if not seed or len(seed) > SEED_MAX or any(letter.isspace() for letter in seed):
        return await _page(visit, Refusal("channels.seed_malformed"))
    await visit.context.plant(seed)
    async with visit.begin() as db:
        await audit.record(db, visit.me.login, "channels.seed", {}, now=visit.now)
    return visit.go("/channels", "saved")


async def test(visit: Visit) -> web.Response:
    """A message to the chat that is tied to one's own account."""
    try:
        async with visit.begin() as db:
            await _send_test(visit, db)
    except Refusal as error:
        return await _page(visit, error)
    return visit.go("/channels", "test_sent")


async def _send_test(visit: Visit, db: AsyncSession) -> None:
    chat = visit.me.chat_address_id
    owner = await addresses.owner(db, chat) if chat else None
    if chat is None or owner is None:
        raise Refusal("account.no_chat")
    if visit.context.closed_window(await addresses.channel_of(db, chat), await addresses.heard(db, chat)):
        raise Refusal("account.closed")
    await outbox.add(db, owner, chat, Reply("channels.test"), rank=outbox.PEOPLE, now=visit.now)


async def hand_back(visit: Visit) -> web.Response:
    """The bot answers this person again; the tag that hushed it goes in Zalo's tool as well."""
    async with visit.begin() as db:
        channel, address = await zalo_people.hand_back(db, visit.number(), now=visit.now)
        await audit.record(db, visit.me.login, "channels.handed_back", {"address": visit.number()}, now=visit.now)
    if channel == "zalo_oa" and visit.context.untag:
        await visit.context.untag(address)
    return visit.go("/channels", "handed_back")


async def broadcast(visit: Visit) -> web.Response:
    """Send an article for an approved announcement."""
    article, beyond = visit.field("article").strip(), visit.field("beyond") == "yes"
    try:
        async with visit.begin() as db:
            await Broadcasts(db, visit.now).order(visit.me, visit.number(), article, beyond=beyond)
    except Refusal as error:
        return await _page(visit, error)
    return visit.go("/channels", "broadcast")


ROUTES = (
    Route("GET", "/channels", "channels.read", show),
    Route("POST", "/channels/consent", "channels.manage", consent),
    Route("POST", "/channels/seed", "channels.manage", plant),
    Route("POST", "/channels/test", "channels.read", test),
    Route("POST", "/channels/back/{id}", "channels.hand_back", hand_back),
    Route("POST", "/channels/broadcast/{id}", "announcements.approve", broadcast),
)
