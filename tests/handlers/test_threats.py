"""Threats to the bot get a calm word; "gọi tui là bà" is a form of address, however it is said."""

import pytest


@pytest.mark.parametrize(
    "words", ["tao giết mày giờ", "TAO GIẾT MÀY", "tao danh chet may", "đập chết mày", "mày chết với tao"]
)
async def test_a_threat_to_the_bot_gets_a_calm_word(friend, words):
    assert (await friend(words)).phrase == "small_talk.rude"


@pytest.mark.parametrize("words", ["cu goi tui la bà đi", "cứ gọi tui là bà nhé", "kêu mình là bà", "gọi bà là bà"])
async def test_how_to_be_called_is_understood_in_southern_words(friend, words):
    said = await friend(words)
    assert said.phrase != "emergency.maybe" and "bà" in (await friend("cảm ơn")).text.lower()
