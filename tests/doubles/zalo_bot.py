"""A stand-in for the Zalo Bot Platform: one update a poll, 408 when idle, webhook with its secret, 50 people a bot.

async with BotDouble(replays="all") as zalo:
    zalo.say("6ede01", "xin chào")
    reply = await zalo.wait_for_reply("6ede01")
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

TOKEN = "987654321:example-token-of-a-double-for-tests"
SECRET_HEADER = "X-Bot-Api-Secret-Token"
TEXT_MAX = 2000
PEOPLE_MAX = 50
ME = "b0t0001"
KINDS = {
    "photo": ("message.image.received", {"photo_url": "https://photo.example/1.jpg"}),
    "sticker": ("message.sticker.received", {"sticker": "abc", "url": "https://sticker.example/1"}),
    "voice": ("message.voice.received", {"voice_url": "https://voice.example/1.aac"}),
    "other": ("message.unsupported.received", {}),
}


@dataclass
class Fault:
    """What goes wrong on the next `times` calls of `method`."""

    kind: str
    method: str
    code: int = 500
    times: int = 1


@dataclass
class Talk:
    """What a person sees."""

    texts: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    unseen: deque[str] = field(default_factory=deque)
    new: asyncio.Event = field(default_factory=asyncio.Event)


class BotDouble:
    """The platform. `replays`: "once", "all" (every update on every poll), "head" (the oldest again and again)."""

    def __init__(self, *, replays: str = "once", idle_as_200: bool = False, idle_seconds: float = 0.05) -> None:
        self.replays, self.idle_as_200, self.idle_seconds = replays, idle_as_200, idle_seconds
        self.updates: deque[dict[str, Any]] = deque()
        self.people: dict[str, Talk] = {}
        self.calls: Counter[str] = Counter()
        self.faults: list[Fault] = []
        self.refused: list[str] = []
        self.webhook, self.secret = "", ""
        self.verifies: deque[bool] = deque()
        self.now: Callable[[], float] = time.time
        self._number = self._turn = 0
        self._new = asyncio.Event()

    async def __aenter__(self) -> BotDouble:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._serve)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{site._server.sockets[0].getsockname()[1]}"  # type: ignore[union-attr]
        return self

    async def __aexit__(self, *_: Any) -> None:
        await self._runner.cleanup()

    def fault(self, kind: str, method: str, **more: Any) -> None:
        self.faults.append(Fault(kind, method, **more))

    async def _serve(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        self.calls[method] += 1
        if request.match_info["token"] != TOKEN:
            return _no(401, "Unauthorized")
        act = getattr(self, f"_{method}", None)
        if act is None:
            return _no(404, "Not Found")
        given = await request.json() if request.can_read_body else {}
        fault = next((one for one in self.faults if one.method == method), None)
        if fault:
            fault.times -= 1
            if fault.times <= 0:
                self.faults.remove(fault)
            if fault.kind == "code":
                return _no(fault.code, "Internal server error" if fault.code == 403 else "fault")
            if fault.kind == "html":
                return web.Response(status=502, text="<html>")
        answer: web.Response = await act(given)
        if fault and fault.kind == "lost":
            assert request.transport
            request.transport.close()
        return answer

    async def _getMe(self, given: Any) -> web.Response:
        return _yes({"id": ME, "account_name": "bot.hocvuso", "account_type": "BASIC", "can_join_groups": False})

    async def _getUpdates(self, given: Any) -> web.Response:
        if self.webhook:
            return _no(400, "Bad Request: a webhook is set")
        if not self.updates:
            self._new.clear()
            try:
                await asyncio.wait_for(self._new.wait(), self.idle_seconds)
            except TimeoutError:
                idle = {"ok": False, "description": "Request timeout", "error_code": 408}
                return web.json_response(idle, status=200 if self.idle_as_200 else 408)
        if self.replays == "once":
            return _yes(self.updates.popleft())
        self._turn += 1
        return _yes(self.updates[self._turn % len(self.updates)] if self.replays == "all" else self.updates[0])

    async def _setWebhook(self, given: Any) -> web.Response:
        url, secret = str(given.get("url", "")), str(given.get("secret_token", ""))
        if not url.startswith("https://") or not 8 <= len(secret) <= 256:
            self.refused.append("setWebhook")
            return _no(400, "Bad Request")
        self.webhook, self.secret = url, secret
        answer = {"url": url, "updated_at": int(time.time() * 1000)}
        if not self.verifies:
            return _yes(answer)
        ok = self.verifies.popleft()
        checked = {"ok": ok, "outcome": "ok" if ok else "timeout", "status_code": 200 if ok else 0, "hint": "firewall"}
        return _yes({**answer, "verification": checked})

    async def _deleteWebhook(self, given: Any) -> web.Response:
        self.webhook = ""
        return _yes({"url": "", "updated_at": int(time.time() * 1000)})

    async def _sendChatAction(self, given: Any) -> web.Response:
        return web.json_response({"ok": True})

    async def _sendMessage(self, given: Any) -> web.Response:
        text, person = given.get("text"), str(given.get("chat_id"))
        if not isinstance(text, str) or not 1 <= len(text) <= TEXT_MAX or set(given) != {"chat_id", "text"}:
            self.refused.append("sendMessage")
            return _no(400, "Bad Request")
        if person not in self.people:
            return _no(404, "Not Found")
        return self._shown(self.people[person], text)

    def _shown(self, talk: Talk, text: str) -> web.Response:
        talk.texts.append(text)
        talk.unseen.append(text)
        talk.new.set()
        self._number += 1
        return _yes({"message_id": f"out{self._number}", "date": int(time.time() * 1000)})

    async def _sendPhoto(self, given: Any) -> web.Response:
        """The platform fetches the picture itself; a private address fails."""
        caption, person, photo = given.get("caption", "ảnh"), str(given.get("chat_id")), str(given.get("photo", ""))
        if set(given) - {"chat_id", "photo", "caption"} or not 1 <= len(caption) <= TEXT_MAX or not self._reach(photo):
            self.refused.append("sendPhoto")
            return _no(400, "Bad Request")
        if person not in self.people:
            return _no(404, "Not Found")
        self.people[person].photos.append(photo)
        return self._shown(self.people[person], caption)

    def _reach(self, address: str) -> bool:
        host = urlsplit(address).hostname or ""
        return address.startswith("https://") and "." in host and not host.replace(".", "").isdigit()

    # What people do

    def update(
        self, person: str, event: str, *, number: str = "", seconds: bool = False, chat: str = "PRIVATE", **more: Any
    ) -> dict[str, Any]:
        self._number += 1
        now = self.now()
        return {
            "event_name": event,
            "message": {
                "from": {"id": person, "display_name": "Dân", "is_bot": False},
                "chat": {"id": person, "chat_type": chat},
                "message_id": number or f"in{self._number}",
                "date": int(now) if seconds else int(now * 1000),
                "message_type": "CHAT_MESSAGE",
                **more,
            },
        }

    def say(self, person: str, text: str, **more: Any) -> None:
        """They write. The 51st person gets no answer, and the bot hears nothing of them."""
        self.push(person, self.update(person, "message.text.received", text=text, **more))

    def show(self, person: str, kind: str) -> None:
        event, shape = KINDS[kind]
        self.push(person, self.update(person, event, **shape))

    def push(self, person: str, update: dict[str, Any]) -> None:
        if person not in self.people and len(self.people) >= PEOPLE_MAX:
            return
        self.people.setdefault(person, Talk())
        self.updates.append(update)
        self._new.set()

    async def deliver(self, url: str, update: dict[str, Any], *, secret: str, wrapped: bool = True) -> int:
        """Send an update to a webhook; the status it was answered with."""
        self.people.setdefault(update["message"]["chat"]["id"], Talk())
        body = {"ok": True, "result": update} if wrapped else update
        async with (
            aiohttp.ClientSession() as http,
            http.post(url, data=json.dumps(body), headers={SECRET_HEADER: secret}) as answer,
        ):
            return answer.status

    async def wait_for_reply(self, person: str, seconds: float = 10.0) -> str:
        talk = self.people.setdefault(person, Talk())
        async with asyncio.timeout(seconds):
            while not talk.unseen:
                talk.new.clear()
                await talk.new.wait()
        return talk.unseen.popleft()


def _yes(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result, "error_code": 0})


def _no(code: int, description: str) -> web.Response:
    return web.json_response({"ok": False, "description": description, "error_code": code}, status=code)
