"""Every role tries everything with an announcement of its own commune and of a foreign one, over HTTP."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select, update

from bot.clock import Clock
from bot.domain.announcements import Announcements, Content
from bot.domain.passwords import hashed
from bot.domain.staff import PERMISSIONS, Role, StaffAccounts, covers, open_login
from bot.storage.tables import Announcement, AuditEntry, Staff
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from bot.web.console.visit import COOKIE
from tests.people import HERE, THERE

STATES = {"edit": "draft", "submit": "draft", "call off": "scheduled", "pause": "sending", "resume": "sending"}
STATES |= {"stop": "sending", "correct": "sent"}
"""In which state each is tried; the rest while it waits for approval."""
ACTIONS = {
    "draft": ("POST", "/announcements/new", "announcements.write"),
    "edit": ("POST", "/announcements/{}/edit", "announcements.write"),
    "submit": ("POST", "/announcements/{}/submit", "announcements.write"),
    "withdraw": ("POST", "/announcements/{}/withdraw", "announcements.write"),
    "approve": ("POST", "/announcements/{}/approve", "announcements.approve"),
    "return": ("POST", "/announcements/{}/approve", "announcements.approve"),
    "stop": ("POST", "/announcements/{}/stop", "announcements.stop"),
    "pause": ("POST", "/announcements/{}/pause", "announcements.stop"),
    "resume": ("POST", "/announcements/{}/resume", "announcements.stop"),
    "call off": ("POST", "/announcements/{}/call-off", "announcements.stop"),
    "correct": ("POST", "/announcements/{}/correct", "announcements.write"),
    "read": ("GET", "/announcements/{}", "announcements.read"),
    "urgent": ("POST", "/urgent", "urgent.write"),
}
BY_NAME = {"urgent draft": "urgent", "urgent approve": "approve", "urgent return": "return", "urgent submit": "submit"}
"""What may be done to urgent announcements by those alone whose account has the right → the request."""


@pytest.fixture
def database_url(tmp_path):
    """Enough on one engine, as permissions ask no database."""
    return f"sqlite+aiosqlite:///{tmp_path}/p.db"


@pytest.fixture
async def house(database, library):
    """(client, {role: cookie}, database): staff of HERE in every role, and a foreign author of THERE."""
    now, password, cookies = datetime.now(UTC), await hashed("một mật khẩu đủ dài 9"), {}
    async with database.begin() as db:
        for role in Role:
            told = {"name": role, "role": role, "password": password, "area": HERE}
            await StaffAccounts(db, now).create(str(role), by="test", **told)
        foreign = {"name": "Xa", "role": Role.AUTHOR, "password": password, "area": THERE}
        await StaffAccounts(db, now).create("xa", by="test", **foreign)
        near = {"name": "Gần", "role": Role.AUTHOR, "password": password, "area": HERE}
        await StaffAccounts(db, now).create("gan", by="test", **near)
        await db.execute(update(Staff).values(must_change=False))
        for who in list(await db.scalars(select(Staff))):
            cookies[who.login] = await open_login(db, who, now)
    app = web.Application()
    app.add_routes(pages.routes(ConsoleContext(database, library, Clock(), b"s" * 32)))
    client = TestClient(TestServer(app))
    await client.start_server()
    yield client, cookies, database
    await client.close()


async def announced(database, commune: str, state: str) -> int:
    """An announcement of somebody else of that commune, in a state."""
    async with database.begin() as db:
        author = await db.scalar(select(Staff).where(Staff.login == ("gan" if commune == HERE else "xa")))
        work = Announcements(db, datetime.now(UTC))
        made = await work.draft(author, Content("Họp thôn", "Mời bà con đến nhà văn hóa.", (commune,)))
        await db.execute(update(Announcement).where(Announcement.id == made.id).values(status=state))
        return made.id


async def state_of(database, number: int) -> tuple[str, str]:
    async with database.read() as db:
        found = await Announcements(db, datetime.now(UTC)).get(number)
        return found.status, found.body


async def refused(database) -> int:
    async with database.read() as db:
        return len(list(await db.scalars(select(AuditEntry.id).where(AuditEntry.action == "refused"))))


async def tried(client, cookie: str, action: str, number: int, commune: str):
    headers = {"Cookie": f"{COOKIE}={cookie}"}
    method, path, _ = ACTIONS[action]
    page = await (await client.get("/console/account", headers=headers)).text()
    token = re.search(r'name="csrf" value="([^"]*)"', page)[1]
    form = {"csrf": token, "title": "Khác", "body": "Lời khác", "communes": commune, "why": "chưa rõ"}
    form |= {"decision": "approve" if action == "approve" else "return", "confirmed": "yes"}
    given = {"data": form} if method == "POST" else {}
    return await client.request(
        method, f"/console{path.format(number)}", headers=headers, allow_redirects=False, **given
    )


async def given_right(database, *logins: str) -> None:
    async with database.begin() as db:
        await db.execute(update(Staff).where(Staff.login.in_(logins)).values(urgent=True))


@pytest.mark.parametrize("action", ACTIONS)
async def test_nobody_reaches_into_a_foreign_commune(house, action):
    client, cookies, database = house
    state = STATES.get(action, "submitted")
    await given_right(database, *Role)
    for role in Role:
        number = await announced(database, THERE, state)
        before, was = await refused(database), await state_of(database, number)
        answer = await tried(client, cookies[role], action, number, THERE)
        assert answer.status in (403, 404, 409, 422), (role, action, answer.status)
        assert await state_of(database, number) == was, (role, action)
        assert await refused(database) == before + 1, (role, action)


@pytest.mark.parametrize(
    "action", ["approve", "return", "stop", "pause", "resume", "call off", "correct", "read", "draft", "urgent"]
)
async def test_in_their_own_commune_who_may_can(house, action):
    client, cookies, database = house
    state = STATES.get(action, "submitted")
    await given_right(database, *Role)
    for role in Role:
        number = await announced(database, HERE, state)
        answer = await tried(client, cookies[role], action, number, HERE)
        may = role in PERMISSIONS[ACTIONS[action][2]]
        assert answer.status == (403 if not may else 200 if action == "read" else 303), (role, action, answer.status)


@pytest.mark.parametrize("action", BY_NAME)
async def test_what_is_urgent_needs_the_right_of_the_account_in_their_own_commune_too(house, action):
    client, cookies, database = house
    author = "gan" if action == "urgent submit" else "author"
    for role in (author, Role.APPROVER):
        number = await announced(database, HERE, STATES.get(BY_NAME[action], "submitted"))
        async with database.begin() as db:
            await db.execute(update(Announcement).where(Announcement.id == number).values(urgent_why="bão"))
        before, was = await refused(database), await state_of(database, number)
        answer = await tried(client, cookies[role], BY_NAME[action], number, HERE)
        assert answer.status in (403, 409), (role, answer.status)
        assert await state_of(database, number) == was
        assert await refused(database) == before + 1, (role, action)
    able = "gan" if action == "urgent submit" else Role.APPROVER
    await given_right(database, able)
    assert (await tried(client, cookies[able], BY_NAME[action], number, HERE)).status == 303


def test_the_two_communes_are_two():
    assert not covers(Staff(area=HERE), (THERE,))


async def test_a_set_time_is_read_on_the_provinces_clocks_and_kept(house):
    client, cookies, database = house
    headers = {"Cookie": f"{COOKIE}={cookies['author']}"}
    page = await (await client.get("/console/announcements/new", headers=headers)).text()
    form = {"csrf": re.search(r'name="csrf" value="([^"]*)"', page)[1], "title": "Họp thôn", "body": "Mời bà con."}
    soon = (Clock().local() + timedelta(days=2)).replace(hour=8, minute=30, second=0, microsecond=0)
    for unfit in ("hôm qua", "2020-01-01T08:00", "9999-12-31T08:00"):
        answer = await client.post("/console/announcements/new", headers=headers, data=form | {"send_at": unfit})
        assert answer.status == 422 and "Giờ gửi phải ở sau lúc này" in await answer.text(), unfit
    written = f"{soon:%Y-%m-%dT%H:%M}"
    answer = await client.post("/console/announcements/new", headers=headers, data=form | {"send_at": written})
    shown = await answer.text()
    assert f"Hẹn gửi lúc {soon:%H:%M}" in shown or f"{soon:%d/%m/%Y}" in shown
    async with database.read() as db:
        assert await db.scalar(select(Announcement.send_at).order_by(Announcement.id.desc())) == soon
    again = await (await client.get(f"{answer.url.path}/edit", headers=headers)).text()
    assert f'value="{written}"' in again
