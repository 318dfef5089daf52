"""Every lesson is walked from its first card to its review: every two of lesson, channel, form and hand meet."""

from __future__ import annotations

import itertools

import pytest

from bot.library.phrases import FORMS
from tests.benches.lessons import CHANNELS, HANDS, pairs, walk_all


def test_every_two_of_channel_form_and_hand_meet_and_each_lesson_is_on_each_channel_by_each_hand(library):
    walks = pairs([lesson.code for lesson in library.lessons])
    for kinds in itertools.combinations((CHANNELS, tuple(FORMS), HANDS), 2):
        met = {pair for walk in walks for pair in itertools.permutations((walk.channel, walk.form, walk.hand), 2)}
        assert set(itertools.product(*kinds)) <= met
    for lesson in library.lessons:
        mine = [walk for walk in walks if walk.lesson == lesson.code]
        assert {walk.channel for walk in mine} == set(CHANNELS) and {walk.hand for walk in mine} == set(HANDS)


@pytest.mark.long
@pytest.mark.parametrize("channel", CHANNELS)
async def test_no_lesson_has_a_dead_end(library, tmp_path, channel):
    mine = [walk for walk in pairs([lesson.code for lesson in library.lessons]) if walk.channel == channel]
    assert (await walk_all(mine, library, tmp_path))["walks"] == len(library.lessons)
