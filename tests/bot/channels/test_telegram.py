"""The Telegram channel, against the double: what is heard is stored first, and each failure has its name."""

import asyncio
import logging
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from telegram.error import Conflict, TelegramError, TimedOut

from bot.channels import telegram_request
from bot.channels.channel import Blocked, Rejected, Unavailable, Uncertain, Window
from bot.channels.formatting import utf16_length
from bot.channels.telegram import SECRET_HEADER, WEBHOOK_PATH, Telegram
from bot.channels.telegram_request import AiohttpRequest, Interrupted, NotConnected
from bot.messages import Choice, OutgoingMessage
from tests.doubles.telegram import SHAPES, TOKEN, TelegramDouble

ME = 7
SECRET = "mot-bi-mat"


@pytest.fixture
async def double():
    async with TelegramDouble() as running:
        running.chat(ME)
        yield running


@pytest.fixture
async def make():
    """Makes channels, and closes them in the end."""
    made = []

    def make(api_url, **options):
        channel = Telegram(TOKEN, api_url=api_url, **options)
        channel.paused = []
        channel.pause = lambda seconds: _pause(channel, seconds)
        made.append(channel)
        return channel

    yield make
    for channel in made:
        await channel.close()


async def _pause(channel, seconds):
    channel.paused.append(seconds)
    await asyncio.sleep(0.001)


@pytest.fixture
def channel(make, double):
    return make(double.url)


@pytest.fixture
async def running():
    """Runs channels until the test ends."""
    tasks = []

    def run(channel, receive):
        tasks.append(asyncio.create_task(channel.run(receive)))
        return tasks[-1]

    yield run
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


class Inbox:
    """Stores what it is given; fails on the texts that it is told to fail on."""

    def __init__(self):
        self.messages, self.failing, self.gate = [], set(), None

    async def __call__(self, message):
        if self.gate:
            await self.gate.wait()
        if message.text in self.failing:
            raise RuntimeError("the database is away")
        self.messages.append(message)

    @property
    def texts(self):
        return [message.text for message in self.messages]


@pytest.fixture
def inbox():
    return Inbox()


async def until(true):
    for _ in range(500):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came true")


def say(text, *choices, **more):
    return OutgoingMessage(text, tuple(choices), **more)


# Out


async def test_a_message_arrives_as_it_was_written(channel, double):
    text = "Phí < 5.000 & > 0 <b>không đậm</b> &lt; \"ạ\" 'ạ'"
    number = await channel.send(str(ME), say(text))
    assert [(str(sent.message_id), sent.text) for sent in double.sent(ME)] == [(number, text)]


async def test_buttons_stand_one_a_row_and_short_ones_two(channel, double):
    choices = [Choice("a", "Bài học"), Choice("b", "Ôn tập"), Choice("c", "Hỏi"), Choice("d", "Gặp cán bộ hỗ trợ ạ")]
    await channel.send(str(ME), say("Chọn nhé", *choices, Choice("", "Trang web", url="https://example.vn")))
    rows = double.sent(ME)[0].rows
    assert [[button["text"] for button in row] for row in rows] == [
        ["Bài học", "Ôn tập"],
        ["Hỏi"],
        ["Gặp cán bộ hỗ trợ ạ"],
        ["Trang web"],
    ]
    assert (rows[0][0]["callback_data"], rows[3][0]["url"]) == ("a", "https://example.vn")


async def test_an_address_that_telegram_takes_on_no_button_stands_in_the_text(channel, double):
    await channel.send(str(ME), say("Xong rồi", Choice("", "Giấy", url="http://localhost:8080/a"), Choice("m", "Menu")))
    sent = double.sent(ME)[0]
    assert sent.text == "Xong rồi\n\nGiấy: http://localhost:8080/a"
    assert [button.title for button in sent.buttons] == ["Menu"]


@pytest.mark.parametrize("does", ["", "x" * 65, "đ" * 33])
async def test_a_button_that_telegram_would_refuse_is_rejected_before(channel, double, does):
    with pytest.raises(Rejected, match="button"):
        await channel.send(str(ME), say("x", Choice(does, "Bấm")))
    assert not double.calls


async def test_a_long_title_is_shortened(channel, double):
    await channel.send(str(ME), say("x", Choice("a", "rất dài " * 20)))
    assert utf16_length(double.sent(ME)[0].buttons[0].title) <= 60


async def test_a_long_text_comes_in_parts_with_the_buttons_on_the_last(channel, double):
    paragraph = "Câu này có <dấu> & biểu tượng 😀 ạ. " * 60
    number = await channel.send(str(ME), say("\n\n".join([paragraph] * 4), Choice("menu", "Menu")))
    parts = double.sent(ME)
    assert len(parts) > 1
    assert all(utf16_length(part.text) <= 4096 for part in parts)
    assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert number == str(parts[-1].message_id)


async def test_a_later_part_waits_when_told_to_and_nothing_is_repeated(channel, double):
    double.fault("status", "sendMessage", code=429, retry_after=2, after=1)
    await channel.send(str(ME), say("chữ " * 3000))
    assert sum(sent.text.count("chữ") for sent in double.sent(ME)) == 3000
    assert channel.paused == [2]


async def test_a_text_of_which_only_a_part_arrived_is_uncertain(channel, double):
    double.fault("status", "sendMessage", code=500, times=-1, after=1)
    with pytest.raises(Uncertain):
        await channel.send(str(ME), say("chữ " * 3000))
    assert len(double.sent(ME)) == 1


@pytest.mark.parametrize("text", ["", " \n "])
async def test_an_empty_text_is_rejected(channel, text):
    with pytest.raises(Rejected):
        await channel.send(str(ME), say(text))


async def test_a_message_takes_the_place_of_another(channel, double):
    number = await channel.send(str(ME), say("Thẻ 1", Choice("a", "Tiếp")))
    assert await channel.send(str(ME), say("Thẻ 2", Choice("b", "Tiếp"), replaces=number)) == number
    (sent,) = double.sent(ME)
    assert (sent.text, sent.buttons[0].data, sent.edits) == ("Thẻ 2", "b", 1)


async def test_the_same_text_in_its_own_place_is_no_failure(channel, double):
    number = await channel.send(str(ME), say("Thẻ 1"))
    assert await channel.send(str(ME), say("Thẻ 1", replaces=number)) == number
    assert double.sent(ME)[0].edits == 0


@pytest.mark.parametrize("replaces", ["999", "w12"])
async def test_what_cannot_be_edited_is_sent_anew(channel, double, replaces):
    number = await channel.send(str(ME), say("Thẻ 2", replaces=replaces))
    assert [str(sent.message_id) for sent in double.sent(ME)] == [number]


async def test_a_long_text_does_not_take_the_place_of_a_message(channel, double):
    number = await channel.send(str(ME), say("Thẻ 1"))
    assert await channel.send(str(ME), say("chữ " * 1500, replaces=number)) != number
    assert len(double.sent(ME)) == 3


async def test_who_blocked_the_bot_or_never_wrote_is_blocked(channel, double):
    double.block(ME)
    for address in (str(ME), "999"):
        with pytest.raises(Blocked):
            await channel.send(address, say("x"))
    with pytest.raises(Blocked):
        await channel.send(str(ME), say("x", replaces="1"))


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"kind": "status", "code": 400}, Rejected),
        ({"kind": "status", "code": 403}, Blocked),
        ({"kind": "status", "code": 401}, Unavailable),
        ({"kind": "status", "code": 409}, Unavailable),
        ({"kind": "status", "code": 500}, Unavailable),
        ({"kind": "status", "code": 502}, Unavailable),
        ({"kind": "status", "code": 504}, Uncertain),
        ({"kind": "drop"}, Uncertain),
        ({"kind": "garbage"}, Uncertain),
    ],
)
@pytest.mark.parametrize("method", ["sendMessage", "editMessageText"])
async def test_each_failure_has_its_name(channel, double, fault, failure, method):
    number = await channel.send(str(ME), say("trước"))
    double.fault(method=method, **fault)
    with pytest.raises(failure) as raised:
        await channel.send(str(ME), say("x", replaces=number if method == "editMessageText" else ""))
    assert type(raised.value) is failure
    assert TOKEN not in str(raised.value)


async def test_a_platform_in_a_hurry_says_for_how_long(channel):
    for number in range(5):
        await channel.send(str(ME), say(str(number)))
    with pytest.raises(Unavailable) as raised:
        await channel.send(str(ME), say("một tin nữa"))
    assert raised.value.retry_after == 1


async def test_no_connection_means_that_nothing_arrived(make):
    channel = make("http://127.0.0.1:9")
    with pytest.raises(Unavailable) as raised:
        await channel.send(str(ME), say("x"))
    assert TOKEN not in str(raised.value)
    assert "127.0.0.1" in await channel.check() or "No connection" in await channel.check()


async def test_a_late_answer_is_uncertain(channel, double, monkeypatch):
    monkeypatch.setattr("bot.channels.telegram_request.READ_SECONDS", 0.05)
    double.fault("late", "sendMessage", seconds=0.2)
    with pytest.raises(Uncertain):
        await channel.send(str(ME), say("x"))
    assert len(double.sent(ME)) == 1


async def test_an_address_of_another_channel_is_rejected(channel):
    with pytest.raises(Rejected):
        await channel.send("web:abc", say("x"))


async def test_typing_is_shown_and_never_fails(channel, double, make):
    await channel.typing(str(ME))
    assert double.chat(ME).typing == 1
    await channel.typing("999")
    await channel.typing("không phải số")
    await make("http://127.0.0.1:9").typing(str(ME))


def test_what_the_platform_can_do(make):
    channel = make("http://127.0.0.1:9", rate=20)
    assert (channel.pace.rate, channel.pace.per_chat, channel.pace.burst) == (20, 1, 5)
    assert channel.window(None, datetime.now(UTC)) is Window.FREE
    assert (channel.abilities.text_max, channel.abilities.edit) == (4096, True)


# In, by polling


async def test_a_text_is_heard(channel, double, running, inbox):
    number = double.say(ME, "làm căn cước ở đâu")
    running(channel, inbox)
    await until(lambda: inbox.messages)
    (heard,) = inbox.messages
    assert (heard.channel, heard.platform_id, heard.address) == ("telegram", f"u{number}", str(ME))
    assert (heard.text, heard.kind, heard.button) == ("làm căn cước ở đâu", "text", "")
    assert heard.sent_at.tzinfo is not None


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("/start lop-3a", "/start lop-3a"),
        ("/hoc@double_bot", "/hoc"),
        ("a@b.vn nhé", "a@b.vn nhé"),
        ("/start", "/start"),
    ],
)
async def test_commands_lose_the_name_of_the_bot_only(channel, double, running, inbox, said, heard):
    double.say(ME, said)
    running(channel, inbox)
    await until(lambda: inbox.messages)
    assert inbox.texts == [heard]


async def test_a_press_is_heard_and_confirmed_once_it_is_stored(channel, double, running, inbox):
    number = await channel.send(str(ME), say("Chọn", Choice("lessons.open:m1-01", "Bài 1")))
    inbox.gate = asyncio.Event()
    double.press(ME, int(number), "lessons.open:m1-01")
    running(channel, inbox)
    await until(lambda: double.calls["getupdates"])
    assert not any(double.queries.values())
    inbox.gate.set()
    await until(lambda: all(double.queries.values()))
    (heard,) = inbox.messages
    assert (heard.kind, heard.button, heard.pressed_on) == ("button", "lessons.open:m1-01", number)
    assert (heard.address, heard.text) == (str(ME), "")


@pytest.mark.parametrize(
    ("shape", "kind"),
    [
        *(("sticker", "sticker"), ("photo", "photo"), ("voice", "voice"), ("audio", "voice"), ("video", "video")),
        *(("video_note", "video"), ("animation", "video"), ("document", "file"), ("location", "location")),
        *(("contact", "contact"), ("dice", "other")),
    ],
)
async def test_other_kinds_are_heard_by_name(channel, double, running, inbox, shape, kind):
    double.show(ME, **SHAPES[shape])
    running(channel, inbox)
    await until(lambda: inbox.messages)
    assert inbox.messages[0].kind == kind
    assert inbox.messages[0].text == SHAPES[shape].get("caption", "")


async def test_groups_edits_notes_and_leavers_are_not_heard(channel, double, running, inbox):
    group = {"id": -5, "type": "group", "title": "Tổ dân phố"}
    message = {"message_id": 1, "date": 0, "chat": {"id": ME, "type": "private"}, "text": "x"}
    double.push("message", {**message, "chat": group})
    double.push("edited_message", {**message, "edit_date": 1})
    double.push("message", {**message, "text": "", "pinned_message": message})
    double.push(
        "callback_query", {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "a"}, "chat_instance": "1"}
    )
    double.block(ME)
    double.block(ME, False)
    double.say(ME, "còn đây")
    running(channel, inbox)
    await until(lambda: inbox.messages)
    assert inbox.texts == ["còn đây"]


async def test_an_unreadable_update_holds_nothing_up(channel, double, running, inbox):
    double.push("message", {"odd": True})
    double.say(ME, "chào")
    running(channel, inbox)
    await until(lambda: inbox.messages)
    assert inbox.texts == ["chào"]


async def test_nothing_is_acknowledged_before_it_is_stored(channel, double, running, inbox):
    inbox.gate = asyncio.Event()
    double.say(ME, "một")
    running(channel, inbox)
    await until(lambda: double.calls["getupdates"] == 1)
    assert len(double.updates) == 1
    inbox.gate.set()
    await until(lambda: not double.updates)
    assert inbox.texts == ["một"]


async def test_what_could_not_be_stored_comes_again_in_order(channel, double, running, inbox):
    inbox.failing = {"hai"}
    for user_id, text in ((ME, "một"), (ME, "hai"), (ME, "ba"), (8, "người khác")):
        double.say(user_id, text)
    running(channel, inbox)
    await until(lambda: len(channel.paused) >= 2)
    assert "ba" not in inbox.texts
    assert {"một", "người khác"} <= set(inbox.texts)
    assert double.updates[0]["message"]["text"] == "hai"
    inbox.failing = set()
    await until(lambda: not double.updates)
    mine = list(dict.fromkeys(message.text for message in inbox.messages if message.address == str(ME)))
    assert mine == ["một", "hai", "ba"]


async def test_one_chat_in_order_and_chats_side_by_side(channel, double, running):
    begun, done, gate = [], [], asyncio.Event()

    async def receive(message):
        begun.append(message.text)
        if message.address == str(ME):
            await gate.wait()
        done.append(message.text)

    for user_id, text in ((ME, "a1"), (ME, "a2"), (8, "b1"), (8, "b2")):
        double.say(user_id, text)
    running(channel, receive)
    await until(lambda: done == ["b1", "b2"])
    assert "a2" not in begun
    gate.set()
    await until(lambda: len(done) == 4)
    assert done[2:] == ["a1", "a2"]


async def test_polling_survives_every_kind_of_trouble(channel, double, running, inbox):
    for fault in ({"code": 500}, {"code": 502}, {"code": 429, "retry_after": 7}, {"code": 401}):
        double.fault("status", "getUpdates", **fault)
    double.fault("drop", "getUpdates")
    double.fault("garbage", "getUpdates")
    double.say(ME, "chào")
    running(channel, inbox)
    await until(lambda: inbox.messages)
    assert channel.paused[:6] == [1, 2, 7, 8, 16, 32]


async def test_a_webhook_set_by_somebody_else_is_taken_away_again(channel, double, running, inbox):
    running(channel, inbox)
    await until(lambda: double._poller)
    double._do_setWebhook({"url": "http://127.0.0.1:9/else"})
    await until(lambda: double.calls["deletewebhook"] >= 2)
    double.say(ME, "chào")
    await until(lambda: inbox.messages)


async def test_a_second_poller_is_reported_by_check(channel, double):
    conflict = "Conflict: terminated by other getUpdates request"
    await channel._recover("polling", Conflict(conflict), 1)
    assert "terminated by other getUpdates" in await channel.check()


async def test_the_start_survives_failures_and_sets_the_menu(double, make, running, inbox):
    for method in ("deleteWebhook", "setMyCommands"):
        double.fault("status", method, code=500, times=2)
    double.say(ME, "chào")
    running(make(double.url, commands=[("/hoc", "Bài học"), ("hoi", "Hỏi đáp")]), inbox)
    await until(lambda: inbox.messages and double.commands)
    assert [command["command"] for command in double.commands] == ["hoc", "hoi"]


async def test_polling_ends_when_cancelled(channel, double, inbox):
    task = asyncio.create_task(channel.run(inbox))
    await until(lambda: double._poller)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


# In, by webhook


@pytest.fixture
async def hooked(double, make, inbox):
    """A channel in webhook mode, and a client that calls it."""
    app = web.Application()
    client = TestClient(TestServer(app))
    channel = make(double.url, mode="webhook", webhook_secret=SECRET, public_url="https://hoc.example.vn/")
    app.add_routes(channel.routes(inbox))
    await client.start_server()
    client.channel = channel
    yield client
    await client.close()


def update(text="chào", number=5, **more):
    person = {"id": ME, "is_bot": False, "first_name": "Dân"}
    chat = {"id": ME, "type": "private", "first_name": "Dân"}
    return {
        "update_id": number,
        "message": {"message_id": 1, "date": 0, "chat": chat, "from": person, "text": text, **more},
    }


async def deliver(client, secret=SECRET, **options):
    async with client.post(WEBHOOK_PATH, headers={SECRET_HEADER: secret} if secret else {}, **options) as answer:
        return answer.status


async def test_an_update_with_the_secret_is_stored_then_answered(hooked, inbox):
    inbox.gate = asyncio.Event()
    delivery = asyncio.create_task(deliver(hooked, json=update()))
    await asyncio.sleep(0.05)
    assert not delivery.done()
    inbox.gate.set()
    assert await delivery == 200
    assert inbox.texts == ["chào"]


@pytest.mark.parametrize("secret", ["", "sai", SECRET + "x", "đúng"])
async def test_without_the_secret_nothing_is_taken(hooked, inbox, secret):
    assert await deliver(hooked, secret, json=update()) == 403
    assert not inbox.messages


async def test_without_a_secret_of_its_own_the_channel_takes_nothing(double, make, inbox):
    app = web.Application()
    app.add_routes(make(double.url, mode="webhook").routes(inbox))
    async with TestClient(TestServer(app)) as client:
        assert await deliver(client, "", json=update()) == 403


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"{}", b'{"update_id": "5"}', b"\xff\xfe"])
async def test_what_is_no_update_is_a_bad_request(hooked, inbox, body):
    assert await deliver(hooked, data=body) == 400
    assert not inbox.messages


async def test_a_body_without_measure_is_refused(hooked, inbox):
    assert await deliver(hooked, data=b"x" * 300_000) == 413

    async def stream():
        for _ in range(30):
            yield b"x" * 10_000

    assert await deliver(hooked, data=stream()) == 413


async def test_an_update_that_nobody_can_read_is_taken_and_dropped(hooked, inbox):
    assert await deliver(hooked, json={"update_id": 5, "message": {"odd": 1}}) == 200
    assert await deliver(hooked, json={"update_id": 6}) == 200
    assert not inbox.messages


async def test_what_could_not_be_stored_is_asked_for_again(hooked, inbox):
    inbox.failing = {"chào"}
    assert await deliver(hooked, json=update()) == 503
    inbox.failing = set()
    assert await deliver(hooked, json=update()) == 200


async def test_a_press_is_confirmed_on_the_answer_itself(double, make, inbox):
    app = web.Application()
    client = TestClient(TestServer(app))
    async with client:
        await client.start_server()
        channel = make(double.url, mode="webhook", webhook_secret=SECRET, public_url=str(client.make_url("")))
        client.app.router._frozen = False
        client.app.add_routes(channel.routes(inbox))
        await channel.run(inbox)
        double.press(ME, 1, "menu", strict=False)
        await until(lambda: all(double.queries.values()) and inbox.messages)
        assert double.webhook.secret == SECRET
        double.say(ME, "chào")
        await until(lambda: len(inbox.messages) == 2)


async def test_the_webhook_is_set_with_its_secret_whatever_fails_at_first(hooked, double, inbox):
    double.fault("status", "setWebhook", code=500, times=3)
    await hooked.channel.run(inbox)
    assert (double.webhook.url, double.webhook.secret) == (f"https://hoc.example.vn{WEBHOOK_PATH}", SECRET)
    assert await hooked.channel.check() == ""


def test_polling_has_no_address(channel, inbox):
    assert channel.routes(inbox) == []


# Health and secrets


async def test_check_says_what_is_wrong(channel, double, make):
    assert await channel.check() == ""
    double.fault("status", "getMe", code=401)
    assert "TELEGRAM_BOT_TOKEN" in await channel.check()
    stranger = Telegram("42:unknown-token-of-somebody", api_url=double.url)
    assert "TELEGRAM_BOT_TOKEN" in await stranger.check()
    await stranger.close()


async def test_no_log_line_holds_the_token(channel, double, running, inbox, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    for kind in ("drop", "garbage", "refuse"):
        double.fault(kind, "getUpdates")
    double.fault("status", "getUpdates", code=401)
    double.push("message", {"odd": TOKEN})
    double.say(ME, "lời của dân")
    running(channel, inbox)
    await until(lambda: inbox.messages)
    await channel.send(str(ME), say("chào"))
    lines = caplog.text + "".join(capsys.readouterr())
    assert TOKEN not in lines
    assert "lời của dân" not in lines


# The request class


@pytest.fixture
async def request_class():
    request = AiohttpRequest()
    yield request
    await request.shutdown()


async def test_files_are_read_while_they_are_sent(channel, double, tmp_path):
    path = tmp_path / "giay.pdf"
    path.write_bytes(b"%PDF" * 100_000)
    with path.open("rb") as file:
        await channel.bot.send_document(ME, file, filename="giấy.pdf", caption="Giấy ạ")
    assert next(iter(double.files.values()))[1] == path.read_bytes()


async def test_a_borrowed_session_stays_open(double):
    async with aiohttp.ClientSession() as http:
        channel = Telegram(TOKEN, api_url=double.url, http=http)
        await channel.send(str(ME), say("x"))
        await channel.close()
        assert not http.closed


async def test_a_closed_request_opens_again(request_class, double):
    url = f"{double.url}/bot{TOKEN}/getMe"
    assert (await request_class.do_request(url, "POST"))[0] == 200
    await request_class.shutdown()
    assert (await request_class.do_request(url, "POST"))[0] == 200


@pytest.mark.parametrize(("kind", "error"), [("drop", Interrupted), ("refuse", Interrupted), ("late", TimedOut)])
async def test_errors_are_translated_and_hold_no_address(request_class, double, kind, error):
    double.fault(kind, "getMe", seconds=0.2)
    with pytest.raises(error) as raised:
        await request_class.do_request(f"{double.url}/bot{TOKEN}/getMe", "POST", read_timeout=0.05)
    assert raised.value.__cause__ is None
    assert TOKEN not in repr(raised.value)


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/bot1:x/getMe", "http:///bot1:x/getMe"])
async def test_no_connection_is_told_apart(request_class, address):
    with pytest.raises(NotConnected) as raised:
        await request_class.do_request(address, "POST")
    assert "bot1:x" not in repr(raised.value)


async def test_a_busy_pool_means_that_nothing_was_sent(double):
    request = AiohttpRequest(connections=1)
    double.fault("late", "getMe", seconds=0.15)
    url = f"{double.url}/bot{TOKEN}/"
    busy = asyncio.create_task(request.do_request(url + "getMe", "POST"))
    await until(lambda: double.calls["getme"])
    with pytest.raises(NotConnected):
        await request.do_request(url + "getMyCommands", "POST", pool_timeout=0.02, connect_timeout=0.02)
    await busy
    await request.shutdown()


async def test_a_proxy_is_used(double):
    request = AiohttpRequest(proxy=double.url)
    with pytest.raises(TelegramError):
        await request.post("http://somewhere.example/bot1:x/getMe")  # the proxy is asked, and knows no such address
    assert double.errors["404 Not Found"] or double.errors["401 Unauthorized"]
    await request.shutdown()


async def test_the_environment_names_proxies(monkeypatch):
    telegram_request._proxy_for.cache_clear()
    monkeypatch.setenv("https_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert telegram_request._proxy_for("https", "api.telegram.org") == "http://proxy.example:3128"
    assert telegram_request._proxy_for("https", "127.0.0.1") == ""
    telegram_request._proxy_for.cache_clear()
