"""Queries about ideas and the votes on them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Idea, Vote
from bot.storage.upsert import insert_into

GONE: dict[str, Any] = {"text": "", "name": "", "citizen_id": None, "address_id": None, "turn": None}
"""What is left of an idea when its words have to go: nothing of its sender."""


async def add(db: AsyncSession, **values: Any) -> Idea:
    """A new idea."""
    made = Idea(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, idea_id: int, *, area: str = "") -> Idea | None:
    """One idea as it stands now, if it belongs to the area, or None."""
    found = select(Idea).where(Idea.id == idea_id, *within(area)).execution_options(populate_existing=True)
    return (await db.scalars(found)).first()


async def of_turn(db: AsyncSession, turn: int) -> Idea | None:
    """The idea that came with this message, or None."""
    return (await db.scalars(select(Idea).where(Idea.turn == turn))).first()


async def of_citizen(db: AsyncSession, citizen_id: int, *, since: datetime | None = None, limit: int = 5) -> list[Idea]:
    """What somebody sent, the newest first."""
    found = select(Idea).where(Idea.citizen_id == citizen_id).order_by(Idea.id.desc()).limit(limit)
    return list(await db.scalars(found if since is None else found.where(Idea.sent_at >= since)))


async def change(db: AsyncSession, ids: Collection[int], **values: Any) -> None:
    """Set some columns of some ideas."""
    await db.execute(update(Idea).where(Idea.id.in_(ids)).values(**values))


async def withdraw(db: AsyncSession, idea_id: int, citizen_id: int) -> bool:
    """Delete one that its sender takes back before anybody dealt with it; False when that is too late."""
    mine = (Idea.id == idea_id, Idea.citizen_id == citizen_id, Idea.status == "received", Idea.open.is_(False))
    return (await db.execute(delete(Idea).where(*mine).returning(Idea.id))).scalar_one_or_none() is not None


async def page(db: AsyncSession, *where: ColumnElement[bool], before: int | None = None, limit: int) -> list[Idea]:
    """The newest first, before that number."""
    found = select(Idea).where(*where).order_by(Idea.id.desc()).limit(limit)
    return list(await db.scalars(found if before is None else found.where(Idea.id < before)))


async def votable(db: AsyncSession, commune: str, *, limit: int) -> list[Idea]:
    """What somebody who lives there may vote on: the most voted first."""
    open_here = (Idea.open, Idea.area.in_(("", commune)), Idea.status.in_(("received", "studied")))
    found = select(Idea).where(*open_here).order_by(Idea.votes.desc(), Idea.id.desc())
    return list(await db.scalars(found.limit(limit)))


async def voted(db: AsyncSession, citizen_id: int, ids: Collection[int]) -> set[int]:
    """Those of these ideas that somebody voted for."""
    found = select(Vote.idea_id).where(Vote.citizen_id == citizen_id, Vote.idea_id.in_(ids))
    return set(await db.scalars(found))


async def vote(db: AsyncSession, idea_id: int, citizen_id: int) -> bool:
    """Vote once, or take the vote back. Returns whether the vote stands now."""
    kept = insert_into(db, Vote).values(idea_id=idea_id, citizen_id=citizen_id).on_conflict_do_nothing()
    new = (await db.execute(kept.returning(Vote.idea_id))).scalar_one_or_none() is not None
    if not new:
        await db.execute(delete(Vote).where(Vote.idea_id == idea_id, Vote.citizen_id == citizen_id))
    await db.execute(update(Idea).where(Idea.id == idea_id).values(votes=Idea.votes + (1 if new else -1)))
    return new


async def counts(db: AsyncSession, *where: ColumnElement[bool]) -> list[tuple[str, int | None, str, int, int]]:
    """(status, campaign, area, how many ideas, how many votes) of each combination there is."""
    columns = (Idea.status, Idea.campaign_id, Idea.area)
    found = select(*columns, func.count(), func.sum(Idea.votes)).where(*where).group_by(*columns)
    rows = await db.execute(found)
    return [(row[0], row[1], row[2], int(row[3]), int(row[4])) for row in rows]


async def forget(db: AsyncSession, citizen_id: int) -> None:
    """Somebody's data is erased: their votes go, their ideas too; staff's own words for an idea stay."""
    votes = select(Vote.idea_id).where(Vote.citizen_id == citizen_id)
    await db.execute(update(Idea).where(Idea.id.in_(votes)).values(votes=Idea.votes - 1))
    await db.execute(delete(Vote).where(Vote.citizen_id == citizen_id))
    await db.execute(delete(Idea).where(Idea.citizen_id == citizen_id, Idea.title == ""))
    await db.execute(update(Idea).where(Idea.citizen_id == citizen_id).values(**GONE))


async def empty(db: AsyncSession, *, before: datetime, limit: int) -> int:
    """The words of some older ideas go. Returns of how many."""
    old = select(Idea.id).where(Idea.sent_at < before, Idea.text != "").limit(limit)
    ids = list(await db.scalars(old))
    await change(db, ids, **GONE)
    return len(ids)


async def join(db: AsyncSession, into: int, other: int) -> None:
    """Ideas and votes of `other` become `into`'s; who voted twice for one voted once."""
    await db.execute(update(Idea).where(Idea.citizen_id == other).values(citizen_id=into))
    theirs = set(await db.scalars(select(Vote.idea_id).where(Vote.citizen_id == other)))
    twice = theirs & await voted(db, into, theirs)
    await db.execute(update(Idea).where(Idea.id.in_(twice)).values(votes=Idea.votes - 1))
    await db.execute(delete(Vote).where(Vote.citizen_id == other))
    if theirs - twice:
        await db.execute(insert(Vote), [{"idea_id": one, "citizen_id": into} for one in sorted(theirs - twice)])


def within(area: str) -> tuple[ColumnElement[bool], ...]:
    """Only ideas that this commune deals with; "" is the whole province."""
    return (Idea.area == area,) if area else ()
