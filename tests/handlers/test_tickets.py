"""Reaching a person: what is said about the hours and the wait."""

from __future__ import annotations

import pytest

HOURS = "08:00-17:00"


@pytest.mark.parametrize("later", [0, 12], ids=["in the hours", "at night"])
async def test_the_hours_are_said_once_when_asking_and_once_when_handed_over(friend, later):
    friend.watch.move(hours=later)
    assert (await friend("/canbo")).text.count(HOURS) == 1
    said = await friend("Nhờ cán bộ gọi lại giúp")
    assert said.phrase == "tickets.opened"
    assert said.text.count(HOURS) == 1


async def test_the_wait_is_honest(friend):
    assert "chưa có ai chờ trước" in (await friend("/canbo")).text
    await friend("Nhờ cán bộ gọi lại giúp")
    assert "có 1 câu hỏi chờ trước" in (await friend("/canbo")).text
    friend.watch.move(hours=12)
    assert "ngoài giờ trực" in (await friend("/canbo")).text
