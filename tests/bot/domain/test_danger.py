"""Calls for help while nobody is answered."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from bot.domain.danger import Danger
from bot.domain.switches import BOT
from bot.storage.database import Database
from bot.storage.tables import Inbound, Outbound
from tests.people import NOW, citizen


def test_of_two_programs_in_one_process_each_knows_its_own_signs(library):
    ours = Danger(library)
    other = Danger(replace(library, emergency=library.emergency.model_copy(update={"signs": ["lũ quét"], "calls": []})))
    known = ours.signs
    assert other.signs.found_in("lũ quét tới nơi rồi") and not other.signs.found_in("cấp cứu")
    assert ours.signs is known and known.found_in("cấp cứu")


async def message(db, who: tuple[int, int], words: str, **more) -> None:
    row = {"channel": "web", "platform_id": uuid4().hex, "citizen_id": who[0], "address_id": who[1], "kind": "text"}
    await db.execute(insert(Inbound).values(**row, words=words, received_at=NOW, **more))


async def tell(danger: Danger, db) -> bool:
    return await danger.tell(db, {"web": BOT}, lambda citizen_id: True, now=NOW)


async def told(database) -> list[int]:
    async with database.read() as db:
        return list(await db.scalars(select(Outbound.turn).order_by(Outbound.turn)))


async def test_of_two_processes_that_look_at_once_one_tells(database, database_url, library):
    other = Database(database_url)

    async def look_too() -> None:
        async with other.begin() as db:
            await tell(Danger(library), db)

    async with database.begin() as db:
        await message(db, await citizen(db), "cấp cứu", id=1)
    async with database.begin() as db:
        await tell(Danger(library), db)
        looking = asyncio.create_task(look_too())
        await asyncio.sleep(0.1)
    await looking
    await other.close()
    assert await told(database) == [1]


async def test_what_a_process_could_not_commit_another_tells(database, library):
    async with database.begin() as db:
        await message(db, await citizen(db), "cấp cứu", id=1)
    with pytest.raises(RuntimeError):
        async with database.begin() as db:
            await tell(Danger(library), db)
            raise RuntimeError
    async with database.begin() as db:
        await tell(Danger(library), db)
    assert await told(database) == [1]


async def test_a_message_that_was_kept_late_is_not_passed_over(database, library):
    danger = Danger(library)
    for number in (7, 3):
        async with database.begin() as db:
            await message(db, await citizen(db), "cấp cứu", id=number)
        async with database.begin() as db:
            assert not await tell(danger, db)
    assert await told(database) == [3, 7]
