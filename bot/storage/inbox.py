"""Each message of a citizen, kept once, and who is answering it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, and_, bindparam, exists, func, insert, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.database import wake
from bot.storage.tables import Address, Citizen, Inbound
from bot.storage.upsert import new_only

INBOX: Table = Inbound.__table__  # type: ignore[assignment]
CITIZENS: Table = Citizen.__table__  # type: ignore[assignment]
ADDRESSES: Table = Address.__table__  # type: ignore[assignment]


def insert_new(db: AsyncSession, table: Table) -> Any:
    """An INSERT that passes over rows which are there already, on both databases."""
    return new_only(db.get_bind().dialect.name, table)


KNOWN = (
    select(ADDRESSES.c.channel, ADDRESSES.c.address, ADDRESSES.c.id, ADDRESSES.c.citizen_id, CITIZENS.c.step)
    .join(CITIZENS, CITIZENS.c.id == ADDRESSES.c.citizen_id)
    .where(tuple_(ADDRESSES.c.channel, ADDRESSES.c.address).in_(bindparam("keys", expanding=True)))
)


async def known(db: AsyncSession, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Any]:
    """(channel, address) → row with id, citizen_id and the citizen's step, of those who wrote before."""
    found = await (await db.connection()).execute(KNOWN, {"keys": keys})
    return {(row.channel, row.address): row for row in found}


async def welcome(db: AsyncSession, keys: Sequence[tuple[str, str]], *, now: datetime) -> None:
    """Make a citizen for each address that nobody knows yet."""
    for channel, address in keys:
        made = await db.execute(insert(CITIZENS).values(new_citizen(now)).returning(CITIZENS.c.id))
        citizen = made.scalar_one()
        await db.execute(
            insert_new(db, ADDRESSES).values(citizen_id=citizen, channel=channel, address=address, last_heard=now)
        )


def new_citizen(now: datetime) -> dict[str, Any]:
    """The columns of somebody of whom nothing is known yet."""
    return {
        "form": "",
        "commune": "",
        "audience": "",
        "met": "",
        "step": "",
        "data": {},
        "choices": [],
        "news": True,
        "created_at": now,
    }


HEARD = update(ADDRESSES).where(ADDRESSES.c.id.in_(bindparam("addresses", expanding=True)))
HEARD = HEARD.values(last_heard=bindparam("now"), blocked_at=None)


async def keep(
    db: AsyncSession,
    rows: Sequence[Mapping[str, Any]],
    *,
    now: datetime,
    late: Mapping[int, datetime] | None = None,
) -> None:
    """Store messages; a repeat (same channel and platform id) changes nothing. `late`: address → when written."""
    late = late or {}
    connection = await db.connection()
    await connection.execute(new_only(connection.dialect.name, INBOX), [dict(row) for row in rows])
    await connection.execute(HEARD, {"addresses": sorted({row["address_id"] for row in rows} - set(late)), "now": now})
    for address, at in late.items():
        await heard_at(db, address, at)
    wake(db, "inbox")
    wake(db, "web")


async def heard_at(db: AsyncSession, address: int, at: datetime) -> None:
    """Somebody wrote from this address at this time, perhaps before what is known already."""
    mine = (ADDRESSES.c.id == address, or_(ADDRESSES.c.last_heard.is_(None), ADDRESSES.c.last_heard <= at))
    await db.execute(update(ADDRESSES).where(*mine).values(last_heard=at, blocked_at=None))


def _claimable() -> Any:
    """Whose turn it is: nobody answers this citizen now, and no earlier message of theirs waits."""
    other = INBOX.alias("other")
    theirs = and_(other.c.citizen_id == INBOX.c.citizen_id, other.c.id != INBOX.c.id, other.c.done_at.is_(None))
    before = or_(other.c.id < INBOX.c.id, other.c.lease_until > bindparam("now"))
    free = or_(INBOX.c.lease_until.is_(None), INBOX.c.lease_until <= bindparam("now"))
    ours = INBOX.c.channel.in_(bindparam("channels", expanding=True))
    return (
        select(INBOX.c.id)
        .where(INBOX.c.done_at.is_(None), ours, free, ~exists().where(theirs, before))
        .order_by(INBOX.c.id)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )


MINE = INBOX.c.id.in_(bindparam("ids", expanding=True))
CLAIMABLE = _claimable()
TAKING = update(INBOX).where(MINE)
TAKING = TAKING.values(taken_by=bindparam("worker"), lease_until=bindparam("until"), attempts=INBOX.c.attempts + 1)
WITH_CITIZEN = (
    select(
        INBOX,
        ADDRESSES.c.address,
        *(column.label(f"citizen_{column.name}") for column in CITIZENS.c if column.name != "id"),
    )
    .join(CITIZENS, CITIZENS.c.id == INBOX.c.citizen_id)
    .join(ADDRESSES, ADDRESSES.c.id == INBOX.c.address_id)
    .where(MINE)
    .order_by(INBOX.c.id)
)


async def claim(
    db: AsyncSession, worker: str, channels: Sequence[str], *, limit: int, now: datetime, until: datetime
) -> list[Any]:
    """The oldest unanswered message of each citizen whom nobody is answering, with citizen and address."""
    connection = await db.connection()
    wanted = {"channels": channels, "limit": limit, "now": now}
    ids = list((await connection.execute(CLAIMABLE, wanted)).scalars())
    if not ids:
        return []
    await connection.execute(TAKING, {"ids": ids, "worker": worker, "until": until})
    return list(await connection.execute(WITH_CITIZEN, {"ids": ids}))


async def extend(db: AsyncSession, ids: Sequence[int], *, until: datetime) -> None:
    """Keep the lease on turns that wait for a model."""
    await db.execute(update(INBOX).where(INBOX.c.id.in_(ids), INBOX.c.done_at.is_(None)).values(lease_until=until))


async def give_back(db: AsyncSession, worker: str, ids: Sequence[int]) -> None:
    """These are free for others at once: their worker leaves before they are answered."""
    held = (INBOX.c.id.in_(ids), INBOX.c.taken_by == worker, INBOX.c.done_at.is_(None))
    await db.execute(update(INBOX).where(*held).values(lease_until=None))


async def still_mine(db: AsyncSession, worker: str, ids: Sequence[int]) -> set[int]:
    """Which of these turns nobody else has taken over or finished."""
    mine = select(INBOX.c.id).where(INBOX.c.id.in_(ids), INBOX.c.taken_by == worker, INBOX.c.done_at.is_(None))
    return set((await db.execute(mine.with_for_update())).scalars())


DONE = update(INBOX).where(MINE).values(done_at=bindparam("now"))


async def done(db: AsyncSession, ids: Sequence[int], *, now: datetime) -> None:
    """These are answered: their replies commit with this."""
    await (await db.connection()).execute(DONE, {"ids": ids, "now": now})


async def release(db: AsyncSession, channels: Sequence[str]) -> int:
    """At the start of the only process: what a dead one was answering is free again. Returns how many."""
    mine = INBOX.c.channel.in_(channels)
    held = update(INBOX).where(INBOX.c.done_at.is_(None), INBOX.c.lease_until.is_not(None), mine)
    return int((await db.execute(held.values(lease_until=None))).rowcount)  # type: ignore[attr-defined]


async def heard(db: AsyncSession, address_id: int, *, after: int = 0, limit: int = 200) -> list[Any]:
    """What a citizen wrote from one address after that number, oldest first, for the page that shows it again."""
    found = await db.execute(
        select(INBOX.c.id, INBOX.c.words, INBOX.c.kind, INBOX.c.button, INBOX.c.received_at, INBOX.c.platform_id)
        .where(INBOX.c.address_id == address_id, INBOX.c.id > after)
        .order_by(INBOX.c.id.desc())
        .limit(limit)
    )
    return list(found)[::-1]


async def first(db: AsyncSession, address_id: int) -> int:
    """The number of the oldest message that is kept of an address; 0 = none."""
    return int((await db.execute(select(func.min(INBOX.c.id)).where(INBOX.c.address_id == address_id))).scalar() or 0)


async def waiting(db: AsyncSession) -> int:
    """How many messages wait for an answer."""
    count = select(func.count()).select_from(INBOX).where(INBOX.c.done_at.is_(None))
    return int((await db.execute(count)).scalar_one())


async def oldest(db: AsyncSession) -> datetime | None:
    """Since when the message that waits longest for its answer waits."""
    return (await db.execute(select(func.min(INBOX.c.received_at)).where(INBOX.c.done_at.is_(None)))).scalar_one()


async def blank_words(db: AsyncSession, number: int) -> None:
    """What was typed here is not kept."""
    await db.execute(update(Inbound).where(Inbound.id == number).values(words=""))
