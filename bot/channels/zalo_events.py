"""Between Zalo's events and our messages. Pure: nothing here sends, stores or trusts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.messages import IncomingMessage

PAYLOAD = re.compile(r"#[a-z_]+(?:\.[a-z_]+)*[.:][A-Za-z0-9_:.\-]{0,64}")
"""What our buttons send back as text. Anybody can type it, so it means no more than any other words."""
NUMBER = re.compile(r"\d{1,2}[.)]?")
"""A choice: no menu has a hundred. "113" and "115" are calls for help, however late they come."""
STALE = timedelta(minutes=15)
"""A tap, or the number of a choice, that arrives this late is no longer meant for the menu on the screen."""
OLD_BUTTON = "expired:"
PLAUSIBLE = 1_500_000_000_000
"""Milliseconds; what lies before is no time (old samples carry 12 digits)."""
BACK_TO_BOT = {"gap bot", "gap may", "bot", "/bot"}

KINDS = {
    **{"text": "text", "image": "photo", "gif": "photo", "link": "text", "audio": "voice", "video": "video"},
    **{"sticker": "sticker", "location": "location", "business_card": "contact", "file": "file"},
}


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `key` is the same for a repeat; `staff` when a person wrote in the platform's own tool."""

    name: str
    person: str
    at: datetime
    key: str
    number: str = ""
    text: str = ""
    staff: bool = False
    tag: str = ""
    people: tuple[str, ...] = field(default=())


def read(body: Mapping[str, Any], now: datetime) -> Event:
    """The event in a body that was signed; what is missing or odd is ""."""
    name = _word(body.get("event_name"))
    message, tag = _mapping(body.get("message")), _mapping(body.get("tag"))
    sender, recipient = _mapping(body.get("sender")), _mapping(body.get("recipient"))
    ours = name.startswith("oa_")
    person = _word((recipient if ours else sender).get("id"))
    person = person or _word(_mapping(body.get("follower")).get("id")) or _word(body.get("user_id"))
    number = _word(message.get("msg_id") or message.get("message_id"))
    stamp = _word(body.get("timestamp"))
    people = tag.get("user_ids")
    return Event(
        name=name,
        person=person,
        at=_moment(stamp, now),
        key=event_key(name, number or f"{stamp}:{person}:{_word(tag.get('name'))}"),
        number=number,
        text=_text(message.get("text")) or (_text_in_template(message) if ours else ""),
        staff=bool(sender.get("admin_id")),
        tag=_word(tag.get("name")),
        people=tuple(_word(one) for one in people) if isinstance(people, list) else (),
    )


def as_message(event: Event, now: datetime, channel: str) -> IncomingMessage | None:
    """What a citizen did, or None for what is no message of theirs."""
    if not event.person:
        return None
    number = event.number or event.key[:40]
    if event.name in ("follow", "user_click_chatnow"):
        return IncomingMessage(channel, number, event.person, button="do:start", kind="button", sent_at=event.at)
    if event.name == "user_submit_info":
        return IncomingMessage(channel, number, event.person, kind="contact", sent_at=event.at)
    if not event.name.startswith("user_send_") or event.name.startswith("user_send_group"):
        return None
    kind = KINDS.get(event.name.removeprefix("user_send_"), "other")
    if kind == "text" and event.name == "user_send_link" and not event.text.strip():
        kind = "other"
    return _worded(event, kind, now, channel, number)


def _worded(event: Event, kind: str, now: datetime, channel: str, number: str) -> IncomingMessage:
    words, late = event.text.strip(), now - event.at > STALE
    button = ""
    if kind == "text" and PAYLOAD.fullmatch(words):
        button = OLD_BUTTON if late else words.removeprefix("#")
    elif kind == "text" and late and NUMBER.fullmatch(words):
        button = OLD_BUTTON
    elif kind == "text" and plain(words) in BACK_TO_BOT:
        button = "do:menu"
    if button:
        return IncomingMessage(channel, number, event.person, button=button, kind="button", sent_at=event.at)
    return IncomingMessage(channel, number, event.person, text=event.text, kind=kind, sent_at=event.at)


def wants_the_bot(event: Event) -> bool:
    """ "gặp bot": whoever talks to staff wants the bot back."""
    return event.name == "user_send_text" and plain(event.text) in {*BACK_TO_BOT, "#do:menu"}


def plain(text: str) -> str:
    """Lower case, no marks, single spaces."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return " ".join("".join(letter for letter in bare if not unicodedata.combining(letter)).split())


def text_key(address: str, text: str) -> str:
    """Names a text to a person, so that the echo of a send can be recognised."""
    said = " ".join(unicodedata.normalize("NFC", text).split())
    return event_key("echo", f"{address}:{said}")


def event_key(*parts: str) -> str:
    """The same for a repeat of an event, another for every other."""
    return hashlib.sha256(":".join(parts).encode("utf-8", "replace")).hexdigest()


def _moment(stamp: str, now: datetime) -> datetime:
    if not stamp.isascii() or not stamp.isdigit() or len(stamp) > 15 or int(stamp) < PLAUSIBLE:
        return now
    found = datetime.fromtimestamp(int(stamp) / 1000, UTC)
    return min(found, now)


def _word(value: Any) -> str:
    """An id or a name: a string, or a number that should have been one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value)[:100]


def _text(value: Any) -> str:
    return value.replace("\x00", "") if isinstance(value, str) else ""


def _text_in_template(message: Mapping[str, Any]) -> str:
    """The echo of a text with buttons carries its words inside the template."""
    attachments = message.get("attachments")
    first = _mapping(attachments[0]) if isinstance(attachments, list) and attachments else {}
    return _text(_mapping(first.get("payload")).get("text"))


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
