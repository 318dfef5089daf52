"""The platform ids: one table, a few queries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Address


async def number_of(db: AsyncSession, channel: str, address: str) -> int | None:
    """The row of an address, or None when nobody wrote from there."""
    found = select(Address.id).where(Address.channel == channel, Address.address == address)
    return (await db.execute(found)).scalar()


async def channel_of(db: AsyncSession, address_id: int) -> str:
    """The channel of an address, or ""."""
    return await db.scalar(select(Address.channel).where(Address.id == address_id)) or ""


async def heard(db: AsyncSession, address_id: int) -> datetime | None:
    """When somebody last wrote from there, or None."""
    return await db.scalar(select(Address.last_heard).where(Address.id == address_id))


async def owner(db: AsyncSession, address_id: int) -> int | None:
    """The citizen of an address."""
    return await db.scalar(select(Address.citizen_id).where(Address.id == address_id))
