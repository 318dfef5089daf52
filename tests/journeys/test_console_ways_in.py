"""Ways into the console: an invitation by mail or link, a sign-in elsewhere, and what does not let anybody in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select, update

from bot.clock import Clock
from bot.domain import audit
from bot.domain.invitations import Invitations
from bot.domain.passwords import hashed
from bot.domain.staff import StaffAccounts
from bot.mail import Mailer
from bot.storage.tables import Staff
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from bot.web.console.login import RETURNS
from bot.web.console.oidc import Issuer
from bot.web.console.visit import COOKIE
from tests.doubles.mail import mail_server
from tests.doubles.oidc import Issuer as Double
from tests.journeys.test_console import PASSWORD, csrf, post


@pytest.fixture
async def house(database, library):
    """A console with one administrator; `open(**context)` serves it and gives a browser-like client."""
    opened = []

    async def open_console(**more):
        context = ConsoleContext(database, library, Clock(), b"s" * 32, base_url="https://bot.example", **more)
        app = web.Application()
        app.add_routes(pages.routes(context))
        server = TestServer(app)
        await server.start_server()
        client = TestClient(server)
        opened.append((client, server))
        return client

    async with database.begin() as db:
        await StaffAccounts(db, datetime.now(UTC)).create(
            "quantri", by="test", name="Quản trị", role="administrator", password=await hashed(PASSWORD)
        )
        await db.execute(update(Staff).values(must_change=False))
    yield open_console
    for client, server in opened:
        await client.close()
        await server.close()


async def log_in(client, login="quantri", password=PASSWORD, **kwargs):
    token = csrf(await (await client.get("/console/login")).text())
    return await client.post("/console/login", data={"csrf": token, "login": login, "password": password}, **kwargs)


async def accept(client, link, new="ba từ rời nhau 7", again=None):
    path = "/console" + link.split("/console", 1)[1]
    token = csrf(await (await client.get(path)).text())
    return await client.post(path, data={"csrf": token, "new": new, "again": again or new})


NEW = {"login": "lan", "name": "Cô Lan", "role": "moderator", "area": "", "email": "Lan@xa.example"}


async def test_an_invitation_is_mailed_and_its_link_works_once(house, database):
    with mail_server() as (url, kept):
        client = await house(mailer=Mailer(url))
        await log_in(client)
        page = await (await post(client, "/staff/new", **NEW)).text()
    assert "lan@xa.example" in page and "/console/invited/" not in page
    mail = kept.mails[0]
    assert mail["To"] == "lan@xa.example" and "Học Vụ Số" in mail["Subject"]
    link = re.search(r"https://bot\.example/console/invited/[\w-]{43}", mail.get_content())[0]
    guest = await house()
    assert (await accept(guest, link, again="khác nhau nhé 123")).status == 422
    assert (await accept(guest, link, new="ngắn")).status == 422
    assert "Mời đăng nhập" in await (await accept(guest, link)).text()
    over = await guest.get("/console" + link.split("/console")[1])
    assert over.status == 410
    assert "Chào Cô Lan" in await (await log_in(guest, "lan", "ba từ rời nhau 7")).text()


async def test_without_a_mail_server_or_when_it_refuses_the_link_is_shown(house):
    with mail_server() as (url, kept):
        kept.refuse = True
        client = await house(mailer=Mailer(url))
        await log_in(client)
        page = await (await post(client, "/staff/new", **NEW)).text()
    assert "Chưa gửi được thư" in page and "/console/invited/" in page and not kept.mails
    without = await house()
    await log_in(without)
    assert "/console/invited/" in await (await post(without, "/staff/lan/invite")).text()


async def test_a_mail_password_never_goes_over_an_open_line():
    with mail_server() as (url, kept):
        mailer = Mailer(url.replace("//", "//bot%40xa.example:matkhau@"))
        assert mailer.sender == "bot@xa.example"
        assert not await mailer.send("lan@xa.example", "Thư", "Nội dung")
    assert not kept.mails


async def test_an_invitation_ends_with_its_days_with_a_newer_one_and_with_a_reset(house, database):
    now = datetime.now(UTC)
    async with database.begin() as db:
        who = await StaffAccounts(db, now).create("lan", by="test", name="Lan", role="viewer")
        old = await Invitations(db, now).invite(who, by="test")
        new = await Invitations(db, now).invite(who, by="test")
        late = await Invitations(db, now - timedelta(days=4)).invite(who, by="test")
    client = await house()
    for key in (old, new, late, "x" * 43):
        assert (await client.get(f"/console/invited/{key}")).status == 410
    async with database.begin() as db:
        who, key = await Invitations(db, now).invite_again("lan", by="test")
    assert (await client.get(f"/console/invited/{key}")).status == 200
    async with database.begin() as db:
        await StaffAccounts(db, now).reset("lan")
    assert (await client.get(f"/console/invited/{key}")).status == 410


async def test_an_account_without_a_password_is_not_opened_by_an_empty_one(house, database):
    async with database.begin() as db:
        await StaffAccounts(db, datetime.now(UTC)).create("lan", by="test", name="Lan", role="viewer")
    client = await house()
    for password in ("", " ", "x"):
        assert (await log_in(client, "lan", password)).status == 422


@pytest.fixture
async def elsewhere(house):
    """(client, double): a console beside an issuer."""
    double = Double()
    await double.start()
    issuer = Issuer(double.url, double.client_id, double.client_secret, "https://bot.example" + RETURNS)
    double.returns = issuer.returns
    yield await house(issuer=issuer), double
    await double.server.close()


async def go(client, double):
    """Through the issuer as a browser goes, and back to us; the last answer."""
    begun = await client.get("/console/login/elsewhere", allow_redirects=False)
    assert begun.status == 303 and begun.headers["Location"].startswith(double.url)
    async with client.session.get(begun.headers["Location"], allow_redirects=False) as there:
        assert there.status == 302, await there.text()
        back = there.headers["Location"]
    return await client.get(back.removeprefix("https://bot.example"))


async def add(database, **more):
    async with database.begin() as db:
        await StaffAccounts(db, datetime.now(UTC)).add("lan", name="Cô Lan", role="moderator", **more)


async def test_the_button_is_there_only_where_it_is_set(house, elsewhere):
    assert "/console/login/elsewhere" in await (await elsewhere[0].get("/console/login")).text()
    plain = await house()
    assert "/console/login/elsewhere" not in await (await plain.get("/console/login")).text()
    assert (await plain.get("/console/login/elsewhere")).status == 404
    assert (await plain.get("/console/login/returned?code=x&state=y")).status == 404


async def test_a_verified_address_opens_the_account_and_the_subject_stays(elsewhere, database):
    client, double = elsewhere
    await add(database, email="lan@xa.example")
    double.claims = {"sub": "u-1", "email": "LAN@xa.example", "email_verified": True}
    assert "Chào Cô Lan" in await (await go(client, double)).text()
    double.claims = {"sub": "u-1", "email": "khac@xa.example", "email_verified": True}
    assert "Chào Cô Lan" in await (await go(client, double)).text()
    double.claims = {"sub": "u-2", "email": "lan@xa.example", "email_verified": True}
    assert (await go(client, double)).status == 422
    async with database.read() as db:
        assert await audit.verify(db) is None
        who = (await db.scalars(select(Staff).where(Staff.login == "lan"))).one()
    assert (who.password, who.must_change) == ("", False)


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "u-1", "email": "lan@xa.example"},
        {"sub": "u-1", "email": "lan@xa.example", "email_verified": "true"},
        {"sub": "u-1", "email": "ai-do@xa.example", "email_verified": True},
        {"sub": "u-1", "email": "", "email_verified": True, "preferred_username": ""},
    ],
    ids=["unverified", "verified in words alone", "unknown", "nothing"],
)
async def test_who_has_no_account_gets_none(elsewhere, database, claims):
    client, double = elsewhere
    await add(database, email="lan@xa.example")
    double.claims = claims
    refused = await go(client, double)
    assert refused.status == 422 and "Chưa có tài khoản" in await refused.text()
    async with database.read() as db:
        assert len(list(await db.scalars(select(Staff)))) == 2


async def test_a_login_of_the_same_name_matches_and_a_locked_out_account_does_not(elsewhere, database):
    client, double = elsewhere
    await add(database)
    double.claims = {"sub": "u-1", "preferred_username": "lan"}
    assert "Chào Cô Lan" in await (await go(client, double)).text()
    async with database.begin() as db:
        await db.execute(update(Staff).where(Staff.login == "lan").values(disabled_at=datetime.now(UTC)))
    assert (await go(client, double)).status == 422


@pytest.mark.parametrize(
    "spoil",
    [
        {"nonce": "another"},
        {"aud": "somebody-else"},
        {"aud": ["hoc-vu-so", "somebody-else"]},
        {"iss": "https://evil.example"},
        {"exp": 1_700_000_000},
        {"azp": "somebody-else"},
        {"sub": ""},
    ],
    ids=lambda spoil: next(iter(spoil)),
)
async def test_a_token_that_does_not_hold_opens_nothing(elsewhere, database, spoil):
    client, double = elsewhere
    await add(database)
    double.claims, double.spoil = {"sub": "u-1", "preferred_username": "lan"}, spoil
    failed = await go(client, double)
    assert failed.status == 422 and "Chưa đăng nhập được" in await failed.text()


async def test_a_forged_signature_opens_nothing_and_new_keys_do(elsewhere, database):
    client, double = elsewhere
    await add(database)
    double.claims, double.forge = {"sub": "u-1", "preferred_username": "lan"}, True
    assert (await go(client, double)).status == 422
    double.forge = False
    assert (await go(client, double)).status == 200
    double.turn_keys()
    assert "Chào Cô Lan" in await (await go(client, double)).text()


async def test_another_browsers_answer_is_refused(elsewhere, database, house):
    client, double = elsewhere
    await add(database)
    double.claims = {"sub": "u-1", "preferred_username": "lan"}
    begun = await client.get("/console/login/elsewhere", allow_redirects=False)
    async with client.session.get(begun.headers["Location"], allow_redirects=False) as there:
        back = there.headers["Location"].removeprefix("https://bot.example")
    client.session.cookie_jar.clear()
    assert (await client.get(back)).status == 422
    assert not double.used


async def test_an_issuer_that_is_away_is_said_and_the_password_still_works(house):
    client = await house(issuer=Issuer("http://127.0.0.1:9", "x", "", "https://bot.example" + RETURNS))
    refused = await client.get("/console/login/elsewhere")
    assert refused.status == 422 and "dùng mật khẩu" in await refused.text()
    assert "Chào Quản trị" in await (await log_in(client)).text()


async def test_the_cookie_is_new_at_every_login_and_hidden_from_scripts(house):
    client = await house(secure_cookies=True)
    for brought in ("gieo-san", ""):
        headers = {"Cookie": f"{COOKIE}={brought}"}
        page = await client.get("/console/login", headers=headers)
        token, form = csrf(await page.text()), page.cookies["hocvuso_form"]
        headers["Cookie"] += f"; hocvuso_form={form.value}"
        data = {"csrf": token, "login": "quantri", "password": PASSWORD}
        entered = await client.post("/console/login", data=data, headers=headers, allow_redirects=False)
        cookie = entered.cookies[COOKIE]
        assert cookie.value not in ("", brought) and len(cookie.value) > 40
        assert cookie["httponly"] and cookie["secure"] and cookie["samesite"] == "Lax" and cookie["path"] == "/console"
    planted = await client.get("/console/account", headers={"Cookie": f"{COOKIE}=gieo-san"}, allow_redirects=False)
    assert planted.status == 303 and planted.headers["Location"] == "/console/login"


async def test_a_login_ends_on_the_server_too(house):
    client = await house()
    await log_in(client)
    kept = {cookie.key: cookie.value for cookie in client.session.cookie_jar}[COOKIE]
    await post(client, "/logout")
    again = await client.get("/console/account", headers={"Cookie": f"{COOKIE}={kept}"}, allow_redirects=False)
    assert again.status == 303
