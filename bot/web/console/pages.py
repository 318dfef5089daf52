"""The console: every page in one list, with what it needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.redaction import mask
from bot.web.console import (
    account,
    announcements,
    answers,
    audit,
    autosave,
    campaigns,
    canned,
    certificates,
    channels,
    checking,
    dashboard,
    drafts,
    events,
    facts,
    ideas,
    imports,
    invitation,
    knowledge,
    learning,
    log,
    login,
    model_answers,
    notice_templates,
    outlets,
    page_drafts,
    page_shelf,
    posters,
    preview,
    recipients,
    repeats,
    reports,
    segments,
    staff,
    switches,
    tickets,
    tryout,
    unanswered,
    urgent,
    wordings,
)
from bot.web.console.context import FORMAL, ConsoleContext
from bot.web.console.visit import LOST, Route, served

if TYPE_CHECKING:
    from jinja2 import Environment

TEMPLATES = Path(__file__).parent / "templates"

ROUTES: tuple[Route, ...] = (
    *login.ROUTES,
    *invitation.ROUTES,
    *dashboard.ROUTES,
    *preview.ROUTES,
    *checking.ROUTES,
    *log.ROUTES,
    *model_answers.ROUTES,
    *tickets.ROUTES,
    *canned.ROUTES,
    *announcements.ROUTES,
    *segments.ROUTES,
    *notice_templates.ROUTES,
    *autosave.ROUTES,
    *repeats.ROUTES,
    *recipients.ROUTES,
    *urgent.ROUTES,
    *answers.ROUTES,
    *outlets.ROUTES,
    *events.ROUTES,
    *facts.ROUTES,
    *ideas.ROUTES,
    *campaigns.ROUTES,
    *unanswered.ROUTES,
    *drafts.ROUTES,
    *tryout.ROUTES,
    *imports.ROUTES,
    *knowledge.ROUTES,
    *page_shelf.ROUTES,
    *page_drafts.ROUTES,
    *wordings.ROUTES,
    *learning.ROUTES,
    *reports.ROUTES,
    *certificates.ROUTES,
    *posters.ROUTES,
    *channels.ROUTES,
    *switches.ROUTES,
    *staff.ROUTES,
    *audit.ROUTES,
    *account.ROUTES,
)


def routes(context: ConsoleContext) -> Sequence[web.RouteDef]:
    """The console's addresses."""
    pages = cache(partial(environment, context))  # with the first page: a process whose console nobody opens has none
    return [served(context, pages, route) for route in (*ROUTES, LOST)]


def environment(context: ConsoleContext) -> Environment:
    """The templates: everything is escaped, and a misspelt name is a fault."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def moment(value: datetime | None) -> str:
        return f"{context.clock.local(value):%H:%M %d/%m/%Y}" if value else ""

    def day(value: date) -> str:
        return f"{value:%d/%m/%Y}"

    made.filters |= {"moment": moment, "day": day, "place": context.place, "masked": mask}
    made.filters["addressed"] = lambda text: context.library.phrases.fill(text, FORMAL)
    return made
