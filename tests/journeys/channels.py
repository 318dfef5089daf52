"""The same talks on each channel, through its double: `--channels telegram,zalo_oa` walks every journey there."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import Any

from bot.channels.telegram import Telegram
from bot.messages import IncomingMessage
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.journeys.conftest import Talk
from tests.journeys.zalo_talk import ChannelTalk, bot_platform, official_account


class TelegramTalk(ChannelTalk):
    """A person on Telegram; their buttons have numbers here, too, for whoever types them."""

    channel_name = "telegram"
    double: TelegramDouble

    async def hear(self, text: str, button: str, kind: str, number: str) -> None:
        if button or kind not in ("", "text") or not text.strip() or not number.startswith("t"):
            words = IncomingMessage(self.channel_name, number, self.person, text, button, kind or "button", "")
            await self.arrivals.receive(words)
            return
        self.double.say(int(self.person), text)
        await self.channel._poll(self.arrivals.receive)

    def last_seen(self) -> str:
        shown = self.double.sent(int(self.person))[-1]
        return "\n".join([shown.text, *(f"[{button.title}]" for button in shown.buttons)])


@asynccontextmanager
async def telegram(database: Any, library: Any, number: int = 1) -> Any:
    """A talk of this person on Telegram."""
    talk = TelegramTalk(database, library, f"700000{number}")
    async with TelegramDouble(rate=0, per_chat=0) as double:
        talk.double = double
        double.chat(int(talk.person))
        talk.channel = Telegram(TOKEN, api_url=double.url)
        yield talk
        await talk.channel.close()


@asynccontextmanager
async def paper(database: Any, library: Any, number: int = 1) -> Any:
    """A talk that leaves no channel."""
    yield Talk(database, library, ("an", "binh")[number - 1])


OPEN = {"paper": paper, "telegram": telegram, "zalo_oa": official_account, "zalo_bot": bot_platform}
