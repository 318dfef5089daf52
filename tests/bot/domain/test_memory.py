"""What is about to be forgotten comes back, later each time; a learner who forgets more is asked sooner."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.domain.learning import memory
from bot.domain.learning.memory import HEAD_START, LONGEST, Track

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def at_due(one, right):
    return memory.reviewed(one, right, one.due_at)


def test_a_wrong_answer_comes_back_at_the_same_hour_tomorrow():
    assert memory.learned(False, NOW).due_at == NOW + DAY - HEAD_START


def test_each_right_answer_at_its_time_puts_the_next_one_further_off():
    one, spans = memory.learned(True, NOW), []
    for _ in range(5):
        spans.append(one.due_at - one.seen_at)
        one = at_due(one, True)
    assert spans == sorted(spans) and spans[-1] > 10 * spans[0]


def test_a_forgotten_thing_comes_back_soon():
    one = memory.learned(True, NOW)
    for _ in range(4):
        one = at_due(one, True)
    forgotten = at_due(one, False)
    assert forgotten.due_at - forgotten.seen_at < (one.due_at - one.seen_at) / 3


def test_on_its_day_about_nine_in_ten_still_know_it():
    one = memory.learned(True, NOW)
    for _ in range(4):
        assert memory.recall(one, one.due_at + HEAD_START) == pytest.approx(0.9, abs=0.04)
        one = at_due(one, True)


def test_who_forgets_more_than_wished_is_asked_sooner_and_who_forgets_less_later():
    bad = good = Track()
    for number in range(40):
        bad, good = bad.after(number % 2 == 0, 0.9), good.after(True, 0.9)
    assert bad.wish() > Track().wish() > good.wish()
    plain = memory.learned(True, NOW)
    assert memory.learned(True, NOW, bad.wish()).due_at < plain.due_at < memory.learned(True, NOW, good.wish()).due_at


@given(some.lists(some.booleans(), max_size=60), some.floats(0, 400), some.booleans())
def test_whatever_was_answered_the_next_date_is_one_day_to_a_year_ahead(answers, late, last):
    track, one = Track(), memory.learned(True, NOW)
    for right in answers:
        track = track.after(right, one.wished)
        one = memory.reviewed(one, right, one.due_at, track.wish())
    one = memory.reviewed(one, last, one.due_at + late * DAY, track.wish())
    assert DAY - HEAD_START <= one.due_at - one.seen_at <= LONGEST * DAY
    assert one.stability > 0 and 1 <= one.difficulty <= 10


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="timezone"):
        memory.learned(True, datetime(2026, 11, 23))
