"""Everything said, from the moment it is decided until the platform took it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, case, exists, func, insert, literal, literal_column, or_, select, update
from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.messages import Button, Label, Picture, Reply
from bot.storage.database import wake
from bot.storage.tables import Address, Announcement, Citizen, Inbound, Outbound

REPLIES, PEOPLE, REMINDERS, BULK = range(4)
"""Ranks: the lower goes first."""

OUTBOX: Table = Outbound.__table__  # type: ignore[assignment]
ADDRESSES: Table = Address.__table__  # type: ignore[assignment]
CITIZENS: Table = Citizen.__table__  # type: ignore[assignment]
ANNOUNCEMENTS: Table = Announcement.__table__  # type: ignore[assignment]
OPEN = OUTBOX.c.status.in_((literal_column("'waiting'"), literal_column("'sending'")))
"""Spelled out: with parameters SQLite cannot see that the index of what is open holds all that is asked for."""
KEPT = OUTBOX.c.status == literal_column("'kept'")
FRESH = {"status": "waiting", "failure": "", "attempts": 0}
ANSWER, REMINDER = "answer", "reminder"
"""What a citizen missed, as their row says: something said to them was kept; something was only for that time."""


def as_json(reply: Reply) -> dict[str, Any]:
    """A reply as the row keeps it; `then` and `trace` stay behind."""
    kept: dict[str, Any] = {"phrase": reply.phrase}
    if reply.values:
        kept["values"] = dict(reply.values)
    if reply.label:
        kept["label"] = reply.label.value
    if reply.sources:
        kept["sources"] = list(reply.sources)
    if reply.buttons:
        kept["buttons"] = [[b.does, b.phrase, dict(b.values), b.url] for b in reply.buttons]
    if reply.picture:
        kept["picture"] = [reply.picture.name, reply.picture.alt]
    return kept


def from_json(kept: Mapping[str, Any]) -> Reply:
    """The reply that a row keeps."""
    return Reply(
        kept["phrase"],
        kept.get("values", {}),
        label=Label(kept["label"]) if kept.get("label") else None,
        buttons=[Button(*button) for button in kept.get("buttons", ())],
        sources=kept.get("sources", ()),
        picture=Picture(*kept["picture"]) if kept.get("picture") else None,
    )


def row(citizen_id: int, address_id: int, reply: Reply, *, rank: int, now: datetime, **more: Any) -> dict[str, Any]:
    """The values of one new row; all rows have the same keys, so that many go in at once."""
    values = {
        "citizen_id": citizen_id,
        "address_id": address_id,
        "rank": rank,
        "reply": as_json(reply),
        "words": "",
        "choices": [],
        "label": reply.label.value if reply.label else "",
        "replaces": "",
        "turn": None,
        "status": "waiting",
        "failure": "",
        "attempts": 0,
        "taken_by": "",
        "next_at": now,
        "platform_id": "",
        "announcement_id": None,
        "created_at": now,
    }
    return values | more


async def add(
    db: AsyncSession, citizen_id: int, address_id: int, reply: Reply, *, rank: int, now: datetime, **more: Any
) -> int:
    """Put one reply on its way; it goes out after the commit. Returns the row's id."""
    found = await db.execute(
        insert(OUTBOX).values(**row(citizen_id, address_id, reply, rank=rank, now=now, **more)).returning(OUTBOX.c.id)
    )
    wake(db, "outbox")
    return int(found.scalar_one())


PUTTING = insert(OUTBOX)
ADDING = PUTTING.returning(OUTBOX.c.id, sort_by_parameter_order=True)
LAST = sql("""
SELECT max((SELECT coalesce(max(id), 0) FROM outbox),
           (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'outbox'))
""")
"""The highest id that SQLite ever gave: rows that were erased count."""


async def add_many(db: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Put many on their way at once; ids come in the order of the rows. What its writer sends itself wakes nobody."""
    if not rows:
        return []
    connection = await db.connection()
    if connection.dialect.name == "sqlite":
        ids = await _numbered(connection, rows)
    else:
        ids = [int(number) for number in (await connection.execute(ADDING, rows)).scalars()]
    if any(row["status"] == "waiting" for row in rows):
        wake(db, "outbox")
    return ids


async def _numbered(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> list[int]:
    """With ids as SQLite would give them: for ids that come back it would take the rows one by one.

    Nobody else writes meanwhile: a transaction that writes holds the whole database from its start.
    """
    last = int((await connection.execute(LAST)).scalar_one())
    ids = list(range(last + 1, last + 1 + len(rows)))
    await connection.execute(PUTTING, [{"id": number, **row} for number, row in zip(ids, rows, strict=True)])
    return ids


async def put_alike(db: AsyncSession, row: Mapping[str, Any], places: Sequence[int]) -> None:
    """The same row for many addresses, by one statement, in the order of their citizens."""
    rest = {name: value for name, value in row.items() if name not in ("citizen_id", "address_id")}
    same = [literal(value, OUTBOX.c[name].type) for name, value in rest.items()]
    found = select(ADDRESSES.c.citizen_id, ADDRESSES.c.id, *same).where(ADDRESSES.c.id.in_(places))
    adding = insert(OUTBOX).from_select(["citizen_id", "address_id", *rest], found.order_by(ADDRESSES.c.citizen_id))
    await (await db.connection()).execute(adding)
    wake(db, "outbox")


MINE = OUTBOX.c.id.in_(bindparam("ids", expanding=True))
HERE = exists().where(ADDRESSES.c.id == OUTBOX.c.address_id)
HERE = HERE.where(ADDRESSES.c.channel.in_(bindparam("channels", expanding=True)))
"""Not a join: that SQLite would begin with every address of the channel."""
CLAIMABLE = (
    select(OUTBOX.c.id)
    .where(OPEN, OUTBOX.c.rank == bindparam("rank"), OUTBOX.c.next_at <= bindparam("now"), HERE)
    .order_by(OUTBOX.c.next_at, OUTBOX.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=OUTBOX)
)
"""Of one rank: so the index leads past what is in somebody's hands or waits for its day, however much that is."""
TAKING = update(OUTBOX).where(MINE)
TAKING = TAKING.values(
    taken_by=bindparam("worker"),
    next_at=bindparam("until"),
    status=case((OUTBOX.c.rank < REMINDERS, "sending"), else_=OUTBOX.c.status),
)
WITH_ADDRESS = (
    select(OUTBOX, ADDRESSES.c.channel, ADDRESSES.c.address, ADDRESSES.c.last_heard, CITIZENS.c.form)
    .add_columns(Inbound.platform_id.label("answers"))
    .outerjoin(Inbound, and_(Inbound.id == OUTBOX.c.turn, Inbound.kind == "text"))
    .join(ADDRESSES, ADDRESSES.c.id == OUTBOX.c.address_id)
    .join(CITIZENS, CITIZENS.c.id == OUTBOX.c.citizen_id)
    .where(MINE)
    .order_by(OUTBOX.c.rank, OUTBOX.c.id)
)


async def claim(
    db: AsyncSession,
    worker: str,
    channels: Sequence[str],
    *,
    limit: int,
    now: datetime,
    lease: timedelta,
    lowest: int = BULK,
) -> list[Any]:
    """The most urgent rows that nobody holds, with address and form; they are `worker`'s until the lease ends.

    What ranks below `lowest` stays where it is (in quiet hours: bulk).

    Replies count as being sent from here on, for they may be repeated. What may not is marked by `begin`.
    """
    connection = await db.connection()
    ids: list[int] = []
    for rank in range(lowest + 1):
        wanted = {"channels": channels, "limit": limit - len(ids), "now": now, "rank": rank}
        ids += (await connection.execute(CLAIMABLE, wanted)).scalars()
        if len(ids) == limit:
            break
    if not ids:
        return []
    rows = list(await connection.execute(WITH_ADDRESS, {"ids": ids}))
    await connection.execute(TAKING, {"ids": ids, "worker": worker, "until": now + lease})
    return rows


HELD_BACK = exists().where(
    ANNOUNCEMENTS.c.id == OUTBOX.c.announcement_id,
    or_(ANNOUNCEMENTS.c.paused_at.is_not(None), ANNOUNCEMENTS.c.status == "stopped"),
)
"""Its announcement is paused or stopped: the word counts at once, its many rows follow in slices."""
BEGINNING = update(OUTBOX).where(MINE, OUTBOX.c.taken_by == bindparam("worker"), OPEN, ~HELD_BACK)
BEGINNING = BEGINNING.values(status="sending").returning(OUTBOX.c.id)


async def begin(db: AsyncSession, worker: str, numbers: Sequence[int]) -> set[int]:
    """These are about to leave. Returns which may: the others were stopped, or are no longer this worker's."""
    return set((await (await db.connection()).execute(BEGINNING, {"ids": numbers, "worker": worker})).scalars())


async def extend(db: AsyncSession, worker: str, ids: Sequence[int], *, until: datetime) -> set[int]:
    """Keep the lease on what waits in a worker's hands. Returns what is still its own."""
    held = update(OUTBOX).where(OUTBOX.c.id.in_(ids), OUTBOX.c.taken_by == worker, OPEN)
    return set((await db.execute(held.values(next_at=until).returning(OUTBOX.c.id))).scalars())


async def release(db: AsyncSession, channels: Sequence[str], *, now: datetime) -> int:
    """At the start of the only process: what a dead one held is free at once. Returns how many."""
    mine = select(Address.id).where(Address.channel.in_(channels))
    taken = or_(OUTBOX.c.status == "sending", and_(OUTBOX.c.status == "waiting", OUTBOX.c.taken_by != ""))
    held = update(OUTBOX).where(taken, OUTBOX.c.address_id.in_(mine)).values(next_at=now, taken_by="")
    return int((await db.execute(held)).rowcount)  # type: ignore[attr-defined]


COLUMNS = ("status", "failure", "attempts", "next_at", "platform_id", "sent_at", "words", "choices")
SETTLING = update(OUTBOX).where(OUTBOX.c.id == bindparam("number"), OUTBOX.c.taken_by == bindparam("worker"))
SETTLING = SETTLING.values({name: bindparam(name) for name in COLUMNS} | {"taken_by": ""})


async def settle(db: AsyncSession, worker: str, results: Sequence[Mapping[str, Any]], *, shown: bool = True) -> None:
    """Write down how this worker's sends ended; each result has `number` and every one of `COLUMNS`.

    `shown`: a page is to be told.
    """
    if not results:
        return
    connection = await db.connection()
    await connection.execute(SETTLING, [{**result, "worker": worker} for result in results])
    if shown:
        wake(db, "web")


async def block(db: AsyncSession, address_ids: Sequence[int], *, now: datetime) -> None:
    """These people block the bot, until they write again."""
    await db.execute(update(Address).where(Address.id.in_(address_ids)).values(blocked_at=now))


async def miss(db: AsyncSession, citizen_ids: Sequence[int], what: str) -> None:
    """These people could not be told something; they hear of it when they write. What was kept for them comes first."""
    mine = update(Citizen).where(Citizen.id.in_(citizen_ids))
    noted = case((Citizen.missed == ANSWER, ANSWER), else_=what) if what == REMINDER else what
    await db.execute(
        mine.values(missed=noted, unanswered=case((Citizen.unanswered > 0, Citizen.unanswered - 1), else_=0))
    )


async def resume(db: AsyncSession, citizen_id: int, address_id: int, *, now: datetime) -> None:
    """What was kept for this person goes out, to where they wrote from just now."""
    kept = update(OUTBOX).where(OUTBOX.c.citizen_id == citizen_id, KEPT)
    await db.execute(kept.values(address_id=address_id, next_at=now, created_at=now, **FRESH))
    wake(db, "outbox")


async def spoken(db: AsyncSession, address_id: int, *, after: int = 0, limit: int = 200) -> list[Any]:
    """What was said to an address, oldest first, for the page that shows it again."""
    found = await db.execute(
        select(OUTBOX.c.id, OUTBOX.c.words, OUTBOX.c.choices, OUTBOX.c.label, OUTBOX.c.replaces, OUTBOX.c.sent_at)
        .add_columns(OUTBOX.c.reply)
        .where(OUTBOX.c.address_id == address_id, OUTBOX.c.status == "sent", OUTBOX.c.id > after)
        .order_by(OUTBOX.c.id.desc())
        .limit(limit)
    )
    return list(found)[::-1]


async def last_said(db: AsyncSession, address_id: int, *, limit: int = 12) -> list[dict[str, Any]]:
    """The replies that were decided on last for an address, as their rows keep them, the newest first."""
    found = select(OUTBOX.c.reply).where(OUTBOX.c.address_id == address_id).order_by(OUTBOX.c.id.desc()).limit(limit)
    return list(await db.scalars(found))


async def first(db: AsyncSession, address_id: int) -> int:
    """The number of the oldest that is kept of what an address was told, sent or not; 0 = nothing."""
    return int((await db.execute(select(func.min(OUTBOX.c.id)).where(OUTBOX.c.address_id == address_id))).scalar() or 0)


async def give_up(db: AsyncSession, *, before: datetime) -> int:
    """What no channel took in all that time (its channel is switched off) has failed. Returns how many."""
    left = (OPEN, OUTBOX.c.created_at < before, OUTBOX.c.next_at < before)
    failed = update(OUTBOX).where(*left).values(status="failed", failure="unavailable", taken_by="")
    return int((await db.execute(failed)).rowcount)  # type: ignore[attr-defined]


async def waiting(db: AsyncSession) -> int:
    """How many wait to go out."""
    count = select(func.count()).select_from(OUTBOX).where(OPEN)
    return int((await db.execute(count)).scalar_one())


async def oldest(db: AsyncSession) -> datetime | None:
    """When the oldest message that is not out was decided on."""
    return (await db.execute(select(func.min(OUTBOX.c.created_at)).where(OPEN))).scalar_one()
