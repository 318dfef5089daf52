"""The short version of `hocvuso bench announce`."""

from __future__ import annotations

import pytest

from tests.benches import announce_kill, announce_rate

pytestmark = pytest.mark.programs


async def test_killed_on_the_way_every_recipient_is_accounted_for(capsys):
    outcome = await announce_kill.run("sqlite", 250, 1)
    with capsys.disabled():
        print(f"\n{outcome}")
    assert outcome.good


async def test_under_the_ceiling_it_leaves_evenly_and_who_writes_is_answered(capsys):
    found = await announce_rate.rate("sqlite", 30, 120, asked=2)
    with capsys.disabled():
        print(f"\n{found}")
    assert not found.refused
    assert found.most_in_a_second <= 1.05 * 30
    assert found.answers["turns"] and not found.answers["unanswered"]
