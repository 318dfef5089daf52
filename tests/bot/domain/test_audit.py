"""The audit trail shows every change, gap and cut."""

import asyncio

import pytest
from sqlalchemy import delete, update

from bot.domain import audit
from bot.storage.tables import AuditEntry, Kept
from tests.people import NOW


async def write(database, count: int) -> None:
    for number in range(count):
        async with database.begin() as db:
            await audit.record(db, "lan", "tickets.answered", {"ticket": number, "note": "đã trả lời"}, now=NOW)


async def first_broken(database) -> int | None:
    async with database.read() as db:
        return await audit.verify(db)


async def test_an_empty_and_a_whole_chain_are_fine(database):
    assert await first_broken(database) is None
    await write(database, 5)
    assert await first_broken(database) is None


@pytest.mark.parametrize("change", [{"actor": "mai"}, {"action": "x"}, {"details": {"ticket": 9}}, {"hash": "0" * 64}])
async def test_a_changed_entry_is_found(database, change):
    await write(database, 4)
    async with database.begin() as db:
        await db.execute(update(AuditEntry).where(AuditEntry.id == 3).values(**change))
    assert await first_broken(database) == 3


async def test_a_removed_entry_is_found(database):
    await write(database, 4)
    async with database.begin() as db:
        await db.execute(delete(AuditEntry).where(AuditEntry.id == 2))
    assert await first_broken(database) == 2


async def test_a_cut_tail_is_found(database):
    await write(database, 4)
    async with database.begin() as db:
        await db.execute(delete(AuditEntry).where(AuditEntry.id > 2))
    assert await first_broken(database) == 3


async def test_a_lost_head_is_found(database):
    await write(database, 2)
    async with database.begin() as db:
        await db.execute(delete(Kept))
    assert await first_broken(database) == 3


@pytest.mark.parametrize("kept", [0, 2])
async def test_a_cut_tail_is_found_whatever_was_recorded_since(database, kept):
    await write(database, 4)
    async with database.begin() as db:
        await db.execute(delete(AuditEntry).where(AuditEntry.id > kept))
    await write(database, 3)
    assert await first_broken(database) == kept + 1


async def test_a_lost_head_is_found_whatever_was_recorded_since(database):
    await write(database, 2)
    async with database.begin() as db:
        await db.execute(delete(Kept))
    await write(database, 2)
    assert await first_broken(database) == 3


async def test_writers_at_once_make_one_chain(database):
    await asyncio.gather(*(write(database, 3) for _ in range(5)))
    assert await first_broken(database) is None
    async with database.read() as db:
        assert [entry.id for entry in await audit.latest(db, limit=3)] == [15, 14, 13]
        assert [entry.id for entry in await audit.latest(db, before=3)] == [2, 1]


async def test_what_is_rolled_back_leaves_no_gap(database):
    await write(database, 1)
    with pytest.raises(RuntimeError):
        async with database.begin() as db:
            await audit.record(db, "lan", "x", {}, now=NOW)
            raise RuntimeError
    await write(database, 1)
    assert await first_broken(database) is None
