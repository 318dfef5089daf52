"""Pictures on Telegram: in one message with their words, uploaded once, and never at the cost of the words."""

import pytest

from bot.channels.channel import Blocked, Unavailable, Uncertain
from bot.channels.telegram import Telegram
from bot.messages import Choice, OutgoingMessage
from tests.doubles.telegram import TOKEN, TelegramDouble
from tests.pictures import drawn, png

ME = 7
WIDE = png(4000, 100)


@pytest.fixture
async def double():
    async with TelegramDouble(per_chat=0, rate=0) as running:
        running.chat(ME)
        yield running


@pytest.fixture
async def channel(double):
    made = Telegram(TOKEN, api_url=double.url)
    yield made
    await made.close()


def say(text="Thẻ 1 & 2", *choices, picture=None, **more):
    return OutgoingMessage(text, tuple(choices), picture=picture or drawn(), **more)


def shown(double):
    return [(sent.kind, sent.text) for sent in double.sent(ME)]


async def test_picture_words_and_buttons_are_one_message(channel, double):
    number = await channel.send(str(ME), say("Thẻ <1> & 2", Choice("a", "Tiếp")))
    (sent,) = double.sent(ME)
    assert (str(sent.message_id), sent.kind, sent.text, sent.buttons[0].data) == (number, "photo", "Thẻ <1> & 2", "a")
    assert double.files[sent.file_id] == ("m0-01.png", drawn().content)


async def test_words_too_long_for_a_caption_follow_the_picture(channel, double):
    await channel.send(str(ME), say("chữ " * 400, Choice("a", "Tiếp")))
    assert [(sent.kind, bool(sent.buttons)) for sent in double.sent(ME)] == [("photo", False), ("text", True)]
    await channel.send(str(ME), say())
    assert shown(double)[2:] == [("photo", "Thẻ 1 & 2")]


@pytest.mark.parametrize(("words", "kinds"), [("😀" * 512, ["photo"]), ("😀" * 512 + "a", ["photo", "text"])])
async def test_a_caption_is_counted_as_telegram_counts(channel, double, words, kinds):
    await channel.send(str(ME), say(words))
    assert [sent.kind for sent in double.sent(ME)] == kinds


async def test_a_picture_is_uploaded_once(channel, double):
    for _ in range(3):
        await channel.send(str(ME), say())
    assert len(double.files) == 1
    await channel.send(str(ME), say(picture=drawn(png(30, 30))))
    assert len(double.files) == 2
    assert [kind for kind, _ in shown(double)] == ["photo"] * 4


async def test_after_a_restart_the_number_is_remembered(double):
    kept = {}

    async def recall(digest):
        return kept.get(digest, "")

    async def remember(digest, number):
        kept[digest] = number

    for _ in range(2):
        channel = Telegram(TOKEN, api_url=double.url, recall=recall, remember=remember)
        await channel.send(str(ME), say())
        await channel.close()
    assert len(double.files) == len(kept) == 1


async def test_a_number_that_telegram_no_longer_knows_is_uploaded_again(channel, double):
    await channel.send(str(ME), say())
    double.files.clear()
    await channel.send(str(ME), say())
    assert shown(double) == [("photo", "Thẻ 1 & 2")] * 2


@pytest.mark.parametrize("content", [b"no picture", WIDE])
async def test_a_picture_that_telegram_refuses_leaves_the_words(channel, double, content):
    await channel.send(str(ME), say("Thẻ 1", Choice("a", "Tiếp"), picture=drawn(content)))
    assert shown(double) == [("text", "Thẻ 1")]
    assert double.sent(ME)[0].buttons[0].data == "a"


@pytest.mark.parametrize(
    ("fault", "failure"),
    [({"kind": "drop"}, Uncertain), ({"kind": "status", "code": 500}, Unavailable), ({"kind": "garbage"}, Uncertain)],
)
async def test_after_trouble_with_a_picture_the_next_attempt_is_words_alone(channel, double, fault, failure):
    double.fault(method="sendPhoto", times=-1, **fault)
    with pytest.raises(failure):
        await channel.send(str(ME), say())
    await channel.send(str(ME), say(again=True))
    assert shown(double)[-1] == ("text", "Thẻ 1 & 2")


async def test_told_to_wait_the_picture_comes_later(channel, double):
    double.fault("status", "sendPhoto", code=429, retry_after=2)
    with pytest.raises(Unavailable) as waits:
        await channel.send(str(ME), say())
    assert waits.value.retry_after == 2
    await channel.send(str(ME), say(again=True))
    assert shown(double) == [("photo", "Thẻ 1 & 2")]


async def test_a_picture_that_is_out_does_not_come_again_with_its_words(channel, double):
    double.fault("status", "sendMessage", code=502)
    with pytest.raises(Unavailable):
        await channel.send(str(ME), say("chữ " * 400))
    await channel.send(str(ME), say("chữ " * 400, again=True))
    assert [kind for kind, _ in shown(double)] == ["photo", "text"]


async def test_who_blocked_the_bot_is_blocked(channel, double):
    double.block(ME)
    with pytest.raises(Blocked):
        await channel.send(str(ME), say())


async def test_a_card_with_a_picture_does_not_replace_words(channel, double):
    first = await channel.send(str(ME), OutgoingMessage("Thẻ 1"))
    second = await channel.send(str(ME), say("Thẻ 2", replaces=first))
    await channel.send(str(ME), OutgoingMessage("Thẻ 3", replaces=second))
    assert shown(double) == [("text", "Thẻ 1"), ("photo", "Thẻ 2"), ("text", "Thẻ 3")]
    assert double.calls["editmessagetext"] == 0


async def test_after_a_restart_words_still_do_not_replace_a_picture(channel, double):
    number = await channel.send(str(ME), say("Thẻ 2"))
    again = Telegram(TOKEN, api_url=double.url)
    await again.send(str(ME), OutgoingMessage("Thẻ 3", replaces=number))
    await again.close()
    assert shown(double) == [("photo", "Thẻ 2"), ("text", "Thẻ 3")]
