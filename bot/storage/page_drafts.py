"""Queries about lessons and articles that are changed in the console."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import PageDraft


async def add(db: AsyncSession, **values: Any) -> PageDraft:
    """A new draft."""
    made = PageDraft(**values)
    db.add(made)
    await db.flush()
    return made


async def get(db: AsyncSession, draft_id: int) -> PageDraft | None:
    """A draft as it stands now, or None."""
    found = select(PageDraft).where(PageDraft.id == draft_id).execution_options(populate_existing=True)
    return (await db.scalars(found)).first()


async def published(db: AsyncSession) -> list[PageDraft]:
    """What stands in place of files, oldest first."""
    return await _in(db, "published")


async def in_work(db: AsyncSession) -> list[PageDraft]:
    """What somebody is writing, or waits for a second person; oldest first."""
    return await _in(db, "draft", "submitted")


async def _in(db: AsyncSession, *states: str) -> list[PageDraft]:
    found = select(PageDraft).where(PageDraft.state.in_(states)).order_by(PageDraft.id)
    return list(await db.scalars(found.execution_options(populate_existing=True)))


async def words_in_force(db: AsyncSession) -> list[tuple[str, str]]:
    """Path and text of what stands in place of files, oldest first."""
    found = select(PageDraft.path, PageDraft.text).where(PageDraft.state == "published").order_by(PageDraft.id)
    return [(path, text) for path, text in await db.execute(found)]


async def of_page(db: AsyncSession, page: str, *states: str) -> PageDraft | None:
    """The newest draft of a page that is in one of these states."""
    mine = select(PageDraft).where(PageDraft.page == page, PageDraft.state.in_(states))
    newest = mine.order_by(PageDraft.id.desc()).limit(1).execution_options(populate_existing=True)
    return (await db.scalars(newest)).first()


async def versions(db: AsyncSession, page: str, *, limit: int = 50) -> list[PageDraft]:
    """What was ever published of a page, the newest first."""
    there = PageDraft.state.in_(("published", "replaced", "withdrawn"))
    found = select(PageDraft).where(PageDraft.page == page, there, PageDraft.published_at.is_not(None))
    newest = found.order_by(PageDraft.published_at.desc(), PageDraft.id.desc()).limit(limit)
    return list(await db.scalars(newest.execution_options(populate_existing=True)))


async def move(db: AsyncSession, page: str, states: tuple[str, ...], to: str, *, but: int = 0) -> None:
    """All drafts of a page in these states, but one, into another."""
    moved = update(PageDraft).where(PageDraft.page == page, PageDraft.state.in_(states), PageDraft.id != but)
    await db.execute(moved.values(state=to))


async def change(db: AsyncSession, draft_id: int, expected: str, *, text_is: str | None = None, **values: Any) -> bool:
    """Set some columns of a draft in this state, and with this text; False when it no longer is."""
    changed = update(PageDraft).where(PageDraft.id == draft_id, PageDraft.state == expected)
    if text_is is not None:
        changed = changed.where(PageDraft.text == text_is)
    return (await db.execute(changed.values(**values).returning(PageDraft.id))).scalar_one_or_none() is not None
