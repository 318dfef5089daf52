"""Queries about announcements and what became of their messages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.storage import counters
from bot.storage.database import wake
from bot.storage.inbox import insert_new
from bot.storage.outbox import OPEN, OUTBOX, REMINDERS, REPLIES
from bot.storage.tables import Address, Announcement, Counter, Fingerprint, Outbound, Staff

OPEN_TO_EDITS = ("draft", "returned")
PUBLISHED = ("approved", "sending", "sent")
UNDER_WAY = ("waiting", "sending", "paused")
WENT_OUT = (*PUBLISHED, "stopped")
MARKS_AT_ONCE = 500
AT_ONCE = 5000
"""So many messages follow in one step when their announcement is paused or stopped."""


async def add(db: AsyncSession, **values: Any) -> Announcement:
    """A new announcement."""
    made = Announcement(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, announcement_id: int) -> Announcement | None:
    """The announcement as it stands now, or None."""
    found = select(Announcement).where(Announcement.id == announcement_id)
    return (await db.scalars(found.execution_options(populate_existing=True))).first()


async def change(db: AsyncSession, announcement_id: int, *, if_in: Collection[str], **values: Any) -> bool:
    """Set columns if the status is still one of those; False when somebody was faster."""
    where = (Announcement.id == announcement_id, Announcement.status.in_(if_in))
    changed = update(Announcement).where(*where).values(**values).returning(Announcement.id)
    return (await db.execute(changed)).scalar_one_or_none() is not None


async def page(db: AsyncSession, *, area: str = "", before: int | None = None, limit: int = 30) -> list[Announcement]:
    """The newest first, before that number; with `area`, those of its own staff and of the province."""
    found = select(Announcement).join(Staff, Staff.id == Announcement.author_id)
    if area:
        found = found.where(or_(Staff.area == area, Staff.area == ""))
    if before is not None:
        found = found.where(Announcement.id < before)
    return list(await db.scalars(found.order_by(Announcement.id.desc()).limit(limit)))


LATEST = select(Announcement).where(Announcement.status.in_(PUBLISHED)).order_by(Announcement.approved_at.desc())


async def published(db: AsyncSession, *, limit: int = 100) -> list[Announcement]:
    """What went out, approved last first."""
    return list(await db.scalars(LATEST.limit(limit)))


async def sent_with_code(db: AsyncSession, code: str) -> Announcement | None:
    """The announcement of this code, if it went out to anybody."""
    found = select(Announcement).where(Announcement.code == code, Announcement.status.in_(WENT_OUT))
    return (await db.scalars(found)).first()


async def keep_fingerprint(db: AsyncSession, announcement_id: int, marks: Collection[int]) -> None:
    """By these marks a copy is found again."""
    rows = [{"mark": mark, "announcement_id": announcement_id} for mark in sorted(marks)]
    if rows:
        await (await db.connection()).execute(insert_new(db, Fingerprint.__table__), rows)  # type: ignore[arg-type]


async def alike(db: AsyncSession, marks: Collection[int], *, limit: int = 3) -> list[Announcement]:
    """Those that went out and share most of these marks, the likest first."""
    shared = (
        select(Fingerprint.announcement_id, func.count().label("marks"))
        .where(Fingerprint.mark.in_(sorted(marks)[:MARKS_AT_ONCE]))
        .group_by(Fingerprint.announcement_id)
        .order_by(func.count().desc(), Fingerprint.announcement_id.desc())
        .limit(limit)
        .subquery()
    )
    found = select(Announcement).join(shared, shared.c.announcement_id == Announcement.id)
    return list(await db.scalars(found.where(Announcement.status.in_(WENT_OUT)).order_by(shared.c.marks.desc())))


async def next_to_plan(db: AsyncSession, *, only_urgent: bool = False) -> Announcement | None:
    """What is urgent first, then what was approved longest ago, not all in the outbox; no other process has it."""
    ready = [Announcement.status == "approved", Announcement.paused_at.is_(None)]
    ready += [Announcement.urgent_why != ""] if only_urgent else []
    urgent_first = case((Announcement.urgent_why != "", 0), else_=1)
    found = select(Announcement).where(*ready).order_by(urgent_first, Announcement.approved_at, Announcement.id)
    return (await db.scalars(found.limit(1).with_for_update(skip_locked=True))).first()


async def urgent_waiting(db: AsyncSession) -> list[Announcement]:
    """Urgent ones that wait for approval."""
    found = select(Announcement).where(Announcement.status == "submitted", Announcement.urgent_why != "")
    return list(await db.scalars(found.order_by(Announcement.id)))


async def release(db: AsyncSession, *, now: datetime) -> None:
    """What was approved for a time that has come is approved like anything else."""
    due = (Announcement.status == "scheduled", Announcement.send_at <= now)
    await db.execute(update(Announcement).where(*due).values(status="approved"))


async def hold(db: AsyncSession, announcement_id: int, *, now: datetime) -> int:
    """The next `AT_ONCE` messages that nobody began to send stay where they are. Returns how many.

    Who had them in hand lets go of them, so that they can leave as soon as they may again.
    """
    ids = list(await db.scalars(_idle(announcement_id, ("waiting",)).limit(AT_ONCE)))
    still = (Outbound.id.in_(ids), Outbound.status == "waiting")
    free = {"taken_by": "", "next_at": case((Outbound.taken_by != "", now), else_=Outbound.next_at)}
    await db.execute(update(Outbound).where(*still).values(status="paused", **free))
    return len(ids)


async def go_on(db: AsyncSession, announcement_id: int) -> None:
    """What was held goes on."""
    mine = (Outbound.announcement_id == announcement_id, Outbound.status == "paused")
    await db.execute(update(Outbound).where(*mine).values(status="waiting"))
    wake(db, "outbox")


async def unfinished(db: AsyncSession) -> list[Announcement]:
    """All planned or stopped, but not yet closed."""
    found = select(Announcement).where(Announcement.status.in_(("sending", "stopped")))
    return list(await db.scalars(found.where(Announcement.finished_at.is_(None)).order_by(Announcement.id)))


async def under_way(db: AsyncSession, announcement_id: int) -> bool:
    """Is any of its messages on its way? Found by the index of what is open, where all its messages would be many."""
    mine = OUTBOX.c.announcement_id + 0 == announcement_id
    found = select(OUTBOX.c.id).where(OPEN, OUTBOX.c.rank >= REMINDERS, mine).limit(1)
    return await db.scalar(found) is not None


async def outcomes(db: AsyncSession, announcement_id: int) -> dict[tuple[str, str], int]:
    """(status, failure) → how many messages."""
    columns = (Outbound.status, Outbound.failure)
    found = select(*columns, func.count()).where(Outbound.announcement_id == announcement_id).group_by(*columns)
    return {(status, failure): count for status, failure, count in await db.execute(found)}


async def to_repeat(db: AsyncSession) -> list[Announcement]:
    """Those that repeat and have gone out, or begun to, and whose next time is not set."""
    due = (Announcement.repeats != "", Announcement.status.in_(WENT_OUT), Announcement.next_made.is_(False))
    return list(await db.scalars(select(Announcement).where(*due).order_by(Announcement.id)))


async def end_series(db: AsyncSession, first: int) -> None:
    """Those of this series that wait for their time are stopped, and there will be no other."""
    mine = or_(Announcement.id == first, Announcement.series == first)
    await db.execute(update(Announcement).where(mine).values(repeats=""))
    waiting = (mine, Announcement.status == "scheduled")
    await db.execute(update(Announcement).where(*waiting).values(status="stopped"))


async def next_in_series(db: AsyncSession, first: int) -> Announcement | None:
    """The one of this series that waits for its time."""
    mine = or_(Announcement.id == first, Announcement.series == first)
    found = select(Announcement).where(mine, Announcement.status == "scheduled").order_by(Announcement.send_at)
    return (await db.scalars(found.limit(1))).first()


async def in_status(db: AsyncSession, statuses: Collection[str], *, limit: int) -> list[Announcement]:
    """Those in one of these states, the newest first."""
    found = select(Announcement).where(Announcement.status.in_(statuses))
    return list(await db.scalars(found.order_by(Announcement.id.desc()).limit(limit)))


async def sent_since(db: AsyncSession, announcement_id: int, since: datetime) -> int:
    """How many of its messages a platform took since then."""
    mine = (Outbound.announcement_id == announcement_id, Outbound.sent_at >= since)
    return int(await db.scalar(select(func.count()).select_from(Outbound).where(*mine)) or 0)


async def take_back(db: AsyncSession, announcement_id: int) -> int:
    """The next `AT_ONCE` messages that nobody began to send never go out. Returns how many."""
    ids = list(await db.scalars(_idle(announcement_id, ("waiting", "paused")).limit(AT_ONCE)))
    idle = (Outbound.id.in_(ids), Outbound.status.in_(("waiting", "paused")))
    await db.execute(update(Outbound).where(*idle).values(status="failed", failure="stopped"))
    return len(ids)


async def idle(db: AsyncSession, announcement_id: int) -> int:
    """How many messages nobody began to send."""
    mine = _idle(announcement_id, ("waiting", "paused")).subquery()
    return int(await db.scalar(select(func.count()).select_from(mine)) or 0)


async def set_aside(db: AsyncSession, *, now: datetime) -> int:
    """The next messages of what was paused or stopped follow their announcement. Returns how many."""
    open_ = (Announcement.status.in_(("approved", "sending", "stopped")), Announcement.finished_at.is_(None))
    halted = or_(Announcement.paused_at.is_not(None), Announcement.status == "stopped")
    moved = 0
    for found in list(await db.scalars(select(Announcement).where(*open_, halted).order_by(Announcement.id))):
        moved += await (take_back(db, found.id) if found.status == "stopped" else hold(db, found.id, now=now))
    return moved


def _idle(announcement_id: int, statuses: Collection[str]) -> Select[Any]:
    mine = (Outbound.announcement_id == announcement_id, Outbound.status.in_(statuses))
    return select(Outbound.id).where(*mine).order_by(Outbound.id)


async def told_lately(db: AsyncSession, address_ids: Collection[int], *, since: datetime) -> dict[int, list[datetime]]:
    """Address → when announcements were sent since then, or are to be sent."""
    found = (
        select(Outbound.address_id, Outbound.next_at)
        .where(Outbound.address_id.in_(address_ids), Outbound.announcement_id.is_not(None), Outbound.next_at > since)
        .where(Outbound.status.in_((*UNDER_WAY, "sent", "uncertain")))
    )
    times: dict[int, list[datetime]] = {}
    for address, at in await db.execute(found):
        times.setdefault(address, []).append(at)
    return times


MOST_LOOKED_AT = 20
"""Messages with announcements, the last that came to somebody."""


async def delivered(db: AsyncSession, citizen_id: int, address_id: int, *, since: datetime, limit: int) -> list[Any]:
    """(Announcement, the area of its author, whether nothing was answered there since) of what reached somebody.

    The last first, of what still stands; on any of their channels, and on this one whoever has the phone now.
    """
    wanted = {"citizen": citizen_id, "address": address_id, "since": since, "most": limit}
    return list(await db.execute(REACHED, wanted))


def _reached() -> Select[Announcement, str, bool]:
    """It begins at the person: an announcement may have gone to everybody in the province."""
    mine = or_(Address.citizen_id == bindparam("citizen"), Address.id == bindparam("address"))
    arrived = (Outbound.announcement_id.is_not(None), Outbound.status.in_(("sent", "uncertain")))
    here = Outbound.address_id.in_(select(Address.id).where(mine))
    theirs = select(Outbound).where(here, Outbound.sent_at >= bindparam("since"), *arrived)
    last = theirs.order_by(Outbound.sent_at.desc(), Outbound.id.desc()).limit(MOST_LOOKED_AT)
    came, reply = aliased(Outbound, last.subquery()), aliased(Outbound)
    answers = (reply.address_id == came.address_id, reply.rank == REPLIES, reply.turn.is_not(None))
    answered = exists().where(*answers, reply.created_at > came.sent_at)
    found = (
        select(Announcement, Staff.area, ~answered)
        .join(came, came.announcement_id == Announcement.id)
        .join(Staff, Staff.id == Announcement.author_id)
        .where(Announcement.status.in_(PUBLISHED))
    )
    return found.order_by(came.sent_at.desc(), came.id.desc()).limit(bindparam("most"))


REACHED = _reached()
"""Built once: to build it costs ten times as much as to ask it."""
SENT_SINCE = select(Announcement.id).where(
    Announcement.status.in_(PUBLISHED),
    or_(Announcement.finished_at.is_(None), Announcement.finished_at >= bindparam("since")),
)
SENT_SINCE = SENT_SINCE.limit(1)


async def any_since(db: AsyncSession, since: datetime) -> bool:
    """Whether any announcement was still on its way then, or is."""
    return (await db.execute(SENT_SINCE, {"since": since})).first() is not None


async def keep_counts(db: AsyncSession, announcement_id: int, day: date, counts: Mapping[str, int]) -> None:
    """Keep the report: the messages themselves are purged later."""
    named = {f"announcement.{announcement_id}.{name}": count for name, count in counts.items() if count}
    await counters.add(db, day, named)


async def kept_counts(db: AsyncSession, announcement_id: int) -> dict[str, int]:
    """The counts of a closed announcement."""
    start = f"announcement.{announcement_id}."
    found = select(Counter.name, Counter.value).where(Counter.name.startswith(start, autoescape=True))
    return {name.removeprefix(start): value for name, value in await db.execute(found)}
