"""Someone who writes too fast is warned once, and finds everything where it was."""

from __future__ import annotations

import pytest


@pytest.fixture
async def hasty(friend):
    """Someone who has just read the menu and may write no more this minute."""
    friend.watch.move(minutes=2)
    friend.inbox.flood.per_minute = 1
    assert (await friend("/menu")).phrase == "menu.main"
    return friend


async def test_a_number_after_the_warning_means_the_last_menu(hasty):
    assert (await hasty("nhanh")).phrase == "errors.too_fast"
    hasty.watch.move(minutes=2)
    assert (await hasty("1")).phrase == "lessons.modules"


async def test_a_number_after_silence_means_the_last_menu(hasty):
    await hasty("nhanh")
    assert (await hasty("nhanh nữa")).messages == []
    hasty.watch.move(minutes=2)
    assert (await hasty("1")).phrase == "lessons.modules"


async def test_the_warning_brings_no_numbers_of_its_own(hasty):
    assert (await hasty("nhanh")).buttons == []


async def test_a_step_outlives_the_warning(friend):
    await friend("/canbo")
    friend.inbox.flood.per_minute = 0
    assert (await friend("Nhờ cán bộ gọi lại giúp")).phrase == "errors.too_fast"
    friend.inbox.flood.per_minute = 10
    friend.watch.move(minutes=2)
    assert (await friend("Nhờ cán bộ gọi lại giúp")).phrase == "tickets.opened"
