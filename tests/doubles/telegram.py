"""A stand-in for Telegram's Bot API server, as strict as the real one where a bot can get it wrong.

In a test:

    async with TelegramDouble() as telegram:
        telegram.say(7, "/start")
        reply = await telegram.wait_for_reply(7)
        telegram.press(7, reply.message_id, reply.buttons[0].data)

As a process: `python -m tests.doubles.telegram --port 8081 --control`, driven over `/control/…` (see `Control`).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import re
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.doubles.telegram_control import Control
from tests.doubles.telegram_rules import (
    JSON,
    ApiError,
    Bucket,
    answer,
    check_photo,
    integer,
    loaded,
    params_of,
    plain_text,
    rows_of,
    truth,
    utf16_length,
)

TOKEN = "123456789:" + "AAF-double-of-a-token-for-tests-only0"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
TEXT_MAX, CAPTION_MAX = 4096, 1024
LONG_POLL_MAX = 50

FILE = {"file_id": "given", "file_unique_id": "given"}
SHAPES: dict[str, dict[str, Any]] = {
    "sticker": {
        "sticker": {**FILE, "type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
    },
    "photo": {"photo": [{**FILE, "width": 90, "height": 90}], "caption": "ảnh"},
    "voice": {"voice": {**FILE, "duration": 3}},
    "audio": {"audio": {**FILE, "duration": 3}},
    "video": {"video": {**FILE, "width": 90, "height": 90, "duration": 3}},
    "video_note": {"video_note": {**FILE, "length": 90, "duration": 3}},
    "animation": {"animation": {**FILE, "width": 90, "height": 90, "duration": 3}, "document": FILE},
    "document": {"document": FILE},
    "location": {"location": {"latitude": 20.95, "longitude": 107.07}},
    "contact": {"contact": {"phone_number": "0", "first_name": "Dân"}},
    "dice": {"dice": {"emoji": "🎲", "value": 3}},
}
ACTIONS = {"typing", "upload_photo", "upload_document", "upload_video", "upload_voice", "record_voice"}
REASONS = {
    400: "Bad Request: refused",
    403: "Forbidden: bot was blocked by the user",
    429: "Too Many Requests",
    502: "Bad Gateway",
}


class Drop(Exception):
    """The connection is cut instead of answering."""


@dataclass(frozen=True, slots=True)
class InlineButton:
    """A button as a person sees it."""

    title: str
    data: str = ""
    url: str = ""


@dataclass(slots=True)
class Sent:
    """A message of the bot as it stands in a chat."""

    message_id: int
    chat_id: int
    text: str
    rows: list[list[dict[str, Any]]]
    date: int
    at: float
    kind: str = "text"
    edits: int = 0
    deleted: bool = False
    file_id: str = ""

    @property
    def buttons(self) -> list[InlineButton]:
        """Its inline buttons, row after row."""
        return [
            InlineButton(button["text"], button.get("callback_data", ""), button.get("url", ""))
            for row in self.rows
            for button in row
        ]

    def as_dict(self) -> dict[str, Any]:
        """For the control API."""
        rows = [
            [{"text": b["text"], "data": b.get("callback_data", ""), "url": b.get("url", "")} for b in row]
            for row in self.rows
        ]
        return {
            **{"message_id": self.message_id, "chat_id": self.chat_id, "text": self.text, "rows": rows},
            **{"kind": self.kind, "edits": self.edits, "deleted": self.deleted},
        }


@dataclass(slots=True)
class Chat:
    """A private chat with one person, as Telegram keeps it."""

    user_id: int
    messages: dict[int, Sent] = field(default_factory=dict)
    unseen: deque[Sent] = field(default_factory=deque)
    waiting: deque[asyncio.Future[Sent]] = field(default_factory=deque)
    typing: int = 0
    blocked: bool = False
    bucket: Bucket | None = None


@dataclass(slots=True)
class Fault:
    """What goes wrong with `times` calls of a method ("*" = any; times -1 = until cleared), once `after` have passed.

    kind: "drop" carry out, then cut the connection · "refuse" cut it without carrying out · "delay" wait `seconds`
    first · "late" carry out, then wait · "status" answer `code` without carrying out · "garbage" carry out, but
    answer no JSON.
    """

    kind: str
    method: str = "*"
    times: int = 1
    seconds: float = 0.0
    code: int = 500
    retry_after: int = 0
    user_id: int = 0
    after: int = 0

    def fits(self, method: str, params: Mapping[str, Any]) -> bool:
        """Whether it is this fault's turn; uses up one of its times."""
        wanted = self.method == "*" or self.method.lower() == method
        if not wanted or self.times == 0 or (self.user_id and str(params.get("chat_id")) != str(self.user_id)):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1 if self.times > 0 else 0
        return True


class TelegramDouble:
    """The server. `rate`/`burst` bound all sends, `per_chat`/`chat_burst` each chat; 0 switches a bound off.

    With `anyone`, people who never wrote may be written to. `keep` bounds the messages kept per chat (0 = all).
    """

    def __init__(
        self,
        *,
        token: str = TOKEN,
        rate: float = 30,
        burst: int = 30,
        per_chat: float = 1,
        chat_burst: int = 5,
        anyone: bool = False,
        keep: int = 0,
        control: bool = False,
        retry_seconds: float = 0.05,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.token, self.anyone, self.keep, self.retry_seconds, self.now = token, anyone, keep, retry_seconds, now
        self.per_chat, self.chat_burst = per_chat, chat_burst
        self.bucket = Bucket(rate, burst, burst, now()) if rate else None
        self.shapes = SHAPES
        self.prefix, self.file_prefix = f"/bot{token}/", f"/file/bot{token}/"
        self.me = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": "Double", "username": "double_bot"}
        self.chats: dict[int, Chat] = {}
        self.updates: deque[dict[str, Any]] = deque()
        self.files: dict[str, tuple[str, bytes]] = {}
        self.queries: dict[str, bool] = {}
        self.commands: list[dict[str, str]] = []
        self.faults: list[Fault] = []
        self.calls: Counter[str] = Counter()
        self.errors: Counter[str] = Counter()
        self.sends = 0
        self.send_times: deque[float] = deque(maxlen=200_000)
        self.allowed: frozenset[str] = frozenset()
        self.webhook = Webhook(self)
        self.control = Control(self) if control else None
        self.url = ""
        self._last_update = 100_000
        self._last_message = 0
        self._poller: asyncio.Future[str] | None = None
        self._methods: dict[str, Callable[[dict[str, Any]], Any]] = {
            name.removeprefix("_do_").lower(): getattr(self, name) for name in dir(self) if name.startswith("_do_")
        }
        self._runner: web.ServerRunner | None = None

    # Life

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> str:
        """Listen; returns the root address for TELEGRAM_API_URL."""
        self._runner = web.ServerRunner(web.Server(self._serve, access_log=None), shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"
        return self.url

    async def stop(self) -> None:
        """Stop listening and delivering."""
        self._end_poll("")
        await self.webhook.stop()
        if self._runner:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> TelegramDouble:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    # What people do

    def say(self, user_id: int, text: str) -> int:
        """A person writes; returns the update's number."""
        return self.show(user_id, text=text)

    def show(self, user_id: int, **content: Any) -> int:
        """A person sends a message with these fields, such as photo=[…]; see `SHAPES` for ready-made ones."""
        self.chat(user_id)
        self._last_message += 1
        message = {"message_id": self._last_message, "date": int(time.time()), **_people(user_id), **content}
        text = content.get("text", "")
        if text.startswith("/"):
            length = utf16_length(text.split()[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return self._update("message", message)

    def press(self, user_id: int, message_id: int, data: str, *, strict: bool = True) -> int:
        """A person presses a button; `strict` insists that the message shows it."""
        chat = self.chat(user_id)
        sent = chat.messages.get(message_id)
        if strict and (sent is None or sent.deleted or data not in {button.data for button in sent.buttons}):
            raise LookupError(f"message {message_id} of {user_id} shows no button {data!r}")
        query_id = f"{self._last_update + 1}000{user_id}"
        self.queries[query_id] = False
        there = self._message(sent) if sent else {"message_id": message_id, "date": 0, "chat": _people(user_id)["chat"]}
        person = _people(user_id)["from"]
        query = {"id": query_id, "from": person, "message": there, "chat_instance": str(user_id), "data": data}
        return self._update("callback_query", query)

    def block(self, user_id: int, blocked: bool = True) -> None:
        """A person blocks the bot, or lets it write again."""
        self.chat(user_id).blocked = blocked
        before, after = ("member", "kicked") if blocked else ("kicked", "member")
        change = {
            **{"date": int(time.time()), **_people(user_id)},
            "old_chat_member": {"user": self.me, "status": before, "until_date": 0},
            "new_chat_member": {"user": self.me, "status": after, "until_date": 0},
        }
        self._update("my_chat_member", change)

    def push(self, kind: str, body: dict[str, Any]) -> int:
        """Any update at all, for what people rarely do."""
        return self._update(kind, body)

    # What people see

    def chat(self, user_id: int) -> Chat:
        """The chat with this person, begun if there is none."""
        found = self.chats.get(user_id)
        if found is None:
            found = self.chats[user_id] = Chat(user_id)
        return found

    def sent(self, user_id: int) -> list[Sent]:
        """The bot's messages in this chat, oldest first, as they read now."""
        return [sent for sent in self.chat(user_id).messages.values() if not sent.deleted]

    async def wait_for_reply(self, user_id: int, timeout: float = 10.0) -> Sent:
        """The next message or edit that nobody has waited for yet."""
        chat = self.chat(user_id)
        if chat.unseen:
            return chat.unseen.popleft()
        future: asyncio.Future[Sent] = asyncio.get_running_loop().create_future()
        chat.waiting.append(future)
        return await asyncio.wait_for(future, timeout)

    def fault(self, kind: str, method: str = "*", **details: Any) -> Fault:
        """Let something go wrong; see `Fault`."""
        fault = Fault(kind, method, **details)
        self.faults.append(fault)
        return fault

    def most_in_a_second(self) -> int:
        """The most sends in any sliding second."""
        most, window = 0, deque[float]()
        for at in self.send_times:
            window.append(at)
            while window[0] <= at - 1:
                window.popleft()
            most = max(most, len(window))
        return most

    def stats(self) -> dict[str, Any]:
        """Counts of calls, errors and deliveries."""
        return {
            **{"calls": dict(self.calls), "errors": dict(self.errors), "pending": len(self.updates)},
            **{"most_in_a_second": self.most_in_a_second(), "chats": len(self.chats)},
            **{"delivered": self.webhook.delivered, "delivery_failures": self.webhook.failures},
        }

    # Updates

    def _update(self, kind: str, body: dict[str, Any]) -> int:
        if self.allowed and kind not in self.allowed:
            return 0
        self._last_update += 1
        update = {"update_id": self._last_update, kind: body}
        if self.webhook.url:
            self.webhook.put(body.get("from", {}).get("id", 0), update)
        else:
            self.updates.append(update)
            self._end_poll("new")
        return self._last_update

    def _end_poll(self, why: str) -> None:
        if self._poller and not self._poller.done():
            self._poller.set_result(why)

    async def _get_updates(self, params: dict[str, Any]) -> list[dict[str, Any]]:
        """Everything from `offset` on; what is older is forgotten. Waits up to `timeout` for something new."""
        if self.webhook.url:
            reason = (
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
            raise ApiError(409, f"Conflict: {reason}")
        self._end_poll("conflict")
        self._allow(params)
        self._forget(integer(params, "offset"))
        if not self.updates and (timeout := min(integer(params, "timeout"), LONG_POLL_MAX)) > 0:
            await self._wait(timeout)
        limit = min(100, max(1, integer(params, "limit") or 100))
        return [self.updates[place] for place in range(min(limit, len(self.updates)))]

    async def _wait(self, timeout: float) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        done, _ = await asyncio.wait([poller], timeout=timeout)
        if done and poller.result() == "conflict":
            reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise ApiError(409, f"Conflict: {reason}")

    def _forget(self, offset: int) -> None:
        while offset > 0 and self.updates and self.updates[0]["update_id"] < offset:
            self.updates.popleft()
        while offset < 0 and len(self.updates) > -offset:
            self.updates.popleft()

    def _allow(self, params: dict[str, Any]) -> None:
        if (wanted := loaded(params, "allowed_updates")) is not None:
            self.allowed = frozenset(wanted)

    # HTTP

    async def _serve(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.rel_url.raw_path
        if path.startswith(self.prefix):
            return await self._call(request, path[len(self.prefix) :].lower())
        if self.control and path.startswith("/control/"):
            return await self.control.serve(request, path[len("/control/") :])
        if path.startswith(self.file_prefix) and path[len(self.file_prefix) :] in self.files:
            return web.Response(body=self.files[path[len(self.file_prefix) :]][1])
        known = re.match(r"/(file/)?bot\d+:[\w-]+/", path)
        return self._refuse(ApiError(401, "Unauthorized") if known else ApiError(404, "Not Found"))

    async def _call(self, request: web.BaseRequest, method: str) -> web.StreamResponse:
        """One call, with what is meant to go wrong on its way."""
        params = await params_of(request)
        self.calls[method] += 1
        fault = next((fault for fault in self.faults if fault.fits(method, params)), None) if self.faults else None
        try:
            if fault:
                await self._before(fault)
            result = await self._carry_out(method, params)
            if fault:
                await self._after(fault)
        except ApiError as error:
            return self._refuse(error)
        except Drop:
            if request.transport:
                request.transport.abort()
            return web.Response()
        if fault and fault.kind == "garbage":
            return web.Response(body=b"<html>no json</html>")
        return answer(200, {"ok": True, "result": result})

    async def _before(self, fault: Fault) -> None:
        if fault.kind == "delay":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "refuse":
            raise Drop
        elif fault.kind == "status":
            extra = {"retry_after": fault.retry_after} if fault.retry_after else {}
            raise ApiError(fault.code, REASONS.get(fault.code, "Internal Server Error"), **extra)

    async def _after(self, fault: Fault) -> None:
        if fault.kind == "late":
            await asyncio.sleep(fault.seconds)
        elif fault.kind == "drop":
            raise Drop

    async def _carry_out(self, method: str, params: dict[str, Any]) -> Any:
        if method == "getupdates":
            return await self._get_updates(params)
        act = self._methods.get(method)
        if act is None:
            raise ApiError(404, "Not Found")
        return act(params)

    def _refuse(self, error: ApiError) -> web.Response:
        self.errors[f"{error.code} {error.description}"[:120]] += 1
        body: dict[str, Any] = {"ok": False, "error_code": error.code, "description": error.description}
        if error.parameters:
            body["parameters"] = error.parameters
        return answer(error.code, body)

    # Methods: `_do_<name>` carries out <name>

    def _do_getMe(self, params: dict[str, Any]) -> dict[str, Any]:
        abilities = (
            "can_join_groups",
            "can_read_all_group_messages",
            "supports_inline_queries",
            "can_connect_to_business",
        )
        return {**self.me, **dict.fromkeys(abilities, False)}

    def _do_setMyCommands(self, params: dict[str, Any]) -> bool:
        commands = loaded(params, "commands") or []
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command["description"]) <= 256:
                raise ApiError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands = commands
        return True

    def _do_getMyCommands(self, params: dict[str, Any]) -> list[dict[str, str]]:
        return self.commands

    def _do_setWebhook(self, params: dict[str, Any]) -> bool:
        secret = params.get("secret_token", "")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise ApiError(400, "Bad Request: secret token contains unallowed characters")
        self._allow(params)
        if truth(params, "drop_pending_updates"):
            self.updates.clear()
        self.webhook.set(params.get("url", ""), secret, integer(params, "max_connections") or 40)
        while self.webhook.url and self.updates:
            update = self.updates.popleft()
            body = next(body for kind, body in update.items() if kind != "update_id")
            self.webhook.put(body.get("from", {}).get("id", 0), update)
        self._end_poll("conflict")
        return True

    def _do_deleteWebhook(self, params: dict[str, Any]) -> bool:
        left = self.webhook.take_all()
        self.webhook.set("", "", 40)
        if truth(params, "drop_pending_updates"):
            self.updates.clear()
        else:
            self.updates.extend(left)
        return True

    def _do_getWebhookInfo(self, params: dict[str, Any]) -> dict[str, Any]:
        hook = self.webhook
        info: dict[str, Any] = {
            "url": hook.url,
            "has_custom_certificate": False,
            "pending_update_count": len(self.updates) + hook.pending,
        }
        if hook.last_error:
            info |= {"last_error_message": hook.last_error, "last_error_date": int(time.time())}
        return info

    def _do_sendMessage(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(params)
        text = plain_text(params, "text", TEXT_MAX, "message is too long")
        if not text:
            raise ApiError(400, "Bad Request: message text is empty")
        rows = rows_of(params)
        self._pace(chat)
        return self._message(self._keep(chat, text, rows))

    def _do_editMessageText(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(params)
        sent = self._sent(chat, params)
        text = plain_text(params, "text", TEXT_MAX, "MESSAGE_TOO_LONG")
        if not text:
            raise ApiError(400, "Bad Request: message text is empty")
        if sent.kind != "text":
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        return self._edit(chat, sent, text, rows_of(params))

    def _do_editMessageReplyMarkup(self, params: dict[str, Any]) -> dict[str, Any]:
        chat = self._reachable(params)
        sent = self._sent(chat, params)
        return self._edit(chat, sent, sent.text, rows_of(params))

    def _edit(self, chat: Chat, sent: Sent, text: str, rows: list[list[dict[str, Any]]]) -> dict[str, Any]:
        if sent.text == text and sent.rows == rows:
            reason = "specified new message content and reply markup are exactly the same as a current content"
            raise ApiError(400, f"Bad Request: message is not modified: {reason}")
        self._pace(chat)
        sent.text, sent.rows, sent.edits, sent.at = text, rows, sent.edits + 1, self.now()
        self._notice(chat, sent)
        return {**self._message(sent), "edit_date": int(time.time())}

    def _do_deleteMessage(self, params: dict[str, Any]) -> bool:
        chat = self._reachable(params)
        sent = chat.messages.get(integer(params, "message_id"))
        if sent is None or sent.deleted:
            raise ApiError(400, "Bad Request: message to delete not found")
        sent.deleted = True
        return True

    def _do_answerCallbackQuery(self, params: dict[str, Any]) -> bool:
        query = str(params.get("callback_query_id", ""))
        if query not in self.queries:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise ApiError(400, f"Bad Request: {reason}")
        self.queries[query] = True
        return True

    def _do_sendChatAction(self, params: dict[str, Any]) -> bool:
        chat = self._reachable(params)
        if params.get("action") not in ACTIONS:
            raise ApiError(400, "Bad Request: wrong parameter action in request")
        chat.typing += 1
        return True

    def _do_sendPhoto(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._send_file(params, "photo")

    def _do_sendDocument(self, params: dict[str, Any]) -> dict[str, Any]:
        return self._send_file(params, "document")

    def _send_file(self, params: dict[str, Any], kind: str) -> dict[str, Any]:
        chat = self._reachable(params)
        caption = plain_text(params, "caption", CAPTION_MAX, "message caption is too long")
        given = params.get(kind)
        if isinstance(given, str) and given.startswith("attach://"):
            given = params.get(given.removeprefix("attach://"))
        if isinstance(given, tuple):
            if kind == "photo":
                check_photo(given[1])
            file_id = self.add_file(*given)
        elif given in self.files or str(given).startswith(("http://", "https://")):
            file_id = str(given)
        else:
            reason = "wrong file identifier/HTTP URL specified" if given else f"there is no {kind} in the request"
            raise ApiError(400, f"Bad Request: {reason}")
        rows = rows_of(params)
        self._pace(chat)
        return self._message(self._keep(chat, caption, rows, kind=kind, file_id=file_id))

    def add_file(self, name: str, content: bytes) -> str:
        """Store a file, as if a person had sent it; returns its id, which is its path too."""
        file_id = f"file{len(self.files) + 1}-{re.sub(r'[^A-Za-z0-9.]', '_', name)}"
        self.files[file_id] = (name, content)
        return file_id

    def _do_getFile(self, params: dict[str, Any]) -> dict[str, Any]:
        file_id = str(params.get("file_id", ""))
        if file_id not in self.files:
            raise ApiError(400, "Bad Request: invalid file_id")
        return {
            "file_id": file_id,
            "file_unique_id": file_id,
            "file_size": len(self.files[file_id][1]),
            "file_path": file_id,
        }

    # Rules

    def _reachable(self, params: dict[str, Any]) -> Chat:
        user_id = integer(params, "chat_id")
        if not user_id:
            raise ApiError(400, "Bad Request: chat_id is empty")
        chat = self.chats.get(user_id) or (self.chat(user_id) if self.anyone else None)
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def _pace(self, chat: Chat) -> None:
        """Count one send, or refuse it with 429."""
        now = self.now()
        if self.per_chat and chat.bucket is None:
            chat.bucket = Bucket(self.per_chat, self.chat_burst, self.chat_burst, now)
        wait = chat.bucket.wait(now) if chat.bucket else 0.0
        if not wait and self.bucket:
            wait = self.bucket.wait(now)
        if wait:
            seconds = max(1, math.ceil(wait))
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self.sends += 1
        self.send_times.append(now)

    def _sent(self, chat: Chat, params: dict[str, Any]) -> Sent:
        sent = chat.messages.get(integer(params, "message_id"))
        if sent is None or sent.deleted:
            raise ApiError(400, "Bad Request: message to edit not found")
        return sent

    def _keep(
        self, chat: Chat, text: str, rows: list[list[dict[str, Any]]], *, kind: str = "text", file_id: str = ""
    ) -> Sent:
        self._last_message += 1
        sent = Sent(self._last_message, chat.user_id, text, rows, int(time.time()), self.now(), kind, file_id=file_id)
        chat.messages[sent.message_id] = sent
        if self.keep and len(chat.messages) > self.keep:
            del chat.messages[next(iter(chat.messages))]
        self._notice(chat, sent)
        return sent

    def _notice(self, chat: Chat, sent: Sent) -> None:
        """Hand a message or an edit to who waits for it."""
        while chat.waiting:
            future = chat.waiting.popleft()
            if not future.done():
                future.set_result(sent)
                return
        chat.unseen.append(sent)
        if self.keep and len(chat.unseen) > self.keep:
            chat.unseen.popleft()

    def _message(self, sent: Sent) -> dict[str, Any]:
        """The message as the API gives it."""
        message = {
            "message_id": sent.message_id,
            "from": self.me,
            "chat": {"id": sent.chat_id, "type": "private", "first_name": "Dân"},
            "date": sent.date,
        }
        if sent.kind == "text":
            message["text"] = sent.text
        else:
            if sent.text:
                message["caption"] = sent.text
            file = {"file_id": sent.file_id, "file_unique_id": sent.file_id}
            message[sent.kind] = [{**file, "width": 90, "height": 90}] if sent.kind == "photo" else file
        if sent.rows:
            message["reply_markup"] = {"inline_keyboard": sent.rows}
        return message


class Webhook:
    """Delivers updates: each person's in order, different people's side by side, again until they are taken."""

    def __init__(self, double: TelegramDouble) -> None:
        self.double = double
        self.url, self.secret, self.last_error = "", "", ""
        self.delivered = self.failures = self.pending = 0
        self._queues: dict[int, deque[dict[str, Any]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None
        self._places = asyncio.Semaphore(40)

    def set(self, url: str, secret: str, connections: int) -> None:
        """Take the address that setWebhook names; "" stops deliveries."""
        self.url, self.secret = url, secret
        self._places = asyncio.Semaphore(min(100, connections))
        if url and self._http is None:
            self._http = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=0, ssl=False), cookie_jar=aiohttp.DummyCookieJar()
            )

    def put(self, user_id: int, update: dict[str, Any]) -> None:
        """Queue an update behind the earlier ones of this person."""
        self.pending += 1
        queue = self._queues.get(user_id)
        if queue is not None:
            queue.append(update)
            return
        self._queues[user_id] = deque([update])
        task = asyncio.get_running_loop().create_task(self._deliver(user_id))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def take_all(self) -> list[dict[str, Any]]:
        """Everything that is not delivered yet, in order; none of it will be delivered."""
        left = sorted(
            (update for queue in self._queues.values() for update in queue), key=lambda update: update["update_id"]
        )
        for task in self._tasks:
            task.cancel()
        self._queues.clear()
        self.pending = 0
        return left

    async def stop(self) -> None:
        """Stop delivering."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()
            self._http = None

    async def _deliver(self, user_id: int) -> None:
        queue = self._queues[user_id]
        wait = self.double.retry_seconds
        while queue:
            async with self._places:
                taken = await self._post(queue[0])
            if taken:
                queue.popleft()
                self.pending -= 1
                self.delivered += 1
                wait = self.double.retry_seconds
            else:
                self.failures += 1
                await asyncio.sleep(wait)
                wait = min(wait * 2, 2.0)
        if self._queues.get(user_id) is queue:
            del self._queues[user_id]

    async def _post(self, update: dict[str, Any]) -> bool:
        """Whether the bot took it: an answer of 2xx. A call may ride on the answer."""
        assert self._http
        headers = {**JSON, SECRET_HEADER: self.secret} if self.secret else JSON
        body = json.dumps(update, ensure_ascii=False).encode()
        try:
            async with self._http.post(self.url, data=body, headers=headers) as answer:
                payload = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self.last_error = f"Connection failed: {type(error).__name__}"
            return False
        if not 200 <= answer.status < 300:
            self.last_error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
            return False
        if payload.startswith(b"{"):
            await self._ride(json.loads(payload))
        return True

    async def _ride(self, params: dict[str, Any]) -> None:
        """A call in the answer to a webhook; its result reaches nobody."""
        method = str(params.pop("method", "")).lower()
        self.double.calls[method] += 1
        try:
            await self.double._carry_out(method, params)
        except ApiError as error:
            self.double.errors[f"{error.code} {error.description}"[:120]] += 1


def _people(user_id: int) -> dict[str, Any]:
    return {
        "from": {"id": user_id, "is_bot": False, "first_name": "Dân", "language_code": "vi"},
        "chat": {"id": user_id, "type": "private", "first_name": "Dân"},
    }


async def _main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--control", action="store_true", help="serve /control/…")
    parser.add_argument("--rate", type=float, default=30, help="sends a second, 0 = no limit")
    parser.add_argument("--per-chat", type=float, default=1, help="sends a second to one chat, 0 = no limit")
    parser.add_argument("--anyone", action="store_true", help="people who never wrote may be written to")
    parser.add_argument("--keep", type=int, default=0, help="messages kept per chat, 0 = all")
    given = parser.parse_args()
    double = TelegramDouble(
        **{"token": given.token, "control": given.control, "anyone": given.anyone, "keep": given.keep},
        **{"rate": given.rate, "burst": max(1, int(given.rate)), "per_chat": given.per_chat},
    )
    print(f"ready {await double.start(given.host, given.port)}", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        import uvloop

        uvloop.run(_main())
    except ImportError:
        asyncio.run(_main())
    except KeyboardInterrupt:
        pass
