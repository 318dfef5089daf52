"""One person on several channels: joining two citizens into one, and parting a channel again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import answers, events, ideas
from bot.storage.outbox import ANSWER
from bot.storage.tables import (
    Address,
    Certificate,
    Citizen,
    Exchange,
    Idea,
    Inbound,
    JoinCode,
    Learner,
    LessonClass,
    Membership,
    Mute,
    Notice,
    Outbound,
    PassedOver,
    Placement,
    Progress,
    Review,
    Ticket,
)

CITIZENS: Table = Citizen.__table__  # type: ignore[assignment]
MOVED = (Address, Inbound, Outbound, Exchange, Notice, Ticket)
SETTINGS = ("form", "commune", "audience", "consented_at", "reminder_hour", "path")
LATER_STAGES = ("done", "again", "asked")


async def keep_code(db: AsyncSession, citizen_id: int, code_hash: str, *, expires_at: datetime) -> None:
    """Keep a code; an earlier one of the same citizen is void."""
    await db.execute(delete(JoinCode).where(JoinCode.citizen_id == citizen_id))
    db.add(JoinCode(citizen_id=citizen_id, code_hash=code_hash, expires_at=expires_at))
    await db.flush()


async def take_code(db: AsyncSession, code_hash: str, *, now: datetime) -> int | None:
    """Use up a code; whose it was, or None when there is none that still holds."""
    taken = delete(JoinCode).where(JoinCode.code_hash == code_hash, JoinCode.expires_at > now)
    return (await db.execute(taken.returning(JoinCode.citizen_id))).scalar_one_or_none()


async def is_busy(db: AsyncSession, citizen_id: int) -> bool:
    """Is a message of theirs being answered, or something on its way to them?"""
    asks = exists().where(Inbound.citizen_id == citizen_id, Inbound.done_at.is_(None))
    hears = exists().where(Outbound.citizen_id == citizen_id, Outbound.status.in_(("waiting", "sending")))
    await db.execute(select(CITIZENS.c.id).where(CITIZENS.c.id == citizen_id).with_for_update())
    return bool(await db.scalar(select(asks | hears)))


async def join(db: AsyncSession, into: int, other: int) -> None:
    """Everything of `other` becomes `into`'s; of two standings in one lesson the further one stays."""
    mine, theirs = await _row(db, into), await _row(db, other)
    for table in MOVED:
        await db.execute(update(table).where(table.citizen_id == other).values(citizen_id=into))
    await _join_progress(db, into, other)
    await _join_unless_there(db, Review, ("lesson", "question"), into, other)
    await _join_unless_there(db, Certificate, ("module",), into, other)
    await _join_unless_there(db, Membership, ("organisation",), into, other)
    await _join_unless_there(db, Mute, ("kind",), into, other)
    await _join_unless_there(db, PassedOver, ("announcement_id",), into, other)
    await events.join(db, into, other)
    await answers.join(db, into, other)
    await ideas.join(db, into, other)
    await _join_placement(db, into, other)
    await _join_learners(db, into, other)
    await db.execute(update(CITIZENS).where(CITIZENS.c.id == into).values(**_settings(mine, theirs)))
    await db.execute(delete(Citizen).where(Citizen.id == other))


def _settings(mine: Any, theirs: Any) -> dict[str, Any]:
    """What was set here stays; what was not comes from there."""
    values = {name: getattr(theirs, name) for name in SETTINGS if getattr(mine, name) in ("", None)}
    stages = [stage for stage in LATER_STAGES if stage in (mine.met, theirs.met)]
    values["missed"] = ANSWER if ANSWER in (mine.missed, theirs.missed) else mine.missed or theirs.missed
    wanted = {"news": mine.news and theirs.news, "pictures": mine.pictures and theirs.pictures}
    return {**values, "met": stages[0] if stages else mine.met, **wanted}


async def _join_progress(db: AsyncSession, into: int, other: int) -> None:
    mine = {one.lesson: one for one in await _progress(db, into)}
    for theirs in await _progress(db, other):
        here = mine.get(theirs.lesson)
        loser = theirs if here and _how_far(here) >= _how_far(theirs) else here
        if loser is not None:
            await db.execute(delete(Progress).where(Progress.id == loser.id))
        if loser is not theirs:
            await db.execute(update(Progress).where(Progress.id == theirs.id).values(citizen_id=into))


def _how_far(one: Progress) -> tuple[bool, int, int]:
    return one.finished_at is not None, one.right, one.card


async def _progress(db: AsyncSession, citizen_id: int) -> list[Progress]:
    return list(await db.scalars(select(Progress).where(Progress.citizen_id == citizen_id)))


async def _join_unless_there(db: AsyncSession, table: Any, keys: tuple[str, ...], into: int, other: int) -> None:
    there = {tuple(row) for row in await db.execute(select(*_columns(table, keys)).where(table.citizen_id == into))}
    rows = await db.execute(select(table.id, *_columns(table, keys)).where(table.citizen_id == other))
    for number, *key in list(rows):
        moved = update(table).where(table.id == number).values(citizen_id=into)
        await db.execute(delete(table).where(table.id == number) if tuple(key) in there else moved)


async def _join_placement(db: AsyncSession, into: int, other: int) -> None:
    mine = await db.get(Placement, into)
    await db.execute(
        delete(Placement).where(Placement.citizen_id == other)
        if mine
        else update(Placement).where(Placement.citizen_id == other).values(citizen_id=into)
    )


async def _join_learners(db: AsyncSession, into: int, other: int) -> None:
    """Who shared the other phone shares this one."""
    await db.execute(delete(Learner).where(Learner.citizen_id == other))
    await db.execute(update(Learner).where(Learner.owner_id == other).values(owner_id=into))
    await db.execute(update(LessonClass).where(LessonClass.helper_id == other).values(helper_id=into))


def _columns(table: Any, keys: tuple[str, ...]) -> list[Any]:
    return [getattr(table, key) for key in keys]


async def _row(db: AsyncSession, citizen_id: int) -> Any:
    return (await db.execute(select(CITIZENS).where(CITIZENS.c.id == citizen_id))).one()


async def part(db: AsyncSession, citizen_id: int, address_id: int, *, now: datetime) -> bool:
    """This address belongs to a citizen of its own from now on, who starts anew. False when it is not theirs."""
    owned = await db.scalar(select(Address.id).where(Address.id == address_id, Address.citizen_id == citizen_id))
    if owned is None:
        return False
    blank = {"form": "", "commune": "", "audience": "", "met": "", "step": "", "data": {}, "choices": [], "news": True}
    fresh = await db.execute(insert(CITIZENS).values(**blank, created_at=now).returning(CITIZENS.c.id))
    number = fresh.scalar_one()
    await db.execute(update(Address).where(Address.id == address_id).values(citizen_id=number))
    for table in (Inbound, Outbound, Ticket, Idea):
        await db.execute(update(table).where(table.address_id == address_id).values(citizen_id=number))
    return True
