"""Queries about answers to be checked, verdicts on them, and who is told."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.moderation import within
from bot.storage.tables import Address, Citizen, Exchange, ModelAnswer, Notice, Outbound, Verdict

VERDICTS: Table = Verdict.__table__  # type: ignore[assignment]
QUEUED = Exchange.harm > literal_column("0")
"""Spelled out, so that SQLite sees that the index of the queue holds all that is asked for."""
DUE = and_(Verdict.told_at.is_(None), Verdict.undone_at.is_(None))


async def counts(db: AsyncSession, *, area: str = "") -> dict[int, int]:
    """How many wait, by rank."""
    found = within(select(Exchange.harm, func.count()).where(QUEUED), area).group_by(Exchange.harm)
    return {int(harm): int(number) for harm, number in await db.execute(found)}


async def following(
    db: AsyncSession, *where: ColumnElement[bool], area: str = "", after: tuple[int, int] | None = None, rank: int = 0
) -> Exchange | None:
    """The next one: the highest rank first, within it the newest; of one `rank` alone if given."""
    found = within(select(Exchange).where(QUEUED, *where), area).order_by(Exchange.harm.desc(), Exchange.id.desc())
    if rank:
        found = found.where(Exchange.harm == rank)
    if after:
        harm, number = after
        found = found.where(or_(Exchange.harm < harm, and_(Exchange.harm == harm, Exchange.id < number)))
    return (await db.scalars(found.limit(1))).first()


async def around(db: AsyncSession, exchange: Exchange, *, before: int, after: int) -> list[Exchange]:
    """What this citizen asked and was told before and after, oldest first, the line itself among it."""
    mine = select(Exchange).where(Exchange.citizen_id == exchange.citizen_id)
    earlier = mine.where(Exchange.id <= exchange.id).order_by(Exchange.id.desc()).limit(before + 1)
    later = mine.where(Exchange.id > exchange.id).order_by(Exchange.id).limit(after)
    return [*reversed(list(await db.scalars(earlier))), *await db.scalars(later)]


async def trace(db: AsyncSession, exchange: Exchange) -> ModelAnswer | None:
    """What the model wrote for this answer: in its own turn, or in the one from which the answer was remembered."""
    own = select(ModelAnswer).where(ModelAnswer.turn == exchange.turn, ModelAnswer.turn.is_not(None))
    found = list(await db.scalars(own.order_by(ModelAnswer.id.desc()).limit(2)))
    if not found and exchange.digest and exchange.label == "ai":
        same = select(ModelAnswer).join(Exchange, Exchange.turn == ModelAnswer.turn)
        found = list(await db.scalars(same.where(Exchange.digest == exchange.digest).limit(1)))
    return next((one for one in found if exchange.answer[:40] in one.shown), found[0] if found else None)


def same_answer(exchange_id: int, digest: str) -> ColumnElement[bool]:
    """Lines of the log with this very answer."""
    return or_(Exchange.id == exchange_id, Exchange.digest == digest) if digest else Exchange.id == exchange_id


async def receivers(db: AsyncSession, exchange: Exchange, *, area: str = "") -> int:
    """How many people got this answer."""
    found = select(func.count(func.distinct(Exchange.citizen_id))).where(same_answer(exchange.id, exchange.digest))
    return int(await db.scalar(within(found, area)) or 0)


async def add(db: AsyncSession, **values: Any) -> Verdict:
    """One more verdict."""
    made = Verdict(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, verdict_id: int) -> Verdict | None:
    """A verdict as it stands now, or None."""
    found = select(Verdict).where(Verdict.id == verdict_id).execution_options(populate_existing=True)
    return (await db.scalars(found)).first()


async def of_answer(db: AsyncSession, exchange: Exchange) -> list[Verdict]:
    """Every verdict on this answer that stands, the newest first."""
    this = Verdict.exchange_id == exchange.id
    same = or_(this, Verdict.digest == exchange.digest) if exchange.digest else this
    found = select(Verdict).where(same, Verdict.undone_at.is_(None)).order_by(Verdict.id.desc())
    return list(await db.scalars(found.limit(20)))


STANDING = (
    select(VERDICTS.c.verdict, VERDICTS.c.correction)
    .where(VERDICTS.c.digest == bindparam("digest"), VERDICTS.c.undone_at.is_(None))
    .where(or_(VERDICTS.c.area == "", VERDICTS.c.area == bindparam("commune")))
    .order_by(VERDICTS.c.id.desc())
    .limit(1)
)
"""Made once: every answer asks."""


async def standing(db: AsyncSession, digest: str, commune: str) -> Any:
    """(verdict, correction) of the newest verdict on an answer that holds for who lives there, or None."""
    return (await (await db.connection()).execute(STANDING, {"digest": digest, "commune": commune})).first()


async def latest(
    db: AsyncSession, *, area: str = "", before: int | None = None, limit: int = 30
) -> list[tuple[Verdict, Exchange]]:
    """Verdicts with the line they are about, the newest first."""
    found = select(Verdict, Exchange).join(Exchange, Exchange.id == Verdict.exchange_id)
    found = found.where(Verdict.area == area) if area else found
    found = found if before is None else found.where(Verdict.id < before)
    return [(row[0], row[1]) for row in await db.execute(found.order_by(Verdict.id.desc()).limit(limit))]


async def settle(
    db: AsyncSession, exchange_id: int, digest: str, *, verdict: str, staff_id: int, area: str = ""
) -> None:
    """This line, and every waiting or judged one with the same answer, is judged so and leaves the queue."""
    open_ones = or_(QUEUED, Exchange.verdict != "")
    waiting = and_(Exchange.digest == digest, open_ones) if digest else Exchange.id == exchange_id
    lines = or_(Exchange.id == exchange_id, and_(waiting, _lives_in(area)) if area else waiting)
    values = {"verdict": verdict, "judged_by": staff_id, "harm": 0}
    await db.execute(update(Exchange).where(lines).values(**values).execution_options(synchronize_session=False))


async def judged(db: AsyncSession, found: Verdict) -> list[Exchange]:
    """The lines that this verdict took out of the queue."""
    lines = select(Exchange).where(same_answer(found.exchange_id, found.digest))
    lines = lines.where(Exchange.verdict == found.verdict, Exchange.judged_by == found.staff_id)
    return list(await db.scalars(within(lines, found.area).execution_options(populate_existing=True)))


async def put_back(db: AsyncSession, exchange_id: int, harm: int) -> None:
    """A line is not judged any more and waits again."""
    blank = {"verdict": "", "judged_by": None, "harm": harm}
    await db.execute(update(Exchange).where(Exchange.id == exchange_id).values(**blank))


async def change(db: AsyncSession, verdict_id: int, **values: Any) -> None:
    """Set some columns of a verdict."""
    await db.execute(update(Verdict).where(Verdict.id == verdict_id).values(**values))


async def undo(db: AsyncSession, verdict_id: int, *, now: datetime) -> bool:
    """Take a verdict back; False when somebody was told of it already."""
    unsaid = (Verdict.id == verdict_id, Verdict.told_at.is_(None), Verdict.undone_at.is_(None))
    told = exists().where(Notice.verdict_id == Verdict.id)
    undone = update(Verdict).where(*unsaid, ~told).values(undone_at=now).returning(Verdict.id)
    return (await db.execute(undone)).scalar_one_or_none() is not None


async def due(db: AsyncSession, *, now: datetime, verdicts: Collection[str]) -> Verdict | None:
    """A verdict that is to be told now, or None."""
    found = select(Verdict).where(DUE, Verdict.due_at <= now, Verdict.verdict.in_(verdicts))
    found = found.order_by(Verdict.due_at, Verdict.id).limit(1).with_for_update(skip_locked=True)
    return (await db.scalars(found)).first()


async def untold(
    db: AsyncSession, found: Verdict, *, since: datetime | None, doubted: bool, limit: int
) -> list[tuple[int, int]]:
    """(citizen, their newest line with this answer) of who got it and was not told yet.

    `since`: who got it before then is left in peace. `doubted`: only who said that it was wrong, where the answer is
    one that bears the curated label anyhow.
    """
    told = exists().where(Notice.verdict_id == found.id, Notice.citizen_id == Exchange.citizen_id)
    lines = select(Exchange.citizen_id, func.max(Exchange.id))
    lines = lines.where(same_answer(found.exchange_id, found.digest), ~told, Exchange.label != "staff")
    if since is not None:
        lines = lines.where(Exchange.at >= since)
    if doubted:
        lines = lines.where(or_(Exchange.label != "curated", Exchange.thumb < 0))
    lines = within(lines, found.area).group_by(Exchange.citizen_id).order_by(Exchange.citizen_id).limit(limit)
    return [(int(row[0]), int(row[1])) for row in await db.execute(lines)]


async def lines(db: AsyncSession, ids: Collection[int]) -> dict[int, Exchange]:
    """Lines of the log by number."""
    return {one.id: one for one in await db.scalars(select(Exchange).where(Exchange.id.in_(ids)))}


async def addresses(db: AsyncSession, citizens: Collection[int]) -> dict[int, list[Address]]:
    """Citizen → their addresses, the one heard last first; without who asked to be forgotten."""
    found = select(Address).join(Citizen, Citizen.id == Address.citizen_id)
    found = found.where(Address.citizen_id.in_(citizens), Citizen.met != "erased")
    made: dict[int, list[Address]] = {}
    for one in await db.scalars(found.order_by(Address.last_heard.desc(), Address.id.desc())):
        made.setdefault(one.citizen_id, []).append(one)
    return made


async def keep_notices(db: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Who is told, and by which row of the outbox."""
    if rows:
        await db.execute(insert(Notice), list(rows))


async def tally(db: AsyncSession, verdict_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Verdict → what became of its notices → how many: sent, waiting, or a way of failing."""
    if not verdict_ids:
        return {}
    ends = _end()
    found = select(Notice.verdict_id, ends, func.count()).outerjoin(Outbound, Outbound.id == Notice.outbox_id)
    found = found.where(Notice.verdict_id.in_(verdict_ids)).group_by(Notice.verdict_id, ends)
    made: dict[int, dict[str, int]] = {}
    for verdict_id, end, number in await db.execute(found):
        made.setdefault(int(verdict_id), {})[end] = int(number)
    return made


async def unreached(db: AsyncSession, verdict_id: int, *, limit: int = 200) -> list[Any]:
    """(exchange_id, channel, commune, why) of who could not be told."""
    ends = _end()
    found = select(Notice.exchange_id, Exchange.channel, Citizen.commune, ends.label("why"))
    found = found.join(Exchange, Exchange.id == Notice.exchange_id).join(Citizen, Citizen.id == Notice.citizen_id)
    found = found.outerjoin(Outbound, Outbound.id == Notice.outbox_id).where(Notice.verdict_id == verdict_id)
    return list(await db.execute(found.where(ends.not_in(("sent", "waiting"))).order_by(Notice.id).limit(limit)))


def _end() -> Any:
    """What became of a notice."""
    ended = func.coalesce(func.nullif(Outbound.failure, ""), "uncertain")
    return case(
        (Notice.failure != "", Notice.failure),
        (Outbound.status == "sent", "sent"),
        (Outbound.status.in_(("waiting", "sending")), "waiting"),
        (Outbound.id.is_(None), "sent"),
        else_=ended,
    )


def _lives_in(area: str) -> ColumnElement[bool]:
    return Exchange.citizen_id.in_(select(Citizen.id).where(Citizen.commune == area))
