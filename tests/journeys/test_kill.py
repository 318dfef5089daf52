"""`hocvuso bench kill` in full: people write on while the program is killed in their midst and started again."""

from __future__ import annotations

import pytest

from tests.benches import kill

pytestmark = pytest.mark.programs

CITIZENS, EACH, KILLS = 50, 20, 10


async def test_killed_ten_times_nobody_is_left_without_an_answer_or_answered_twice(record_property):
    outcome = await kill.run(CITIZENS, EACH, KILLS)
    record_property("figures", str(outcome))
    assert outcome.good, outcome.persons
    assert outcome.waiting >= KILLS / 2 and outcome.answering >= KILLS / 5, "the program had nothing to lose"
    assert any(moment.in_flight for moment in outcome.moments)
    assert any(moment.kept < moment.said for moment in outcome.moments), "messages were under way too"
