"""`talk("…")` on Telegram and on the chat page: the same conversations, through channel and double."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select, update

from bot.channels.telegram import Telegram
from bot.channels.telegram_shapes import read
from bot.channels.webchat import WebChat
from bot.storage.tables import Outbound
from bot.web.history import History
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.journeys.conftest import Said
from tests.journeys.zalo_talk import OPEN as ZALO
from tests.journeys.zalo_talk import ZaloTalk


class TelegramTalk(ZaloTalk):
    """A person with Telegram: buttons are pressed on the message that shows them."""

    channel_name = "telegram"
    double: TelegramDouble

    async def __call__(self, text: str = "", *, button: str = "", kind: str = "", platform_id: str = "") -> Said:
        self.held.clear()
        await self._do(text, button)
        await self.turn()
        texts = [await self.show(held) for held in self.held]
        async with self.database.read() as db:
            wanted = Outbound.id.in_([held.number for held in self.held])
            rows = list(await db.scalars(select(Outbound).where(wanted).order_by(Outbound.id)))
        return Said(rows, texts)

    async def _do(self, text: str, button: str) -> None:
        me = int(self.person)
        if button:
            said = self.double.sent(me)
            showing = [one for one in said if button in {known.data for known in one.buttons}]
            self.double.press(me, [*said, *showing][-1].message_id, button, strict=bool(showing))
        else:
            self.double.say(me, text)
        for heard in self.double.updates:
            message = read(heard)
            assert message
            await self.arrivals.receive(message)
        self.double.updates.clear()

    def last_seen(self) -> str:
        shown = self.double.sent(int(self.person))[-1]
        return "\n".join([shown.text, *(f"[{button.title}]" for button in shown.buttons)])


class WebTalk(TelegramTalk):
    """A person with the chat page, who reads what the history shows."""

    channel_name = "web"
    client: TestClient[Any, Any]
    key = ""

    async def _do(self, text: str, button: str) -> None:
        body = {"id": f"visit{next(self.numbers):08}", "text": text, "button": button}
        async with self.client.post("/chat/messages", json=body, headers={"X-Chat-Key": self.key}) as answer:
            assert answer.status == 200

    async def show(self, held: Any) -> str:
        """What the page shows once the send is written down."""
        message = self.words(held, self.channel)
        await self.channel.send(held.address, message)
        choices = [[one.does, one.title, one.url] for one in message.choices]
        async with self.database.begin() as db:
            sent = update(Outbound).where(Outbound.id == held.number)
            await db.execute(sent.values(status="sent", words=message.text, choices=choices, sent_at=self.watch.now()))
        async with self.client.get("/chat/messages", headers={"X-Chat-Key": self.key}) as answer:
            lines = (await answer.json())["lines"]
        line = next(one for one in reversed(lines) if one["side"] == 1 and one["number"] == held.number)
        return "\n".join([line["text"], *(f"[{choice[1]}]" for choice in line["choices"])])


@asynccontextmanager
async def telegram(database: Any, library: Any) -> AsyncIterator[TelegramTalk]:
    """A talk on Telegram."""
    talk = TelegramTalk(database, library, "7001")
    async with TelegramDouble(rate=0, per_chat=0) as double:
        talk.double, talk.channel = double, Telegram(TOKEN, api_url=double.url)
        yield talk
        await talk.channel.close()
        assert not double.errors, "the platform refused what broke a rule"


@asynccontextmanager
async def chat_page(database: Any, library: Any) -> AsyncIterator[WebTalk]:
    """A talk on the chat page."""
    talk = WebTalk(database, library, "")
    history = History(database, library.phrases)
    talk.channel = WebChat(b"s" * 32, history, per_minute=1_000_000, too_fast=lambda: "")
    app = web.Application()
    app.add_routes(talk.channel.routes(talk.arrivals.receive))
    async with TestClient(TestServer(app)) as client:
        talk.client = client
        async with client.post("/chat/session") as answer:
            talk.key = (await answer.json())["key"]
        talk.person = talk.key.partition(".")[0]
        yield talk


OPEN = {"telegram": telegram, "web": chat_page, **ZALO}
"""Every channel a citizen writes on."""
