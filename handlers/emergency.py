"""Someone being robbed, deceived or in danger right now: tried first, whatever they were doing."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.messages import Label, Reply, Trace, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.when(lambda turn: turn.urgent)
async def help_now(turn: Turn, domain: Domain) -> Reply:
    """The card at once, never a model; duty staff hear of it."""
    await domain.tickets.emergency(turn.citizen.id, turn.address_id, turn.text)
    return Reply(
        "emergency.card",
        {"text": ""},
        label=Label.CURATED,
        buttons=[buttons.PERSON, *buttons.thumbs(turn.number), buttons.MENU],
        trace=Trace(turn.text, 1.0, entry="emergency", outcome="emergency"),
    )
