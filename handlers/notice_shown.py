"""An announcement in the talk: as "thông báo" lists it, and again below a question about it."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.domain.notice_extras import body_of
from bot.domain.notice_questions import SHOWN, Delivered
from bot.messages import Button, Reply, Trace, Turn
from bot.storage.tables import Announcement

from . import buttons, topic

OUTCOME = "notice"
"""What the log says came of such a question."""


def line(one: Announcement, domain: Domain) -> str:
    """One announcement with its day and its code."""
    return f"📢 {one.title} ({domain.clock.local(one.approved_at):%d/%m/%Y}, mã {one.code})\n{body_of(one)}"


def again(turn: Turn, domain: Domain, one: Delivered, otherwise: Button | None = None) -> Reply:
    """Whether this one is meant, and the ways to a person and to what the question finds otherwise."""
    place = domain.library.places.by_code(one.area)
    values = {"notice": line(one.told, domain), "who": place.name if place else "tỉnh Quảng Ninh"}
    person = Button(f"tickets.from:{turn.number}", "buttons.send_to_person")
    other = otherwise or Button(f"ask.usual:{turn.number}", "buttons.not_this_notice")
    data = {**topic.kept(turn), **buttons.meant(no=other), SHOWN: one.told.id}
    trace = Trace(turn.text, 1.0, entry=one.told.code, outcome=OUTCOME)
    return Reply("announcements.asked", values, buttons=[person, other, buttons.MENU], trace=trace, data=data)
