"""The double is as strict as the real Bot API where a bot can get it wrong."""

import asyncio
import json
import sys
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from bot.channels.telegram_request import AiohttpRequest
from tests.doubles.telegram import SECRET_HEADER, SHAPES, TOKEN, TelegramDouble
from tests.doubles.telegram_control import drive
from tests.doubles.telegram_rules import parse_html
from tests.pictures import png

PICTURE = png()
ME = 7


class Caller:
    """Calls the API as a bot would, and keeps the bare answer."""

    def __init__(self, double, http):
        self.double, self.http = double, http

    async def __call__(self, method, token=TOKEN, **params):
        async with self.http.post(f"{self.double.url}/bot{token}/{method}", json=params) as answer:
            return answer.status, await answer.json()

    async def fails(self, method, **params):
        status, body = await self(method, **params)
        assert not body["ok"]
        assert body["error_code"] == status
        return status, body["description"]

    async def works(self, method, **params):
        status, body = await self(method, **params)
        assert status == 200, body
        return body["result"]


@pytest.fixture
async def double():
    async with TelegramDouble() as running:
        running.chat(ME)
        yield running


@pytest.fixture
async def call(double):
    async with aiohttp.ClientSession() as http:
        yield Caller(double, http)


async def test_the_library_of_the_bot_understands_every_answer(double):
    request = AiohttpRequest()
    bot = Bot(TOKEN, f"{double.url}/bot", f"{double.url}/file/bot", request, request)
    assert (await bot.get_me()).username == "double_bot"
    double.say(ME, "/start chao")
    for content in SHAPES.values():
        double.show(ME, **content)
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Học", callback_data="lessons")]])
    sent = await bot.send_message(ME, "<b>Chào</b> bác", "HTML", reply_markup=buttons)
    double.press(ME, sent.message_id, "lessons")
    double.block(ME)
    double.block(ME, False)
    updates = await bot.get_updates(timeout=0)
    assert len(updates) == len(SHAPES) + 4
    assert await bot.answer_callback_query(updates[-3].callback_query.id)
    assert (await bot.edit_message_text("xong", ME, sent.message_id)).text == "xong"
    assert (await bot.edit_message_reply_markup(ME, sent.message_id, reply_markup=buttons)).reply_markup == buttons
    assert (await bot.get_webhook_info()).pending_update_count == len(updates)
    assert await bot.send_chat_action(ME, "typing")
    assert await bot.delete_message(ME, sent.message_id)
    await request.shutdown()


async def test_files_go_both_ways(double):
    request = AiohttpRequest()
    bot = Bot(TOKEN, f"{double.url}/bot", f"{double.url}/file/bot", request, request)
    photo = await bot.send_photo(ME, PICTURE, caption="ảnh")
    document = await bot.send_document(ME, b"document", filename="a.pdf")
    again = await bot.send_document(ME, document.document.file_id)
    assert again.document.file_id == document.document.file_id
    assert bytes(await (await bot.get_file(photo.photo[0].file_id)).download_as_bytearray()) == PICTURE
    await request.shutdown()


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("a &lt; b &amp; c &#7885; &quot;", 'a < b & c ọ "'),
        ("một & hai &khong; 3 > 2", "một & hai &khong; 3 > 2"),
        ('<b>đậm <i>nghiêng</i></b> <a href="https://a.vn">x</a>', "đậm nghiêng x"),
    ],
)
def test_html_is_read(marked, plain):
    assert parse_html(marked) == plain


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("học <phí", 'Unsupported start tag "phí" at byte offset 6'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>hở", 'Can\'t find end tag corresponding to start tag "b"'),
        ("ạ</b>", "Unexpected end tag at byte offset 3"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ],
)
async def test_broken_html_is_refused(call, text, reason):
    status, said = await call.fails("sendMessage", chat_id=ME, text=text, parse_mode="HTML")
    assert (status, said) == (400, f"Bad Request: can't parse entities: {reason}")
    assert (await call.works("sendMessage", chat_id=ME, text=text))["text"] == text


async def test_length_counts_after_parsing_in_utf16_units(call):
    await call.works("sendMessage", chat_id=ME, text="&lt;" * 4096, parse_mode="HTML")
    await call.works("sendMessage", chat_id=ME, text="😀" * 2048)
    for text in ("a" * 4097, "😀" * 2049):
        assert await call.fails("sendMessage", chat_id=ME, text=text) == (400, "Bad Request: message is too long")


@pytest.mark.parametrize("text", ["", "  \n", "<b></b>"])
async def test_empty_text_is_refused(call, text):
    failed = await call.fails("sendMessage", chat_id=ME, text=text, parse_mode="HTML")
    assert failed == (400, "Bad Request: message text is empty")


def _markup(**button):
    return json.dumps({"inline_keyboard": [[{"text": "x", **button}]]})


async def test_a_button_does_something_in_64_bytes(call):
    await call.works("sendMessage", chat_id=ME, text="x", reply_markup=_markup(callback_data="đ" * 32))
    for data in ("a" * 65, "đ" * 33, ""):
        failed = await call.fails("sendMessage", chat_id=ME, text="x", reply_markup=_markup(callback_data=data))
        assert failed == (400, "Bad Request: BUTTON_DATA_INVALID")


async def test_a_button_opens_only_real_addresses(call):
    await call.works("sendMessage", chat_id=ME, text="x", reply_markup=_markup(url="https://example.vn/a"))
    _, said = await call.fails("sendMessage", chat_id=ME, text="x", reply_markup=_markup(url="http://localhost:8080/a"))
    assert "Wrong HTTP URL" in said


async def test_an_edit_must_change_something(call):
    sent = await call.works("sendMessage", chat_id=ME, text="x")
    _, said = await call.fails("editMessageText", chat_id=ME, message_id=sent["message_id"], text="x")
    assert "message is not modified" in said
    edited = await call.works("editMessageText", chat_id=ME, message_id=sent["message_id"], text="y")
    assert edited["text"] == "y"
    _, said = await call.fails("editMessageText", chat_id=ME, message_id=999, text="y")
    assert said == "Bad Request: message to edit not found"


async def test_who_may_be_written_to(double, call):
    assert await call.fails("sendMessage", chat_id=8, text="x") == (400, "Bad Request: chat not found")
    double.block(ME)
    assert await call.fails("sendMessage", chat_id=ME, text="x") == (403, "Forbidden: bot was blocked by the user")
    double.block(ME, False)
    await call.works("sendMessage", chat_id=ME, text="x")


async def test_the_token_and_the_method_must_be_known(call):
    assert (await call("getMe", token="123:wrong"))[0] == 401
    assert (await call("getMe", token="wrong"))[0] == 404
    assert (await call("sendGift"))[0] == 404
    assert (await call("GETME"))[0] == 200


async def test_each_chat_takes_five_at_once_then_one_a_second(call, double):
    now = [1000.0]
    double.now = lambda: now[0]
    double.bucket = None
    for number in range(5):
        await call.works("sendMessage", chat_id=ME, text=str(number))
    status, body = await call("sendMessage", chat_id=ME, text="zu viel")
    assert (status, body["parameters"]) == (429, {"retry_after": 1})
    now[0] += 1
    await call.works("sendMessage", chat_id=ME, text="weiter")


async def test_the_whole_bot_sends_thirty_at_once():
    now = [1000.0]
    async with TelegramDouble(anyone=True, now=lambda: now[0]) as double, aiohttp.ClientSession() as http:
        call = Caller(double, http)
        for user_id in range(1, 31):
            await call.works("sendMessage", chat_id=user_id, text="x")
        assert (await call("sendMessage", chat_id=99, text="x"))[0] == 429
        now[0] += 0.1
        assert [(await call("sendMessage", chat_id=100 + n, text="x"))[0] for n in range(4)] == [200, 200, 200, 429]
        assert double.most_in_a_second() == 33


async def test_updates_come_again_until_the_offset_moves_on(call, double):
    first, second = double.say(ME, "một"), double.say(ME, "hai")
    assert [update["update_id"] for update in await call.works("getUpdates")] == [first, second]
    assert [update["update_id"] for update in await call.works("getUpdates", limit=1)] == [first]
    assert [update["update_id"] for update in await call.works("getUpdates", offset=second)] == [second]
    assert [update["update_id"] for update in await call.works("getUpdates", offset=0)] == [second]
    assert await call.works("getUpdates", offset=second + 1) == []


async def test_a_long_poll_ends_with_the_first_update(call, double):
    polling = asyncio.create_task(call.works("getUpdates", timeout=20))
    while double._poller is None:
        await asyncio.sleep(0.005)
    number = double.say(ME, "chào")
    assert [update["update_id"] for update in await polling] == [number]


async def test_only_one_may_poll(call, double):
    first = asyncio.create_task(call("getUpdates", timeout=20))
    while double._poller is None:
        await asyncio.sleep(0.005)
    second = asyncio.create_task(call("getUpdates", timeout=20))
    status, body = await first
    assert status == 409
    assert "terminated by other getUpdates request" in body["description"]
    double.say(ME, "chào")
    assert (await second)[0] == 200


async def test_kinds_that_are_not_asked_for_do_not_come(call, double):
    await call.works("getUpdates", allowed_updates=["message"])
    double.block(ME)
    assert await call.works("getUpdates") == []


async def test_a_button_that_is_not_there_cannot_be_pressed(call, double):
    sent = await call.works("sendMessage", chat_id=ME, text="x", reply_markup=_markup(callback_data="menu"))
    double.press(ME, sent["message_id"], "menu")
    with pytest.raises(LookupError):
        double.press(ME, sent["message_id"], "khác")


async def test_a_press_is_confirmed_once_it_is_known(call, double):
    assert (await call.fails("answerCallbackQuery", callback_query_id="5"))[0] == 400
    double.press(ME, 1, "menu", strict=False)
    query = (await call.works("getUpdates"))[0]["callback_query"]["id"]
    await call.works("answerCallbackQuery", callback_query_id=query)
    assert double.queries == {query: True}


async def test_commands_of_the_menu_are_checked(call, double):
    await call.works("setMyCommands", commands=[{"command": "hoc", "description": "Bài học"}])
    assert double.commands[0]["command"] == "hoc"
    assert (await call.fails("setMyCommands", commands=[{"command": "Học", "description": "x"}]))[0] == 400


@pytest.fixture
async def hook():
    """A webhook that keeps what it gets; `answers` are given in turn, then 200."""
    got, answers = [], []

    async def take(request):
        got.append((request.headers.get(SECRET_HEADER), await request.json()))
        return answers.pop(0) if answers else web.Response()

    runner = web.ServerRunner(web.Server(take))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook", got, answers
    await runner.cleanup()


async def _until(true):
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came true")


async def test_a_webhook_gets_updates_with_its_secret(call, double, hook):
    url, got, _ = hook
    waiting = double.say(ME, "trước")
    await call.works("setWebhook", url=url, secret_token="bi-mat")
    later = double.say(ME, "sau")
    await _until(lambda: double.webhook.delivered == 2)
    assert [(secret, update["update_id"]) for secret, update in got] == [("bi-mat", waiting), ("bi-mat", later)]
    assert (await call.fails("getUpdates"))[0] == 409


async def test_a_webhook_that_fails_is_tried_again_in_order(call, double, hook):
    url, got, answers = hook
    answers += [web.Response(status=503), web.Response(status=403)]
    await call.works("setWebhook", url=url)
    first, second = double.say(ME, "một"), double.say(ME, "hai")
    await _until(lambda: double.webhook.delivered == 2)
    assert [update["update_id"] for _, update in got] == [first, first, first, second]
    assert "403" in (await call.works("getWebhookInfo"))["last_error_message"]


async def test_a_call_may_ride_on_the_answer_of_a_webhook(call, double, hook):
    url, _, answers = hook
    answers.append(web.json_response({"method": "sendMessage", "chat_id": ME, "text": "đi kèm"}))
    await call.works("setWebhook", url=url)
    double.say(ME, "chào")
    assert (await double.wait_for_reply(ME)).text == "đi kèm"


async def test_what_a_webhook_did_not_take_can_be_fetched_later(call, double):
    await call.works("setWebhook", url="http://127.0.0.1:9/nobody")
    number = double.say(ME, "chào")
    await _until(lambda: double.webhook.failures > 0)
    await call.works("deleteWebhook")
    assert [update["update_id"] for update in await call.works("getUpdates")] == [number]


async def test_a_dropped_answer_hides_what_was_done(call, double):
    double.fault("drop", "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=ME, text="tới rồi")
    assert [sent.text for sent in double.sent(ME)] == ["tới rồi"]


async def test_a_refused_connection_does_nothing(call, double):
    double.fault("refuse", "sendMessage")
    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=ME, text="không tới")
    assert double.sent(ME) == []


async def test_faults_strike_as_often_as_said_and_only_whom_they_name(call, double):
    double.chat(8)
    double.fault("status", "sendMessage", code=500, times=2, user_id=ME)
    assert (await call("sendMessage", chat_id=8, text="x"))[0] == 200
    assert [(await call("sendMessage", chat_id=ME, text="x"))[0] for _ in range(3)] == [500, 500, 200]


async def test_delays_and_garbage(call, double):
    double.fault("delay", "getMe", seconds=0.02)
    double.fault("garbage", "getMyCommands")
    assert (await call("getMe"))[0] == 200
    with pytest.raises(aiohttp.ContentTypeError):
        async with call.http.post(f"{double.url}/bot{TOKEN}/getMyCommands") as answer:
            await answer.json(content_type="text/plain")


async def test_replies_are_waited_for_one_by_one(call, double):
    sent = await call.works("sendMessage", chat_id=ME, text="một")
    await call.works("editMessageText", chat_id=ME, message_id=sent["message_id"], text="hai")
    assert (await double.wait_for_reply(ME)).text == "hai"  # as the message reads by now
    assert (await double.wait_for_reply(ME)).edits == 1
    with pytest.raises(TimeoutError):
        await double.wait_for_reply(ME, timeout=0.01)


async def test_turns_are_driven_and_timed(call, double, hook):
    url, _, answers = hook
    double.bucket, double.per_chat = None, 0
    answers += [
        web.json_response({"method": "sendMessage", "chat_id": 1_000_000 + n % 10, "text": "x"}) for n in range(20)
    ]
    await call.works("setWebhook", url=url)
    took = await drive(double, ["học", "press:menu"], turns=20, users=10, concurrency=1)
    assert (took["turns"], took["unanswered"]) == (20, 0)
    assert 0 < took["p50_ms"] <= took["p99_ms"]


async def test_it_runs_as_a_process_with_a_control_api():
    arguments = ["-m", "tests.doubles.telegram", "--control"]
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(sys.executable, *arguments, stdout=asyncio.subprocess.PIPE, cwd=root)
    try:
        ready = await asyncio.wait_for(process.stdout.readline(), 20)
        url = ready.decode().split()[1]
        async with aiohttp.ClientSession(url) as http:
            await _drive_by_hand(http)
    finally:
        process.kill()
        await process.wait()


async def _drive_by_hand(http):
    async def control(verb, what, **body):
        async with http.request(verb, f"/control/{what}", json=body) as answer:
            return answer.status, await answer.json()

    status, said = await control("POST", "say", user_id=ME, text="chào")
    assert status == 200
    async with http.post(f"/bot{TOKEN}/getUpdates", data={"offset": "0"}) as answer:
        assert (await answer.json())["result"][0]["update_id"] == said["update_id"]
    async with http.post(f"/bot{TOKEN}/sendMessage", data={"chat_id": ME, "text": "chào bác"}) as answer:
        assert answer.status == 200
    status, waited = await control("GET", "wait", user_id=ME)
    assert waited["text"] == "chào bác"
    assert (await control("GET", "sent", user_id=ME))[1] == [waited]
    assert (await control("POST", "press", user_id=ME, message_id=1, data="không có"))[0] == 400
    assert (await control("POST", "faults", kind="status", method="getMe", code=500))[0] == 200
    assert (await control("DELETE", "faults"))[1] == {"faults": 0}
    assert (await control("GET", "stats"))[1]["calls"] == {"getupdates": 1, "sendmessage": 1}
