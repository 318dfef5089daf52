"""One request to the console: who comes, whether they may, and the page they get."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal, StaffAccounts, may
from bot.domain.switches import SwitchedOff
from bot.storage.tables import Session, Staff
from bot.web.console import words
from bot.web.console.context import ConsoleContext
from bot.web.console.menu import MENU, MenuPage

if TYPE_CHECKING:
    from jinja2 import Environment

COOKIE = "hocvuso_console"
FORM_COOKIE = "hocvuso_form"
FORM_LASTS = 12 * 3600
ROOT = "/console"
NOBODY = "nobody"
"""The permission of pages that need no login: the login itself."""
NUMBER = re.compile(r"[0-9]{1,15}")
"""What a number in a form may be."""

NOT_THEIRS = (
    "role",
    "outside_area",
    "announcements.your_own",
    "announcements.not_yours",
    "drafts.your_own",
    "urgent.not_allowed",
)
"""Refusals that go into the audit trail: somebody tried what another role, area or person may do."""

TOLD = {"words": words, "menu": MENU}
"""What every page has at hand."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass
class Visit:
    """A request with its login. `staff` and `session` are there on every page but the login."""

    request: web.Request
    context: ConsoleContext
    pages: Callable[[], Environment]
    now: datetime
    staff: Staff | None = None
    session: Session | None = None
    form: Mapping[str, Any] = field(default_factory=dict)
    form_key: str = ""
    refused: str = ""
    """Why this was refused, if it was."""

    @property
    def me(self) -> Staff:
        """Who is logged in."""
        assert self.staff
        return self.staff

    @property
    def today(self) -> date:
        """The day on the citizens' clocks."""
        return self.context.clock.local(self.now).date()

    @property
    def off(self) -> Mapping[str, SwitchedOff]:
        """What is switched off, for the line above every page."""
        return self.context.switches.off

    def may(self, permission: str) -> bool:
        """Is this allowed to who is logged in?"""
        return self.staff is not None and may(self.staff, permission)

    def is_on(self, page: MenuPage) -> bool:
        """Is this the page, or one of those behind it?"""
        here = self.request.path.removeprefix(ROOT)
        return any(here == path or here.startswith(f"{path}/") for path in (page.path, *page.behind))

    def field(self, name: str) -> str:
        """A field of the form, in one kind of line end and without control characters."""
        value = self.form.get(name, "")
        return cleaned(value) if isinstance(value, str) else ""

    def fields(self, name: str) -> tuple[str, ...]:
        """All values of a field that may be ticked several times."""
        values = self.form.getall(name, []) if hasattr(self.form, "getall") else []
        return tuple(cleaned(value) for value in values if isinstance(value, str))

    def number(self, name: str = "id") -> int:
        """A number in the address. 404 when it is none that a table could hold."""
        written = self.request.match_info[name]
        if not written.isascii() or not written.isdigit() or len(written) > 15:
            raise web.HTTPNotFound
        return int(written)

    def before(self) -> int | None:
        """From where a list goes on, by key."""
        written = self.request.query.get("before", "")
        return int(written) if written.isascii() and written.isdigit() and len(written) <= 15 else None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """The one transaction in which this request changes something."""
        async with self.context.database.begin() as db:
            yield db

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A look at the tables."""
        async with self.context.database.read() as db:
            yield db

    def page(self, name: str, *, status: int = 200, error: Refusal | None = None, **values: Any) -> web.Response:
        """A page of the templates."""
        note = words.NOTES.get(self.request.query.get("note", ""), "")
        refused = words.refusal(error) if error else ""
        self.refused = self.refused or (error.name if error else "")
        text = (
            self.pages()
            .get_template(f"{name}.html")
            .render(visit=self, me=self.staff, csrf=self.csrf, note=note, refused=refused, **TOLD, **values)
        )
        status = 422 if error and status == 200 else status
        response = web.Response(text=text, content_type="text/html", status=status)
        if not self.session:
            self.set_cookie(response, FORM_COOKIE, self.form_key, seconds=FORM_LASTS)
        return response

    def go(self, path: str, note: str = "") -> web.Response:
        """Onward after a change, so that a reload repeats nothing."""
        query = f"?note={note}" if note else ""
        return web.Response(status=303, headers={"Location": f"{ROOT}{path}{query}"})

    @property
    def back(self) -> str:
        """The page of ours from which this request came; the first page when it came from elsewhere."""
        came = urlsplit(self.request.headers.get("Referer", ""))
        return came.path if came.netloc == self.request.host and came.path.startswith(ROOT) else ROOT

    @property
    def csrf(self) -> str:
        """The token that a form must bring back: of the login, or, before one, of this browser's cookie."""
        if self.session:
            return self.session.csrf
        signed = f"console-form:{self.form_key}".encode()
        return hmac.new(self.context.secret, signed, hashlib.sha256).hexdigest()

    def set_cookie(self, response: web.Response, name: str, value: str, *, seconds: int) -> None:
        """A cookie of the console that no script reads and no other site's form brings along."""
        secure = self.context.secure_cookies
        response.set_cookie(name, value, max_age=seconds, path=ROOT, httponly=True, samesite="Lax", secure=secure)


Handler = Callable[[Visit], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """An address below /console, what it needs, and who answers."""

    method: str
    path: str
    permission: str
    handler: Handler
    most: int = 0
    """Bytes of a form that brings a file; 0 for what every page may take."""


def cleaned(value: str) -> str:
    """A form's text without control characters but line ends."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(letter for letter in value if letter in "\n\t" or (letter >= " " and letter != "\x7f"))


def as_day(written: str) -> date | None:
    """What a field for a day says, or None when it is no day."""
    try:
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def served(context: ConsoleContext, pages: Callable[[], Environment], route: Route) -> web.RouteDef:
    """The route as aiohttp takes it: login, permission and token are looked at here, for every page."""

    async def handle(request: web.Request) -> web.StreamResponse:
        key = request.cookies.get(FORM_COOKIE, "")
        visit = Visit(request, context, pages, context.clock.now(), form_key=key or secrets.token_urlsafe(24))
        try:
            response = await _answer(visit, route)
        except Refusal as error:
            status = 404 if error.name.endswith(".unknown") else 409
            response = visit.page("refused", status=status, error=error)
        except web.HTTPNotFound:
            response = visit.page("missing", status=404)
        await _keep_refusal(visit)
        response.headers.update(HEADERS)
        return response

    return web.route(route.method, ROOT + route.path, handle)


async def _answer(visit: Visit, route: Route) -> web.StreamResponse:
    if route.permission != NOBODY:
        await _recognise(visit)
        if visit.staff is None:
            return _to_login(visit)
        if not may(visit.staff, route.permission):
            visit.refused = "role"
            return visit.page("forbidden", status=403)
        if visit.staff.must_change and route.permission != "account.use":
            return visit.go("/account")
    if route.method == "POST":
        visit.form = await _form_of(visit.request, route.most)
        if not hmac.compare_digest(visit.field("csrf").encode(), visit.csrf.encode()):
            return visit.page("stale", status=403)
    return await route.handler(visit)


async def _form_of(request: web.Request, most: int) -> Mapping[str, Any]:
    return await (request.clone(client_max_size=most) if most else request).post()


async def _keep_refusal(visit: Visit) -> None:
    """Whoever tried what is not theirs stands in the audit trail."""
    if visit.staff is None or visit.refused not in NOT_THEIRS:
        return
    details = {"page": f"{visit.request.method} {visit.request.path[:200]}", "why": visit.refused}
    async with visit.begin() as db:
        await audit.record(db, visit.staff.login, "refused", details, now=visit.now)


async def _recognise(visit: Visit) -> None:
    async with visit.read() as db:
        found = await StaffAccounts(db, visit.now).session(visit.request.cookies.get(COOKIE, ""))
    if found:
        visit.session, visit.staff = found


async def lost(visit: Visit) -> web.Response:
    """No such page: said as the console says it, with its menu for who is logged in."""
    await _recognise(visit)
    return visit.page("missing", status=404)


LOST = Route("*", "/{rest:.*}", NOBODY, lost)
"""Comes last: takes every address below /console that is no page."""


def _to_login(visit: Visit) -> web.Response:
    if visit.request.path.endswith(".json"):
        return web.json_response({"login": True}, status=401)
    return visit.go("/login")


def more(rows: Sequence[Any], limit: int) -> int | None:
    """The key from which the next page of a list goes on, or None when this was the last."""
    return rows[-1].id if len(rows) >= limit else None
