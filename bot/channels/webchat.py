"""The chat page at `/`: messages go up by POST, answers come down by a long poll that weak signals survive."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import structlog
from aiohttp import web

from bot.channels.channel import Abilities, Pace, Receive, Window
from bot.flood import CALLS_FOR_HELP, Flood
from bot.messages import IncomingMessage, OutgoingMessage

log = structlog.get_logger("bot.channels.webchat")

STATIC = Path(__file__).parent.parent / "web" / "static"
WAIT_SECONDS = 25.0
WORDS_MAX = 2000
PLATFORM_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class History(Protocol):
    """Where the lines of a talk are read."""

    async def __call__(self, address: str, messages: int, replies: int) -> list[dict[str, Any]]:
        """Lines after this message and this reply, oldest first, each a JSON object with an `id`."""

    async def first(self, address: str) -> list[int] | None:
        """The oldest message and reply that are kept (0 = none), or None for who is not known."""


class WebChat:
    """A channel whose platform is our own page. What is sent is read from the history, so it survives all."""

    name = "web"
    abilities = Abilities(edit=True, typing=True, buttons=40, title_max=200, text_max=20_000)
    pace = Pace(rate=2000, per_chat=1000, burst=100)

    def __init__(
        self,
        secret: bytes,
        history: History,
        *,
        per_minute: int,
        embed_origins: Sequence[str] = (),
        too_fast: Callable[[], str],
        urgent: Callable[[str], bool] = lambda words: False,
    ) -> None:
        self.secret, self.history, self.too_fast, self.urgent = secret, history, too_fast, urgent
        self.flood, self.calls = Flood(per_minute), Flood(CALLS_FOR_HELP)
        self.ancestors = " ".join(["'self'", *embed_origins])
        self._changed = asyncio.Event()
        self._typing: dict[str, float] = {}
        self._closing = False

    async def send(self, address: str, message: OutgoingMessage) -> str:
        """The page reads the history: nothing needs to leave here."""
        self._typing.pop(address, None)
        return secrets.token_hex(8)

    async def typing(self, address: str) -> None:
        """Show that an answer is on its way."""
        self._typing[address] = time.monotonic() + 20
        self.wake()

    def wake(self) -> None:
        """Something was said: whoever waits looks again."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def run(self, receive: Receive) -> None:
        """The page pushes: nothing to fetch."""

    def window(self, last_heard: datetime | None, now: datetime) -> Window:
        """Our own page: always open."""
        return Window.FREE

    async def check(self) -> str:
        """Our own page: healthy while the server is."""
        return ""

    async def close(self) -> None:
        """Let those who wait go."""
        self._closing = True
        self.wake()

    def routes(self, receive: Receive) -> Sequence[web.RouteDef]:
        """The page and its two addresses."""

        async def take(request: web.Request) -> web.Response:
            return await self._take(request, receive)

        return [
            web.get("/", self._page),
            web.post("/chat/session", self._session),
            web.post("/chat/messages", take),
            web.get("/chat/messages", self._read),
        ]

    async def _page(self, request: web.Request) -> web.Response:
        page = web.Response(text=(STATIC / "chat.html").read_text("utf-8"), content_type="text/html")
        page.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            f"manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {self.ancestors}"
        )
        return page

    async def _session(self, request: web.Request) -> web.Response:
        if not self._allow(request):
            return self._slow_down()
        return web.json_response({"key": self._key(secrets.token_hex(16))})

    def _key(self, address: str) -> str:
        signature = hmac.new(self.secret, f"web-chat:{address}".encode(), hashlib.sha256).hexdigest()[:32]
        return f"{address}.{signature}"

    def _address(self, request: web.Request) -> str:
        key = request.headers.get("X-Chat-Key", "")
        address = key.partition(".")[0]
        if not address or not hmac.compare_digest(self._key(address).encode(), key.encode()):
            raise web.HTTPUnauthorized
        return address

    async def _take(self, request: web.Request, receive: Receive) -> web.Response:
        address = self._address(request)
        message = _read_message(address, await _json(request))
        if not self._allow(request, message):
            return self._slow_down()
        try:
            await receive(message)
        except Exception:
            log.exception("a message could not be kept", channel=self.name)
            return web.json_response({"error": "unavailable"}, status=503)
        return web.json_response({"kept": True})

    def _allow(self, request: web.Request, message: IncomingMessage | None = None) -> bool:
        """May the network address send once more? Several people may share it; a call for help is always taken."""
        sender, now = request.remote or "", time.monotonic()
        if self.flood.allow(sender, now, pressed=bool(message and message.button)):
            return True
        return message is not None and self.urgent(message.text) and self.calls.allow(sender, now)

    def _slow_down(self) -> web.Response:
        return web.json_response({"error": "too_fast", "text": self.too_fast()}, status=429)

    async def _read(self, request: web.Request) -> web.Response:
        address = self._address(request)
        after = [_number(request.query.get(name, "0")) for name in ("messages", "replies")]
        wait = min(WAIT_SECONDS, float(_number(request.query.get("wait", "0"))))
        until = time.monotonic() + wait
        while True:
            changed = self._changed
            lines = await self.history(address, after[0], after[1])
            fresh = [line for line in lines if line["number"] > after[line["side"]]]
            typing = self._typing.get(address, 0) > time.monotonic()
            left = until - time.monotonic()
            asked = request.query.get("typing", "0") != str(int(typing))
            if fresh or asked or left <= 0 or self._closing:
                first = await self.history.first(address)  # what is older was erased: the page lets go of it
                return web.json_response({"lines": lines, "typing": typing, "first": first})
            await _wait(changed, left)


async def _wait(changed: asyncio.Event, seconds: float) -> None:
    """Until something changed; at most a second, for another process may have said it."""
    try:
        await asyncio.wait_for(changed.wait(), min(seconds, 1.0))
    except TimeoutError:
        return


async def _json(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except (ValueError, UnicodeDecodeError):
        raise web.HTTPBadRequest from None
    if not isinstance(body, dict):
        raise web.HTTPBadRequest
    return body


def _read_message(address: str, body: dict[str, Any]) -> IncomingMessage:
    number = str(body.get("id", ""))
    if not PLATFORM_ID.fullmatch(number):
        raise web.HTTPBadRequest
    button = str(body.get("button", ""))[:128]
    words = str(body.get("text", ""))[:WORDS_MAX].replace("\x00", "")
    return IncomingMessage(
        channel="web",
        platform_id=f"{address[:12]}:{number}",
        address=address,
        text=words,
        button=button,
        kind="button" if button else "text",
        pressed_on=str(body.get("pressed_on", ""))[:64],
    )


def _number(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 18 else 0
