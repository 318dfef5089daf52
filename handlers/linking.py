"""A member of staff ties a chat to their account, to hear of tickets at once."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.messages import Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.when(lambda turn: turn.text.lower().startswith("/lienket"))
async def link_chat(turn: Turn, domain: Domain) -> Reply:
    """The code that the console showed; it works once."""
    staff = await domain.staff.redeem(turn.text.partition(" ")[2].strip(), turn.address_id)
    if staff is None:
        return Reply("linking.wrong", buttons=[buttons.MENU])
    return Reply("linking.done", {"name": staff.name}, buttons=[buttons.MENU])
