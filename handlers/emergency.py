"""Someone being robbed, deceived or in danger right now: tried first, whatever they were doing."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.messages import Label, Reply, Trace, Turn
from bot.router import Router

from . import buttons

router = Router()
UNJUDGED = "emergency.suicide"
"""Under kind words to somebody in despair nobody is asked whether they were of use."""


@router.when(lambda turn: turn.urgent)
async def help_now(turn: Turn, domain: Domain) -> Reply:
    """The card for this danger at once, never a model; duty staff hear of it."""
    card = domain.answering.emergency_card(turn.text)
    await domain.tickets.emergency(turn.citizen.id, turn.address_id, turn.text)
    return Reply(
        card,
        {"text": ""},
        label=Label.CURATED,
        buttons=[buttons.PERSON, *([] if card == UNJUDGED else buttons.thumbs(turn.number)), buttons.MENU],
        trace=Trace(turn.text, 1.0, entry="emergency", outcome="emergency"),
    )
