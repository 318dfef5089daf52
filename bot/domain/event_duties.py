"""What the clock does for events: seats to who waits, the reminder of the day before, thanks afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.domain.event_words import near_day, when
from bot.domain.events import REMIND_BEFORE, fill
from bot.messages import Button, Reply
from bot.storage import citizens, counters, events, outbox
from bot.storage.tables import Announcement, Event, Signup

THANK_AFTER, THANK_UNTIL = timedelta(minutes=30), timedelta(days=3)
"""After the end: later than this nobody is thanked any more."""
LISTS_LAST = timedelta(days=90)
"""So long after an event its list is kept; how many came stays."""
MENU = Button("do:menu", "buttons.menu")


async def send_due(db: AsyncSession, clock: Clock, now: datetime) -> int:
    """Give free seats on and tell who is to be told. Nobody is told twice: mark and message commit together.

    Not to be called in quiet hours. Returns how many messages are on their way.
    """
    for number in await events.with_waiting(db, now=now):
        event = await events.get(db, number, lock=True)
        if event:
            await fill(db, event, now)
    told = await _tell(db, await events.untold(db), _news(clock), mark="told_at", rank=outbox.PEOPLE, now=now)
    soon = await events.to_remind(db, after=now, until=now + REMIND_BEFORE)
    told += await _tell(db, soon, _reminder(clock, now), mark="reminded_at", rank=outbox.REMINDERS, now=now)
    ended = await events.to_thank(db, after=now - THANK_UNTIL, until=now - THANK_AFTER)
    return told + await _tell(db, ended, thanks, mark="thanked_at", rank=outbox.REMINDERS, now=now)


async def forget_lists(db: AsyncSession, clock: Clock, now: datetime) -> None:
    """Lists of long ago go, with the names on them; the counts stay."""
    for number in await events.ended_with_names(db, before=now - LISTS_LAST):
        found = await events.counts(db, number)
        named = {f"events.{number}.{state}": count for state, count in found.items() if count}
        await counters.add(db, clock.local(now).date(), named)
        await events.forget(db, number)


async def _tell(
    db: AsyncSession,
    due: list[tuple[Signup, Event, Announcement]],
    words: Callable[[Event, Announcement], Reply],
    *,
    mark: str,
    rank: int,
    now: datetime,
) -> int:
    """One message each, to where they wrote from last. Who cannot be reached is marked too: the list shows it."""
    sent = 0
    for signup, event, announcement in due:
        await events.change(db, signup.id, **{mark: now})
        places = [one for one in await citizens.addresses(db, signup.citizen_id or 0) if not one.blocked_at]
        if places and signup.citizen_id:
            await outbox.add(db, signup.citizen_id, places[0].id, words(event, announcement), rank=rank, now=now)
            sent += 1
    return sent


def _facts(event: Event, announcement: Announcement, clock: Clock) -> dict[str, Any]:
    return {"title": announcement.title, "when": when(event, clock), "place": event.place}


def _news(clock: Clock) -> Callable[[Event, Announcement], Reply]:
    """A seat became theirs, or the event does not take place."""

    def words(event: Event, announcement: Announcement) -> Reply:
        facts = _facts(event, announcement, clock)
        if event.cancelled_at:
            return Reply("events.cancelled", {**facts, "why": event.cancelled_why}, buttons=[MENU])
        return Reply("events.moved_up", facts, buttons=_ways(event))

    return words


def _reminder(clock: Clock, now: datetime) -> Callable[[Event, Announcement], Reply]:
    def words(event: Event, announcement: Announcement) -> Reply:
        facts = {**_facts(event, announcement, clock), "day": near_day(event.starts_at, now, clock)}
        return Reply("events.reminder", facts, buttons=_ways(event))

    return words


def thanks(event: Event, announcement: Announcement) -> Reply:
    """Thanks, and the lesson that goes on from there."""
    lesson = Button(f"lessons.open:{event.lesson.lower()}", "buttons.learn_next")
    onward = lesson if event.lesson else Button("do:resume", "buttons.learn_on")
    return Reply("events.thanks", {"title": announcement.title}, buttons=[onward, MENU])


def _ways(event: Event) -> list[Button]:
    return [Button(f"events.leave:{event.announcement_id}", "buttons.cannot_come"), MENU]
