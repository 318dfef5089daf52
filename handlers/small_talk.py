"""Small talk: a greeting, thanks, a joke, a curse. Each gets a few kind words and the ways on."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.library.text import fold
from bot.messages import Button, Label, Reply, Turn
from bot.router import Router

from . import buttons, notice_shown, topic

router = Router()

MAIN = buttons.MAIN
OF_THE_NOTICE = "may gio"
SAID = ("hello", "thanks", "bye", "who", "yes", "no", "understood", "laugh", "rude", "lost", "cannot_read")


@router.command("clock")
async def clock(turn: Turn, domain: Domain) -> Reply:
    """The time and the day where the citizen lives; "mấy giờ" just below an announcement asks when that is."""
    if fold(turn.text).strip(" ?") == OF_THE_NOTICE and (one := await domain.notice_questions.straight_before(turn)):
        return notice_shown.again(turn, domain, one, Button("do:clock", "buttons.not_this_notice"))
    here = domain.clock.local(domain.now)
    day = domain.library.phrases.say(f"small_talk.day_{here.weekday()}", {}, turn.citizen.form)
    values = {"time": f"{here:%H:%M}", "day": day, "date": f"{here:%d/%m/%Y}"}
    return Reply("small_talk.clock", values, buttons=MAIN)


@router.command("pleading")
async def help_with_what(turn: Turn, domain: Domain) -> Reply:
    """ "Giúp với": whom to call if it is danger, and what is the matter if it is not."""
    ways = [buttons.PERSON, buttons.ASK, buttons.HELP, buttons.MENU]
    return Reply("small_talk.pleading", label=Label.CURATED, buttons=ways)


@router.command(*SAID)
async def answer(turn: Turn, domain: Domain) -> Reply:
    """Kind words for each kind of small talk; someone angry is offered a person first."""
    if turn.command in ("rude", "lost", "cannot_read"):
        return Reply(
            f"small_talk.{turn.command}", buttons=[buttons.PERSON, buttons.HELP, buttons.LESSONS, buttons.MENU]
        )
    return Reply(
        f"small_talk.{turn.command}",
        buttons=MAIN,
        step=_kept(turn),
        data=turn.data if _kept(turn) else topic.kept(turn),
    )


def _kept(turn: Turn) -> str:
    """Thanks or a laugh do not end what was being asked."""
    return turn.step if turn.command in ("thanks", "laugh", "yes", "understood", "hello") else ""
