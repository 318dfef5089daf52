"""The table of permissions, tried: every page × every role × both methods, with a token and without."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import func, select, update

from bot.clock import Clock
from bot.domain.passwords import hashed
from bot.domain.staff import PERMISSIONS, Role, StaffAccounts, open_login
from bot.storage.tables import AuditEntry, Staff
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from bot.web.console.visit import COOKIE, NOBODY

OPEN = {"/login", "/login/code", "/login/elsewhere", "/login/returned", "/invited/{key}"}
"""Everything that needs no login. A page that joins them is a decision, so it has to be written here too."""

POSTS = [route for route in pages.ROUTES if route.method == "POST"]


@pytest.fixture
def database_url(tmp_path):
    """Enough on one engine, as permissions ask no database."""
    return f"sqlite+aiosqlite:///{tmp_path}/p.db"


@pytest.fixture
async def house(database, library):
    """(client, {role: cookie}, database)."""
    now, password, cookies = datetime.now(UTC), await hashed("một mật khẩu đủ dài 9"), {}
    async with database.begin() as db:
        for role in Role:
            told = {"name": role, "role": role, "password": password}
            await StaffAccounts(db, now).create(str(role), by="test", **told)
        await db.execute(update(Staff).values(must_change=False, urgent=True))
        for who in list(await db.scalars(select(Staff))):
            cookies[who.role] = await open_login(db, who, now)
    app = web.Application()
    app.add_routes(pages.routes(ConsoleContext(database, library, Clock(), b"s" * 32)))
    server = TestServer(app)
    client = TestClient(server)
    await client.start_server()
    yield client, cookies, database
    await client.close()


def filled(path: str) -> str:
    """An address with numbers and names of things that do not exist."""
    return "/console" + re.sub(r"\{(\w+)\}", lambda name: "999" if name[1] == "id" else "khong-co", path)


async def changes(database) -> int:
    async with database.read() as db:
        changed = select(func.count()).select_from(AuditEntry).where(AuditEntry.action != "refused")
        return int(await db.scalar(changed) or 0)


async def refusals(database) -> list[tuple[str, str, str]]:
    async with database.read() as db:
        found = await db.scalars(select(AuditEntry).where(AuditEntry.action == "refused").order_by(AuditEntry.id))
        return [(row.actor, row.details["page"], row.details["why"]) for row in found]


def test_every_page_needs_a_permission_that_the_table_knows():
    assert {route.path for route in pages.ROUTES if route.permission == NOBODY} == OPEN
    assert {route.permission for route in pages.ROUTES} - {NOBODY} <= set(PERMISSIONS)
    assert {permission for permission in PERMISSIONS if "." not in permission} == set()


async def test_every_page_for_every_role(house):
    client, cookies, database = house
    tried, before = 0, await changes(database)
    for route in pages.ROUTES:
        for role, cookie in cookies.items():
            headers = {"Cookie": f"{COOKIE}={cookie}"}
            tried += 1
            if route.permission == NOBODY:
                continue
            sent = await client.request(route.method, filled(route.path), headers=headers, allow_redirects=False)
            allowed = role in PERMISSIONS[route.permission]
            if route.method == "POST":
                assert sent.status == 403, (route, role)
                assert ("Trang đã cũ" in await sent.text()) == allowed, (route, role)
            elif not allowed:
                assert sent.status == 403, (route, role)
            else:
                found = "{" not in route.path
                assert sent.status in ((200,) if found else (404,)), (route, role, sent.status)
    assert await changes(database) == before
    assert tried == len(pages.ROUTES) * len(Role)


async def test_a_token_does_not_help_who_may_not(house):
    client, cookies, database = house
    before = await changes(database)
    for role, cookie in cookies.items():
        headers = {"Cookie": f"{COOKIE}={cookie}"}
        token = re.search(
            r'name="csrf" value="([^"]*)"', await (await client.get("/console/account", headers=headers)).text()
        )
        for route in POSTS:
            if route.permission == NOBODY or role in PERMISSIONS[route.permission]:
                continue
            sent = await client.post(
                filled(route.path), headers=headers, data={"csrf": token[1]}, allow_redirects=False
            )
            assert sent.status == 403 and "Không thuộc vai trò" in await sent.text(), (route, role)
            assert (await refusals(database))[-1] == (str(role), f"POST {filled(route.path)}", "role")
    assert await changes(database) == before


async def test_without_a_login_every_page_leads_to_it(house):
    client, _, _ = house
    for route in pages.ROUTES:
        if route.permission == NOBODY:
            continue
        sent = await client.request(route.method, filled(route.path), allow_redirects=False)
        if route.path.endswith(".json"):
            assert sent.status == 401
        else:
            assert (sent.status, sent.headers["Location"]) == (303, "/console/login"), route


async def test_a_token_of_another_login_and_a_form_from_nowhere_are_refused(house):
    client, cookies, database = house
    mine = {"Cookie": f"{COOKIE}={cookies['administrator']}"}
    theirs = {"Cookie": f"{COOKIE}={cookies['author']}"}
    page = await (await client.get("/console/account", headers=theirs)).text()
    token = re.search(r'name="csrf" value="([^"]*)"', page)[1]
    before = await changes(database)
    for route in POSTS:
        headers = {} if route.permission == NOBODY else mine
        for given in ({"csrf": token}, {"csrf": ""}, {}):
            sent = await client.post(filled(route.path), headers=headers, data=given, allow_redirects=False)
            assert sent.status == 403, route
    assert await changes(database) == before


async def test_what_is_not_there_is_said_as_not_there(house):
    client, cookies, _ = house
    headers = {"Cookie": f"{COOKIE}={cookies['moderator']}"}
    for path in ("/tickets/0", "/tickets/-1", "/tickets/1e3", "/tickets/99999999999999999999", "/log/%00", "/log/x"):
        sent = await client.get(f"/console{path}", headers=headers)
        assert sent.status == 404, path
        assert "Về trang đầu" in await sent.text()
    for path in ("/khong-co", "/tickets/khong/co", "/staff/lan/xoa"):
        sent = await client.get(f"/console{path}", headers=headers)
        page = await sent.text()
        assert sent.status == 404 and "Về trang đầu" in page and "Đăng xuất" in page, path
    stranger = await client.get("/console/khong-co")
    assert stranger.status == 404 and "Đăng xuất" not in await stranger.text()


async def test_who_must_change_the_password_sees_nothing_else_first(house):
    client, cookies, database = house
    async with database.begin() as db:
        await db.execute(update(Staff).values(must_change=True))
    for route in pages.ROUTES:
        if route.method == "POST" or route.permission in (NOBODY, "account.use"):
            continue
        for role in PERMISSIONS[route.permission]:
            headers = {"Cookie": f"{COOKIE}={cookies[role]}"}
            sent = await client.get(filled(route.path), headers=headers, allow_redirects=False)
            assert (sent.status, sent.headers.get("Location")) == (303, "/console/account"), route
