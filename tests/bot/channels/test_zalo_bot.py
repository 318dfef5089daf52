"""The Bot Platform, against the double: one update a call, replays, menus in plain text."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.channel import Blocked, Rejected, Unavailable, Uncertain
from bot.channels.zalo_bot import NAME, WEBHOOK_PATH, ZaloBot, read
from bot.messages import OutgoingMessage
from bot.storage.zalo_people import PeopleTable
from tests.doubles.zalo_bot import KINDS, ME, TOKEN, BotDouble
from tests.pictures import drawn

WHO = "6ede0000000000aa"
SECRET = "mot-bi-mat-dai"


@pytest.fixture
async def make(database):
    made = []

    def make(double, **options):
        def now():
            return datetime.now(UTC)

        channel = ZaloBot(TOKEN, memory=PeopleTable(database, now, NAME), now=now, api_url=double.url, **options)
        channel.paused = []

        async def pause(seconds):
            channel.paused.append(seconds)
            await asyncio.sleep(0)

        channel.pause = pause
        made.append(channel)
        return channel

    yield make
    for channel in made:
        await channel.close()


class Inbox(list):
    async def __call__(self, message):
        self.append(message)


@pytest.mark.parametrize("replays", ["once", "all", "head"])
@pytest.mark.parametrize("idle_as_200", [False, True])
async def test_each_update_takes_effect_once_however_often_it_comes(make, replays, idle_as_200):
    async with BotDouble(replays=replays, idle_as_200=idle_as_200) as double:
        bot, inbox = make(double), Inbox()
        double.say(WHO, "xin chào")
        running = asyncio.create_task(bot.run(inbox))
        while double.calls["getUpdates"] < 4:
            await asyncio.sleep(0.01)
        running.cancel()
        assert [(message.text, message.kind) for message in inbox] == [("xin chào", "text")]
        assert min(bot.paused) >= 1.0, "a pause lies between two polls"


async def test_what_took_effect_is_known_after_a_restart(make):
    async with BotDouble(replays="all") as double:
        inbox = Inbox()
        double.say(WHO, "một")
        double.say(WHO, "hai")
        for _ in range(3):
            bot = make(double)
            await bot.poll(inbox)
            await bot.poll(inbox)
            await bot._memory.flush()
        assert sorted(message.text for message in inbox) == ["hai", "một"]


async def test_an_update_that_cannot_be_stored_is_kept_until_it_is(make):
    """The platform gives each once: one that is dropped is lost."""

    class Failing(Inbox):
        left = 2

        async def __call__(self, message):
            if self.left:
                self.left -= 1
                raise RuntimeError("the database is away")
            self.append(message)

    async with BotDouble(replays="once") as double:
        bot, inbox = make(double), Failing()
        for words in ("một", "hai"):
            double.say(WHO, words)
        running = asyncio.create_task(bot.run(inbox))
        while len(inbox) < 2:
            await asyncio.sleep(0.01)
        running.cancel()
        assert [message.text for message in inbox] == ["một", "hai"]


async def test_a_webhook_left_behind_is_dropped_before_polling(make):
    async with BotDouble() as double:
        double.webhook = "https://old.example/"
        inbox = Inbox()
        double.say(WHO, "xin chào")
        running = asyncio.create_task(make(double).run(inbox))
        while not inbox:
            await asyncio.sleep(0.01)
        running.cancel()


async def test_a_webhook_that_zalo_cannot_reach_is_set_again_and_shown_until_it_is_reached(make):
    async with BotDouble() as double:
        double.verifies.extend([False, False, True])
        bot = make(double, mode="webhook", webhook_secret=SECRET, public_url="https://bot.example")
        await bot.run(Inbox())
        assert double.calls["setWebhook"] == 3 and await bot.check() == ""
        double.verifies.extend([False] * 20)
        await bot.run(Inbox())
        assert double.calls["setWebhook"] < 20
        assert await bot.check() == "Zalo could not reach the webhook: timeout, firewall"
        app = web.Application()
        app.add_routes(bot.routes(Inbox()))
        async with TestServer(app) as server:
            update = double.update(WHO, "message.text.received", text="chào")
            assert await double.deliver(str(server.make_url(WEBHOOK_PATH)), update, secret=SECRET) == 200
        assert await bot.check() == ""


async def test_webhooks_wrapped_and_bare_with_their_secret(make):
    async with BotDouble() as double:
        bot, inbox = make(double, mode="webhook", webhook_secret=SECRET, public_url="https://bot.example"), Inbox()
        await bot.run(inbox)
        assert (double.webhook, double.secret) == ("https://bot.example/zalo/bot/webhook", SECRET)
        app = web.Application()
        app.add_routes(bot.routes(inbox))
        async with TestServer(app) as server:
            url = str(server.make_url(WEBHOOK_PATH))
            for wrapped in (True, False, True):
                update = double.update(WHO, "message.text.received", text="chào", number=f"n{wrapped}", seconds=wrapped)
                assert await double.deliver(url, update, secret=SECRET, wrapped=wrapped) == 200
            for wrong in ("", "another", SECRET + "x"):
                assert await double.deliver(url, update, secret=wrong) == 401
        assert len(inbox) == 2 and all(
            abs(message.sent_at - datetime.now(UTC)) < timedelta(minutes=1) for message in inbox
        )


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_no_text_is_told_apart(make, kind):
    async with BotDouble() as double:
        bot, inbox = make(double), Inbox()
        double.show(WHO, kind)
        await bot.poll(inbox)
        assert [message.kind for message in inbox] == [kind]


def test_groups_the_bots_own_words_and_odd_updates_are_passed_over():
    double, now = BotDouble(), datetime.now(UTC)
    assert read(double.update(WHO, "message.text.received", text="x"), ME, now)
    assert not read(double.update(WHO, "message.text.received", text="x", chat="GROUP"), ME, now)
    assert not read(double.update(ME, "message.text.received", text="x"), ME, now)
    for odd in ({}, {"event_name": "message.text.received"}, {"event_name": "new", "message": {}}):
        assert read(odd, ME, now) is None


async def test_long_texts_are_split_and_failures_have_names(make):
    async with BotDouble() as double:
        bot = make(double)
        double.say(WHO, "x")
        await bot.send(WHO, OutgoingMessage("Câu dài. " * 500))
        assert len(double.people[WHO].texts) == 3 and not double.refused
        with pytest.raises(Blocked):
            await bot.send("nobody", OutgoingMessage("x"))
        for code, kind in (
            (400, Rejected),
            (401, Unavailable),
            (403, Unavailable),
            (429, Unavailable),
            (408, Uncertain),
        ):
            double.fault("code", "sendMessage", code=code)
            with pytest.raises(kind):
                await bot.send(WHO, OutgoingMessage("x"))
        for fault in ("html", "lost"):
            double.fault(fault, "sendMessage")
            with pytest.raises(Uncertain):
                await bot.send(WHO, OutgoingMessage("x"))


async def test_check_knows_the_token(make):
    async with BotDouble() as double:
        bot = make(double)
        assert await bot.check() == ""
        double.fault("code", "getMe", code=401)
        assert "ZALO_BOT_TOKEN" in await bot.check()


async def test_no_log_line_holds_the_token(make, capsys, caplog):
    async with BotDouble() as double:
        bot, inbox = make(double), Inbox()
        for fault in ("html", "lost"):
            double.fault(fault, "getUpdates")
        double.say(WHO, "lời của dân")
        double.say(WHO, "lời khác")
        running = asyncio.create_task(bot.run(inbox))
        while not inbox:
            await asyncio.sleep(0.01)
        running.cancel()
        said = caplog.text + "".join(capsys.readouterr())
        assert TOKEN not in said and "lời của dân" not in said


@pytest.mark.parametrize("public", ["", "http://localhost:8080", "https://bot.example/"])
async def test_a_picture_goes_with_its_words_where_the_platform_can_fetch_it(make, public):
    async with BotDouble() as double:
        double.say(WHO, "chào")
        await make(double, public_url=public).send(WHO, OutgoingMessage("Thẻ 1", picture=drawn()))
        assert double.people[WHO].texts == ["Thẻ 1"]
        fetched = [f"https://bot.example{drawn().path}"] if public.startswith("https") else []
        assert double.people[WHO].photos == fetched


async def test_a_picture_that_fails_leaves_the_words(make):
    async with BotDouble() as double:
        double.say(WHO, "chào")
        channel = make(double, public_url="https://bot.example")
        message = OutgoingMessage("Thẻ 1", picture=drawn())
        double.fault("code", "sendPhoto", code=400)
        await channel.send(WHO, message)
        double.fault("code", "sendPhoto", code=403)
        with pytest.raises(Unavailable):
            await channel.send(WHO, message)
        await channel.send(WHO, OutgoingMessage("Thẻ 2", picture=drawn(), again=True))
        assert (double.people[WHO].texts, double.people[WHO].photos) == (["Thẻ 1", "Thẻ 2"], [])


async def test_words_too_long_for_one_message_go_without_a_picture(make):
    async with BotDouble() as double:
        double.say(WHO, "chào")
        await make(double, public_url="https://bot.example").send(WHO, OutgoingMessage("chữ " * 600, picture=drawn()))
        assert len(double.people[WHO].texts) == 2 and not double.people[WHO].photos
