"""Buttons that several conversations offer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.citizens import AUDIENCES
from bot.messages import Button

NUMBER = re.compile(r"[0-9]{1,15}")

MENU = Button("do:menu", "buttons.menu")
LESSONS = Button("do:lessons", "buttons.lessons")
REVIEW = Button("do:review", "buttons.review")
ASK = Button("do:ask", "buttons.ask")
PERSON = Button("do:tickets", "buttons.person")
SETTINGS = Button("do:settings", "buttons.settings")
PROGRESS = Button("do:progress", "buttons.progress")
CERTIFICATES = Button("do:certificates", "buttons.certificates")
COMMUNE = Button("settings.commune", "buttons.choose_commune")
NEWS = Button("do:announcements", "buttons.announcements")
REMINDERS = Button("do:reminders", "buttons.reminders")
LINK = Button("do:link", "buttons.link")
NEWS_KINDS = Button("do:news_kinds", "buttons.news_kinds")
ORGANISATIONS = Button("do:organisations", "buttons.organisations")
MY_DATA = Button("do:my_data", "buttons.my_data")
ERASE = Button("do:erase", "buttons.erase")
RESUME = Button("do:resume", "buttons.learn_on")
LEARNERS = Button("do:learners", "buttons.learners")
CLASSES = Button("do:classes", "buttons.classes")
PATHS = Button("do:paths", "buttons.paths")
OTHER_GROUPS = Button("paths.groups", "buttons.other_groups")
PLACEMENT = Button("do:placement", "buttons.try_out")
HELP = Button("do:help", "buttons.help")

MAIN = (LESSONS, ASK, NEWS, REVIEW, PROGRESS, PERSON, SETTINGS, HELP)
"""The menu itself."""


def named(does: str, text: str) -> Button:
    """A button whose words come from content: a title, a name, a choice."""
    return Button(does, "buttons.plain", {"text": text})


def number(written: str, none: int = 0) -> int:
    """The number that a button carries; `none` where it carries nothing that a row could be called."""
    return int(written) if NUMBER.fullmatch(written) else none


def also(written: str) -> int:
    """The line of the log that a button under a second answer carries; 0 where it is about a whole turn."""
    return number(written.removeprefix(ALSO)) if written.startswith(ALSO) else 0


def group(written: str) -> str:
    """The group of people that a button names by its place in the list, "" where it names none."""
    return dict(enumerate(AUDIENCES)).get(number(written, -1), "")


def meant(*, yes: Button | None = None, no: Button | None = None) -> Mapping[str, str]:
    """What a typed "vâng" or "không" means here, as a reply's `data`."""
    return {word: button.does for word, button in (("yes", yes), ("no", no)) if button}


def nothing_meant(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The data of the reply before, without what a typed "vâng" or "không" meant there."""
    return {name: value for name, value in data.items() if name not in ("yes", "no")}


ALSO = "also"
"""Stands before the number of a line of the log: the second answer to one turn."""


def thumbs(turn: int | str) -> Sequence[Button]:
    """Under each answer: was it right? `turn`: its number, or that of a second answer's line behind `ALSO`."""
    return [Button(f"ask.right:{turn}", "buttons.right"), Button(f"ask.wrong:{turn}", "buttons.wrong")]
