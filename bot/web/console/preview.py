"""Lessons as citizens see them: a list, and each on the frame of a phone in a chosen form of address."""

from __future__ import annotations

from aiohttp import web

from bot.domain.citizens import FORMS
from bot.web.console.visit import Route, Visit


async def every(visit: Visit) -> web.Response:
    """All lessons, by module."""
    return visit.page("lessons", library=visit.context.library)


async def one(visit: Visit) -> web.Response:
    """One lesson, from its first card to what is said to each answer."""
    library = visit.context.library
    lesson = library.lesson(visit.request.match_info["code"])
    if lesson is None or visit.context.preview is None:
        raise web.HTTPNotFound
    asked = visit.request.query.get("form", "")
    form = asked if asked in FORMS else ""
    order = [other.code for other in library.lessons]
    place = order.index(lesson.code)
    return visit.page(
        "lesson",
        lesson=lesson,
        form=form,
        forms={each: library.phrases.say(f"buttons.form_{each}", {}, "") for each in FORMS},
        messages=visit.context.preview(lesson, form),
        drawing=library.illustrations.get(lesson.code),
        before=order[place - 1] if place else "",
        after=order[place + 1] if place + 1 < len(order) else "",
    )


ROUTES = (
    Route("GET", "/lessons", "lessons.see", every),
    Route("GET", "/lessons/{code}", "lessons.see", one),
)
