"""Events as calendar files, for anyone who knows the announcement's code. Nobody's name is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web

from bot.storage import events
from bot.storage.database import Database
from bot.storage.tables import Announcement, Event

CODE = re.compile(r"TB-[A-Z0-9]{6}")
REMIND = timedelta(hours=-2)


def calendar(event: Event, announcement: Announcement, base_url: str) -> bytes:
    """One event as iCalendar (RFC 5545). The same event has the same UID, and a cancelled one says so."""
    from icalendar import Alarm, Calendar
    from icalendar import Event as Entry

    made, entry, alarm = Calendar(), Entry(), Alarm()
    made.add("prodid", "-//Hoc Vu So//Quang Ninh//VI")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if event.cancelled_at else "PUBLISH")
    entry.add("uid", f"{announcement.code.lower()}@{urlsplit(base_url).hostname or 'hocvuso'}")
    entry.add("sequence", 1 if event.cancelled_at else 0)
    entry.add("dtstamp", _utc(event.cancelled_at or announcement.approved_at or announcement.created_at))
    entry.add("dtstart", _utc(event.starts_at))
    entry.add("dtend", _utc(event.ends_at))
    entry.add("summary", announcement.title)
    entry.add("location", event.place)
    entry.add("description", f"Mã thông báo: {announcement.code}. Không đến được thì nhắn cho Học Vụ Số: hủy đăng ký")
    entry.add("status", "CANCELLED" if event.cancelled_at else "CONFIRMED")
    alarm.add("action", "DISPLAY")
    alarm.add("description", announcement.title)
    alarm.add("trigger", REMIND)
    if not event.cancelled_at:
        entry.add_component(alarm)
    made.add_component(entry)
    return bytes(made.to_ical())


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def routes(database: Database, base_url: str) -> Sequence[web.RouteDef]:
    """`/sukien/CODE.ics`."""

    async def entry(request: web.Request) -> web.Response:
        code = request.match_info["code"].upper()
        async with database.read() as db:
            found = await events.with_code(db, code) if CODE.fullmatch(code) else None
        if found is None:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": f'attachment; filename="{code.lower()}.ics"', "Cache-Control": "no-cache"}
        body = calendar(found[0], found[1], base_url)
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)

    return [web.get("/sukien/{code}.ics", entry)]
