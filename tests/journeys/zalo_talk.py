"""`talk("…")` on Zalo: the same conversations, through channel and double, where people have numbers and words only."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from contextlib import asynccontextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.channels import zalo_bot, zalo_oa
from bot.channels.zalo_bot import ZaloBot
from bot.channels.zalo_oa import ZaloOA
from bot.channels.zalo_oauth import Oauth
from bot.channels.zalo_tokens import Tokens
from bot.channels.zalo_webhook import Webhook
from bot.messages import IncomingMessage
from bot.outbox import Outbox
from bot.pace import Bucket
from bot.storage.tables import Outbound
from bot.storage.zalo_people import PeopleTable
from bot.storage.zalo_tokens import TokenTable
from tests.doubles.zalo_bot import KINDS as BOT_KINDS
from tests.doubles.zalo_bot import TOKEN, BotDouble
from tests.doubles.zalo_oa import APP, APP_SECRET, OA_KEY, SEED, ZaloDouble
from tests.journeys.conftest import Said, Talk

OA_KINDS = {
    **{"sticker": "sticker", "photo": "image", "voice": "audio", "video": "video", "file": "file"},
    **{"location": "location", "contact": "business_card", "other": "link"},
}


RECEIPTS = 50


class ChannelTalk(Talk, ABC):
    """A person with an app that shows what a channel sent. A button is pressed by typing its number."""

    channel: Any
    channel_name = ""

    def __init__(self, database: Any, library: Any, person: str) -> None:
        super().__init__(database, library, person)
        self.inbox.channels = [self.channel_name]
        self.pressed: set[str] = set()
        self.typed: list[str] = []

    async def __call__(self, text: str = "", *, button: str = "", kind: str = "", platform_id: str = "") -> Said:
        menu = [does for does, _ in (await self.citizen()).choices] if button else []
        if button:
            self.pressed.add(button.partition(":")[0] if not button.startswith("do:") else button)
            text = str(menu.index(button) + 1) if button in menu else ""
        self.held.clear()
        await self.hear(text, button if not text else "", kind, platform_id or f"t{next(self.numbers)}")
        self.typed.append(text)
        return await self.told()

    async def told(self) -> Said:
        """The turn is taken: what the person sees of it."""
        await self.turn()
        texts = [await self.show(held) for held in self.held]
        await self.settle_receipts(at_least=RECEIPTS)
        async with self.database.read() as db:
            numbers = [held.number for held in self.held]
            rows = list(await db.scalars(select(Outbound).where(Outbound.id.in_(numbers)).order_by(Outbound.id)))
        return Said(rows, texts)

    async def citizen(self) -> Any:
        try:
            return await super().citizen()
        except Exception:  # nobody wrote yet
            return type("Nobody", (), {"choices": []})

    async def turn(self) -> None:
        for _ in range(200):
            await self.inbox.take()
            if self.held or not self.inbox._preparing:
                break
        while self.inbox._preparing or self.inbox._ready:
            await self.inbox.take()

    async def show(self, held: Any) -> str:
        """Send one reply as the outbox does, window and receipt included; what the person sees."""
        await self.outbox._send(self.outbox.lanes[self.channel_name], held)
        ended = self.outbox._ended.results[-1]
        assert (ended["number"], ended["status"], ended["failure"]) == (held.number, "sent", ""), ended
        return self.last_seen()

    async def settle_receipts(self, at_least: int = 1) -> None:
        """Many at once, as the outbox does: a transaction for each would be most of a long walk's time."""
        if len(self.outbox._ended.results) >= at_least:
            await self.outbox._write()

    @cached_property
    def outbox(self) -> Outbox:
        """What sends: the real one, without the pace of a day's talk."""
        made = Outbox(self.database, self.watch, [self.channel], self.words, worker=self.inbox.worker)
        made.lanes[self.channel_name].spread = None
        return made

    @abstractmethod
    async def hear(self, text: str, button: str, kind: str, number: str) -> None:
        """What the person sends arrives."""

    @abstractmethod
    def last_seen(self) -> str:
        """The newest message on the person's screen, with its buttons."""


class OaTalk(ChannelTalk):
    channel_name = zalo_oa.NAME
    double: ZaloDouble
    looked_at: datetime | None = None
    """The moment of the tokens' last look: until the clock is moved another finds the same."""

    async def hear(self, text: str, button: str, kind: str, number: str) -> None:
        if kind and kind != "button":
            message = {"text": text} if text else {}
            await self.double.send(f"user_send_{OA_KINDS[kind]}", self.person, message, number=number)
        else:
            await self.double.say(self.person, text or (f"#{button}" if button else ""), number=number)

    async def show(self, held: Any) -> str:
        """Days may have passed in an instant: the channel's own clock has looked at the tokens since, and who is told
        that a consent ages has given another."""
        if self.looked_at != self.watch.now():
            if await self.channel.tokens.health() == "ageing":
                await self.channel.tokens.consented(self.double.code_for())
            await self.channel.tokens.renew_if_due()
            self.looked_at = self.watch.now()
        return await super().show(held)

    def last_seen(self) -> str:
        shown = self.double.sent(self.person)[-1]
        return "\n".join([shown.text, *(f"[{button['title']}]" for button in shown.buttons)])


class BotTalk(ChannelTalk):
    channel_name = zalo_bot.NAME
    double: BotDouble

    async def hear(self, text: str, button: str, kind: str, number: str) -> None:
        """There is nothing to press: what stands in no menu any more can only come from another channel."""
        if button:
            message = IncomingMessage(self.channel_name, number, self.person, button=button, kind="button")
            await self.arrivals.receive(message)
            return
        if kind and kind != "button":
            self.double.show(self.person, kind if kind in BOT_KINDS else "other")
        else:
            self.double.say(self.person, text, number=number)
        await self.channel.poll(self.arrivals.receive)

    def last_seen(self) -> str:
        return self.double.people[self.person].texts[-1]


@asynccontextmanager
async def official_account(database: Any, library: Any, number: int = 1) -> Any:
    """A talk of this person on the Official Account."""
    talk = OaTalk(database, library, f"100000000000000000{number}")
    async with ZaloDouble(speed=0.001) as double:
        double.deadline = 60.0  # what is measured here is talk, not time
        double.now = lambda: talk.watch.now().timestamp()  # type: ignore[method-assign]
        double._live = {SEED: double.now() + 80 * 86400}
        now, people = talk.watch.now, PeopleTable(database, talk.watch.now, zalo_oa.NAME)
        oauth = Oauth(f"{double.url}/oauth", APP, APP_SECRET)
        tokens = Tokens(TokenTable(database, now, APP, "ab" * 32), oauth, now, seed=SEED)
        hook = Webhook(zalo_oa.NAME, APP, OA_KEY, people, now)
        talk.double = double
        talk.channel = ZaloOA(
            api_url=f"{double.url}/api",
            tokens=tokens,
            people=people,
            webhook=hook,
            now=now,
            rate=1000,
            bucket=Bucket(1000),
        )
        app = web.Application()
        app.add_routes(talk.channel.routes(talk.arrivals.receive))
        async with TestServer(app) as server:
            double.webhook = str(server.make_url(zalo_oa.WEBHOOK_PATH))
            yield talk
        await talk.settle_receipts()
        await talk.channel.close()
        assert not double.refused, f"the platform refused what broke a rule: {double.refused}"


@asynccontextmanager
async def bot_platform(database: Any, library: Any, number: int = 1) -> Any:
    """A talk of this person on the Bot Platform."""
    talk = BotTalk(database, library, f"6ede0000000000a{number}")
    async with BotDouble() as double:
        double.now = lambda: talk.watch.now().timestamp()
        double.say(talk.person, "")
        double.updates.clear()
        talk.double = double
        memory = PeopleTable(database, talk.watch.now, zalo_bot.NAME)
        talk.channel = ZaloBot(TOKEN, memory=memory, now=talk.watch.now, api_url=double.url)
        talk.channel.pause = lambda seconds: asyncio.sleep(0)
        yield talk
        await talk.settle_receipts()
        await talk.channel.close()
        assert not double.refused, "the platform refused what broke a rule"
