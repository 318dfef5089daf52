"""Lessons as citizens see them: a list, and each on the frame of a phone in a chosen form of address."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.domain.citizens import FORMS
from bot.domain.knowledge import in_force
from bot.domain.overlay import Overlay, lesson_now
from bot.library.schemas import Lesson
from bot.web.console.visit import Route, Visit


async def every(visit: Visit) -> web.Response:
    """All lessons, by module."""
    library, overlay = visit.context.library, await _overlay(visit)
    edited = {one.code for one in overlay.lessons}
    return visit.page(
        "lessons", library=library, lessons=[overlay.lesson(one) for one in library.lessons], edited=edited
    )


async def one(visit: Visit) -> web.Response:
    """One lesson, from its first card to what is said to each answer."""
    library = visit.context.library
    found = library.lesson(visit.request.match_info["code"])
    if found is None or visit.context.preview is None:
        raise web.HTTPNotFound
    lesson = lesson_now(await _overlay(visit), found, library.facts)
    order = [other.code for other in library.lessons]
    place = order.index(lesson.code)
    return visit.page(
        "lesson",
        lesson=lesson,
        **on_phone(visit, lesson),
        drawing=library.illustrations.get(lesson.code),
        before=order[place - 1] if place else "",
        after=order[place + 1] if place + 1 < len(order) else "",
    )


def on_phone(visit: Visit, lesson: Lesson) -> dict[str, Any]:
    """Every message of a lesson, in the form of address that the page asks for."""
    asked, phrases = visit.request.query.get("form", ""), visit.context.library.phrases
    form = asked if asked in FORMS else ""
    messages = visit.context.preview(lesson, form) if visit.context.preview else []
    forms = {each: phrases.say(f"buttons.form_{each}", {}, "") for each in FORMS}
    return {"form": form, "forms": forms, "messages": messages}


async def _overlay(visit: Visit) -> Overlay:
    async with visit.read() as db:
        return await in_force(db, visit.context.clock)


ROUTES = (
    Route("GET", "/lessons", "lessons.see", every),
    Route("GET", "/lessons/{code}", "lessons.see", one),
)
