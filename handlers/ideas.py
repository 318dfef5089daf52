"""Ideas: what could be better with data and AI, sent with a name or without, voted on, followed."""

from __future__ import annotations

from typing import Any

from bot.domain.domain import Domain
from bot.domain.ideas import IDEA_MAX, is_enough, shortened
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons
from .certificates import is_name
from .learners import named

router = Router()
TEXT, NAMING = "ideas.text", "ideas.name"
MINE = Button("ideas.mine", "buttons.my_ideas")
VOTES = Button("ideas.votes", "buttons.vote_ideas")
MORE = Button("do:ideas", "buttons.more_ideas")


@router.command("ideas")
async def begin(turn: Turn, domain: Domain) -> Reply:
    """What ideas are asked for; with nothing special, any idea."""
    asked = await domain.ideas.asked_for(turn.citizen.commune)
    if not asked:
        return _write("ideas.begin", {}, 0)
    text = "\n".join(f"• {one.title} (đến {one.ends_on:%d/%m/%Y})" for one in asked)
    ways = [buttons.named(f"ideas.about:{one.id}", one.title) for one in asked]
    free = Button("ideas.free", "buttons.free_idea")
    return Reply("ideas.choose", {"text": text}, buttons=[*ways, free, VOTES, MINE, buttons.MENU])


@router.button("ideas.free")
async def free(turn: Turn, domain: Domain) -> Reply:
    """An idea about anything."""
    return _write("ideas.begin", {}, 0)


@router.button("ideas.about")
async def about(turn: Turn, domain: Domain) -> Reply:
    """An idea for one campaign."""
    found = await domain.ideas.campaign(buttons.number(turn.argument), turn.citizen.commune)
    values = {"title": found.title, "until": f"{found.ends_on:%d/%m/%Y}", "about": found.about}
    return _write("ideas.about" if found.about else "ideas.about_title", values, found.id)


@router.step(TEXT)
async def take(turn: Turn, domain: Domain) -> Reply:
    """The words were written: shown once more before they go to anybody."""
    to = int(turn.data.get("campaign", 0))
    if not is_enough(turn.text):
        return _write("ideas.too_short", {}, to)
    ways = [Button(f"ideas.{how}:{turn.number}-{to}", f"buttons.idea_{how}") for how in ("anonymous", "named")]
    again = Button(f"ideas.about:{to}" if to else "ideas.free", "buttons.write_again")
    values = {"text": shortened(turn.text[:IDEA_MAX], IDEA_MAX)}
    return Reply("ideas.check", values, buttons=[*ways, again, buttons.MENU], data=buttons.meant(no=buttons.MENU))


@router.button("ideas.anonymous", "ideas.named")
async def send(turn: Turn, domain: Domain) -> Reply:
    """It goes to staff; with a name, the name is asked for."""
    number, _, to = turn.argument.partition("-")
    words = await domain.moderation.question_of(turn.citizen.id, buttons.number(number))
    if not words:
        return await begin(turn, domain)
    anonymous = turn.button.startswith("ideas.anonymous")
    made = await domain.ideas.send(
        turn.citizen, turn.address_id, buttons.number(number), words, to=buttons.number(to), anonymous=anonymous
    )
    back = Button(f"ideas.withdraw:{made.id}", "buttons.withdraw_idea")
    sent = Reply("ideas.sent", {"number": made.id}, buttons=[back, VOTES, MINE, buttons.MENU])
    return sent if made.anonymous or made.name else sent.followed_by(_asks_name("ideas.ask_name", made.id))


@router.when(named(NAMING))
async def take_name(turn: Turn, domain: Domain) -> Reply:
    """The name beside the idea."""
    number = int(turn.data.get("idea", 0))
    if not is_name(turn.text):
        return _asks_name("ideas.no_name", number)
    await domain.ideas.name(turn.citizen.id, number, " ".join(turn.text.split()))
    return Reply("ideas.named", {"name": turn.text[:40], "number": number}, buttons=[VOTES, MINE, buttons.MENU])


@router.button("ideas.unnamed")
async def unnamed(turn: Turn, domain: Domain) -> Reply:
    """No name after all; the commune alone stands beside it."""
    return Reply("ideas.unnamed", buttons=[VOTES, MINE, buttons.MENU])


@router.button("ideas.withdraw")
async def withdraw(turn: Turn, domain: Domain) -> Reply:
    """Taken back, as long as nobody has dealt with it."""
    gone = await domain.ideas.withdraw(turn.citizen.id, buttons.number(turn.argument))
    return Reply("ideas.withdrawn" if gone else "ideas.too_late", buttons=[MORE, MINE, buttons.MENU])


@router.button("ideas.mine")
async def mine(turn: Turn, domain: Domain) -> Reply:
    """What they sent, and what became of it."""
    found = await domain.ideas.mine(turn.citizen.id)
    if not found:
        return Reply("ideas.none_mine", buttons=[MORE, VOTES, buttons.MENU])
    text = "\n".join(_standing(domain, turn.citizen.form, one) for one in found)
    ways = [
        Button(f"ideas.withdraw:{one.id}", "buttons.withdraw_numbered", {"number": one.id})
        for one in found
        if one.status == "received" and not one.open
    ]
    return Reply("ideas.mine", {"text": text}, buttons=[*ways, MORE, VOTES, buttons.MENU])


@router.button("ideas.votes")
async def votes(turn: Turn, domain: Domain) -> Reply:
    """What may be voted on."""
    return await _votes(turn, domain)


@router.button("ideas.vote")
async def vote(turn: Turn, domain: Domain) -> Reply:
    """A vote, or its withdrawal; then the list as it is now."""
    found, stands = await domain.ideas.vote(turn.citizen, buttons.number(turn.argument))
    said = Reply("ideas.voted" if stands else "ideas.unvoted", {"title": shortened(found.title)})
    return said.followed_by(await _votes(turn, domain))


async def _votes(turn: Turn, domain: Domain) -> Reply:
    found = await domain.ideas.votable(turn.citizen)
    if not found:
        return Reply("ideas.nothing_to_vote", buttons=[MORE, MINE, buttons.MENU])
    text = "\n".join(f"• {'✓ ' if voted else ''}{shortened(one.title)} ({one.votes} phiếu)" for one, voted in found)
    ways = [
        buttons.named(f"ideas.vote:{one.id}", ("✓ " if voted else "👍 ") + shortened(one.title, 40))
        for one, voted in found
        if one.citizen_id != turn.citizen.id
    ]
    return Reply("ideas.votes", {"text": text}, buttons=[*ways, MORE, MINE, buttons.MENU])


def _standing(domain: Domain, form: str, one: Any) -> str:
    status = domain.library.phrases.say(f"ideas.status_{one.status}", {}, form)
    why = f" ({shortened(one.why, 200)})" if one.why else ""
    return f"• Số {one.id}: {shortened(one.text)}\n  {status}{why}"


def _write(phrase: str, values: dict[str, Any], to: int) -> Reply:
    """Ask for the words."""
    ways = [VOTES, MINE, Button("do:menu", "buttons.cancel")]
    return Reply(phrase, values, buttons=ways, step=TEXT, data={"campaign": to})


def _asks_name(phrase: str, number: int) -> Reply:
    no = Button(f"ideas.unnamed:{number}", "buttons.no_name_needed")
    return Reply(phrase, buttons=[no, buttons.MENU], step=NAMING, data={"idea": number, **buttons.meant(no=no)})
