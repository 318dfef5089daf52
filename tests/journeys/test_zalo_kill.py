"""The short version of `hocvuso bench zalo`: killed while Zalo rotates the tokens."""

from __future__ import annotations

import pytest

from tests.benches import zalo

pytestmark = pytest.mark.programs


async def test_killed_in_a_refresh_nothing_is_lost(record_property):
    outcome = await zalo.kills(4, 4, 2)
    record_property("figures", str(outcome))
    assert outcome.good
