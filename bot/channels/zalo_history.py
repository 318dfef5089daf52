"""What people wrote while the webhook was silent: Zalo keeps the last messages, ten a call, the newest first.

Only what nobody answered is taken in: a message after which the account wrote to that person, by the bot or by staff,
is settled, however the history numbers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.channel import SendError
from bot.channels.zalo_api import Api
from bot.channels.zalo_errors import ZaloError
from bot.channels.zalo_events import Event, event_key
from bot.channels.zalo_http import Lost, NotConnected
from bot.log import logger

log = logger(__name__)

PATH = "/v2.0/oa/listrecentchat"
PAGE, PAGES = 10, 30
FROM_US, FROM_PERSON = 0, 1
BEFORE = timedelta(hours=2, minutes=10)
"""So long Zalo itself tries to deliver an event again: further back than that from the last one heard is known."""
KINDS = {
    **{kind: kind for kind in ("text", "image", "gif", "link", "audio", "video", "sticker", "location", "file")},
    **{"photo": "image", "voice": "audio", "links": "link", "business_card": "business_card"},
}
"""The webhook's kinds, by the names that the history may give them; a line of another kind is left alone."""
SETTLED = timedelta(minutes=2)
"""What is younger may still be on its way by webhook."""


async def unanswered(api: Api, *, since: datetime, now: datetime) -> list[Event]:
    """What people wrote after `since` and the account did not answer, the oldest first; [] when Zalo does not tell."""
    try:
        rows = await _rows(api, since)
    except (ZaloError, NotConnected, Lost, SendError) as error:
        log.warning("zalo's history cannot be read", why=str(error)[:120])
        return []
    answered: dict[str, datetime] = {}
    found = []
    for row in sorted(rows, key=_moment, reverse=True):
        if row.get("src") == FROM_US:
            answered.setdefault(str(row.get("to_id")), _moment(row))
        elif (event := as_event(row)) and event.person not in answered and since < event.at <= now - SETTLED:
            found.append(event)
    return found[::-1]


async def _rows(api: Api, since: datetime) -> list[Mapping[str, Any]]:
    """Lines of the history, as many pages as reach back to `since`."""
    found: list[Mapping[str, Any]] = []
    for page in range(PAGES):
        rows = await api.get(PATH, {"offset": page * PAGE, "count": PAGE})
        read = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        found += read
        if len(read) < PAGE or min(map(_moment, read)) <= since:
            break
    return found


def as_event(row: Mapping[str, Any]) -> Event | None:
    """The event that a line of the history would have been; None for what is no message of a person.

    Of a picture, a voice or a file only the kind is taken: the person hears what the bot makes of it, as ever.
    """
    person, number, text = str(row.get("from_id") or ""), str(row.get("message_id") or ""), row.get("message")
    kind = KINDS.get(str(row.get("type")).lower(), "")
    if row.get("src") != FROM_PERSON or not kind or not person or not number:
        return None
    if kind == "text" and not isinstance(text, str):
        return None
    name = f"user_send_{kind}"
    words = text.replace("\x00", "") if isinstance(text, str) and kind in ("text", "link") else ""
    return Event(name, person[:100], _moment(row), event_key(name, number[:100]), number=number[:100], text=words)


def _moment(row: Mapping[str, Any]) -> datetime:
    """When it was written; what says no plausible time is of no age."""
    stamp = row.get("time")
    if isinstance(stamp, bool) or not isinstance(stamp, int | float) or not 0 < stamp < 4e12:
        return datetime.fromtimestamp(0, UTC)
    return datetime.fromtimestamp(stamp / 1000, UTC)
