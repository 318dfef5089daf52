"""What people answer to an announcement: that they read it, whether they come."""

from __future__ import annotations

from bot.domain.answers import way
from bot.domain.domain import Domain
from bot.messages import Reply, Turn
from bot.router import Router

from . import buttons

router = Router()
SAID = {"have_read": "answers.read", "coming": "answers.coming", "not_coming": "answers.not_coming"}
OTHER = {"coming": "not_coming", "not_coming": "coming"}


@router.button("answers.have_read", "answers.coming", "answers.not_coming")
async def pressed(turn: Turn, domain: Domain) -> Reply:
    """A button under the announcement."""
    return await _answered(turn, domain, buttons.number(turn.argument), turn.button.partition(":")[0].partition(".")[2])


@router.command("have_read", "coming", "not_coming")
async def typed(turn: Turn, domain: Domain) -> Reply:
    """The words of the button, where there are none: the last announcement that asked is meant."""
    found = await domain.answers.latest(turn.citizen.id, turn.command)
    if found is None:
        return Reply("answers.nothing_asked", buttons=[buttons.NEWS, buttons.MENU])
    return await _answered(turn, domain, found.id, turn.command)


async def _answered(turn: Turn, domain: Domain, number: int, answer: str) -> Reply:
    found = await domain.answers.answer(turn.citizen.id, number, answer)
    undo = [way(OTHER[answer], number)] if answer in OTHER else []
    return Reply(SAID[answer], {"title": found.title}, buttons=[*undo, buttons.MENU])
