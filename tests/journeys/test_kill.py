"""The short version of `hocvuso bench kill`."""

from __future__ import annotations

import pytest

from tests.benches import kill

pytestmark = pytest.mark.programs


async def test_killed_three_times_nothing_is_lost(capsys):
    outcome = await kill.run(8, 6, 3)
    with capsys.disabled():
        print(f"\n{outcome}")
    assert outcome.good
