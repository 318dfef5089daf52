"""The chat page's own bound: how much one network address may send in a minute."""

from __future__ import annotations

from itertools import count

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.webchat import WebChat
from bot.messages import IncomingMessage

NUMBERS = count()


class Page:
    """A page that may send two typed messages a minute; asking for its key was the first."""

    def __init__(self, client: TestClient, key: str) -> None:
        self.client, self.key = client, key

    async def send(self, **body: str) -> int:
        said = {"id": f"message-{next(NUMBERS)}", **body}
        async with self.client.post("/chat/messages", json=said, headers={"X-Chat-Key": self.key}) as answer:
            return answer.status


@pytest.fixture
async def page():
    kept: list[IncomingMessage] = []

    async def receive(message: IncomingMessage) -> None:
        kept.append(message)

    channel = WebChat(b"s" * 32, None, per_minute=2, too_fast=lambda: "Chậm lại một chút nhé.", urgent="cứu tôi".__eq__)
    app = web.Application()
    app.add_routes(channel.routes(receive))
    async with TestClient(TestServer(app)) as client, client.post("/chat/session") as answer:
        yield Page(client, (await answer.json())["key"])


async def test_four_presses_count_as_one_message_as_they_do_for_a_person(page):
    assert [await page.send(button="lessons.card:m1-01.2") for _ in range(5)] == [200, 200, 200, 200, 429]


async def test_typed_messages_count_in_full(page):
    assert [await page.send(text="alo") for _ in range(2)] == [200, 429]


async def test_after_a_press_there_is_no_room_for_a_typed_message(page):
    assert [await page.send(button="do:menu"), await page.send(text="alo"), await page.send(button="do:menu")] == [
        200,
        429,
        200,
    ]


async def test_a_call_for_help_is_taken_from_a_busy_address(page):
    await page.send(text="alo")
    await page.send(text="alo")
    assert [await page.send(text="alo"), await page.send(text="cứu tôi")] == [429, 200]
    assert 429 in [await page.send(text="cứu tôi") for _ in range(10)]


@pytest.mark.parametrize(
    ("origins", "ancestors"),
    [((), "'self'"), (("https://a.vn", "https://b.vn:8443"), "'self' https://a.vn https://b.vn:8443")],
)
async def test_the_page_may_be_embedded_where_it_is_allowed_and_nowhere_else(origins, ancestors):
    channel = WebChat(b"s" * 32, None, per_minute=2, embed_origins=origins, too_fast=str)
    app = web.Application()
    app.add_routes(channel.routes(None))
    async with TestClient(TestServer(app)) as client, client.get("/") as answer:
        rules = [rule.strip() for rule in answer.headers["Content-Security-Policy"].split(";")]
    assert f"frame-ancestors {ancestors}" in rules
