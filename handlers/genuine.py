"""Is this message genuine? Passed on or pasted, it is compared with what went out; its code alone is enough."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.genuine import Verdict, is_passed_on
from bot.domain.notice_extras import body_of
from bot.messages import Button, Reply, Trace, Turn
from bot.router import Router

from . import buttons

router = Router()
STEP = "genuine.text"


@router.command("genuine")
async def ask_for_it(turn: Turn, domain: Domain) -> Reply:
    """Ask for the message, or its code."""
    return Reply("genuine.ask", buttons=[buttons.MENU], step=STEP)


@router.step(STEP)
async def message(turn: Turn, domain: Domain) -> Reply:
    """The message that is asked about."""
    return await _judged(turn, domain)


@router.when(lambda turn: is_passed_on(turn.step, turn.text), has="words")
async def passed_on(turn: Turn, domain: Domain) -> Reply:
    """A message of ours, or one with the question whether it is."""
    return await _judged(turn, domain)


async def _judged(turn: Turn, domain: Domain) -> Reply:
    verdict = await domain.genuine.judge(turn.message.text)  # blanks and all: their length counts
    trace = Trace(turn.text, 1.0, entry=verdict.code, outcome=f"genuine.{verdict.kind}")
    ways = _ways(turn, verdict)
    return Reply(f"genuine.{verdict.kind}", _values(turn, domain, verdict), buttons=ways, trace=trace)


def _ways(turn: Turn, verdict: Verdict) -> list[Button]:
    """What is not ours can be reported, and asked about."""
    if verdict.kind in ("right", "partial", "code"):
        return [buttons.NEWS, buttons.MENU]
    report = Button(f"tickets.from:{turn.number}", "buttons.report_message")
    about = [Button(f"ask.words:{turn.number}", "buttons.ask_about_it")] if verdict.kind == "unknown" else []
    return [report, *about, buttons.MENU]


def _values(turn: Turn, domain: Domain, verdict: Verdict) -> dict[str, str]:
    """What the reply says of the original, and of what was changed."""
    found, say = verdict.original, domain.library.phrases.say
    if found is None:
        return {"code": verdict.code}
    place = domain.library.places.by_code(verdict.area)
    at = found.approved_at or found.created_at
    changes = ", ".join(say(f"genuine.changed_{what}", {}, turn.citizen.form) for what in verdict.changed)
    return {
        "title": found.title,
        "body": body_of(found),
        "code": found.code,
        "who": place.name if place else "tỉnh Quảng Ninh",
        "date": f"{domain.clock.local(at):%d/%m/%Y}",
        "stopped": say("genuine.stopped", {}, turn.citizen.form) if found.status == "stopped" else "",
        "changes": changes,
    }
