"""Our messages in Zalo's shapes: plain text, at most five buttons whose taps come back as text."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bot.channels.formatting import numbered, shorten
from bot.messages import Choice, OutgoingMessage

TEXT_MAX = 2000
BUTTONS_MAX = 5
TITLE_MAX = 100
TITLE_SEEN = 35
"""What a small screen shows of a title; longer choices stand in the text as well."""


def text_of(message: OutgoingMessage) -> str:
    """The words, composed (NFC) so that they are counted as we count; long choices and links as lines."""
    text = message.text
    if needs_lines(message.choices):
        text = in_lines(message)
    return unicodedata.normalize("NFC", text)


def in_lines(message: OutgoingMessage) -> str:
    """The text with its choices as lines: numbered, but for what nobody asked for."""
    if not message.unasked:
        return numbered(message.text, message.choices, after=message.first - 1)
    words = "\n".join(f"• {choice.title}" for choice in message.choices)
    return f"{message.text.rstrip()}\n\n{words}"


def needs_lines(choices: Sequence[Choice]) -> bool:
    """Is a title too long for a button?"""
    return any(len(choice.title) + 3 > TITLE_SEEN for choice in choices)


def buttons_of(message: OutgoingMessage) -> list[dict[str, Any]]:
    """Up to five buttons. Their number also works when it is typed, except under what nobody asked for."""
    made, number = [], message.first
    for choice in message.choices[:BUTTONS_MAX]:
        if choice.url:
            made.append(_link(choice))
            continue
        title = shorten(choice.title, TITLE_SEEN - 4)
        made.append(_tap(title if message.unasked else f"{number}. {title}", choice.does))
        number += 1
    return made


def _link(choice: Choice) -> dict[str, Any]:
    return {"title": shorten(choice.title, TITLE_SEEN), "type": "oa.open.url", "payload": {"url": choice.url}}


def _tap(title: str, does: str) -> dict[str, Any]:
    return {"title": unicodedata.normalize("NFC", title), "type": "oa.query.hide", "payload": f"#{does}"}


def text_body(address: str, text: str, buttons: Sequence[dict[str, Any]] = (), quote: str = "") -> dict[str, Any]:
    """A text, with buttons or with a quotation (Zalo takes no quotation on anything but plain text)."""
    message: dict[str, Any] = {"text": text}
    if buttons:
        message["attachment"] = {"type": "template", "payload": {"buttons": list(buttons)}}
    elif quote:
        message["quote_message_id"] = quote
    return {"recipient": {"user_id": address}, "message": message}


def image_body(address: str, caption: str, attachment: str) -> dict[str, Any]:
    """A picture by the number of an upload."""
    element = {"media_type": "image", "attachment_id": attachment}
    payload = {"template_type": "media", "elements": [element]}
    message: dict[str, Any] = {"attachment": {"type": "template", "payload": payload}}
    if caption:
        message["text"] = caption
    return {"recipient": {"user_id": address}, "message": message}


def is_paid(data: Mapping[str, Any]) -> bool:
    """Did a message that went out cost money, as Zalo's answer says? A free reply names its quota."""
    quota = data.get("quota")
    kind = str(quota.get("quota_type")) if isinstance(quota, dict) else ""
    return kind not in ("reply", "welcome_msg")


def articles_left(data: Any) -> tuple[str, str] | None:
    """(left, of so many): the names of the fields are reported of the neighbouring call, so several are known."""
    if not isinstance(data, Mapping):
        return None
    inner = data.get("promotion")
    found = inner if isinstance(inner, Mapping) else data
    for left, total in (("remain", "total"), ("daily_remain", "daily_total"), ("monthly_remain", "monthly_total")):
        if left in found and total in found:
            return str(found[left]), str(found[total])
    return None


def broadcast_body(article: str) -> dict[str, Any]:
    """An article to everybody. Zalo's targets (ages, gender, regions) are coarser than communes, so none is named."""
    payload = {"template_type": "media", "elements": [{"media_type": "article", "attachment_id": article}]}
    return {"recipient": {"target": {}}, "message": {"attachment": {"type": "template", "payload": payload}}}
