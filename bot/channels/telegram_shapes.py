"""Between Telegram's shapes and ours: updates, keyboards, errors. Pure functions, no network.

Updates and keyboards stay the plain JSON that Telegram speaks: python-telegram-bot's objects for them would cost
more than everything else that is done with a message here.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NoReturn
from urllib.parse import urlsplit

from telegram.constants import ChatType
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.channel import Blocked, Rejected, Unavailable, Uncertain
from bot.channels.formatting import fits, shorten
from bot.channels.telegram_request import Interrupted, TooFast
from bot.messages import Choice, IncomingMessage, OutgoingMessage

CALLBACK_BYTES_MAX = 64
SHORT_TITLE = 14

# What a message may carry instead of text, in the order in which it is looked for (an animation is also a document).
KINDS = (
    *(("sticker", "sticker"), ("photo", "photo"), ("voice", "voice"), ("audio", "voice"), ("video", "video")),
    *(("video_note", "video"), ("animation", "video"), ("document", "file"), ("venue", "location")),
    *(("location", "location"), ("contact", "contact")),
)
# What Telegram reports about a chat in the shape of a message; nobody said anything.
SERVICE = ("pinned_message", "message_auto_delete_timer_changed", "write_access_allowed", "chat_background_set")

GONE = ("chat not found", "user not found", "peer_id_invalid", "chat_id is empty")


def read(update: Mapping[str, Any]) -> IncomingMessage | None:
    """What a citizen did, or None for what is not for us: groups, edits, service notes, people leaving.

    Raises LookupError, TypeError or AttributeError where the update is not of Telegram's shape.
    """
    number = f"u{update['update_id']}"
    if "callback_query" in update:
        return _read_press(number, update["callback_query"])
    if "message" in update:
        return _read_message(number, update["message"])
    return None


def pressed(update: Mapping[str, Any]) -> str:
    """The button press that Telegram wants confirmed, or ""."""
    return str(update["callback_query"]["id"]) if "callback_query" in update else ""


def _read_press(number: str, query: Mapping[str, Any]) -> IncomingMessage | None:
    message = query.get("message")
    if not query.get("data") or not message or message["chat"]["type"] != ChatType.PRIVATE:
        return None
    pressed_on = str(message["message_id"])
    address = str(message["chat"]["id"])
    return IncomingMessage("telegram", number, address, button=query["data"], kind="button", pressed_on=pressed_on)


def _read_message(number: str, message: Mapping[str, Any]) -> IncomingMessage | None:
    if message["chat"]["type"] != ChatType.PRIVATE or any(message.get(note) for note in SERVICE):
        return None
    words = message.get("text", "")
    kind = "text" if words else next((kind for part, kind in KINDS if message.get(part)), "other")
    text = _without_bot_name(words or message.get("caption", ""))
    at = datetime.fromtimestamp(message["date"], UTC)
    return IncomingMessage("telegram", number, str(message["chat"]["id"]), text=text, kind=kind, sent_at=at)


def _without_bot_name(text: str) -> str:
    """ "/hoc@our_bot" as "/hoc"; the payload of a deep link ("/start xyz") stays."""
    if not text.startswith("/"):
        return text
    word, space, rest = text.partition(" ")
    return word.partition("@")[0] + space + rest


def escape(text: str) -> str:
    """The text as HTML in which nothing is markup."""
    return html.escape(text, quote=False)


def keyboard(choices: Sequence[Choice], title_max: int = 60) -> dict[str, Any] | None:
    """Inline buttons, one a row; two neighbours with short titles share one."""
    rows: list[list[dict[str, str]]] = []
    room = False
    for choice in choices:
        if not _linkable(choice):
            continue
        button, short = _button(choice, title_max), fits(choice.title, SHORT_TITLE)
        if room and short:
            rows[-1].append(button)
            room = False
        else:
            rows.append([button])
            room = short
    return {"inline_keyboard": rows} if rows else None


def _button(choice: Choice, title_max: int) -> dict[str, str]:
    title = shorten(choice.title, title_max)
    if choice.url:
        return {"text": title, "url": choice.url}
    if not 0 < len(choice.does.encode()) <= CALLBACK_BYTES_MAX:
        raise Rejected(f"a button must do something in 1 to {CALLBACK_BYTES_MAX} bytes: {choice.does[:80]!r}")
    return {"text": title, "callback_data": choice.does}


def _linkable(choice: Choice) -> bool:
    """Telegram refuses a whole message for one button to a host without a dot, such as localhost."""
    return not choice.url or "." in (urlsplit(choice.url).hostname or "")


def with_unlinkable(message: OutgoingMessage) -> str:
    """The text, followed by the addresses that Telegram takes on no button."""
    lines = [f"{choice.title}: {choice.url}" for choice in message.choices if not _linkable(choice)]
    return "\n\n".join([message.text, *lines]) if lines else message.text


def chat_number(address: str) -> int:
    """The address as Telegram wants it."""
    try:
        return int(address)
    except ValueError:
        raise Rejected("not a Telegram address") from None


def name_failure(error: TelegramError) -> NoReturn:
    """Telegram's error as one of the closed list; what follows from each is the outbox's policy."""
    detail = error.message[:200]
    if isinstance(error, Forbidden):
        raise Blocked(detail) from error
    if isinstance(error, BadRequest):  # a NetworkError by class, but repeating it is no use
        raise (Blocked(detail) if any(reason in detail.lower() for reason in GONE) else Rejected(detail)) from error
    if isinstance(error, TooFast):
        raise Unavailable(detail, retry_after=error.seconds) from error
    if isinstance(error, TimedOut | Interrupted):  # it may have arrived all the same
        raise Uncertain(detail) from error
    if isinstance(error, NetworkError | InvalidToken | EndPointNotFound | Conflict):
        raise Unavailable(detail) from error
    raise Uncertain(detail) from error  # an answer that cannot be read
