"""Queries about learning together: learners who share a phone, classes and who is in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage import citizens
from bot.storage.inbox import CITIZENS, new_citizen
from bot.storage.tables import Address, Citizen, ClassMember, Learner, LessonClass, Progress


async def learners(db: AsyncSession, citizen_id: int) -> list[Learner]:
    """Everybody who shares this learner's phone, the first one first; empty when nobody does."""
    mine = select(Learner.owner_id).where(Learner.citizen_id == citizen_id).scalar_subquery()
    found = select(Learner).where(Learner.owner_id == mine).order_by(Learner.citizen_id)
    return list(await db.scalars(found))


async def add_learner(db: AsyncSession, owner_id: int, name: str, *, now: datetime) -> int:
    """One more learner on the phone of `owner_id`; returns the new citizen's number."""
    made = await db.execute(insert(CITIZENS).values(new_citizen(now)).returning(CITIZENS.c.id))
    number = int(made.scalar_one())
    db.add(Learner(citizen_id=number, owner_id=owner_id, name=name))
    await db.flush()
    return number


async def name_learner(db: AsyncSession, citizen_id: int, owner_id: int, name: str) -> None:
    """The learner who was here before there were others gets a name too."""
    db.add(Learner(citizen_id=citizen_id, owner_id=owner_id, name=name))
    await db.flush()


async def rename(db: AsyncSession, citizen_id: int, name: str) -> None:
    """Another name for a learner."""
    await db.execute(update(Learner).where(Learner.citizen_id == citizen_id).values(name=name))


async def hand_phone(db: AsyncSession, from_id: int, to_id: int) -> None:
    """The channels of one learner are another's from now on."""
    await db.execute(update(Address).where(Address.citizen_id == from_id).values(citizen_id=to_id))


async def erase_others(db: AsyncSession, citizen_id: int, *, now: datetime) -> None:
    """Forget everybody else who shares the phone: no channel is theirs, so nothing is on its way to them."""
    others = [one.citizen_id for one in await learners(db, citizen_id) if one.citizen_id != citizen_id]
    for other in others:
        await citizens.erase(db, other, now=now)
    await db.execute(delete(Learner).where(Learner.citizen_id.in_([citizen_id, *others])))
    await db.execute(delete(Citizen).where(Citizen.id.in_(others)))


async def open_class(db: AsyncSession, helper_id: int, lesson: str, code: str, *, now: datetime) -> LessonClass:
    """A class that begins now; an earlier open one of the same helper is over."""
    mine = update(LessonClass).where(LessonClass.helper_id == helper_id, LessonClass.closed_at.is_(None))
    await db.execute(mine.values(closed_at=now))
    made = LessonClass(code=code, lesson=lesson, place=0, helper_id=helper_id, opened_at=now)
    db.add(made)
    await db.flush()
    return made


async def find_class(db: AsyncSession, code: str) -> LessonClass | None:
    """The class of a code, or None."""
    return (await db.scalars(select(LessonClass).where(LessonClass.code == code))).first()


async def open_class_of(db: AsyncSession, helper_id: int) -> LessonClass | None:
    """The class that a helper leads and has not closed, or None."""
    mine = select(LessonClass).where(LessonClass.helper_id == helper_id, LessonClass.closed_at.is_(None))
    return (await db.scalars(mine.order_by(LessonClass.id.desc()).limit(1))).first()


async def change_class(db: AsyncSession, class_id: int, **values: Any) -> None:
    """Set some of a class's columns."""
    await db.execute(update(LessonClass).where(LessonClass.id == class_id).values(**values))


async def members(db: AsyncSession, class_id: int) -> list[ClassMember]:
    """Who is in a class, in the order in which they came."""
    found = select(ClassMember).where(ClassMember.class_id == class_id).order_by(ClassMember.id)
    return list(await db.scalars(found.execution_options(populate_existing=True)))


async def count_members(db: AsyncSession, class_id: int) -> int:
    """How many are in a class."""
    count = select(func.count()).select_from(ClassMember).where(ClassMember.class_id == class_id)
    return int((await db.execute(count)).scalar_one())


async def is_there(db: AsyncSession, class_id: int, citizen_id: int, name: str) -> bool:
    """Is this learner in the class? A name takes the place of the earlier one."""
    mine = (ClassMember.class_id == class_id, ClassMember.citizen_id == citizen_id)
    if name:
        named = update(ClassMember).where(*mine).values(name=name).returning(ClassMember.id)
        return (await db.execute(named)).scalar_one_or_none() is not None
    return await db.scalar(select(ClassMember.id).where(*mine)) is not None


async def enter(db: AsyncSession, class_id: int, name: str, citizen_id: int | None = None) -> None:
    """Somebody new is there."""
    db.add(ClassMember(class_id=class_id, citizen_id=citizen_id, name=name, done=False))
    await db.flush()


async def mark(db: AsyncSession, class_id: int, member_id: int) -> None:
    """Did it, or not after all."""
    one = update(ClassMember).where(ClassMember.id == member_id, ClassMember.class_id == class_id)
    await db.execute(one.values(done=~ClassMember.done))


async def finished(db: AsyncSession, lesson: str, citizen_ids: list[int]) -> set[int]:
    """Which of these learners finished a lesson on their own phone."""
    done = select(Progress.citizen_id).where(Progress.lesson == lesson, Progress.finished_at.is_not(None))
    return set(await db.scalars(done.where(Progress.citizen_id.in_(citizen_ids))))


async def forget_classes(db: AsyncSession, *, before: datetime) -> None:
    """Classes of long ago, with the names given in them."""
    await db.execute(delete(LessonClass).where(LessonClass.opened_at < before))
