"""The Bot API's rules for texts, keyboards and parameters: what the double refuses, and in which words."""

from __future__ import annotations

import html
import io
import json
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from PIL import Image

CALLBACK_MAX = 64
PHOTO_BYTES_MAX, PHOTO_SIDES_MAX, PHOTO_RATIO_MAX = 10 * 1024 * 1024, 10_000, 20
JSON = {"Content-Type": "application/json"}

# What parse_mode=HTML knows.
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler", "a", "code", "pre"}
TAGS |= {"blockquote", "tg-emoji"}
TAG = re.compile(r"<(/?)([^\s>/]*)([^>]*)>?")
ENTITY = re.compile(r"&(lt|gt|amp|quot|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")


class ApiError(Exception):
    """An answer with ok=false."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(slots=True)
class Bucket:
    """A token bucket: `rate` a second, `burst` at once."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < 1:
            return (1 - self.tokens) / self.rate
        self.tokens -= 1
        return 0.0


def utf16_length(text: str) -> int:
    """As Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(text: str) -> str:
    """The text without its markup; raises the errors of the real parser."""
    if "<" not in text:
        return ENTITY.sub(_character, text) if "&" in text else text
    plain: list[str] = []
    open_tags: list[str] = []
    at = 0
    while (start := text.find("<", at)) >= 0:
        plain.append(ENTITY.sub(_character, text[at:start]))
        at = _tag(text, start, open_tags)
    plain.append(ENTITY.sub(_character, text[at:]))
    if open_tags:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{open_tags[-1]}"')
    return "".join(plain)


def _tag(text: str, start: int, open_tags: list[str]) -> int:
    """Open or close the tag that starts here; returns where the text goes on."""
    found = TAG.match(text, start)
    assert found
    name, offset = found[2].lower(), len(text[:start].encode())
    if found[1]:
        return _end_tag(name, offset, open_tags, found)
    if name not in TAGS:
        raise _unparsed(f'Unsupported start tag "{name}" at byte offset {offset}')
    if not found[0].endswith(">"):
        raise _unparsed(f"Unclosed start tag at byte offset {offset}")
    if name == "span" and "tg-spoiler" not in found[3]:
        raise _unparsed(f'Tag "span" must have class "tg-spoiler" at byte offset {offset}')
    open_tags.append(name)
    return found.end()


def _end_tag(name: str, offset: int, open_tags: list[str], found: re.Match[str]) -> int:
    if not open_tags:
        raise _unparsed(f"Unexpected end tag at byte offset {offset}")
    expected = open_tags.pop()
    if name and name != expected:
        raise _unparsed(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
    return found.end()


def _character(found: re.Match[str]) -> str:
    return html.unescape(found[0])


def _unparsed(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: can't parse entities: {reason}")


async def params_of(request: web.BaseRequest) -> dict[str, Any]:
    """The parameters of a call: JSON, a form, a form with files (as name and content), or the query."""
    kind = request.content_type
    if kind == "application/json":
        body = await request.read()
        return json.loads(body) if body else {}
    if kind == "application/x-www-form-urlencoded":
        return dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    if kind != "multipart/form-data":
        return dict(request.query)
    params: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        params[name] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    return params


def answer(status: int, body: Any) -> web.Response:
    return web.Response(status=status, body=json.dumps(body, ensure_ascii=False).encode(), headers=JSON)


def integer(params: dict[str, Any], name: str) -> int:
    try:
        return int(params.get(name) or 0)
    except ValueError:
        return 0


def truth(params: dict[str, Any], name: str) -> bool:
    return str(params.get(name, "")).lower() in ("true", "1")


def loaded(params: dict[str, Any], name: str) -> Any:
    """A value that may come as JSON in a string."""
    value = params.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise ApiError(400, f"Bad Request: can't parse {name.replace('_', ' ')} JSON object") from None


def plain_text(params: dict[str, Any], name: str, longest: int, too_long: str) -> str:
    """The text after parsing, trimmed, of a length that may be sent."""
    text = str(params.get(name) or "")
    mode = str(params.get("parse_mode") or "").lower()
    if mode == "html":
        text = parse_html(text)
    elif mode:
        raise ApiError(400, "Bad Request: unsupported parse_mode")
    text = text.strip()
    if len(text) > longest or (len(text) * 2 > longest and utf16_length(text) > longest):
        raise ApiError(400, f"Bad Request: {too_long}")
    return text


def check_photo(content: bytes) -> None:
    """A picture that Telegram can read, of a size that it takes."""
    if len(content) > PHOTO_BYTES_MAX:
        raise ApiError(413, "Request Entity Too Large")
    try:
        with Image.open(io.BytesIO(content)) as picture:
            width, height = picture.size
            picture.load()
    except (OSError, SyntaxError, ValueError):
        raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
    if width + height > PHOTO_SIDES_MAX or max(width, height) > PHOTO_RATIO_MAX * min(width, height):
        raise ApiError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")


def rows_of(params: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """The inline keyboard, each button checked."""
    markup = loaded(params, "reply_markup")
    rows = markup.get("inline_keyboard", []) if markup else []
    for row in rows:
        for button in row:
            _check_button(button)
    return [row for row in rows if row]


def _check_button(button: dict[str, Any]) -> None:
    if not str(button.get("text", "")).strip():
        raise ApiError(
            400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    data, url = button.get("callback_data"), button.get("url")
    if (data is None) == (url is None):
        raise ApiError(
            400, "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_MAX:
        raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    if url is not None and not _is_web_address(url):
        raise ApiError(400, f"Bad Request: inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _is_web_address(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "tg" or (parts.scheme in ("http", "https") and "." in (parts.hostname or ""))
