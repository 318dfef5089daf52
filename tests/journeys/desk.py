"""The console without a browser: accounts that are logged in, pages as text, forms with their token."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient, TestServer

from bot.clock import Clock
from bot.domain.staff import Role, open_login
from bot.library.library import Library
from bot.storage.database import Database
from bot.storage.tables import Staff
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from bot.web.console.visit import COOKIE
from tests.people import HERE, THERE, staff


@dataclass
class Desk:
    """A client, and the cookie of each account: "author", "approver" … of the province, "here author" … of communes."""

    client: TestClient[Any, Any]
    database: Database
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, who: str, path: str) -> ClientResponse:
        """A page, as this account sees it."""
        return await self.client.get(f"/console{path}", headers=self._headers(who), allow_redirects=False)

    async def text(self, who: str, path: str) -> str:
        """The words of a page."""
        return await (await self.get(who, path)).text()

    async def post(self, who: str, path: str, **form: Any) -> ClientResponse:
        """Send a form, with the token that a page of this account has; lists are fields that come several times."""
        token = re.search(r'name="csrf" value="([^"]*)"', await self.text(who, "/account"))
        assert token
        told = [("csrf", token[1])]
        for name, value in form.items():
            told += [(name, one) for one in (value if isinstance(value, list) else [value])]
        sent = {"data": dict(told)} if len(dict(told)) == len(told) else {"data": _several(told)}
        return await self.client.post(f"/console{path}", headers=self._headers(who), allow_redirects=False, **sent)

    async def upload(self, who: str, path: str, name: str, body: bytes, **form: str) -> str:
        """Send a form with a file; the words of the page that comes."""
        token = re.search(r'name="csrf" value="([^"]*)"', await self.text(who, "/account"))
        assert token
        told = FormData({"csrf": token[1], **form})
        told.add_field("file", body, filename=name)
        sent = await self.client.post(f"/console{path}", data=told, headers=self._headers(who), allow_redirects=False)
        assert sent.status in (200, 422), sent.status
        return html.unescape(await sent.text())

    def _headers(self, who: str) -> dict[str, str]:
        return {"Cookie": f"{COOKIE}={self.cookies[who]}"}


def _several(told: list[tuple[str, str]]) -> Any:
    return FormData(told)


@asynccontextmanager
async def open_desk(database: Database, library: Library, **context: Any) -> AsyncIterator[Desk]:
    """A console with an account of every role for the province and two communes."""
    now, app = datetime.now(UTC), web.Application()
    app.add_routes(pages.routes(ConsoleContext(database, library, Clock(), b"s" * 32, **context)))
    desk = Desk(TestClient(TestServer(app)), database)
    async with database.begin() as db:
        for begins, area in (("", ""), ("here ", HERE), ("there ", THERE)):
            for role in (Role.AUTHOR, Role.APPROVER, Role.VIEWER, Role.EDITOR, Role.MODERATOR, Role.ADMINISTRATOR):
                who: Staff = await staff(db, role, area=area, login=f"{begins}{role}".replace(" ", "-"))
                desk.cookies[f"{begins}{role}"] = await open_login(db, who, now)
    await desk.client.start_server()
    try:
        yield desk
    finally:
        await desk.client.close()
