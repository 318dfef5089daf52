"""Queries about the pictures of announcements."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.inbox import insert_new
from bot.storage.tables import Announcement, NoticePicture


async def put(db: AsyncSession, name: str, content: bytes, width: int, height: int, *, now: datetime) -> None:
    """Keep it, unless it is there."""
    row = {"name": name, "content": content, "width": width, "height": height, "kept_at": now}
    await db.execute(insert_new(db, NoticePicture.__table__).values(**row))  # type: ignore[arg-type]


async def get(db: AsyncSession, name: str) -> NoticePicture | None:
    """One of them."""
    return (await db.scalars(select(NoticePicture).where(NoticePicture.name == name))).first()


async def there(db: AsyncSession, name: str) -> bool:
    """Is it kept?"""
    return await db.scalar(select(NoticePicture.name).where(NoticePicture.name == name)) is not None


async def drop_unused(db: AsyncSession, *, before: datetime) -> None:
    """What was uploaded before then and stands in no announcement goes."""
    used = select(Announcement.id).where(Announcement.picture == NoticePicture.name).exists()
    await db.execute(delete(NoticePicture).where(NoticePicture.kept_at < before, ~used))
