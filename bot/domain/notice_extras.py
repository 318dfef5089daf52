"""What an announcement bears besides its words: a picture, a link that its text ends with, a lesson to go on to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from bot.domain.staff import Refusal
from bot.messages import Button, Picture

ALT_MAX, LINK_MAX = 200, 300
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
"""Letters without marks alone: one that looks like another leads elsewhere."""
LESSON = re.compile(r"m\d{1,2}-\d{2}")
LINK_SIGN = "🔗"
NAMES = ("picture", "picture_alt", "link", "lesson")
"""Columns of an announcement, and fields of what its author writes."""


def extras(one: Any) -> dict[str, Any]:
    """All of them, by name."""
    return {name: str(getattr(one, name)) for name in NAMES}


def body_of(one: Any) -> str:
    """The text as citizens get it: the link is a part of it, so that copies carry it and are compared with it."""
    return f"{one.body}\n\n{LINK_SIGN} {one.link}" if one.link else str(one.body)


def picture_of(one: Any) -> Picture | None:
    """The picture that goes with the words."""
    return Picture(one.picture, one.picture_alt) if one.picture else None


def lesson_buttons(one: Any) -> Sequence[Button]:
    """The way to the lesson; where there are no buttons its words do the same."""
    if not one.lesson:
        return ()
    return (Button(f"lessons.open:{one.lesson}", "buttons.announced_lesson", {"code": one.lesson}),)


def host_of(link: str) -> str:
    """Where a link leads; "" for what is none."""
    try:
        return urlsplit(link).hostname or ""
    except ValueError:
        return ""


def checked(one: Any) -> dict[str, Any]:
    """The extras as they are kept. Raises Refusal."""
    found = {name: " ".join(value.split()) for name, value in extras(one).items()}
    if found["link"]:
        _check_link(found["link"])
    if found["lesson"] and not LESSON.fullmatch(found["lesson"]):
        raise Refusal("announcements.no_such_lesson")
    if not found["picture"]:
        return found | {"picture_alt": ""}
    if not found["picture_alt"] or len(found["picture_alt"]) > ALT_MAX:
        raise Refusal("announcements.alt_missing", most=ALT_MAX)
    return found


def _check_link(link: str) -> None:
    host = host_of(link)
    plain = link.startswith("https://") and "@" not in link.partition("?")[0] and not re.search(r"[\s<>\"\\]", link)
    if not plain or len(link) > LINK_MAX or not HOST.fullmatch(host) or urlsplit(link).netloc.lower() != host:
        raise Refusal("announcements.link_unfit", most=LINK_MAX)
