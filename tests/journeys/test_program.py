"""The real program: its webhook opens with its own secret alone; the chat page keeps its talk over a kill."""

from __future__ import annotations

from contextlib import asynccontextmanager
from uuid import uuid4

import aiohttp
import pytest

from bot.channels.telegram import SECRET_HEADER, WEBHOOK_PATH
from bot.settings import derive
from tests.benches.processes import bot_settings, free_port, start, up
from tests.doubles.telegram import TelegramDouble
from tests.journeys.staffed import eventually

pytestmark = pytest.mark.programs

KEY = "a key of the tests and of nothing else"
ME = 7
UPDATE = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 8, "type": "private"}, "text": "alo"}}


@asynccontextmanager
async def serving(settings):
    """The program as a process, killed in the end."""
    process = await start("-m", "bot", "serve", **settings)
    try:
        await up(f"http://127.0.0.1:{settings['HTTP_PORT']}/readyz", 120)
        yield f"http://127.0.0.1:{settings['HTTP_PORT']}"
    finally:
        process.kill()
        await process.wait()


async def test_in_webhook_mode_telegram_is_answered_and_nobody_without_the_secret(tmp_path):
    async with TelegramDouble() as double, aiohttp.ClientSession() as http:
        settings = bot_settings(tmp_path, double, free_port())
        settings |= {"PUBLIC_URL": "https://bot.example", "SECRET_KEY": KEY, "EMBED_ORIGINS": "https://cong.example"}
        async with serving(settings) as url:
            hook = double.webhook
            assert await eventually(lambda: told(hook)) == f"https://bot.example{WEBHOOK_PATH}"
            assert hook.secret == derive(KEY.encode(), "telegram-webhook")
            for headers in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: derive(b"another", "telegram-webhook")}):
                async with http.post(url + WEBHOOK_PATH, json=UPDATE, headers=headers) as answer:
                    assert answer.status == 403
            hook.url = url + WEBHOOK_PATH  # what stands before the program at PUBLIC_URL
            double.say(ME, "/start")
            assert (await double.wait_for_reply(ME, 30)).text
            assert not hook.failures and 8 not in double.chats
            await nothing_else_may_be_embedded(http, url)


async def told(hook):
    return hook.url


async def nothing_else_may_be_embedded(http, url):
    for path in ("/console/login", "/healthz", "/static/chat.js", "/nowhere"):
        async with http.get(url + path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
    async with http.get(f"{url}/") as answer:
        assert answer.headers["Content-Security-Policy"].endswith("frame-ancestors 'self' https://cong.example")


class Page:
    """The chat page of one person, who has the key of their talk."""

    def __init__(self, http):
        self.http, self.headers = http, {}

    async def open(self, url):
        async with self.http.post(f"{url}/chat/session") as answer:
            self.headers = {"X-Chat-Key": (await answer.json())["key"]}

    async def say(self, url, text):
        told = {"id": uuid4().hex, "text": text}
        async with self.http.post(f"{url}/chat/messages", json=told, headers=self.headers) as answer:
            assert answer.status == 200

    async def lines(self, url, least):
        """What the page shows, once there is so much."""

        async def shown():
            async with self.http.get(f"{url}/chat/messages", headers=self.headers) as answer:
                assert answer.status == 200
                found = [(line["side"], line["number"], line["text"]) for line in (await answer.json())["lines"]]
            return found if sum(side for side, _, _ in found) >= least else []

        return await eventually(shown, 30)


async def test_the_chat_page_keeps_its_talk_over_a_kill(tmp_path):
    settings = {"DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/p.db", "DENSE_SEARCH": "off"}
    settings["HTTP_PORT"] = str(free_port())
    async with aiohttp.ClientSession() as http:
        page = Page(http)
        async with serving(settings) as url:
            await page.open(url)
            await page.say(url, "VNeID là gì")
            before = await page.lines(url, 1)
        async with serving(settings) as url:
            after = await page.lines(url, 1)
            assert set(before) <= set(after)
            await page.say(url, "làm căn cước ở đâu")
            assert len(await page.lines(url, len(after))) > len(after)
