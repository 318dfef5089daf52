"""English questions are known by their words; what is typed without marks in Vietnamese is not English."""

import pytest

from bot.domain.answering.foreign import is_english
from bot.library.text import fold
from tests.benches.danger import sets


@pytest.mark.parametrize(
    "words",
    ["how to pay tax", "Where is the police station?", "I lost my passport", "how can I get a health insurance card"],
)
def test_english_is_known(words):
    assert is_english(words)


@pytest.mark.parametrize(
    "words", ["what is VNeID", "can cuoc", "the bao hiem", "me toi the nao", "cai app on the may", ""]
)
def test_vietnamese_and_our_names_are_not(words):
    assert not is_english(words)


def test_no_question_of_ours_is_taken_for_english():
    assert [text for texts in sets().values() for text in texts if is_english(fold(text))] == []
