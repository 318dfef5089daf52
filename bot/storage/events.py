"""Queries about events and who signed up for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.announcements import WENT_OUT
from bot.storage.tables import Announcement, Event, Signup, Staff


async def get(db: AsyncSession, event_id: int, *, lock: bool = False) -> Event | None:
    """The event of this announcement. With `lock` nobody else changes its list before the transaction ends."""
    found = select(Event).where(Event.announcement_id == event_id).execution_options(populate_existing=True)
    return (await db.scalars(found.with_for_update() if lock else found)).first()


async def put(db: AsyncSession, event_id: int, **values: Any) -> None:
    """Set columns of an event; it is made when there is none."""
    changed = update(Event).where(Event.announcement_id == event_id).values(**values).returning(Event.announcement_id)
    if (await db.execute(changed)).scalar_one_or_none() is None:
        db.add(Event(announcement_id=event_id, **values))
        await db.flush()


async def open_to_citizens(db: AsyncSession, event_id: int) -> tuple[Event, Announcement] | None:
    """An event whose announcement went out, or None."""
    found = select(Event, Announcement).join(Announcement, Announcement.id == Event.announcement_id)
    row = (await db.execute(found.where(Event.announcement_id == event_id, Announcement.status.in_(WENT_OUT)))).first()
    return (row[0], row[1]) if row else None


async def with_code(db: AsyncSession, code: str) -> tuple[Event, Announcement] | None:
    """The event whose announcement has this code and went out, or None."""
    number = await db.scalar(select(Announcement.id).where(Announcement.code == code))
    return await open_to_citizens(db, number) if number else None


async def at_door(db: AsyncSession, door: str) -> Event | None:
    """The event whose door has this code."""
    return (await db.scalars(select(Event).where(Event.door == door))).first()


async def upcoming(db: AsyncSession, *, now: datetime, limit: int = 100) -> list[tuple[Event, Announcement]]:
    """Events that went out, did not begin and were not cancelled, the next one first."""
    found = select(Event, Announcement).join(Announcement, Announcement.id == Event.announcement_id)
    found = found.where(Announcement.status.in_(WENT_OUT), Event.starts_at > now, Event.cancelled_at.is_(None))
    return [(row[0], row[1]) for row in await db.execute(found.order_by(Event.starts_at).limit(limit))]


async def page(
    db: AsyncSession, *, area: str = "", organiser: int = 0, before: int | None = None, limit: int = 30
) -> list[Any]:
    """(Event, Announcement, how many have a seat), the newest announcement first.

    With `area`, those of its own staff and of the province; with `organiser`, theirs alone.
    """
    seated = select(func.count()).where(Signup.event_id == Event.announcement_id, Signup.state == "seated")
    found = select(Event, Announcement, seated.scalar_subquery().label("seated"))
    found = found.join(Announcement, Announcement.id == Event.announcement_id)
    found = found.join(Staff, Staff.id == Announcement.author_id)
    if area:
        found = found.where(or_(Staff.area == area, Staff.area == ""))
    if organiser:
        found = found.where(Event.organiser_id == organiser)
    if before is not None:
        found = found.where(Event.announcement_id < before)
    return list(await db.execute(found.order_by(Event.announcement_id.desc()).limit(limit)))


async def signup(db: AsyncSession, event_id: int, citizen_id: int) -> Signup | None:
    """How this citizen stands to an event, or None."""
    found = select(Signup).where(Signup.event_id == event_id, Signup.citizen_id == citizen_id)
    return (await db.scalars(found.execution_options(populate_existing=True))).first()


async def of_citizen(db: AsyncSession, citizen_id: int, event_ids: Collection[int]) -> dict[int, Signup]:
    """Event → how this citizen stands to it."""
    found = select(Signup).where(Signup.citizen_id == citizen_id, Signup.event_id.in_(event_ids))
    return {one.event_id: one for one in await db.scalars(found)}


async def signups(db: AsyncSession, event_id: int) -> list[Signup]:
    """Everybody on an event's list, in the order in which they came."""
    found = select(Signup).where(Signup.event_id == event_id).order_by(Signup.id)
    return list(await db.scalars(found.execution_options(populate_existing=True)))


async def counts(db: AsyncSession, event_id: int) -> dict[str, int]:
    """State → how many, and "attended" → how many came."""
    found = select(Signup.state, func.count(), func.count(Signup.attended_at)).where(Signup.event_id == event_id)
    rows = list(await db.execute(found.group_by(Signup.state)))
    return {state: number for state, number, _ in rows} | {"attended": sum(came for _, _, came in rows)}


async def enter(db: AsyncSession, event_id: int, citizen_id: int | None, **values: Any) -> Signup:
    """Put somebody on the list; who is on it already stands there as `values` say from now on."""
    found = await signup(db, event_id, citizen_id) if citizen_id is not None else None
    if found is None:
        blank = {"told_at": None, "reminded_at": None, "attended_at": None, "thanked_at": None, "waiting_since": None}
        rows = insert(Signup).values(event_id=event_id, citizen_id=citizen_id, **{"name": "", **blank, **values})
        number = (await db.execute(rows.returning(Signup.id))).scalar_one()
    else:
        number = found.id
        await change(db, number, **values)
    made = select(Signup).where(Signup.id == number).execution_options(populate_existing=True)
    return (await db.scalars(made)).one()


async def change(db: AsyncSession, signup_id: int, **values: Any) -> None:
    """Set columns of one line of a list."""
    await db.execute(update(Signup).where(Signup.id == signup_id).values(**values))


async def waiting(db: AsyncSession, event_id: int, *, limit: int | None = None) -> list[Signup]:
    """Who waits for a seat, the longest waiting first."""
    found = select(Signup).where(Signup.event_id == event_id, Signup.state == "waiting")
    return list(await db.scalars(found.order_by(Signup.waiting_since, Signup.id).limit(limit)))


async def with_waiting(db: AsyncSession, *, now: datetime) -> list[int]:
    """Events to come for which somebody waits."""
    found = select(Event.announcement_id).where(Event.starts_at > now, Event.cancelled_at.is_(None))
    waits = select(Signup.id).where(Signup.event_id == Event.announcement_id, Signup.state == "waiting").exists()
    return list(await db.scalars(found.where(waits).order_by(Event.announcement_id)))


async def untold(db: AsyncSession, *, limit: int = 200) -> list[tuple[Signup, Event, Announcement]]:
    """Who got a seat and has not heard of it; who is on the list of a cancelled event and has not heard of that."""
    moved = (Signup.state == "seated") & Event.cancelled_at.is_(None)
    lost = Signup.state.in_(("seated", "waiting")) & Event.cancelled_at.is_not(None)
    return await _due(db, Signup.told_at.is_(None), moved | lost, limit=limit)


async def to_remind(
    db: AsyncSession, *, after: datetime, until: datetime, limit: int = 200
) -> list[tuple[Signup, Event, Announcement]]:
    """Who has a seat at an event that begins in this span, and was not reminded."""
    span = Event.starts_at.between(after, until) & Event.cancelled_at.is_(None)
    return await _due(db, span, Signup.state == "seated", Signup.reminded_at.is_(None), limit=limit)


async def to_thank(
    db: AsyncSession, *, after: datetime, until: datetime, limit: int = 200
) -> list[tuple[Signup, Event, Announcement]]:
    """Who came to an event that ended in this span, and was not thanked."""
    span = Event.ends_at.between(after, until) & Event.cancelled_at.is_(None)
    return await _due(db, span, Signup.attended_at.is_not(None), Signup.thanked_at.is_(None), limit=limit)


async def _due(db: AsyncSession, *conditions: Any, limit: int) -> list[tuple[Signup, Event, Announcement]]:
    found = select(Signup, Event, Announcement).join(Event, Event.announcement_id == Signup.event_id)
    found = found.join(Announcement, Announcement.id == Event.announcement_id)
    found = found.where(Signup.citizen_id.is_not(None), *conditions).order_by(Signup.id).limit(limit)
    return [(row[0], row[1], row[2]) for row in await db.execute(found)]


async def ended_with_names(db: AsyncSession, *, before: datetime, limit: int = 20) -> list[int]:
    """Events that ended before then and still have a list."""
    listed = select(Signup.id).where(Signup.event_id == Event.announcement_id).exists()
    found = select(Event.announcement_id).where(Event.ends_at < before, listed).order_by(Event.ends_at)
    return list(await db.scalars(found.limit(limit)))


async def forget(db: AsyncSession, event_id: int) -> None:
    """Everybody's line on an event's list goes."""
    await db.execute(delete(Signup).where(Signup.event_id == event_id))


async def tell_all_again(db: AsyncSession, event_id: int) -> None:
    """Everybody who counts on this event has something to hear."""
    listed = (Signup.event_id == event_id, Signup.state.in_(("seated", "waiting")))
    await db.execute(update(Signup).where(*listed).values(told_at=None))


async def join(db: AsyncSession, into: int, other: int) -> None:
    """Two citizens are one: of two lines on one list the better one stays. A seat given back goes to who waits."""
    mine = {one.event_id: one for one in await _lines(db, into)}
    for theirs in await _lines(db, other):
        here = mine.get(theirs.event_id)
        loser = theirs if here and _worth(here) >= _worth(theirs) else here
        if loser is not None:
            await db.execute(delete(Signup).where(Signup.id == loser.id))
        if loser is not theirs:
            await change(db, theirs.id, citizen_id=into)


def _worth(one: Signup) -> tuple[bool, int]:
    return one.attended_at is not None, ("left", "waiting", "door", "seated").index(one.state)


async def _lines(db: AsyncSession, citizen_id: int) -> list[Signup]:
    return list(await db.scalars(select(Signup).where(Signup.citizen_id == citizen_id)))


async def drop(db: AsyncSession, event_id: int) -> None:
    """The announcement is no event any more."""
    await db.execute(delete(Event).where(Event.announcement_id == event_id))
