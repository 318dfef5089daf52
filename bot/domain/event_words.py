"""An event in words: when and where, as its announcement says it and as citizens are told later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.staff import Refusal
from bot.storage import events
from bot.storage.tables import Announcement

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


class Meeting(Protocol):
    """What an event says of place, time and seats."""

    @property
    def place(self) -> str:
        """Where."""
        ...

    @property
    def starts_at(self) -> datetime:
        """From when."""
        ...

    @property
    def ends_at(self) -> datetime:
        """Until when."""
        ...

    @property
    def seats(self) -> int:
        """For how many."""
        ...


def when(meeting: Meeting, clock: Clock | None = None) -> str:
    """ "19:00 đến 20:30, thứ Bảy ngày 28/11/2026"."""
    clock = clock or Clock()
    begins, ends = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
    return f"{begins:%H:%M} đến {ends:%H:%M}, {WEEKDAYS[begins.weekday()]} ngày {begins:%d/%m/%Y}"


def near_day(moment: datetime, now: datetime, clock: Clock | None = None) -> str:
    """ "Hôm nay", "Ngày mai" or "Sắp tới": how a reminder begins."""
    clock = clock or Clock()
    days = (clock.local(moment).date() - clock.local(now).date()) // timedelta(days=1)
    return {0: "Hôm nay", 1: "Ngày mai"}.get(days, "Sắp tới")


def paragraph(meeting: Meeting) -> str:
    """What the announcement's text ends with: the event's facts and how to sign up."""
    return (
        f"🕒 {when(meeting)}\n📍 {meeting.place}\n"
        f"Có {meeting.seats} chỗ. Muốn giữ chỗ thì bấm “Đăng ký”, hoặc nhắn: đăng ký"
    )


def with_paragraph(body: str, old: Meeting | None, new: Meeting | None) -> str:
    """The text of an announcement with the event's paragraph in place of an earlier one; `new` None takes it out."""
    rest = body.replace(paragraph(old), "").strip() if old else body.strip()
    return f"{rest}\n\n{paragraph(new)}" if new else rest


async def refuse_untold(db: AsyncSession, found: Announcement) -> None:
    """An event's announcement must still say when, where and how many. Raises Refusal."""
    event = await events.get(db, found.id)
    if event and paragraph(event) not in found.body:
        raise Refusal("events.untold")


async def refuse_begun(db: AsyncSession, found: Announcement, now: datetime) -> None:
    """Nobody is invited to an event that has begun by the time the invitation leaves. Raises Refusal."""
    event = await events.get(db, found.id)
    if event and event.starts_at <= max(now, found.send_at or now):
        raise Refusal("events.begins_before_sending", when=when(event))
