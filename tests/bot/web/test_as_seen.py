"""What moderators see of an emergency is the card that went out."""

import pytest

from bot.library.library import Library
from bot.storage.tables import Exchange
from bot.web.console.as_seen import as_seen


@pytest.fixture(scope="module")
def phrases():
    from bot.library.files import content_dir

    return Library.load(content_dir()).phrases


@pytest.mark.parametrize("card", ["emergency.card", "emergency.health", "emergency.suicide"])
def test_the_card_that_went_out_is_shown(phrases, card):
    line = Exchange(outcome="emergency", answer="", phrase=card)
    assert as_seen(phrases, "bác")(line) == phrases.say(card, {"text": ""}, "bác").strip()


def test_lines_from_before_there_were_others_show_the_usual_card(phrases):
    line = Exchange(outcome="emergency", answer="", phrase="")
    assert as_seen(phrases, "bác")(line) == phrases.say("emergency.card", {"text": ""}, "bác").strip()
