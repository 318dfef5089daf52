"""The simulation behind docs/memory.md, small: what is asked again is still known about nine times in ten."""

from __future__ import annotations

import pytest

from bot.domain.learning import memory
from tests.benches.memory import MEMORIES, group


@pytest.mark.parametrize("kind", list(MEMORIES))
def test_about_nine_in_ten_still_know_it_whichever_way_they_forget(kind):
    assert group(kind, memory.WISHED, range(40)).recall == pytest.approx(0.9, abs=0.06)


def test_a_learner_is_asked_less_often_than_on_fixed_days():
    ours, fixed = (group("FSRS, published", goal, range(40)) for goal in (memory.WISHED, 0))
    assert ours.each < fixed.each
