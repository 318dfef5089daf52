"""Telegram Bot API: updates by polling or webhook in, messages with inline buttons out."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import datetime
from hmac import compare_digest
from typing import Any, Literal

import aiohttp
from aiohttp import web
from telegram import Bot, BotCommand
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, InvalidToken, NetworkError, TelegramError

from bot import quick_json
from bot.channels.channel import Abilities, Pace, Receive, Rejected, SendError, Unavailable, Uncertain, Window
from bot.channels.formatting import split, utf16_length
from bot.channels.telegram_photos import CAPTION_MAX, Photos
from bot.channels.telegram_request import AiohttpRequest, TooFast
from bot.channels.telegram_shapes import chat_number, escape, keyboard, name_failure, pressed, read, with_unlinkable
from bot.log import logger
from bot.messages import Drawing, IncomingMessage, OutgoingMessage
from bot.pace import Turns

log = logger(__name__)
logging.getLogger("telegram").setLevel(logging.INFO)  # its debug lines hold the token and citizens' words

WEBHOOK_PATH = "/telegram/webhook"
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
WANTED = ["message", "callback_query"]
BODY_MAX = 256 * 1024
POLL_SECONDS = 25
BATCH = 100
PAUSE_MAX = 60.0
PARTS_TRIES = 3
UNEDITABLE = ("can't be edited", "message to edit not found", "message_id_invalid", "no text in the message")
NO_PREVIEW = {"is_disabled": True}
Keyboard = dict[str, Any]


class Telegram:
    """The bot on Telegram. What it hears goes to `receive`; only what that has stored is acknowledged.

    `commands` are (word, title) pairs for the menu. `recall` and `remember` keep under which number Telegram has a
    picture: it is uploaded once. `bucket`: where all processes share the ceiling.
    """

    name = "telegram"
    abilities = Abilities(edit=True, typing=True, buttons=100, title_max=60, text_max=4096)

    def __init__(
        self,
        token: str,
        *,
        api_url: str = "https://api.telegram.org",
        mode: Literal["polling", "webhook"] = "polling",
        webhook_secret: str = "",
        public_url: str = "",
        rate: float = 30.0,
        commands: Sequence[tuple[str, str]] = (),
        recall: Callable[[str], Awaitable[str]] | None = None,
        remember: Callable[[str, str], Awaitable[None]] | None = None,
        bucket: Turns | None = None,
        http: aiohttp.ClientSession | None = None,
    ) -> None:
        self.mode, self.secret, self.commands = mode, webhook_secret, commands
        self.webhook = public_url.rstrip("/") + WEBHOOK_PATH
        self.pace = Pace(rate=rate, per_chat=1.0, burst=5, bucket=bucket)
        self.pause: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._request = AiohttpRequest(http)
        root = api_url.rstrip("/")
        self.bot = Bot(token, f"{root}/bot", f"{root}/file/bot", self._request, self._request)
        self.photos = Photos(self._made, recall, remember)
        self._offset = 0
        self._trouble = ""
        self._tasks: set[asyncio.Task[None]] = set()

    # Out

    async def send(self, address: str, message: OutgoingMessage) -> str:
        """Send the message, in parts if it is long, the buttons under the last; returns the last part's id."""
        chat, text = chat_number(address), with_unlinkable(message)
        parts, buttons = split(text, self.abilities.text_max), keyboard(message.choices, self.abilities.title_max)
        if not parts:
            raise Rejected("the text is empty")
        if message.picture:
            if number := await self._with_picture(chat, message.picture, text, buttons):
                return number
        elif len(parts) == 1 and await self._edit(chat, message.replaces, text, buttons):
            return message.replaces
        for earlier, part in enumerate(parts[:-1]):
            await self._send_part(chat, part, None, follows=earlier > 0)
        number = await self._send_part(chat, parts[-1], buttons, follows=len(parts) > 1)
        self.photos.settled(chat)
        return number

    async def _with_picture(self, chat: int, picture: Drawing, text: str, buttons: Keyboard | None) -> str:
        """The picture with the words below it, or before them if they are too long; "" = they are still to be sent."""
        whole = utf16_length(text) <= CAPTION_MAX
        caption = {"caption": escape(text), "parse_mode": ParseMode.HTML.value, "reply_markup": buttons}
        try:
            number = await self.photos.send(chat, picture, **(caption if whole else {}))
        except TelegramError as error:
            name_failure(error)
        if number and not whole:
            self.photos.doubt(chat)
        return number if whole else ""

    async def _send_part(self, chat: int, text: str, buttons: Keyboard | None, *, follows: bool) -> str:
        """Send one part. One that follows another is tried again here: the whole would repeat what has arrived."""
        for attempt in range(PARTS_TRIES if follows else 1):
            try:
                return await self._say(chat, text, buttons)
            except Unavailable as error:
                if not follows:
                    raise
                await self.pause(min(PAUSE_MAX, error.retry_after or 2.0**attempt))
        raise Uncertain("only the first parts have arrived")

    async def _say(self, chat: int, text: str, buttons: Keyboard | None) -> str:
        try:
            sent = await self._call("sendmessage", chat, text, buttons)
        except TelegramError as error:
            name_failure(error)
        return str(sent["message_id"])

    async def _call(
        self, method: str, chat: int, text: str, buttons: Keyboard | None, number: int | None = None
    ) -> dict[str, Any]:
        """Send or edit without making objects of what goes out and comes back: that would cost twice as much.

        In lower case, or the library would advise its own method. What is None stays out of the call.
        """
        given = {
            "chat_id": chat,
            "message_id": number,
            "text": escape(text),
            "parse_mode": ParseMode.HTML.value,
            "reply_markup": buttons,
            "link_preview_options": NO_PREVIEW,
        }
        return await self._made(method, given)

    async def _made(self, method: str, given: dict[str, Any]) -> dict[str, Any]:
        """The message that a call made."""
        found: Any = await self.bot.do_api_request(method, given)
        if not isinstance(found, dict) or "message_id" not in found:
            raise TelegramError("an answer without a message")
        return found

    async def _edit(self, chat: int, number: str, text: str, buttons: Keyboard | None) -> bool:
        """Put the text in the place of an earlier message; False if there is none that can be edited."""
        if not number.isdecimal() or self.photos.shows(chat, number):
            return False
        try:
            await self._call("editmessagetext", chat, text, buttons, int(number))
        except BadRequest as error:
            said = error.message.lower()
            if any(reason in said for reason in UNEDITABLE):
                return False
            if "message is not modified" not in said:
                name_failure(error)
        except TelegramError as error:
            name_failure(error)
        return True

    async def typing(self, address: str) -> None:
        """Show that an answer is on its way; never raises."""
        try:
            await self.bot.send_chat_action(chat_number(address), ChatAction.TYPING, read_timeout=3)
        except (TelegramError, SendError) as error:
            log.debug("typing not shown", why=type(error).__name__)

    def window(self, last_heard: datetime | None, now: datetime) -> Window:
        """Who has started the bot may always be written to."""
        return Window.FREE

    # In

    async def run(self, receive: Receive) -> None:
        """Fetch updates until cancelled; in webhook mode return once Telegram knows the address."""
        self._in_background(self._keep_trying("menu", self._set_menu))
        if self.mode == "webhook":
            await self._keep_trying("webhook", self._set_webhook)
            return
        await self._keep_trying("webhook", self._drop_webhook)
        failures = 0
        while True:
            try:
                await self._poll(receive)
                failures, self._trouble = 0, ""
            except Exception as error:
                failures += 1
                await self._recover("polling", error, failures)

    def routes(self, receive: Receive) -> list[web.RouteDef]:
        """The webhook's address, in webhook mode."""

        async def webhook(request: web.Request) -> web.Response:
            return await self._webhook(request, receive)

        return [web.post(WEBHOOK_PATH, webhook)] if self.mode == "webhook" else []

    async def _poll(self, receive: Receive) -> None:
        """Take one batch. The offset moves over what is stored, and asking with it acknowledges it."""
        # Lower case: as "getUpdates" the library warns; its own method would lose a whole batch to one odd update.
        updates: Any = await self.bot.do_api_request(
            "getupdates",
            {"offset": self._offset, "limit": BATCH, "timeout": POLL_SECONDS, "allowed_updates": WANTED},
            read_timeout=POLL_SECONDS + 10,
        )
        if not updates:
            return
        failed = await self._store_all(updates, receive)
        self._offset = min(failed, default=updates[-1]["update_id"] + 1)
        if failed:
            raise NetworkError("messages could not be stored")

    async def _store_all(self, updates: Sequence[dict[str, Any]], receive: Receive) -> list[int]:
        """Store a batch: chats side by side, each in order. Returns the first update of each chat that failed."""
        chats: dict[str, list[tuple[int, IncomingMessage, str]]] = {}
        for data in updates:
            message, query = self._parse(data)
            if message:
                chats.setdefault(message.address, []).append((data["update_id"], message, query))
        ends = await asyncio.gather(*(self._store_chat(chat, receive) for chat in chats.values()))
        return [end for end in ends if end is not None]

    async def _store_chat(self, chat: Iterable[tuple[int, IncomingMessage, str]], receive: Receive) -> int | None:
        for number, message, query in chat:
            try:
                await receive(message)
            except Exception:
                log.exception("message not stored", platform_id=message.platform_id)
                return number
            if query:
                self._in_background(self._answer_query(query))
        return None

    async def _webhook(self, request: web.Request, receive: Receive) -> web.Response:
        """Take one update; 200 means that it is stored, anything else makes Telegram send it again."""
        given = request.headers.get(SECRET_HEADER, "")
        if not self.secret or not compare_digest(given.encode(), self.secret.encode()):
            return web.Response(status=403)
        if (request.content_length or 0) > BODY_MAX or len(body := await request.read()) > BODY_MAX:
            return web.Response(status=413)
        data = _json_object(body)
        if data is None or not isinstance(data.get("update_id"), int):
            return web.Response(status=400)
        message, query = self._parse(data)
        if message:
            try:
                await receive(message)
            except Exception:
                log.exception("message not stored", platform_id=message.platform_id)
                return web.Response(status=503)
        # A call may ride on the answer to a webhook; this one needs no result.
        return (
            web.json_response({"method": "answerCallbackQuery", "callback_query_id": query})
            if query
            else web.Response()
        )

    def _parse(self, data: dict[str, Any]) -> tuple[IncomingMessage | None, str]:
        """The update as a message, and the button press to confirm; what nobody can read is passed over."""
        try:
            return read(data), pressed(data)
        except Exception as error:
            log.warning("unreadable update", update=data.get("update_id"), why=type(error).__name__)
            return None, ""

    async def _answer_query(self, query: str) -> None:
        """End the little clock on the pressed button."""
        try:
            await self.bot.answer_callback_query(query)
        except TelegramError as error:
            log.debug("button press not confirmed", why=type(error).__name__)

    # Keeping house

    async def check(self) -> str:
        """ "" when Telegram answers and knows the token, else one line."""
        try:
            await self.bot.get_me(read_timeout=5, connect_timeout=3)
        except InvalidToken:
            return "Telegram refuses TELEGRAM_BOT_TOKEN"
        except TelegramError as error:
            return f"Telegram does not answer: {error.message[:120]}"
        return self._trouble

    async def close(self) -> None:
        """Stop what runs in the background and give back connections."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._request.shutdown()

    async def _set_menu(self) -> None:
        if self.commands:
            await self.bot.set_my_commands([BotCommand(word.lstrip("/"), title) for word, title in self.commands])

    async def _set_webhook(self) -> None:
        await self.bot.set_webhook(
            self.webhook, max_connections=100, allowed_updates=WANTED, secret_token=self.secret or None
        )

    async def _drop_webhook(self) -> None:
        await self.bot.delete_webhook()

    async def _keep_trying(self, what: str, act: Callable[[], Awaitable[None]]) -> None:
        """Do it until it succeeds."""
        failures = 0
        while True:
            try:
                await act()
                self._trouble = ""
                return
            except Exception as error:
                failures += 1
                await self._recover(what, error, failures)

    async def _recover(self, what: str, error: Exception, failures: int) -> None:
        """Log why it failed and wait, longer each time."""
        self._trouble = f"Telegram {what}: {_reason(error)}"
        log.warning("telegram failed", what=what, why=_reason(error), failures=failures)
        if what == "polling" and isinstance(error, Conflict) and "webhook" in error.message:
            self._in_background(self._keep_trying("webhook", self._drop_webhook))
        asked = error.seconds if isinstance(error, TooFast) else 0.0
        await self.pause(max(asked, min(PAUSE_MAX, 2.0 ** min(failures - 1, 6))))

    def _in_background(self, work: Any) -> None:
        task: asyncio.Task[None] = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _reason(error: Exception) -> str:
    """Why, without a citizen's words or an address: Telegram's own sentence, or the kind of error."""
    return error.message[:200] if isinstance(error, TelegramError) else type(error).__name__


def _json_object(body: bytes) -> dict[str, Any] | None:
    try:
        data = quick_json.loads(body)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
