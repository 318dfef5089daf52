"""What learners did: progress, what they remember and when it is due, certificates."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Table, bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Certificate, LearnerTrack, Placement, Progress, QuestionCount, Review, Revocation
from bot.storage.upsert import insert_into


def _upsert(db: AsyncSession, table: Any, values: dict[str, Any], keys: list[str], change: dict[str, Any]) -> Any:
    return insert_into(db, table).values(**values).on_conflict_do_update(index_elements=keys, set_=change)


PROGRESS: Table = Progress.__table__  # type: ignore[assignment]
BEGUN = select(PROGRESS).where(PROGRESS.c.citizen_id == bindparam("citizen"))


async def progress(db: AsyncSession, citizen_id: int) -> dict[str, Any]:
    """Lesson code → row of this learner."""
    found = await (await db.connection()).execute(BEGUN, {"citizen": citizen_id})
    return {row.lesson: row for row in found}


async def standing(db: AsyncSession, citizen_id: int, lesson: str) -> Progress | None:
    """This learner's row of one lesson, or None before they began it."""
    mine = select(Progress).where(Progress.citizen_id == citizen_id, Progress.lesson == lesson)
    return (await db.scalars(mine)).first()


async def place(db: AsyncSession, citizen_id: int, lesson: str, card: int, *, now: datetime) -> None:
    """Remember how far a learner is in a lesson."""
    values = {"citizen_id": citizen_id, "lesson": lesson, "card": card, "right": 0, "asked": 0, "updated_at": now}
    change = {"card": card, "updated_at": now}
    await db.execute(_upsert(db, Progress, values, ["citizen_id", "lesson"], change))


async def answered(db: AsyncSession, citizen_id: int, lesson: str, *, right: bool, card: int, now: datetime) -> None:
    """Count a quiz answer, and stand behind it; who came straight to the question begins the lesson with it."""
    values = {"citizen_id": citizen_id, "lesson": lesson, "card": card, "updated_at": now}
    change = {"card": card, "updated_at": now}
    change |= {"asked": Progress.asked + 1, "right": Progress.right + int(right)}
    row = {**values, "right": int(right), "asked": 1}
    await db.execute(_upsert(db, Progress, row, ["citizen_id", "lesson"], change))


async def restart(db: AsyncSession, citizen_id: int, lesson: str) -> None:
    """Count the quiz anew; that it was once finished stays."""
    mine = update(Progress).where(Progress.citizen_id == citizen_id, Progress.lesson == lesson)
    await db.execute(mine.values(asked=0, right=0))


async def finish(db: AsyncSession, citizen_id: int, lesson: str, *, now: datetime) -> None:
    """The lesson is done; the first time counts."""
    mine = update(Progress).where(Progress.citizen_id == citizen_id, Progress.lesson == lesson)
    await db.execute(mine.values(card=0, finished_at=func.coalesce(Progress.finished_at, now)))


async def remember(db: AsyncSession, citizen_id: int, lesson: str, question: int, **memory: Any) -> None:
    """Keep a learner's memory of a question: the columns of `Review`."""
    values = {"citizen_id": citizen_id, "lesson": lesson, "question": question, **memory}
    await db.execute(_upsert(db, Review, values, ["citizen_id", "lesson", "question"], memory))


async def remembered(db: AsyncSession, citizen_id: int, lesson: str, question: int) -> Review | None:
    """A learner's memory of a question, or None before the first answer."""
    mine = select(Review).where(Review.citizen_id == citizen_id, Review.lesson == lesson, Review.question == question)
    return (await db.scalars(mine)).first()


async def answered_questions(db: AsyncSession, citizen_id: int, lesson: str) -> set[int]:
    """Which questions of a lesson this learner has answered, right or wrong."""
    mine = select(Review.question).where(Review.citizen_id == citizen_id, Review.lesson == lesson)
    return set(await db.scalars(mine))


async def placement(db: AsyncSession, citizen_id: int) -> Placement | None:
    """What a learner knew before, or None when they were not asked."""
    return (await db.scalars(select(Placement).where(Placement.citizen_id == citizen_id))).first()


async def place_learner(db: AsyncSession, citizen_id: int, **values: Any) -> None:
    """Keep a placement: the columns of `Placement`."""
    await db.execute(_upsert(db, Placement, {"citizen_id": citizen_id, **values}, ["citizen_id"], values))


async def track(db: AsyncSession, citizen_id: int) -> LearnerTrack | None:
    """How this learner does at reviews, or None before the first."""
    return (await db.scalars(select(LearnerTrack).where(LearnerTrack.citizen_id == citizen_id))).first()


async def keep_track(db: AsyncSession, citizen_id: int, **values: float) -> None:
    """Write down how a learner does: the columns of `LearnerTrack`."""
    await db.execute(_upsert(db, LearnerTrack, {"citizen_id": citizen_id, **values}, ["citizen_id"], values))


async def count_question(db: AsyncSession, lesson: str, question: int, *, kind: str, right: bool) -> None:
    """One more answer to a question; `kind` is "first" or "review"."""
    values = {"first_asked": 0, "first_right": 0, "review_asked": 0, "review_right": 0}
    values |= {f"{kind}_asked": 1, f"{kind}_right": int(right)}
    more = {name: getattr(QuestionCount, name) + value for name, value in values.items() if value}
    row = {"lesson": lesson, "question": question, **values}
    await db.execute(_upsert(db, QuestionCount, row, ["lesson", "question"], more))


async def question_counts(db: AsyncSession) -> list[QuestionCount]:
    """Every question that was answered, by lesson."""
    return list(await db.scalars(select(QuestionCount).order_by(QuestionCount.lesson, QuestionCount.question)))


async def due(db: AsyncSession, citizen_id: int, *, now: datetime, limit: int = 50) -> list[Review]:
    """What is due, the oldest first."""
    mine = select(Review).where(Review.citizen_id == citizen_id, Review.due_at <= now)
    return list(await db.scalars(mine.order_by(Review.due_at, Review.id).limit(limit)))


async def count_due(db: AsyncSession, citizen_id: int, *, now: datetime) -> int:
    """How many questions are due."""
    mine = select(func.count()).select_from(Review).where(Review.citizen_id == citizen_id, Review.due_at <= now)
    return int((await db.execute(mine)).scalar_one())


async def next_due(db: AsyncSession, citizen_id: int) -> datetime | None:
    """When the next review comes, or None."""
    earliest = select(Review.due_at).where(Review.citizen_id == citizen_id).order_by(Review.due_at).limit(1)
    return (await db.scalars(earliest)).first()


async def certificates(db: AsyncSession, citizen_id: int) -> list[Certificate]:
    """A learner's certificates, the newest first."""
    found = select(Certificate).where(Certificate.citizen_id == citizen_id).order_by(Certificate.issued_at.desc())
    return list(await db.scalars(found))


async def certify(db: AsyncSession, citizen_id: int, module: str, code: str, *, now: datetime) -> None:
    """Keep a certificate; a new one for the same module takes the old one's place."""
    values = {"citizen_id": citizen_id, "module": module, "code": code, "issued_at": now}
    change = {"code": code, "issued_at": now, "revoked_at": None}
    await db.execute(_upsert(db, Certificate, values, ["citizen_id", "module"], change))


async def revoked_of(db: AsyncSession, citizen_id: int, module: str) -> bool:
    """Was this learner's certificate of this module revoked?"""
    mine = select(Certificate.revoked_at).where(Certificate.citizen_id == citizen_id, Certificate.module == module)
    return (await db.scalars(mine)).first() is not None


async def is_revoked(db: AsyncSession, code_hash: str) -> bool:
    """Is this code, by its fingerprint, refused?"""
    return await db.get(Revocation, code_hash) is not None


async def revoke(db: AsyncSession, code: str, code_hash: str, *, staff_id: int, reason: str, now: datetime) -> None:
    """Refuse this code from now on, whatever becomes of its row."""
    db.add(Revocation(code_hash=code_hash, reason=reason, staff_id=staff_id, revoked_at=now))
    await db.execute(update(Certificate).where(Certificate.code == code).values(revoked_at=now))
    await db.flush()


async def latest_certificates(db: AsyncSession, *, before: int | None = None, limit: int = 50) -> list[Certificate]:
    """The newest first, paged by key."""
    found = select(Certificate).order_by(Certificate.id.desc()).limit(limit)
    return list(await db.scalars(found.where(Certificate.id < before) if before else found))
