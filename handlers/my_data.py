"""What is kept about a citizen: seeing it, and erasing it."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons

router = Router()


@router.command("my_data")
async def show(turn: Turn, domain: Domain) -> Reply:
    """How much of what is kept, with a link to all of it."""
    rows = await domain.citizens.export(turn.citizen.id)
    place = domain.library.places.by_code(turn.citizen.commune)
    values = {
        "commune": place.name if place else domain.library.phrases.say("settings.unknown", {}, ""),
        "messages": len(rows["inbox"]),
        "answers": len(rows["exchanges"]),
        "lessons": len(rows["progress"]),
        "tickets": len(rows["tickets"]),
        "ideas": len(rows["ideas"]),
        "votes": len(rows["idea_votes"]),
        "seats": len(rows["signups"]),
        "days": domain.retention_days,
        "link": await domain.data_link(turn.citizen.id),
    }
    shown = Reply("my_data.shown", values, buttons=[buttons.ERASE, buttons.SETTINGS, buttons.MENU])
    return shown if domain.services.pages_served else Reply("my_data.unserved", then=shown)


@router.command("erase")
async def ask(turn: Turn, domain: Domain) -> Reply:
    """Erasing cannot be undone: ask once."""
    sure = Button("my_data.erase:yes", "buttons.erase_yes")
    keep = Button("do:menu", "buttons.keep")
    there = await domain.household.all(turn.citizen.id)
    if there:
        values = {"names": ", ".join(one.name for one in there)}
        return Reply("erase.ask_all", values, buttons=[sure, keep], data=buttons.meant(yes=sure, no=keep))
    return Reply("erase.ask", buttons=[sure, keep], data=buttons.meant(yes=sure, no=keep))


@router.button("my_data.erase")
async def erase(turn: Turn, domain: Domain) -> Reply:
    """Everything goes; what they write next is a first meeting. A button of another day asks once more."""
    if turn.data.get("yes") != turn.button:
        return await ask(turn, domain)
    await domain.household.erase_others(turn.citizen.id)
    await domain.citizens.erase(turn.citizen.id, but_turn=turn.number)
    return Reply("erase.done", buttons=[Button("do:start", "buttons.begin_again"), buttons.MENU])
