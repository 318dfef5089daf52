"""What a citizen saw of a line of the log: worded for them, where the log keeps the text of the content."""

from __future__ import annotations

from collections.abc import Callable

from bot.library.phrases import Phrases
from bot.storage.tables import Exchange

CARD = "emergency.card"
"""The one that is sent where no other fits better, and was always sent before there were others."""


def as_seen(phrases: Phrases, form: str) -> Callable[[Exchange], str]:
    """Gives the words of a line in this form of address; the card of an emergency is a phrase of its own."""

    def seen(line: Exchange) -> str:
        if line.outcome == "emergency" and not line.answer:
            card = line.phrase if line.phrase.startswith("emergency.") else CARD
            return phrases.say(card, {"text": ""}, form).strip()
        return phrases.fill(line.answer, form)

    return seen
