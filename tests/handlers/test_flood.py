"""Someone who writes too fast is warned once, and finds everything where it was."""

from __future__ import annotations

import pytest

from bot import flood


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
    assert hasty.inbox.silent == 0
    assert (await hasty("nhanh nữa")).messages == []
    assert hasty.inbox.silent == 1  # a terminal waits for no answer then
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


async def test_who_turns_cards_quickly_is_not_cut_off(friend):
    friend.watch.move(minutes=2)
    friend.inbox.flood.per_minute = 2
    await friend(button="lessons.open:m1-01")
    for place in ("2", "3", "4", "5", "6", "7"):
        said = await friend(button=f"lessons.card:m1-01.{place}")
        assert said.phrase != "errors.too_fast", place
    assert (await friend("nhanh")).phrase == "errors.too_fast"
    friend.watch.move(minutes=2)
    assert [(await friend("/menu")).phrase for _ in range(3)] == ["menu.main", "menu.main", "errors.too_fast"]


async def test_a_call_for_help_is_answered_however_much_was_written_before(hasty):
    await hasty("nhanh")
    await hasty("nhanh nữa")
    assert (await hasty("cứu tôi với")).phrase == "emergency.card"
    assert [(await hasty("cứu tôi với")).phrase for _ in range(9)] == ["emergency.card"] * 9
    assert (await hasty("cứu tôi với")).messages == []  # a flood of them is a flood


def test_who_was_quiet_is_forgotten_and_many_who_write_are_looked_through_rarely(monkeypatch):
    monkeypatch.setattr(flood, "FEW", 10)
    bound = flood.Flood(per_minute=1)
    looks = []
    for number in range(40):
        before = bound._recent
        assert bound.allow(number, now=0.0)
        looks += [number] if bound._recent is not before else []
    assert looks == [10, 22], "each look goes through everybody"
    assert bound.allow(99, now=120.0)
    assert not bound.allow(99, now=121.0)
    for number in range(100, 110):
        assert bound.allow(number, now=122.0)
    assert len(bound._recent) == 11, "those of the first minute are gone"
