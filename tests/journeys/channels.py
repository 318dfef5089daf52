"""The same talks on each channel, through its double: `--channels telegram,zalo_oa` walks every journey there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import update

from bot.channels.telegram import Telegram
from bot.channels.webchat import WebChat
from bot.messages import IncomingMessage
from bot.storage.tables import Outbound
from bot.web.history import History
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.journeys.conftest import Said, Talk
from tests.journeys.zalo_talk import ChannelTalk, bot_platform, official_account


class TelegramTalk(ChannelTalk):
    """A person with Telegram: a button is pressed on the message that shows it, an old one on the last message."""

    channel_name = "telegram"
    double: TelegramDouble

    async def __call__(self, text: str = "", *, button: str = "", kind: str = "", platform_id: str = "") -> Said:
        if not button or platform_id:
            return await super().__call__(text, button=button, kind=kind, platform_id=platform_id)
        self.held.clear()
        said = self.double.sent(int(self.person))
        showing = [one for one in said if button in {known.data for known in one.buttons}]
        if not said:
            await self.hear("", button, kind, "")
            return await self.told()
        self.double.press(int(self.person), [*said, *showing][-1].message_id, button, strict=bool(showing))
        await self.channel._poll(self.arrivals.receive)
        return await self.told()

    async def hear(self, text: str, button: str, kind: str, number: str) -> None:
        if button or kind not in ("", "text") or not text.strip() or not number.startswith("t"):
            kind = kind or ("button" if button else "text")
            await self.arrivals.receive(IncomingMessage(self.channel_name, number, self.person, text, button, kind, ""))
            return
        self.double.say(int(self.person), text)
        await self.channel._poll(self.arrivals.receive)

    def last_seen(self) -> str:
        shown = self.double.sent(int(self.person))[-1]
        return "\n".join([shown.text, *(f"[{button.title}]" for button in shown.buttons)])


class WebTalk(ChannelTalk):
    """A person with the chat page, who reads what the history shows."""

    channel_name = "web"
    client: TestClient[Any, Any]
    key = ""
    seen = ""
    last: Sequence[int] = (0, 0)
    """The numbers of the newest messages and replies that the page has."""

    async def __call__(self, text: str = "", *, button: str = "", kind: str = "", platform_id: str = "") -> Said:
        self.held.clear()
        await self.hear(text, button, kind, platform_id)
        return await self.told()

    async def hear(self, text: str, button: str, kind: str, number: str) -> None:
        body = {"id": number or f"visit{next(self.numbers):08}", "text": text, "button": button}
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
        since = dict(zip(("messages", "replies"), self.last, strict=True))
        async with self.client.get("/chat/messages", params=since, headers={"X-Chat-Key": self.key}) as answer:
            lines = (await answer.json())["lines"]
        self.last = [
            max([self.last[side], *(one["number"] for one in lines if one["side"] == side)]) for side in (0, 1)
        ]
        line = next(one for one in reversed(lines) if one["side"] == 1 and one["number"] == held.number)
        self.seen = "\n".join([line["text"], *(f"[{choice[1]}]" for choice in line["choices"])])
        return self.seen

    def last_seen(self) -> str:
        return self.seen


@asynccontextmanager
async def telegram(database: Any, library: Any, number: int = 1) -> AsyncIterator[TelegramTalk]:
    """A talk of this person on Telegram."""
    talk = TelegramTalk(database, library, f"700000{number}")
    async with TelegramDouble(rate=0, per_chat=0) as double:
        talk.double = double
        double.chat(int(talk.person))
        talk.channel = Telegram(TOKEN, api_url=double.url)
        yield talk
        await talk.channel.close()
        assert not double.errors, "the platform refused what broke a rule"


@asynccontextmanager
async def chat_page(database: Any, library: Any, number: int = 1) -> AsyncIterator[WebTalk]:
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


@asynccontextmanager
async def paper(database: Any, library: Any, number: int = 1) -> AsyncIterator[Talk]:
    """A talk that leaves no channel."""
    yield Talk(database, library, ("an", "binh")[number - 1])


PLATFORMS = {"telegram": telegram, "web": chat_page, "zalo_oa": official_account, "zalo_bot": bot_platform}
"""Every channel a citizen writes on."""
OPEN = {"paper": paper, **PLATFORMS}
