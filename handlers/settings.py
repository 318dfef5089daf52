"""Settings: form of address, commune, group, consent, announcements, reminders, pictures."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.answering.found import Found
from bot.domain.citizens import AUDIENCES, FORMS
from bot.domain.domain import Domain, Services
from bot.library.schemas import Organisation
from bot.library.text import fold
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import ask, buttons, communes

router = Router()


@router.command("settings", "settings_on")
async def show(turn: Turn, domain: Domain) -> Reply:
    """What is set now, and how to change each."""
    consented = turn.citizen.consented
    agree = Button(f"settings.agree:{'no' if consented else 'yes'}", f"buttons.consent_{'off' if consented else 'on'}")
    ways = [
        Button("settings.form", "buttons.change_form"),
        Button("settings.commune", "buttons.change_commune"),
        Button("settings.audience", "buttons.change_audience"),
        buttons.ORGANISATIONS,
        agree,
        Button(f"settings.pictures:{'no' if turn.citizen.pictures else 'yes'}", _pictures(turn)),
        buttons.REMINDERS,
        buttons.NEWS,
        buttons.NEWS_KINDS,
        buttons.LINK,
        buttons.LEARNERS,
        buttons.MY_DATA,
    ]
    theirs = await domain.organisations.of(turn.citizen.id)
    return Reply("settings.shown", _shown(turn, domain, theirs), buttons=[*ways, buttons.MENU])


def _pictures(turn: Turn) -> str:
    return "buttons.pictures_off" if turn.citizen.pictures else "buttons.pictures_on"


def _shown(turn: Turn, domain: Domain, theirs: Sequence[Organisation]) -> dict[str, str]:
    """Every setting in words."""
    who = turn.citizen
    place = domain.library.places.by_code(who.commune)
    group = f"buttons.audience_{AUDIENCES.index(who.audience)}" if who.audience in AUDIENCES else "settings.unknown"
    reminder = "settings.off" if who.reminder_hour is None else "settings.reminder_at"

    def say(phrase: str) -> str:
        return domain.library.phrases.say(phrase, {"hour": who.reminder_hour}, who.form)

    return {
        "commune": place.name if place else say("settings.unknown"),
        "audience": say(group),
        "organisations": ", ".join(one.title for one in theirs) or say("settings.unknown"),
        "consent": say("settings.on" if who.consented else "settings.off"),
        "reminder": say(reminder),
        "news": say("settings.on" if who.news else "settings.off"),
        "pictures": say("settings.on" if who.pictures else "settings.off"),
    }


@router.command("change_form")
@router.when(lambda turn: not turn.step and fold(turn.text) in FORMS, has="words")
@router.button("settings.form")
async def form(turn: Turn, domain: Domain) -> Reply:
    """Choose the form of address; a lone "bà" asks for it too."""
    if await domain.citizens.address_as(turn.citizen.id, turn.argument):
        return Reply("settings.saved", buttons=[buttons.SETTINGS, buttons.MENU])
    choices = [Button(f"settings.form:{one}", f"buttons.form_{one}") for one in FORMS]
    return Reply("settings.form", buttons=[*choices, buttons.SETTINGS, buttons.MENU])


@router.command(*(f"form_{one}" for one in FORMS))
async def form_in_words(turn: Turn, domain: Domain) -> Reply:
    """ "Gọi tôi là bà"."""
    await domain.citizens.address_as(turn.citizen.id, turn.command.removeprefix("form_"))
    return Reply("settings.saved", buttons=[buttons.SETTINGS, buttons.MENU])


@router.command("form_cu")
async def most_honoured(turn: Turn, domain: Domain) -> Reply:
    """ "Gọi tôi là cụ": no sentence is written for it; the nearest forms are offered, in the first meeting too."""
    begins = "settings" if turn.citizen.met == "done" else "start"
    nearest = [Button(f"{begins}.form:{one}", f"buttons.form_{one}") for one in ("ong", "ba", "bac")]
    return Reply("settings.form_cu", buttons=[*nearest, buttons.MENU])


@router.command("change_commune")
@router.button("settings.commune")
async def commune(turn: Turn, domain: Domain) -> Reply:
    """Type the commune's name, or pick one of those found."""
    if domain.library.places.by_code(turn.argument):
        await domain.citizens.live_in(turn.citizen.id, turn.argument)
        return Reply("settings.saved", buttons=[buttons.NEWS, buttons.SETTINGS, buttons.MENU])
    return Reply("settings.commune", buttons=[buttons.SETTINGS, buttons.MENU], step="settings.commune")


async def look_up(turn: Turn, services: Services) -> Found | None:
    """Words that name no place may be a question."""
    return await communes.question_instead(turn, services)


@router.step("settings.commune")
@router.before(look_up)
async def commune_words(turn: Turn, domain: Domain) -> Reply:
    """The places that a name may mean; a question is answered, and ends the step."""
    if turn.prepared is not None:
        return await ask.said(turn, domain)
    return communes.offer(turn, domain, step="settings.commune", ways=[buttons.SETTINGS, buttons.MENU])


@router.button("settings.audience")
async def audience(turn: Turn, domain: Domain) -> Reply:
    """Choose the group."""
    if group := buttons.group(turn.argument):
        await domain.citizens.belong_to(turn.citizen.id, group)
        return Reply("settings.saved", buttons=[buttons.SETTINGS, buttons.MENU])
    groups = [Button(f"settings.audience:{number}", f"buttons.audience_{number}") for number in range(len(AUDIENCES))]
    return Reply("settings.audience", buttons=[*groups, buttons.SETTINGS, buttons.MENU])


@router.button("settings.agree")
async def agree(turn: Turn, domain: Domain) -> Reply:
    """Give or withdraw consent."""
    await domain.citizens.consent(turn.citizen.id, turn.argument == "yes")
    phrase = "settings.consent_given" if turn.argument == "yes" else "settings.consent_withdrawn"
    return Reply(phrase, buttons=[buttons.SETTINGS, buttons.ERASE, buttons.MENU])


@router.button("settings.pictures")
async def pictures(turn: Turn, domain: Domain) -> Reply:
    """Lessons with drawings, or with little data."""
    wanted = turn.argument == "yes"
    await domain.citizens.want_pictures(turn.citizen.id, wanted)
    return Reply(f"settings.pictures_{'on' if wanted else 'off'}", buttons=[buttons.SETTINGS, buttons.MENU])
