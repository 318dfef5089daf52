"""The webhook: signed, once, in time, whatever comes."""

from __future__ import annotations

import asyncio
import json
import random
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.channels import zalo_webhook
from bot.channels.zalo_events import as_message, read, wants_the_bot
from bot.channels.zalo_signature import is_signed, matched, signature
from bot.channels.zalo_webhook import PAUSE_TAG
from bot.inbox import Arrivals
from bot.storage import inbox as inbox_rows
from bot.storage.tables import Address, Outbound
from tests.bot.channels.zalo_parts import ME, Shifted, channel
from tests.doubles.zalo_oa import APP, OA, OA_KEY, ZaloDouble, sign

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
BODY = (
    '{"app_id":"1234567890123456789","sender":{"id":"1000000000000000001"},"user_id_by_app":"2000000000000000001",'
    '"recipient":{"id":"3000000000000000001"},"event_name":"user_send_text",'
    '"message":{"text":"Xin chào","msg_id":"aa00bb11cc22dd33"},"timestamp":"1764000000123"}'
)


class Inbox:
    """Stores what it is given, as the real one: an address is known from then on."""

    def __init__(self, database, clock):
        self.database, self.clock = database, clock
        self.messages, self.gate, self.failing, self.receive = [], None, 0, None

    async def __call__(self, message):
        if self.receive:
            return await self.receive(message)
        if self.gate:
            await self.gate.wait()
        if self.failing:
            self.failing -= 1
            raise RuntimeError("the database is away")
        async with self.database.begin() as db:
            key = (message.channel, message.address)
            if not await inbox_rows.known(db, [key]):
                await inbox_rows.welcome(db, [key], now=self.clock.now())
        self.messages.append(message)


@pytest.fixture
async def hooked(database):
    """The double, the channel behind a server, and its inbox."""
    async with ZaloDouble(speed=0.0001) as double:
        oa = channel(database, double)
        oa.inbox = Inbox(database, Shifted(double))
        app = web.Application(client_max_size=4 * 1024 * 1024)
        app.add_routes(oa.routes(oa.inbox))
        server = TestServer(app)
        await server.start_server()
        double.webhook = str(server.make_url("/zalo/oa/webhook"))
        oa.double = double
        yield oa
        await server.close()
        await oa.close()


# Signature


def test_the_signature_is_that_of_the_fact_sheet():
    right = "bf4122ac9f22b00ec4f5cc7d3eb5feaa108ed5dc4b48444c84216cd0f239302b"
    assert signature(APP, BODY.encode(), "1764000000123", OA_KEY) == right
    for given in (f"mac={right}", right, f"mac = {right}"):
        assert is_signed(given, APP, BODY.encode(), "1764000000123", OA_KEY)
    again = json.dumps(json.loads(BODY))
    for given, body in ((f"mac={right}", again), (f"mac={right.upper()}", BODY), ("", BODY), ("mac=é", BODY)):
        assert not is_signed(given, APP, body.encode(), "1764000000123", OA_KEY)


@pytest.mark.parametrize(
    ("variants", "accepted"),
    [(set(), [200, 401, 401]), ({"oa_id"}, [200, 200, 401]), ({"oa_id", "header_time"}, [200, 200, 200])],
)
async def test_formulas_that_some_report_count_only_where_they_are_named(hooked, variants, accepted):
    hooked.webhook.variants = variants
    statuses = []
    for number, (first, time) in enumerate(((APP, None), (OA, None), (APP, "1764000009999"))):
        raw = _body(hooked.double, f"v{number}", "xin chào").encode()
        mac = sign(raw, time or json.loads(raw)["timestamp"], app=first)
        headers = {"X-ZEvent-Signature": f"mac={mac}", "X-ZEvent-Timestamp": time or ""}
        statuses.append(await hooked.double.post(raw, headers))
    assert statuses == accepted


def test_the_variant_of_the_fact_sheet_is_told_apart():
    mac = signature(OA, BODY.encode(), "1764000000123", OA_KEY)
    assert mac.startswith("36f46f3d") and mac.endswith("9d4aea")
    given, keys = (
        ({"X-ZEvent-Signature": f"mac={mac}"}, BODY.encode(), json.loads(BODY)),
        {"app_id": APP, "key": OA_KEY},
    )
    assert matched(*given, **keys) is None and matched(*given, **keys, variants=("oa_id",)) == "oa_id"


# A thousand deliveries


async def test_a_thousand_generated_webhooks(hooked):
    """200 good ones, 200 repeats, 200 badly signed, 100 too old, 100 two hours late, 100 truncated, 100 oversized."""
    double, inbox, dice = hooked.double, hooked.inbox, random.Random(7)
    fresh = [_body(double, f"g{n}", f"câu hỏi số {n}") for n in range(200)]
    late = [_body(double, f"l{n}", f"câu muộn {n}", hours=2) for n in range(100)]
    old = [_body(double, f"o{n}", "cũ", hours=7 * 24 + 1 + n) for n in range(100)]
    orders = [(_signed(body), 200) for body in (*fresh, *late, *old)]
    orders += [(_signed(body, key="another"), 401) for body in fresh[:100]]
    orders += [
        ((body.encode(), {"X-ZEvent-Signature": dice.choice(["", "mac=", "mac=0" * 9])}), 401) for body in fresh[100:]
    ]
    orders += [((body.encode()[: dice.randrange(1, len(body) // 2)], _signed(body)[1]), 400) for body in fresh[:100]]
    huge = json.dumps({"event_name": "user_send_text", "timestamp": "1", "message": {"text": "x" * 300_000}})
    orders += [(_signed(huge), 413) for _ in range(100)]
    dice.shuffle(orders)
    orders += [(_signed(body), 200) for body in fresh]  # each once more, after everything else
    for at in range(0, 1000, 20):
        given, expected = zip(*orders[at : at + 20], strict=True)
        assert await asyncio.gather(*(double.post(raw, headers) for raw, headers in given)) == list(expected)
    texts = [message.text for message in inbox.messages]
    assert sorted(texts) == sorted([f"câu hỏi số {n}" for n in range(200)] + [f"câu muộn {n}" for n in range(100)])
    assert len(double.deliveries) == 1000
    assert max(one.took for one in double.deliveries) < 2


def _body(double, number, text, hours=0.0):
    at = int((double.now() - hours * 3600) * 1000)
    return json.dumps(
        {
            **{"app_id": APP, "sender": {"id": ME}, "recipient": {"id": OA}, "event_name": "user_send_text"},
            **{"message": {"text": text, "msg_id": number}, "timestamp": str(at)},
        },
        ensure_ascii=False,
    )


def _signed(body, key=OA_KEY):
    raw = body.encode()
    return raw, {"X-ZEvent-Signature": "mac=" + sign(raw, json.loads(body)["timestamp"], key)}


async def test_before_the_key_is_known_everything_is_answered_and_nothing_done(hooked):
    hooked.webhook.key = ""
    assert await hooked.double.probe() == 200
    assert await hooked.double.say(ME, "xin chào") == [200]
    assert not hooked.inbox.messages


async def test_parallel_repeats_take_effect_once(hooked, database):
    raw, headers = _signed(_body(hooked.double, "same", "một lần thôi"))
    statuses = await asyncio.gather(*(hooked.double.post(raw, headers) for _ in range(6)))
    assert set(statuses) == {200}
    assert len({message.platform_id for message in hooked.inbox.messages}) == 1


async def test_a_repeat_after_a_restart_has_no_effect(hooked):
    raw, headers = _signed(_body(hooked.double, "same", "một lần thôi"))
    await hooked.double.post(raw, headers)
    hooked.double.shift += 6.9 * 86400
    await hooked.double.post(raw, headers)
    assert len(hooked.inbox.messages) == 1


async def test_what_could_not_be_stored_comes_again_and_takes_effect(hooked):
    hooked.inbox.failing = 2
    assert await hooked.double.say(ME, "xin chào") == [503, 503, 200]
    assert [message.text for message in hooked.inbox.messages] == ["xin chào"]


async def test_the_answer_is_in_time_whatever_happens_behind(hooked, monkeypatch):
    monkeypatch.setattr(zalo_webhook, "ANSWER_SECONDS", 0.05)
    hooked.inbox.gate = asyncio.Event()
    assert await hooked.double.say(ME, "xin chào", retry=False) == [503]
    hooked.inbox.gate.set()
    for _ in range(200):
        if hooked.inbox.messages:
            break
        await asyncio.sleep(0.01)
    assert [message.text for message in hooked.inbox.messages] == ["xin chào"]


async def test_a_burst_is_taken_whole(hooked, database):
    hooked.inbox.receive = Arrivals(database, Shifted(hooked.double)).receive
    for ten in range(30):
        people = [f"10000000000000{ten * 10 + n:05d}" for n in range(10)]
        statuses = await asyncio.gather(*(hooked.double.say(person, "xin chào") for person in people))
        assert statuses == [[200]] * 10
    async with database.read() as db:
        assert await inbox_rows.waiting(db) == 300


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"event_name": "user_send_text"},
        {"event_name": "user_send_text", "sender": "x", "message": []},
        {"event_name": 7, "timestamp": 1764000000123},
        {"event_name": "user_send_text", "sender": {"id": 10**20}, "message": {"text": 5, "msg_id": None}},
        {"event_name": "user_send_group_text", "sender": {"id": "1"}, "message": {"text": "nhóm"}},
        {"event_name": "add_user_to_tag", "tag": {"user_ids": 3, "name": []}},
        {"event_name": "oa_send_text", "recipient": None},
        {"event_name": "user_nobody_knows", "user_id": "1", "timestamp": "999"},
        {"event_name": "user_received_message", "message": {"msg_id": "1"}},
    ],
)
async def test_odd_events_are_answered_and_do_no_harm(hooked, body):
    body = {"timestamp": str(int(hooked.double.now() * 1000)), **body}
    assert await hooked.double.deliver(body) == [200]
    assert all(message.kind in ("text", "other") for message in hooked.inbox.messages)


# What events mean


def _read(name, *, message=None, minutes=0.0, **more):
    at = NOW - timedelta(minutes=minutes)
    stamp = str(int(at.timestamp() * 1000))
    body = {"event_name": name, "sender": {"id": ME}, "recipient": {"id": OA}, "timestamp": stamp, **more}
    return read({**body, "message": {"msg_id": "m1", **(message or {})}}, NOW)


@pytest.mark.parametrize(
    ("name", "kind"),
    {
        **{"image": "photo", "gif": "photo", "audio": "voice", "video": "video", "sticker": "sticker"},
        **{"location": "location", "business_card": "contact", "file": "file", "link": "other"},
    }.items(),
)
def test_every_kind_of_message_is_told_apart(name, kind):
    assert as_message(_read(f"user_send_{name}"), NOW, "zalo_oa").kind == kind


@pytest.mark.parametrize(
    ("text", "button"),
    [
        ("#lessons.open:m1-01", "lessons.open:m1-01"),
        ("#do:menu", "do:menu"),
        ("#settings.form", "settings.form"),
        ("#hoc", ""),
        ("# lessons.open:x", ""),
        ("#lessons.open:x y", ""),
        ("5656", ""),
        ("Gặp bot", "do:menu"),
    ],
)
def test_a_payload_is_a_button_and_other_words_are_words(text, button):
    assert as_message(_read("user_send_text", message={"text": text}), NOW, "zalo_oa").button == button


@pytest.mark.parametrize("text", ["#lessons.answer:m1-01:0:1", "2", "2."])
def test_a_late_tap_is_not_meant_for_todays_menu(text):
    late = as_message(_read("user_send_text", message={"text": text}, minutes=100), NOW, "zalo_oa")
    assert late.button == "expired:"


@pytest.mark.parametrize("text", ["làm căn cước ở đâu", "113", "115"])
def test_a_late_question_is_a_question(text):
    late = as_message(_read("user_send_text", message={"text": text}, minutes=110), NOW, "zalo_oa")
    assert (late.text, late.button) == (text, "") and NOW - late.sent_at == timedelta(minutes=110)


@pytest.mark.parametrize("name", ["follow", "user_click_chatnow"])
async def test_a_new_follower_is_greeted(hooked, name):
    await hooked.double.account_event(name, ME)
    assert [message.button for message in hooked.inbox.messages] == ["do:start"]


async def test_submitted_info_is_not_kept(hooked):
    stamp = str(int(hooked.double.now() * 1000))
    info = {"name": "Nguyễn Thị Hoa", "phone": "84900000000"}
    body = {"sender": {"id": ME}, "recipient": {"id": OA}, "event_name": "user_submit_info", "info": info}
    await hooked.double.deliver({**body, "timestamp": stamp})
    assert [(message.kind, message.text) for message in hooked.inbox.messages] == [("contact", "")]


async def test_who_unfollows_is_written_to_no_more_unless_they_wrote_since(hooked, database):
    await hooked.double.say(ME, "xin chào")
    await hooked.double.account_event("unfollow", ME, late=600)
    assert (await _address(database)).blocked_at is None
    await hooked.double.account_event("unfollow", ME)
    assert (await _address(database)).blocked_at is not None


async def test_who_withdraws_is_erased(hooked, database):
    from bot.storage.tables import Citizen

    await hooked.double.say(ME, "xin chào")
    await hooked.double.account_event("user_withdraw", ME)
    async with database.read() as db:
        assert (await db.scalars(select(Citizen.met))).one() == "erased"


async def _address(database):
    async with database.read() as db:
        return (await db.scalars(select(Address).where(Address.address == ME))).one()


# Staff take over


async def test_staff_who_write_themselves_hush_the_bot_for_half_an_hour(hooked, database):
    await hooked.double.say(ME, "một")
    await hooked.double.staff_says(ME, "Chào bác, tôi là cán bộ xã")
    await hooked.double.say(ME, "hai")
    await hooked.double.say(ME, "ba")
    assert [message.text for message in hooked.inbox.messages] == ["một"]
    async with database.read() as db:
        told = [row.reply["phrase"] for row in await db.scalars(select(Outbound))]
    assert told == ["takeovers.paused"]
    hooked.double.shift += 20 * 60
    await hooked.double.staff_says(ME, "Bác đợi chút")
    hooked.double.shift += 20 * 60
    await hooked.double.say(ME, "bốn")
    hooked.double.shift += 11 * 60
    await hooked.double.say(ME, "năm")
    assert [message.text for message in hooked.inbox.messages] == ["một", "năm"]


@pytest.mark.parametrize("words", ["gặp bot", "GAP BOT", "#do:menu"])
async def test_whoever_wants_the_bot_back_has_it_back(hooked, words):
    await hooked.double.staff_says(ME, "Chào bác")
    await hooked.double.say(ME, words)
    await hooked.double.say(ME, "hai")
    assert [message.button or message.text for message in hooked.inbox.messages] == ["do:menu", "hai"]


async def test_a_tag_hushes_the_bot_until_it_is_taken_away(hooked):
    await hooked.double.say(ME, "một")
    tag = {"user_ids": [ME], "name": PAUSE_TAG}
    stamp = str(int(hooked.double.now() * 1000))
    await hooked.double.deliver({"oa_id": OA, "event_name": "add_user_to_tag", "tag": tag, "timestamp": stamp})
    hooked.double.shift += 3 * 86400
    await hooked.double.say(ME, "hai")
    stamp = str(int(hooked.double.now() * 1000))
    await hooked.double.deliver({"oa_id": OA, "event_name": "remove_user_from_tag", "tag": tag, "timestamp": stamp})
    await hooked.double.say(ME, "ba")
    assert [message.text for message in hooked.inbox.messages] == ["một", "ba"]


async def _tag_event(double, name, *, late=0, people=(ME,)):
    tag = {"name": PAUSE_TAG} if name == "remove_tag" else {"user_ids": list(people), "name": PAUSE_TAG}
    stamp = str(int((double.now() - late) * 1000))
    await double.deliver({"oa_id": OA, "event_name": name, "tag": tag, "timestamp": stamp})


async def test_a_tag_put_on_before_it_was_taken_away_hushes_nobody_when_told_late(hooked):
    await hooked.double.say(ME, "một")
    await _tag_event(hooked.double, "remove_user_from_tag", late=60)
    await _tag_event(hooked.double, "add_user_to_tag", late=3600)
    await hooked.double.say(ME, "hai")
    assert [message.text for message in hooked.inbox.messages] == ["một", "hai"]


async def test_a_deleted_tag_hushes_nobody_but_who_was_tagged_since_and_whom_staff_talk_to(hooked):
    double, told = hooked.double, hooked.inbox.messages
    everybody = [ME, "1000000000000000002", "1000000000000000003", "1000000000000000004"]
    tagged_before, talked_to, tagged_since, told_late = everybody
    for person in everybody:
        await double.say(person, "một")
    told.clear()
    await _tag_event(double, "add_user_to_tag", late=7200, people=(tagged_before,))
    await double.staff_says(talked_to, "Chào bác")
    await _tag_event(double, "add_user_to_tag", people=(tagged_since,))
    await _tag_event(double, "remove_tag", late=3600)
    await _tag_event(double, "add_user_to_tag", late=7000, people=(told_late,))
    for person in everybody:
        await double.say(person, "hai")
    assert [message.address for message in told] == [tagged_before, told_late]


async def test_what_staff_wrote_before_the_bot_was_wanted_back_does_not_hush_it_when_told_late(hooked):
    await hooked.double.say(ME, "gặp bot")
    stamp = str(int((hooked.double.now() - 300) * 1000))
    sender = {"id": OA, "admin_id": "7"}
    told = {"text": "Chào bác", "msg_id": "e1"}
    late = {"sender": sender, "recipient": {"id": ME}, "event_name": "oa_send_text", "message": told}
    await hooked.double.deliver({**late, "timestamp": stamp})
    await hooked.double.say(ME, "hai")
    assert [message.text for message in hooked.inbox.messages][-1] == "hai"
    await hooked.double.staff_says(ME, "Chào bác lần nữa")
    await hooked.double.say(ME, "ba")
    assert [message.text for message in hooked.inbox.messages][-1] == "hai"


async def test_what_is_written_to_staff_opens_the_window(hooked, database):
    """Else "who answers you" could not go out to somebody who was silent for long."""
    await hooked.double.say(ME, "một")
    hooked.double.shift += 9 * 86400
    await hooked.double.staff_says(ME, "Chào bác")
    await hooked.double.say(ME, "hai")
    heard = (await _address(database)).last_heard
    assert abs(heard.timestamp() - hooked.double.now()) < 60
    async with database.read() as db:
        assert [row.reply["phrase"] for row in await db.scalars(select(Outbound))] == ["takeovers.paused"]


async def test_whoever_wants_the_bot_back_loses_the_tag_in_zalos_own_tool_too(hooked):
    """Else staff would see a person as hushed whom the bot answers."""
    double = hooked.double
    double.tags[PAUSE_TAG] = {ME, "another"}
    tag, stamp = {"user_ids": [ME], "name": PAUSE_TAG}, str(int(double.now() * 1000))
    await double.deliver({"oa_id": OA, "event_name": "add_user_to_tag", "tag": tag, "timestamp": stamp})
    double.fault("late", "/tag/", seconds=0.2)
    await double.say(ME, "gặp bot")
    assert hooked.inbox.messages, "nobody waits for the tag"
    await hooked.webhook.close()
    assert double.tags[PAUSE_TAG] == {"another"}
    await double.say(ME, "gặp bot")
    assert double.calls["/v2.0/oa/tag/rmfollowerfromtag"] == 1, "who is not hushed costs no request"


async def test_staff_who_write_first_do_not_open_the_window(hooked, database):
    await hooked.double.staff_says(ME, "Chào bác")
    assert (await _address(database)).last_heard is None


async def test_our_own_echo_hushes_nobody(hooked):
    hooked.double.person(ME).interacted = hooked.double.now()
    from bot.messages import OutgoingMessage

    hooked.double.echo = True
    await hooked.send(ME, OutgoingMessage("xin chào"))
    await asyncio.gather(*hooked.double._tasks)
    await hooked.double.say(ME, "một")
    assert [message.text for message in hooked.inbox.messages] == ["một"]


async def test_while_staff_talk_nothing_unasked_comes_between(hooked):
    from bot.channels.channel import OverQuota
    from bot.messages import OutgoingMessage

    hooked.double.person(ME).interacted = hooked.double.now()
    await hooked.double.staff_says(ME, "Chào bác")
    with pytest.raises(OverQuota):
        await hooked.send(ME, OutgoingMessage("Thông báo", unasked=True))
    await hooked.send(ME, OutgoingMessage("Dạ"))


def test_only_whole_words_bring_the_bot_back():
    assert not wants_the_bot(_read("user_send_text", message={"text": "tôi muốn gặp bot nào đó"}))


# Zalo's history


async def test_what_the_webhook_did_not_bring_is_read_from_the_history_and_answered(hooked):
    double = hooked.double
    await double.say(ME, "một")
    double._show(double.person(ME), {"text": "Dạ", "buttons": []}, "", "reply")
    hook, double.webhook = double.webhook, "http://127.0.0.1:9/"
    for number in range(25):
        double.shift += 60
        await double.say(f"10000000000000{number:05d}", f"câu {number}", retry=False)
    await double.say("1000000000000000777", "đã có cán bộ trả lời", retry=False)
    double.shift += 1
    double._show(double.person("1000000000000000777"), {"text": "Chào bác", "buttons": []}, "", "reply")
    double.webhook = hook
    double.shift += 300
    alerts = []
    hooked._alert = lambda what: _note(alerts, what)
    assert await hooked.catch_up(hooked.inbox) == 25
    assert [message.text for message in hooked.inbox.messages] == ["một", *(f"câu {n}" for n in range(25))]
    assert alerts == ["silent"]
    assert await hooked.catch_up(hooked.inbox) == 0 and len(hooked.inbox.messages) == 26


async def test_a_webhook_that_zalo_disabled_is_noticed_and_made_up_for(hooked):
    """Down for longer than the retries last: nothing comes any more, and what was written is found in the history."""
    double = hooked.double
    await double.say(ME, "một")
    double._show(double.person(ME), {"text": "Dạ", "buttons": []}, "", "reply")
    hook, double.webhook = double.webhook, "http://127.0.0.1:9/"
    double.shift += 60
    assert await double.say(ME, "hai") == [0] * 6
    double.webhook = hook
    assert await double.say(ME, "ba") == [], "disabled, though it would be answered again"
    double.shift += 300
    alerts = []
    hooked._alert = lambda what: _note(alerts, what)
    assert await hooked.catch_up(hooked.inbox) == 2
    assert [message.text for message in hooked.inbox.messages] == ["một", "hai", "ba"] and alerts == ["silent"]


@pytest.mark.parametrize(
    ("name", "kind"), [("image", "photo"), ("audio", "voice"), ("sticker", "sticker"), ("file", "file")]
)
async def test_a_picture_or_a_voice_that_the_webhook_did_not_bring_is_answered_too(hooked, name, kind):
    double = hooked.double
    await double.say(ME, "một")
    double._show(double.person(ME), {"text": "Dạ", "buttons": []}, "", "reply")
    hook, double.webhook = double.webhook, "http://127.0.0.1:9/"
    double.shift += 60
    shown = {"attachments": [{"type": name, "payload": {"url": "https://photo.example/1"}}]}
    await double.send(f"user_send_{name}", ME, shown, number="lost-1", retry=False)
    double.history.append({**double.history[-1], "type": "nobody-knows", "message_id": "lost-2"})
    double.webhook = hook
    double.shift += 300
    assert await hooked.catch_up(hooked.inbox) == 1
    assert [(one.kind, one.platform_id) for one in hooked.inbox.messages[1:]] == [(kind, "lost-1")]
    await double.send(f"user_send_{name}", ME, shown, number="lost-1")
    assert len(hooked.inbox.messages) == 2, "the webhook brings it after all"


async def _note(alerts, what):
    alerts.append(what)


async def test_what_the_webhook_brought_is_not_taken_twice_and_what_is_fresh_is_left_to_it(hooked):
    await hooked.double.say(ME, "một")
    hooked.double.shift += 300
    assert await hooked.catch_up(hooked.inbox) == 0
    hook, hooked.double.webhook = hooked.double.webhook, "http://127.0.0.1:9/"
    await hooked.double.say(ME, "hai", retry=False)
    hooked.double.webhook = hook
    assert await hooked.catch_up(hooked.inbox) == 0


async def test_before_anybody_came_nothing_is_caught_up_with(hooked):
    hook, hooked.double.webhook = hooked.double.webhook, "http://127.0.0.1:9/"
    await hooked.double.say(ME, "trước khi có bot", retry=False)
    hooked.double.webhook = hook
    hooked.double.shift += 300
    assert await hooked.catch_up(hooked.inbox) == 0 and not hooked.inbox.messages


@pytest.mark.parametrize("kind", ["html", "truncated", "code"])
async def test_a_history_that_cannot_be_read_does_no_harm(hooked, kind):
    await hooked.double.say(ME, "một")
    hooked.double.fault(kind, "/listrecentchat", code=-224)
    assert await hooked.catch_up(hooked.inbox) == 0
