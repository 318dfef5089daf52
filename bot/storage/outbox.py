"""Everything said, from the moment it is decided until the platform took it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Table, and_, bindparam, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Label, Reply
from bot.storage.database import wake
from bot.storage.tables import Address, Citizen, Inbound, Outbound

REPLIES, PEOPLE, REMINDERS, BULK = range(4)
"""Ranks: the lower goes first."""

OUTBOX: Table = Outbound.__table__  # type: ignore[assignment]


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
    return kept


def from_json(kept: Mapping[str, Any]) -> Reply:
    """The reply that a row keeps."""
    return Reply(
        kept["phrase"],
        kept.get("values", {}),
        label=Label(kept["label"]) if kept.get("label") else None,
        buttons=[Button(*button) for button in kept.get("buttons", ())],
        sources=kept.get("sources", ()),
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


async def add_many(db: AsyncSession, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Put many on their way at once; ids come in the order of the rows."""
    if not rows:
        return []
    statement = insert(OUTBOX).returning(OUTBOX.c.id, sort_by_parameter_order=True)
    found = await db.execute(statement, rows)
    wake(db, "outbox")
    return [int(number) for number in found.scalars()]


async def claim(
    db: AsyncSession, worker: str, channels: Sequence[str], *, limit: int, now: datetime, lease: timedelta
) -> list[Any]:
    """The most urgent rows that nobody holds, with address and form; they are `worker`'s until the lease ends."""
    free = or_(OUTBOX.c.status == "waiting", OUTBOX.c.status == "sending")
    chosen = (
        select(OUTBOX.c.id)
        .join(Address, Address.id == OUTBOX.c.address_id)
        .where(free, OUTBOX.c.next_at <= now, Address.channel.in_(channels))
        .order_by(OUTBOX.c.rank, OUTBOX.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=OUTBOX)
    )
    ids = list((await db.execute(chosen)).scalars())
    if not ids:
        return []
    rows = await _with_address(db, ids)
    held = {"taken_by": worker, "next_at": now + lease, "status": "sending"}
    await db.execute(update(OUTBOX).where(OUTBOX.c.id.in_(ids)).values(**held))
    return rows


async def _with_address(db: AsyncSession, ids: Iterable[int]) -> list[Any]:
    found = await db.execute(
        select(OUTBOX, Address.channel, Address.address, Address.last_heard, Address.blocked_at, Citizen.form)
        .add_columns(Inbound.platform_id.label("answers"))
        .join(Address, Address.id == OUTBOX.c.address_id)
        .join(Citizen, Citizen.id == OUTBOX.c.citizen_id)
        .outerjoin(Inbound, and_(Inbound.id == OUTBOX.c.turn, Inbound.kind == "text"))
        .where(OUTBOX.c.id.in_(list(ids)))
        .order_by(OUTBOX.c.rank, OUTBOX.c.id)
    )
    return list(found)


async def release(db: AsyncSession, channels: Sequence[str], *, now: datetime) -> int:
    """At the start of the only process: what a dead one held is free at once. Returns how many."""
    mine = select(Address.id).where(Address.channel.in_(channels))
    held = update(OUTBOX).where(OUTBOX.c.status == "sending", OUTBOX.c.address_id.in_(mine)).values(next_at=now)
    return int((await db.execute(held)).rowcount)  # type: ignore[attr-defined]


async def settle(db: AsyncSession, results: Sequence[Mapping[str, Any]]) -> None:
    """Write down how sends ended; each result has `number` and every column of `names`."""
    if not results:
        return
    names = ("status", "failure", "attempts", "next_at", "platform_id", "sent_at", "words", "choices")
    connection = await db.connection()
    statement = update(OUTBOX).where(OUTBOX.c.id == bindparam("number")).values({n: bindparam(n) for n in names})
    await connection.execute(statement, [dict(result) for result in results])
    wake(db, "web")


async def block(db: AsyncSession, address_ids: Sequence[int], *, now: datetime) -> None:
    """These people block the bot, until they write again."""
    await db.execute(update(Address).where(Address.id.in_(address_ids)).values(blocked_at=now))


async def miss(db: AsyncSession, citizen_ids: Sequence[int], what: str) -> None:
    """These people could not be told something; they hear of it when they write."""
    await db.execute(update(Citizen).where(Citizen.id.in_(citizen_ids)).values(missed=what))


async def spoken(db: AsyncSession, address_id: int, *, after: int = 0, limit: int = 200) -> list[Any]:
    """What was said to an address, oldest first, for the page that shows it again."""
    found = await db.execute(
        select(OUTBOX.c.id, OUTBOX.c.words, OUTBOX.c.choices, OUTBOX.c.label, OUTBOX.c.replaces, OUTBOX.c.sent_at)
        .where(OUTBOX.c.address_id == address_id, OUTBOX.c.status == "sent", OUTBOX.c.id > after)
        .order_by(OUTBOX.c.id.desc())
        .limit(limit)
    )
    return list(found)[::-1]


async def waiting(db: AsyncSession) -> int:
    """How many wait to go out."""
    count = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.status.in_(("waiting", "sending")))
    return int((await db.execute(count)).scalar_one())
