"""That an account may not send is known to every process and after a restart, told to administrators, and ends."""

from __future__ import annotations

import pytest

from bot.channels.channel import OverQuota, Rejected, Unavailable
from bot.channels.zalo_api import Api
from bot.channels.zalo_http import Http
from bot.channels.zalo_oa import NAME
from bot.channels.zalo_standing import ALERTS
from bot.channels.zalo_templates import Templates
from bot.messages import OutgoingMessage
from bot.pace import Bucket
from bot.storage.zalo_standing import StandingNotes
from tests.bot.channels.zalo_parts import ME, channel
from tests.doubles.zalo_oa import ZaloDouble
from tests.shared import the_library

HELLO = OutgoingMessage("Dạ, chào bác")
ANNOUNCED = OutgoingMessage("Thông báo", template={"purpose": "announcement", "title": "Tin", "code": "TB-1"})


@pytest.fixture
async def double():
    async with ZaloDouble() as running:
        running.person(ME).interacted = running.now()
        yield running


@pytest.fixture
async def start(database, double):
    """A process that has the channel; `told` is what administrators were alerted to, by all of them."""
    made, told = [], []

    async def alert(what):
        told.append(what)

    def start():
        oa = channel(database, double, notes=StandingNotes(database, NAME), alert=alert, allow_billed=True)
        oa.templates = Templates({"announcement": "67890"}, Api(f"{double.url}/zbs", oa.tokens, Http(), Bucket(500)))
        oa.told = told
        made.append(oa)
        return oa

    yield start
    for one in made:
        await one.close()


@pytest.mark.parametrize("code", [-224, -223, -219, -221, -204])
async def test_an_account_that_may_not_send_is_red_in_every_process_until_it_may(start, double, code):
    sending, looking = start(), start()
    double.fault("code", "/message/cs", code=code)
    with pytest.raises(Unavailable):
        await sending.send(ME, HELLO)
    await sending.standing.settled()
    assert f"refuses to send: {code}" in await looking.check()
    assert f"refuses to send: {code}" in await start().check(), "after a restart"
    assert sending.told == ["cannot_send"]
    await looking.send(ME, HELLO)
    await looking.standing.settled()
    assert await looking.check() == "" == await start().check()


@pytest.mark.parametrize(("message", "path"), [(HELLO, "/message/cs"), (ANNOUNCED, "/message/template")])
async def test_an_empty_purse_is_told_apart_and_a_free_message_does_not_hide_it(start, double, message, path):
    oa = start()
    double.fault("code", path, code=-321)
    with pytest.raises(Unavailable):
        await oa.send(ME, message)
    await oa.send(ME, HELLO)
    await oa.standing.settled()
    assert oa.told == ["cannot_pay"] and "refuses what costs money: -321" in await start().check()
    double.shift += 3 * 86400
    assert await start().check() == "", "nobody tried for a day: nothing is known"


async def test_a_paid_message_that_goes_out_ends_it(start, double):
    oa = start()
    double.fault("code", "/message/cs", code=-321)
    with pytest.raises(Unavailable):
        await oa.send(ME, HELLO)
    await oa.standing.settled()
    assert "costs money" in await start().check()
    double.person(ME).interacted -= 3 * 86400  # on the third day it costs money
    await oa.send(ME, HELLO)
    await oa.standing.settled()
    assert await oa.check() == "" == await start().check()


async def test_words_that_break_the_platforms_standards_alarm_and_hold_up_nothing(start, double):
    oa = start()
    double.fault("code", "/message/cs", code=-248)
    with pytest.raises(Rejected):
        await oa.send(ME, HELLO)
    await oa.send(ME, HELLO)
    await oa.standing.settled()
    assert oa.told == ["violation"] and await oa.check() == ""


async def test_a_package_that_lapses_and_is_bought_again(start, double):
    oa = start()
    await oa.send(ME, HELLO)
    double.lapsed = True
    with pytest.raises(Unavailable, match="-224"):
        await oa.send(ME, HELLO)
    double.lapsed = False
    await oa.send(ME, HELLO)
    assert len(double.sent(ME)) == 2 and oa.standing.fault() == ""


async def test_the_packages_messages_go_first_then_the_purse_and_an_empty_one_is_told(start, double):
    oa = start()
    double.person(ME).interacted -= 3 * 86400
    double.messages_left = 1
    await oa.send(ME, HELLO)
    await oa.send(ME, HELLO)
    double.purse = False
    with pytest.raises(Unavailable, match="-321"):
        await oa.send(ME, HELLO)
    assert [shown.quota for shown in double.sent(ME)] == ["sub_quota", "billed"]
    assert "costs money" in oa.standing.fault()


async def test_articles_are_counted_and_none_is_taken_at_night(start, double):
    oa = start()
    double.night = True
    with pytest.raises(OverQuota, match="-234"):
        await oa.broadcast("bai-1")
    double.night = False
    for number in range(double.articles):
        await oa.broadcast(f"bai-{number}")
    with pytest.raises(OverQuota, match="-211"):
        await oa.broadcast("bai-9")
    assert len(double.broadcasts) == double.articles


def test_every_alert_has_its_words():
    for name in (*ALERTS.values(), "violation"):
        assert "Kênh" in the_library().phrases.say(f"alerts.{name}", {}, "")


async def test_what_concerns_one_message_is_no_state_of_the_account(start, double):
    oa = start()
    for code in (-201, -230, -213, -211, -32):
        double.fault("code", "/message/cs", code=code)
        with pytest.raises(Exception, match=str(code)):
            await oa.send(ME, HELLO)
    await oa.standing.settled()
    assert oa.told == [] and await oa.check() == ""
