"""Zalo's rules for what an Official Account sends: what the double refuses, and with which code."""

from __future__ import annotations

from typing import Any

TEXT_MAX, TITLE_MAX, PAYLOAD_MAX, BUTTONS_MAX = 2000, 100, 1000, 5
TAPS = {"oa.query.show", "oa.query.hide"}
OPENS = {"oa.open.url": "url", "oa.open.phone": "phone_code", "oa.open.sms": "phone_code"}
MESSAGES = {
    -32: "Your OA reached limit call api",
    -100: "attachment_id was expired",
    -200: "Send message failed",
    -201: "is invalid!",
    -210: "parameter exceeds allowable limit",
    -211: "Out of quota",
    -213: "User has not followed OA",
    -216: "Access token is invalid",
    -217: "User has blocked invitation from OA",
    -218: "Out of quota receive",
    -220: "access_token expired or removed",
    -224: "OA needs a higher tier package",
    -230: "User has not interacted with the OA in the past 7 days",
    -232: "User has not interacted with the OA, or the interaction has expired",
    -234: "Not allowed at night",
    -235: "This API does not support this type of OA",
    -240: "MessageV2 API has been shut down, please use V3",
    -242: "appsecret_proof is invalid",
    -321: "Your Zalo cloud account is out of money",
    -244: "User has restricted this type of message from the OA",
}


class Refused(Exception):
    """An answer with `error` below 0."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(message or MESSAGES.get(code, f"error {code}"))
        self.code = code


def checked(message: Any) -> dict[str, Any]:
    """The message as a person would see it: text, buttons, attachment. Unknown fields are a fault, too."""
    if not isinstance(message, dict) or set(message) - {"text", "attachment", "quote_message_id"}:
        raise Refused(-201, "message is invalid!")
    text, attachment = message.get("text", ""), message.get("attachment")
    if not isinstance(text, str) or (not text.strip() and attachment is None):
        raise Refused(-201, "text is invalid!")
    if len(text) > TEXT_MAX:
        raise Refused(-210)
    if attachment is not None and "quote_message_id" in message:
        raise Refused(-201, "quote_message_id is invalid!")
    shown: dict[str, Any] = {"text": text, "buttons": [], "quote": message.get("quote_message_id", "")}
    return {**shown, **(_attachment(attachment) if attachment is not None else {})}


def _attachment(attachment: Any) -> dict[str, Any]:
    if not isinstance(attachment, dict) or set(attachment) != {"type", "payload"}:
        raise Refused(-201, "attachment is invalid!")
    payload = attachment["payload"]
    if attachment["type"] == "file":
        if set(payload) != {"token"}:
            raise Refused(-201, "token is invalid!")
        return {"file": payload["token"]}
    if attachment["type"] != "template" or set(payload) - {"template_type", "elements", "buttons"}:
        raise Refused(-233)
    if payload.get("template_type") == "media":
        return {"media": _media(payload.get("elements"))}
    if set(payload) != {"buttons"}:
        raise Refused(-201, "payload is invalid!")
    return {"buttons": _buttons(payload["buttons"])}


def _media(elements: Any) -> dict[str, Any]:
    if not isinstance(elements, list) or len(elements) != 1:
        raise Refused(-201, "elements is invalid!")
    element = elements[0]
    if ("url" in element) == ("attachment_id" in element):
        raise Refused(-201, "attachment_id is invalid!")
    return dict(element)


def _buttons(buttons: Any) -> list[dict[str, Any]]:
    if not isinstance(buttons, list) or not buttons:
        raise Refused(-201, "buttons is invalid!")
    if len(buttons) > BUTTONS_MAX:
        raise Refused(-210, "buttons exceeds allowable limit")
    for button in buttons:
        _button(button)
    return list(buttons)


def _button(button: Any) -> None:
    if set(button) - {"title", "type", "payload", "image_icon"}:
        raise Refused(-201, "button is invalid!")
    title, kind, payload = button.get("title"), button.get("type"), button.get("payload")
    if not isinstance(title, str) or not 0 < len(title) <= TITLE_MAX:
        raise Refused(-210 if title else -201, "title is invalid!")
    if kind in TAPS:
        if not isinstance(payload, str) or not 0 < len(payload) <= PAYLOAD_MAX:
            raise Refused(-201, "payload is invalid!")
    elif kind in OPENS:
        if not isinstance(payload, dict) or not payload.get(OPENS[kind]):
            raise Refused(-201, "payload is invalid!")
    else:
        raise Refused(-233)
