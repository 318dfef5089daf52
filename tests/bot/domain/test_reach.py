"""How many are reached in which way, at what cost, and who is not: everybody who is meant stands in one line."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.channels.channel import Window as Opening
from bot.channels.zalo_oa import BILLED_PRICE, BILLED_UNTIL, FREE_FOR, ZaloOA
from bot.domain.audiences import WITHIN, Reach, Whom, Window, reach
from bot.storage.tables import Address
from bot.web.console.reach_words import lines
from tests.people import NOW, address, citizen

MINUTE = timedelta(minutes=1)
AGES = {
    timedelta(0): ("free", "free", "free"),
    FREE_FOR: ("free", "free", "free"),
    FREE_FOR + MINUTE: ("article", "billed", "billed"),
    BILLED_UNTIL: ("article", "billed", "billed"),
    BILLED_UNTIL + MINUTE: ("article", "article", "template"),
    WITHIN: ("article", "article", "template"),
    WITHIN + MINUTE: ("article", "article", "article"),
}
"""How long ago somebody wrote on Zalo → the way: nothing billed allowed; billed; billed, and a template named."""
SETTINGS = [(None, None), (BILLED_PRICE, None), (BILLED_PRICE, 200)]


async def heard(db, channel: str, ago: timedelta | None) -> int:
    number, place = await citizen(db, channel=channel)
    found = await db.get(Address, place)
    found.last_heard = NOW - ago if ago is not None else None
    await db.flush()
    return number


@pytest.mark.parametrize("setting", [0, 1, 2])
async def test_each_age_of_each_channel_has_its_way_and_all_add_up(database, setting):
    price, template = SETTINGS[setting]
    window = Window("zalo_oa", FREE_FOR, BILLED_UNTIL, price, template)
    right: dict[tuple[str, str], int] = {}
    async with database.begin() as db:
        for ago, ways in AGES.items():
            for channel in ("zalo_oa", "telegram", "web", "zalo_bot"):
                way = ways[setting] if channel == "zalo_oa" else "free"
                await heard(db, channel, ago)
                right[channel, way] = right.get((channel, way), 0) + 1
        await heard(db, "zalo_oa", None)
        right["zalo_oa", "article"] = right.get(("zalo_oa", "article"), 0) + 1
        for _ in range(3):
            await citizen(db, news=False)
        await citizen(db, blocked=True, channel="telegram")
        await citizen(db, channel="terminal")
        await citizen(db, met="erased")
        found = await reach(db, Whom(), NOW, [window])
        plain = await reach(db, Whom())
    assert found.ways == right
    assert found.missed == {"opted_out": 3, "blocked": 1, "no_channel": 1}
    assert (found.total, found.meant) == (29, 34)
    assert found.by_channel == plain.by_channel
    told = lines(found, [window])
    assert sum(people for _, people, _ in told) == found.meant


async def test_zalos_own_window_says_the_same(database):
    for ago, (without, billed, _) in AGES.items():
        for allowed, way in ((False, without), (True, billed)):
            opening = ZaloOA.window(SimpleNamespace(allow_billed=allowed), NOW - ago, NOW)
            assert (opening is Opening.CLOSED) == (way == "article"), (ago, allowed)
            assert (opening is Opening.BILLED) == (way == "billed"), (ago, allowed)


async def test_somebody_with_two_channels_counts_where_they_wrote_last(database):
    window = Window("zalo_oa", FREE_FOR, BILLED_UNTIL)
    async with database.begin() as db:
        await address(db, await heard(db, "zalo_oa", timedelta(days=9)), channel="telegram", days_ago=20)
        await address(db, await heard(db, "zalo_oa", timedelta(days=9)), channel="telegram", days_ago=1)
        found = await reach(db, Whom(), NOW, [window])
    assert found.ways == {("zalo_oa", "article"): 1, ("telegram", "free"): 1}


async def test_a_channel_that_is_switched_off_reaches_nobody_now(database):
    async with database.begin() as db:
        await citizen(db, channel="telegram")
        await citizen(db, channel="web")
        found = await reach(db, Whom(), NOW, [], ["web"])
    assert found.ways == {("telegram", "off"): 1, ("web", "free"): 1}


def test_costs_are_said_in_dong_at_most():
    window = Window("zalo_oa", FREE_FOR, BILLED_UNTIL, 55, 200)
    found = Reach({("zalo_oa", "template"): 30, ("zalo_oa", "billed"): 40, ("web", "free"): 2}, {"opted_out": 1})
    assert [(people, cost) for _, people, cost in lines(found, [window])] == [
        (2, ""),
        (40, "tối đa 2.200 đồng"),
        (30, "tối đa 6.000 đồng"),
        (1, ""),
    ]
