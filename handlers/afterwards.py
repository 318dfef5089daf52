"""What follows an answer, whatever it was: introductions, the way back into a lesson, what is due for review."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.reminders import MOST_UNANSWERED
from bot.messages import Button, Reply, Turn

from . import buttons
from .ask import maybe
from .lesson_words import keep_open
from .start import meet

OFFER_BEHIND = ("start.again", "small_talk.hello", "menu.main", "progress.shown", "lessons.finished", "ask.answer")
"""Replies behind which nothing is under way: a few questions that are due may be offered."""
GREETED = ("start.again", "small_talk.hello")
"""Who says hello begins anew, also when a lesson was left open."""
OFFERED_AGAIN = MOST_UNANSWERED + 1
"""The reminders stand still and the learner has been asked whether they shall go on."""


async def afterwards(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """The reply with what belongs behind it."""
    reply = keep_open(turn, await meet(turn, domain, whom_to_call(turn, domain, reply)))
    if turn.citizen.unanswered:
        reply = await _heard_again(turn, domain, reply)
    return await _offer_reviews(turn, domain, reply)


def whom_to_call(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """First of all, where something else was waited for and the words sound like somebody in danger.

    "Xã Hải Sơn" has a word of a sign, and is a place.
    """
    said = reply.phrase.startswith("emergency.") or not turn.alarm
    return reply if said or domain.library.places.named(turn.text) else maybe(reply)


async def _heard_again(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """Who writes has answered the reminders; where these have stopped, ask once whether they shall go on."""
    if turn.citizen.unanswered < MOST_UNANSWERED:
        await domain.citizens.reminders_unanswered(turn.citizen.id, 0)
        return reply
    if turn.citizen.unanswered == OFFERED_AGAIN or reply.step or reply.then or reply.keeps or turn.urgent:
        return reply
    await domain.citizens.reminders_unanswered(turn.citizen.id, OFFERED_AGAIN)
    on = Button(f"reminders.at:{turn.citizen.reminder_hour}", "buttons.remind_again")
    off = Button("reminders.at:off", "buttons.no_reminder")
    values = {"hour": turn.citizen.reminder_hour}
    data = {**reply.data, **buttons.meant(yes=on, no=off)}
    return reply.followed_by(Reply("reminders.again", values, buttons=[on, off, buttons.MENU], data=data))


async def _offer_reviews(turn: Turn, domain: Domain, reply: Reply) -> Reply:
    """Once a day, when the learner writes anyway and nothing is under way."""
    who, today = turn.citizen, domain.clock.local(domain.now).date()
    last = reply.then or reply
    if not who.consented or who.offered_on == today or last.phrase not in OFFER_BEHIND or reply.step or last.step:
        return reply
    if "back" in last.data and last.phrase not in GREETED:
        return reply
    due = await domain.reviews.count_due(who.id)
    await domain.citizens.offered(who.id, today)
    if not due:
        return reply
    yes = Button("do:review", "buttons.review_now")
    data = {**last.data, **buttons.meant(yes=yes)}
    return reply.followed_by(Reply("review.offered", {"due": due}, buttons=[yes, buttons.MENU], data=data))
