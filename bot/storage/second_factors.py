"""Queries about the second step at the login."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import RecoveryCode, SecondFactor


async def get(db: AsyncSession, staff_id: int) -> SecondFactor | None:
    """The account's second step, confirmed or not; None without one."""
    found = select(SecondFactor).where(SecondFactor.staff_id == staff_id).execution_options(populate_existing=True)
    return (await db.scalars(found)).first()


async def begin(db: AsyncSession, staff_id: int, secret: bytes) -> None:
    """A new one, which counts from its first right code on."""
    await drop(db, staff_id)
    await db.execute(insert(SecondFactor).values(staff_id=staff_id, secret=secret, last_step=0))


async def use_step(db: AsyncSession, staff_id: int, step: int) -> bool:
    """This code is used up; False when another login was faster with it."""
    unused = update(SecondFactor).where(SecondFactor.staff_id == staff_id, SecondFactor.last_step < step)
    return (await db.execute(unused.values(last_step=step).returning(SecondFactor.staff_id))).first() is not None


async def confirm(db: AsyncSession, staff_id: int, code_hashes: Sequence[str], *, now: datetime) -> None:
    """It counts from now on; with codes for a lost phone."""
    await db.execute(update(SecondFactor).where(SecondFactor.staff_id == staff_id).values(confirmed_at=now))
    await db.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    await db.execute(insert(RecoveryCode), [{"staff_id": staff_id, "code_hash": one} for one in code_hashes])


async def take_recovery(db: AsyncSession, staff_id: int, code_hash: str) -> bool:
    """Use up a code for a lost phone; False when there is no such one."""
    mine = delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id, RecoveryCode.code_hash == code_hash)
    return (await db.execute(mine.returning(RecoveryCode.id))).first() is not None


async def left(db: AsyncSession, staff_id: int) -> int:
    """How many codes for a lost phone are left."""
    return int(await db.scalar(select(func.count()).where(RecoveryCode.staff_id == staff_id)) or 0)


async def drop(db: AsyncSession, staff_id: int) -> None:
    """No second step any more."""
    await db.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == staff_id))
    await db.execute(delete(SecondFactor).where(SecondFactor.staff_id == staff_id))
