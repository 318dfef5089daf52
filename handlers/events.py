"""Classes and talks: what is to come, signing up and cancelling, the name for the organiser, being there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.domain.domain import Domain
from bot.domain.event_words import when
from bot.domain.events import Standing
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons
from .certificates import is_name
from .learners import named

router = Router()

EVENT = re.compile(
    r"(?:/start +)?(?:s[uự] ?ki[eệ]n|[dđ][aă]ng ?k[yýií]|[dđ]k)[ _:]*tb ?-? ?([a-z0-9]{6})", re.IGNORECASE
)
"""What a notice's QR code or its words let people send: an announcement's code with the wish to come."""
DOOR = re.compile(
    r"(?:/start +)?(?:[dđ][eế]n|c[oó] m[aặ]t|[dđ]i[eể]m danh)[ _:]*([b-df-hj-np-tv-z]{3}[2-9]{3})", re.IGNORECASE
)
"""What the QR code at the door sends, or who cannot scan it types."""
NAMING = "events.name"


@router.when(lambda turn: EVENT.fullmatch(turn.text) is not None)
async def by_code(turn: Turn, domain: Domain) -> Reply:
    """An event by the code of its announcement."""
    found = EVENT.fullmatch(turn.text)
    assert found
    number = await domain.events.with_code(f"TB-{found[1].upper()}")
    return _shown(domain, await domain.events.standing(turn.citizen.id, number))


@router.when(lambda turn: DOOR.fullmatch(turn.text) is not None)
async def at_door(turn: Turn, domain: Domain) -> Reply:
    """They are there."""
    found = DOOR.fullmatch(turn.text)
    assert found
    standing = await domain.events.attend(turn.citizen.id, found[1])
    phrase = "events.attended" if standing.fresh else "events.attended_already"
    return _with_name(Reply(phrase, _facts(domain, standing), buttons=[buttons.MENU]), standing)


@router.command("events", "events_on")
async def to_come(turn: Turn, domain: Domain) -> Reply:
    """What is to come where they live; the only one at once with its ways."""
    found = await domain.events.upcoming(turn.citizen)
    place = [] if turn.citizen.commune else [buttons.COMMUNE]
    if not found:
        return Reply("events.none", buttons=[*place, buttons.NEWS, buttons.MENU])
    if len(found) == 1:
        return _shown(domain, await domain.events.standing(turn.citizen.id, found[0][0].announcement_id))
    lines = "\n".join(f"• {one.title}: {when(event, domain.clock)}, {event.place}" for event, one in found)
    ways = [buttons.named(f"events.show:{event.announcement_id}", one.title) for event, one in found]
    return Reply("events.to_come", {"text": lines}, buttons=[*ways, *place, buttons.MENU])


@router.command("cancel_seat")
async def which_to_cancel(turn: Turn, domain: Domain) -> Reply:
    """Which of their seats they give back; the only one is asked about at once."""
    mine = await domain.events.mine(turn.citizen.id)
    if not mine:
        return Reply("events.no_seat", buttons=[Button("do:events", "buttons.events"), buttons.MENU])
    if len(mine) == 1:
        return _sure(domain, await domain.events.standing(turn.citizen.id, mine[0][0].announcement_id))
    ways = [buttons.named(f"events.leave:{event.announcement_id}", one.title) for event, one in mine]
    return Reply("events.which_seat", buttons=[*ways, buttons.MENU])


@router.button("events.show")
async def show(turn: Turn, domain: Domain) -> Reply:
    """One event, and how they stand to it."""
    return _shown(domain, await domain.events.standing(turn.citizen.id, buttons.number(turn.argument)))


@router.button("events.join")
async def join(turn: Turn, domain: Domain) -> Reply:
    """A seat or a place on the waiting list."""
    standing = await domain.events.join(turn.citizen.id, buttons.number(turn.argument))
    if not standing.fresh:
        return _shown(domain, standing)
    phrase = "events.joined" if standing.state == "seated" else "events.waiting"
    return _with_name(Reply(phrase, _facts(domain, standing), buttons=_ways(standing)), standing)


@router.button("events.leave")
async def leave(turn: Turn, domain: Domain) -> Reply:
    """A seat given back may be gone: ask once."""
    standing = await domain.events.standing(turn.citizen.id, buttons.number(turn.argument))
    return _sure(domain, standing) if standing.state in ("seated", "waiting") else _shown(domain, standing)


@router.button("events.leave_yes")
async def left(turn: Turn, domain: Domain) -> Reply:
    """The seat is another's."""
    standing = await domain.events.leave(turn.citizen.id, buttons.number(turn.argument))
    again = Button(f"events.join:{standing.event.announcement_id}", "buttons.sign_up_again")
    return Reply("events.left", _facts(domain, standing), buttons=[again, buttons.MENU])


@router.when(named(NAMING))
async def take_name(turn: Turn, domain: Domain) -> Reply:
    """The name for the organiser's list."""
    number = int(turn.data.get("event", 0))
    if not is_name(turn.text):
        return _asks_name(Reply("events.no_name", buttons=[buttons.MENU]), number)
    standing = await domain.events.name(turn.citizen.id, number, turn.text)
    return Reply("events.named", {"name": turn.text[:40]}, buttons=[*_ways(standing), buttons.MENU])


@router.button("events.unnamed")
async def unnamed(turn: Turn, domain: Domain) -> Reply:
    """No name: the list has a number."""
    return _shown(domain, await domain.events.standing(turn.citizen.id, buttons.number(turn.argument)))


def _facts(domain: Domain, standing: Standing) -> dict[str, Any]:
    event, announcement = standing.event, standing.announcement
    return {
        "title": announcement.title,
        "when": when(event, domain.clock),
        "place": event.place,
        "free": standing.free,
        "ahead": standing.ahead,
        "why": event.cancelled_why,
        "calendar": domain.link(f"/sukien/{announcement.code}.ics"),
    }


def _shown(domain: Domain, standing: Standing) -> Reply:
    """The event as it concerns this person; a typed "vâng" signs up."""
    facts = _facts(domain, standing)
    if standing.event.cancelled_at:
        return Reply("events.is_cancelled", facts, buttons=[buttons.MENU])
    if standing.event.starts_at <= domain.now:
        return Reply("events.over", facts, buttons=[buttons.MENU])
    ways = _ways(standing)
    yes = ways[0] if standing.state in ("", "left") else None
    return Reply(_phrase(standing), facts, buttons=[*ways, buttons.MENU], data=buttons.meant(yes=yes))


def _phrase(standing: Standing) -> str:
    if standing.state in ("seated", "waiting"):
        return f"events.shown_{standing.state}"
    return "events.shown_free" if standing.free else "events.shown_full"


def _ways(standing: Standing) -> Sequence[Button]:
    """Signing up, or giving back."""
    number = standing.event.announcement_id
    if standing.state in ("seated", "waiting"):
        return [Button(f"events.leave:{number}", "buttons.cannot_come")]
    if standing.state == "door":
        return []
    return [Button(f"events.join:{number}", "buttons.sign_up" if standing.free else "buttons.wait_for_seat")]


def _sure(domain: Domain, standing: Standing) -> Reply:
    number = standing.event.announcement_id
    yes = Button(f"events.leave_yes:{number}", "buttons.give_back")
    no = Button(f"events.show:{number}", "buttons.keep_seat")
    return Reply("events.leave_sure", _facts(domain, standing), buttons=[yes, no], data=buttons.meant(yes=yes, no=no))


def _with_name(reply: Reply, standing: Standing) -> Reply:
    """Who is on the list without a name may give one."""
    if standing.named:
        return reply
    asked = Reply("events.ask_name", buttons=[buttons.MENU])
    return reply.followed_by(_asks_name(asked, standing.event.announcement_id))


def _asks_name(reply: Reply, number: int) -> Reply:
    no = Button(f"events.unnamed:{number}", "buttons.no_name_needed")
    ways, data = [no, *reply.buttons], {"event": number, **buttons.meant(no=no)}
    return Reply(reply.phrase, reply.values, buttons=ways, step=NAMING, data=data)
