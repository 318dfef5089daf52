"""Zalo Bot Platform: small personal bots without buttons, for staff and pilots."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import unicodedata
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from hmac import compare_digest
from typing import Any, Literal, Protocol

from aiohttp import web

from bot.channels.channel import (
    Abilities,
    Blocked,
    Pace,
    Receive,
    Rejected,
    SendError,
    Unavailable,
    Uncertain,
    Window,
)
from bot.channels.formatting import split
from bot.channels.parts import PAUSE_MAX, insist
from bot.channels.zalo_http import Answered, Http, Lost, NotConnected, json_object
from bot.log import logger
from bot.messages import IncomingMessage, OutgoingMessage

log = logger(__name__)

NAME = "zalo_bot"
WEBHOOK_PATH = "/zalo/bot/webhook"
SECRET_HEADER = "X-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
BODY_MAX = 256 * 1024
TEXT_MAX = 2000
POLL_SECONDS = 30
BETWEEN_POLLS = 1.0
"""Some see an update again on every poll: without a pause that would be a dozen calls a second."""
ANSWER_SECONDS = 1.5
HORIZON = timedelta(days=7)
IDLE = 408
UNVERIFIED = "Zalo could not reach the webhook"
VERIFY_TRIES = 5
"""Zalo keeps the address even if its own check of it fails, so after a few times it is left at that, and shown."""
MILLISECONDS = 100_000_000_000

KINDS = {
    **{"message.text.received": "text", "message.image.received": "photo", "message.sticker.received": "sticker"},
    **{"message.voice.received": "voice", "message.unsupported.received": "other"},
}


class Memory(Protocol):
    """Which updates took effect."""

    async def glance(self, key: str, address: str = "") -> tuple[bool, bool]: ...  # noqa: D102
    def mark(self, key: str, value: str = "") -> None: ...  # noqa: D102
    async def forget(self, before: datetime) -> None: ...  # noqa: D102
    async def flush(self) -> None: ...  # noqa: D102


class CallFailed(Exception):
    """The platform says no."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(f"{code} {description}"[:200])
        self.code = code


class ZaloBot:
    """One bot. What it hears goes to `receive`. A token bears one poller: `run` it in one process at a time.

    Pictures are fetched by the platform from `public_url`; without one only the words are sent.
    """

    name = NAME
    abilities = Abilities(typing=True, buttons=0, title_max=60, text_max=TEXT_MAX)

    def __init__(
        self,
        token: str,
        *,
        memory: Memory,
        now: Callable[[], datetime],
        api_url: str = "https://bot-api.zaloplatforms.com",
        mode: Literal["polling", "webhook"] = "polling",
        webhook_secret: str = "",
        public_url: str = "",
        http: Http | None = None,
    ) -> None:
        self.mode, self.secret, self.webhook = mode, webhook_secret, public_url.rstrip("/") + WEBHOOK_PATH
        self.pace = Pace(rate=5.0, per_chat=1.0, burst=5)
        self.pause: Callable[[float], Any] = asyncio.sleep
        self.http = http or Http()
        self.pictures = public_url.rstrip("/") if public_url.startswith("https://") else ""
        self.me = ""
        self._root = f"{api_url.rstrip('/')}/bot{token}"
        self._memory, self._now = memory, now
        self._trouble = ""
        self._in_hand: dict[str, Any] | None = None

    # Out

    async def send(self, address: str, message: OutgoingMessage) -> str:
        """Send the text, in parts if it is long; returns the last part's id. After any trouble without its picture."""
        parts = split(unicodedata.normalize("NFC", message.text), TEXT_MAX)
        if not parts:
            raise Rejected("the text is empty")
        if len(parts) == 1 and message.picture and self.pictures and not message.again:
            with contextlib.suppress(Rejected):
                return await self._say(address, parts[0], photo=self.pictures + message.picture.path)
        number = ""
        for earlier, part in enumerate(parts):
            number = await insist(partial(self._say, address, part), self.pause, follows=earlier > 0)
        return number

    async def _say(self, address: str, text: str, *, photo: str = "") -> str:
        """A text, or a picture that the platform fetches, with the text below it."""
        method, body = "sendMessage", {"text": text}
        if photo:
            method, body = "sendPhoto", {"photo": photo, "caption": text}
        try:
            result = await self._call(method, {"chat_id": address, **body})
        except CallFailed as error:
            raise _failure(error) from error
        except NotConnected as error:
            raise Unavailable(str(error)) from None
        except Lost as error:
            raise Uncertain(str(error)) from None
        return str(result.get("message_id") or "") if isinstance(result, dict) else ""

    async def typing(self, address: str) -> None:
        """Show that an answer is on its way; never raises."""
        try:
            await self._call("sendChatAction", {"chat_id": address, "action": "typing"}, seconds=3)
        except (CallFailed, NotConnected, Lost) as error:
            log.debug("typing not shown", why=type(error).__name__)

    def window(self, last_heard: datetime | None, now: datetime) -> Window:
        """Who wrote once may be written to: no limit is documented."""
        return Window.FREE

    # In

    async def run(self, receive: Receive) -> None:
        """Fetch updates until cancelled; in webhook mode return once the platform knows the address."""
        if self.mode == "webhook":
            await self._keep_trying("setWebhook", {"url": self.webhook, "secret_token": self.secret})
            return
        # While a webhook is set, polling is refused.
        await self._keep_trying("deleteWebhook", {})
        await self._memory.forget(self._now() - HORIZON - timedelta(days=1))
        failures = 0
        while True:
            try:
                await self.poll(receive)
                failures, self._trouble = 0, ""
                await self.pause(BETWEEN_POLLS)
            except Exception as error:
                failures += 1
                await self._recover("polling", error, failures)

    async def poll(self, receive: Receive) -> None:
        """Take one update; there is no offset, so what took effect is remembered, and what could not be stored is kept
        in hand: the platform may never give it again."""
        if self._in_hand is None:
            self._in_hand = await self._fetched()
        if self._in_hand is not None:
            await self.take(self._in_hand, receive)
            self._in_hand = None

    async def _fetched(self) -> dict[str, Any] | None:
        try:
            update = await self._call("getUpdates", {"timeout": str(POLL_SECONDS)}, seconds=POLL_SECONDS + 10)
        except CallFailed as error:
            if error.code == IDLE:
                return None
            raise
        return update if isinstance(update, dict) else None

    async def take(self, update: dict[str, Any], receive: Receive) -> None:
        """Let an update take effect, once. It is marked after its effect: a kill between the two loses nothing."""
        message = read(update, self.me, self._now())
        if message is None or (message.sent_at and self._now() - message.sent_at > HORIZON):
            return
        key = hashlib.sha256(f"{NAME}:{message.platform_id}".encode()).hexdigest()
        if not (await self._memory.glance(key))[0]:
            await receive(message)
            self._memory.mark(key)

    def routes(self, receive: Receive) -> Sequence[web.RouteDef]:
        """The webhook's address, in webhook mode."""

        async def webhook(request: web.Request) -> web.Response:
            return await self._webhook(request, receive)

        return [web.post(WEBHOOK_PATH, webhook)] if self.mode == "webhook" else []

    async def _webhook(self, request: web.Request, receive: Receive) -> web.Response:
        """Take one update; 200 means that it is stored."""
        given = request.headers.get(SECRET_HEADER, "")
        if not self.secret or not compare_digest(given.encode(), self.secret.encode()):
            return web.Response(status=401)
        if (request.content_length or 0) > BODY_MAX or len(body := await request.read()) > BODY_MAX:
            return web.Response(status=413)
        update = json_object(body)
        if update is None:
            return web.Response(status=400)
        wrapped = update.get("result")
        storing = asyncio.ensure_future(self.take(wrapped if isinstance(wrapped, dict) else update, receive))
        done, _ = await asyncio.wait({storing}, timeout=ANSWER_SECONDS)
        if not done or storing.exception():
            log.warning("an update could not be stored in time")
            return web.Response(status=503)
        self._trouble = ""  # it was reached after all
        return web.json_response({"ok": True})

    # Keeping house

    async def check(self) -> str:
        """ "" when the platform answers and knows the token, else one line."""
        try:
            found = await self._call("getMe", {}, seconds=5)
        except CallFailed as error:
            return "Zalo refuses ZALO_BOT_TOKEN" if error.code == 401 else f"Zalo does not answer: {error}"
        except (NotConnected, Lost) as error:
            return f"Zalo does not answer: {str(error)[:120]}"
        self.me = str(found.get("id") or "") if isinstance(found, dict) else ""
        return self._trouble

    async def close(self) -> None:
        """Give back connections."""
        await self._memory.flush()
        await self.http.close()

    async def _call(self, method: str, body: dict[str, Any], *, seconds: float = 15.0) -> Any:
        answer = await self.http.call("POST", f"{self._root}/{method}", json=body, seconds=seconds)
        return _opened(answer)

    async def _keep_trying(self, method: str, body: dict[str, Any]) -> None:
        failures = 0
        while True:
            try:
                await self.check()
                result = await self._call(method, body)
                self._trouble = _unverified(result)
                if not self._trouble or failures >= VERIFY_TRIES:
                    return
                raise CallFailed(0, self._trouble)
            except (CallFailed, NotConnected, Lost) as error:
                failures += 1
                await self._recover(method, error, failures)

    async def _recover(self, what: str, error: Exception, failures: int) -> None:
        known = isinstance(error, CallFailed | NotConnected | Lost)
        why = str(error)[:120] if known else type(error).__name__
        self._trouble = self._trouble if self._trouble.startswith(UNVERIFIED) else f"Zalo bot {what}: {why}"
        log.warning("zalo bot failed", what=what, why=why, failures=failures)
        await self.pause(min(PAUSE_MAX, 2.0 ** min(failures - 1, 6)))


def read(update: dict[str, Any], me: str, now: datetime) -> IncomingMessage | None:
    """What a person did, or None for groups, for the bot's own words, and for what nobody can read."""
    message, kind = update.get("message"), KINDS.get(str(update.get("event_name")))
    if kind is None or not isinstance(message, dict):
        return None
    sender, chat = message.get("from"), message.get("chat")
    if not isinstance(sender, dict) or not isinstance(chat, dict) or chat.get("chat_type", "PRIVATE") != "PRIVATE":
        return None
    number, address = str(message.get("message_id") or ""), str(chat.get("id") or "")
    if not number or not address or sender.get("is_bot") is True or (me and str(sender.get("id")) == me):
        return None
    text = message.get("text") or message.get("caption") or ""
    sent_at = _moment(message.get("date"), now)
    return IncomingMessage(NAME, number[:128], address[:128], text=str(text), kind=kind, sent_at=sent_at)


def _moment(value: Any, now: datetime) -> datetime:
    """Milliseconds by the documentation; seconds have been seen."""
    if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
        return now
    seconds = value / 1000 if value > MILLISECONDS else float(value)
    return min(now, datetime.fromtimestamp(min(seconds, 4e9), UTC))


def _unverified(result: Any) -> str:
    """What Zalo says of its check of the webhook that was just set; "" when all is well or nothing is said."""
    checked = result.get("verification") if isinstance(result, dict) else None
    if not isinstance(checked, dict) or checked.get("ok") is not False:
        return ""
    why = [str(checked[name]) for name in ("outcome", "status_code", "hint") if checked.get(name)]
    return f"{UNVERIFIED}: {', '.join(why)}"[:200]


def _opened(answer: Answered) -> Any:
    """The envelope's `result`. Errors have their code in the body, mostly as the HTTP status too."""
    body = answer.body
    if body.get("ok") is True:
        return body.get("result")
    code = body.get("error_code")
    raise CallFailed(code if isinstance(code, int) else answer.status, str(body.get("description") or ""))


def _failure(error: CallFailed) -> SendError:
    """The platform's code as one of the closed list."""
    detail = str(error)
    if error.code == 404:
        return Blocked(detail)
    if error.code == 400:
        return Rejected(detail)
    if error.code in (401, 429):  # a quota of the minute or of the month: nobody says which
        return Unavailable(detail, retry_after=60)
    if error.code == 403:  # labelled "Internal server error" there
        return Unavailable(detail)
    return Uncertain(detail)
