"""The token chain: one refresh at a time, stored before use, and a way back when it is broken. On both databases."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from bot.channels.channel import Unavailable
from bot.channels.zalo_consent import COOKIE, Consent
from bot.channels.zalo_http import Http, Lost, NotConnected
from bot.channels.zalo_oauth import Oauth, challenge
from bot.channels.zalo_tokens import due
from bot.storage.sealing import Seal
from bot.storage.tables import ZaloTokens
from bot.storage.zalo_tokens import TokenTable
from tests.bot.channels.zalo_parts import KEY, Shifted, tokens
from tests.doubles.zalo_oa import APP, APP_SECRET, SEED, ZaloDouble


@pytest.fixture
async def double():
    async with ZaloDouble() as running:
        yield running


@pytest.fixture
async def make(database, double):
    made = []

    def make(**options):
        made.append(tokens(database, double, **options))
        return made[-1]

    yield make
    for one in made:
        await one.close()


async def test_the_seed_begins_the_chain_and_the_database_goes_on(make, double):
    first = await make().access()
    assert await make().access() == first
    assert double.refreshes == [SEED]


async def test_a_new_seed_begins_a_new_chain(make, double):
    await make().access()
    double._live["another-seed"] = double.now() + 86400
    await make(seed="another-seed").access()
    assert double.refreshes == [SEED, "another-seed"]


async def test_nothing_is_readable_in_the_database(make, database):
    access = await make().access()
    async with database.read() as db:
        row = (await db.scalars(select(ZaloTokens))).one()
    everything = b"".join((bytes(row.access), bytes(row.refresh), bytes(row.previous), row.seed.encode()))
    assert access.encode() not in everything and b"refresh-" not in everything and SEED.encode() not in everything


async def test_another_key_opens_nothing_and_asks_for_consent(make, database, double):
    await make().access()
    chain = make(seed="")
    chain.store = TokenTable(database, Shifted(double).now, APP, "cd" * 32)
    assert await chain.health() == "unreadable"
    with pytest.raises(Unavailable):
        await chain.access()
    assert Seal("cd" * 32).open(Seal(KEY).close("x")) == ""


async def test_it_is_renewed_after_20_of_25_hours(make, double):
    chain = make()
    await chain.access()
    for hours, expected in ((19, False), (2, True)):
        double.shift += hours * 3600
        found = await chain.store.read()
        assert due(found, Shifted(double).now()) is expected


async def test_many_processes_at_once_make_one_refresh(make, double):
    chains = [make() for _ in range(8)]
    double.refresh_delay = 0.1
    await asyncio.gather(*(chain.access() for chain in chains), return_exceptions=True)
    assert double.refreshes == [SEED] and not double.reused
    assert len({await chain.access() for chain in chains}) == 1


async def test_who_plants_the_seed_a_moment_late_takes_nobodys_claim(make, database, monkeypatch):
    first, second = make().store, make().store
    assert await first.plant(SEED)
    worker = await first.claim()

    async def before(db):
        """The second one looked before the first had planted."""
        return None

    with monkeypatch.context() as late:
        late.setattr(second, "_row", before)
        await second.plant(SEED)
    assert worker and not await second.claim()


async def test_a_lost_answer_is_asked_for_once_more_and_then_needs_a_person(make, double):
    chain = make()
    double.fault("lost", "access_token")
    with pytest.raises(Unavailable):
        await chain.access()
    assert len(double.refreshes) == 2
    assert await chain.health() == "consent"
    with pytest.raises(Unavailable):
        await chain.access()
    assert len(double.refreshes) == 2, "a chain known to be broken is not tried in a loop"


@pytest.mark.parametrize("kind", ["html", "empty", "status"])
async def test_a_server_in_trouble_costs_no_token(make, double, kind):
    chain = make()
    double.fault(kind, "access_token")
    assert await chain.access()
    assert double.refreshes == [SEED] and await chain.health() == "ok"


async def test_an_answer_without_a_refresh_token_keeps_the_old_one(make, double):
    double.without_refresh = True
    chain = make()
    await chain.access()
    found = await chain.store.read()
    assert found.refresh == SEED


@pytest.mark.parametrize(
    ("code", "health"), [(-14014, "consent"), (-118, "consent"), (-14004, "settings"), (-9, "unknown")]
)
async def test_a_refusal_says_what_must_be_done(make, double, code, health):
    chain = make()
    double.fault("code", "access_token", code=code)
    with pytest.raises(Unavailable):
        await chain.access()
    assert await chain.health() == health
    assert double.good_refresh_tokens == {SEED}


async def test_old_consent_is_noticed_before_it_ends(make, double):
    chain = make()
    await chain.access()
    double.shift += 76 * 86400
    assert await chain.health() == "ageing"


async def test_consent_in_the_console_mends_a_broken_chain(make, database, double):
    chain = make()
    await chain.access()
    double.break_chain()
    double.revoke()
    assert await chain.instead_of((await chain.store.read()).access) == ""
    consent = Consent(chain, "https://bot.example/zalo/oa/callback", b"s" * 32)
    link, cookie = consent.set_out()
    assert "redirect_uri=https%3A%2F%2Fbot.example%2Fzalo%2Foa%2Fcallback" in link
    client = await _browser(consent)
    for given, note in (
        ({}, "zalo_stale"),
        ({COOKIE: cookie + "x"}, "zalo_stale"),
        ({COOKIE: cookie}, "zalo_consented"),
    ):
        code = double.code_for()
        answer = await client.get(
            "/zalo/oa/callback", params={"code": code, "oa_id": "3"}, cookies=given, allow_redirects=False
        )
        assert answer.headers["Location"].endswith(note)
    stray = await client.get(
        "/zalo/oa/callback", params={"code": "x", "state": "theirs"}, cookies={COOKIE: cookie}, allow_redirects=False
    )
    assert stray.headers["Location"].endswith("zalo_stale")
    await client.close()
    assert await chain.health() == "ok" and (await chain.store.read()).oa == "3"
    assert await make().access(), "the old seed in the settings does not come back"
    assert SEED not in double.refreshes[1:]


async def _browser(consent):
    app = web.Application()
    app.router.add_get("/zalo/oa/callback", consent.returned)
    client = TestClient(TestServer(app), cookie_jar=aiohttp.DummyCookieJar())
    await client.start_server()
    return client


async def test_a_verifier_is_shown_and_kept(double):
    oauth = Oauth(f"{double.url}/oauth", APP, APP_SECRET, verifier="v" * 43)
    assert f"code_challenge={challenge('v' * 43)}" in oauth.consent_link("https://bot.example/", "s")
    grant = await oauth.exchange(double.code_for("v" * 43))
    assert grant.access and grant.seconds == 90000
    await oauth.close()


def test_the_challenge_is_that_of_the_standard():
    assert challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk") == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


async def test_a_holder_that_died_is_followed_after_two_minutes(make, double):
    chain = make()
    await chain.store.plant(SEED)
    assert await chain.store.claim()
    with pytest.raises(Unavailable):
        await chain.access()
    assert not double.refreshes
    double.shift += 121
    assert await chain.access()


async def test_a_killed_program_does_not_take_the_renewal_with_it(make, double, database):
    """The program is killed while Zalo rotates the tokens: the process that renews stores the pair all the same."""
    chain = make()
    await chain.store.plant(SEED)
    double.refresh_delay = 1.5
    account = {"app_id": APP, "app_secret": APP_SECRET, "oauth_url": f"{double.url}/oauth", "verifier": ""}
    given = json.dumps({**account, "database_url": database.url, "key": KEY, "spent": ""})
    program = (
        "import subprocess, sys, time\n"
        "apart = subprocess.Popen([sys.executable, '-m', 'bot.zalo_renewal'], stdin=-1, start_new_session=True)\n"
        f"apart.communicate({given!r}.encode())\n"
    )
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", program, start_new_session=True)
    while not double.refreshes:
        await asyncio.sleep(0.02)
    os.killpg(parent.pid, signal.SIGKILL)
    await parent.wait()
    for _ in range(200):
        found = await chain.store.read()
        if found.access:
            break
        await asyncio.sleep(0.05)
    assert found.refresh in double.good_refresh_tokens and double.refreshes == [SEED]


async def test_http_tells_what_left_from_what_did_not(double):
    http = Http()
    with pytest.raises(NotConnected):
        await http.call("GET", "http://127.0.0.1:9/")
    double.fault("late", "/x", seconds=0.3)
    with pytest.raises(Lost):
        await http.call("GET", f"{double.url}/api/x", seconds=0.05)
    await http.close()
