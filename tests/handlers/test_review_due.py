"""When the next question is due is said as people say it: an hour of the night only if it is today's."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from handlers.review import _due

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("when", "phrase", "values"),
    [
        (datetime(2026, 11, 25, 21, 30), "review.later_today", {"when": "21:30"}),
        (datetime(2026, 11, 26, 2, 15), "review.later_tomorrow", {}),
        (datetime(2026, 11, 27, 2, 15), "review.later", {"when": "27/11"}),
    ],
)
def test_the_next_question_is_due_on_a_day(when, phrase, values):
    assert _due(when, TODAY) == (phrase, values)
