"""A line names level, place and event; a secret never leaves."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.log import logger, setup

TOKEN = "123456789:AAF-abcdefghijklmnopqrstuvwxyz012345"


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def lines(log_format: str = "console", secrets: tuple[str, ...] = ()) -> io.StringIO:
    stream = io.StringIO()
    setup(log_format, stream, secrets)
    return stream


def test_a_turn_leaves_the_line_of_the_style_guide():
    stream = lines()
    logger("bot.inbox").info("turn taken", citizen=812, handler="handlers.ask.answer", said="ask.answer")
    assert stream.getvalue() == "INFO bot.inbox turn taken citizen=812 handler=handlers.ask.answer said=ask.answer\n"


def test_json_has_one_object_a_line_with_vietnamese_as_it_is():
    stream = lines("json")
    logger("bot.outbox").warning("gửi hỏng", lý_do="bị chặn")
    line = json.loads(stream.getvalue())
    assert (line["level"], line["logger"], line["event"], line["lý_do"]) == (
        *("warning", "bot.outbox", "gửi hỏng"),
        "bị chặn",
    )
    assert line["time"].endswith("Z")
    assert "gửi" in stream.getvalue()


def test_a_command_that_talks_itself_logs_only_warnings():
    stream = io.StringIO()
    setup("console", stream, level="warning")
    logger("bot").info("started")
    logger("bot").warning("odd")
    assert stream.getvalue() == "WARNING bot odd\n"


def test_away_from_a_terminal_the_default_is_json():
    stream = io.StringIO()
    setup(None, stream)
    logger("bot").info("started")
    assert json.loads(stream.getvalue())["event"] == "started"


def test_a_failure_carries_its_traceback():
    stream = lines()
    try:
        raise ValueError("cầu gãy")
    except ValueError:
        logger("bot.inbox").exception("turn failed", ref="7f3a2c")
    first, *rest = stream.getvalue().splitlines()
    assert first == "ERROR bot.inbox turn failed ref=7f3a2c"
    assert rest[-1] == "ValueError: cầu gãy"


def test_words_with_line_breaks_cannot_pose_as_a_line_of_their_own():
    stream = lines()
    logger("bot").info("a\nERROR bot.inbox forged", value="b\nERROR bot.inbox forged too")
    assert len(stream.getvalue().splitlines()) == 1


@pytest.mark.parametrize("log_format", ["console", "json"])
@pytest.mark.parametrize(
    "words",
    [
        TOKEN,
        f"https://api.telegram.org/bot{TOKEN}/getMe",
        "POST /bot12:AAF-abcdefghijklmnopqrstuvwxyz012345/sendMessage",
        "Authorization: Bearer AAF-abcdefghijklmnopqrstuvwxyz012345",
        "sk-AAF-abcdefghijklmnopqrstuvwxyz012345",
        '{"access_token": "AAF-abcdefghijklmnopqrstuvwxyz012345"}',
        "refresh_token=AAF-abcdefghijklmnopqrstuvwxyz012345&x=1",
        "postgresql+asyncpg://bot:AAF-abcdefghijklmnopqrstuvwxyz012345@host/db",
        "plain AAF-abcdefghijklmnopqrstuvwxyz012345 that is known",
    ],
)
def test_a_secret_is_never_logged(log_format, words):
    stream = lines(log_format, secrets=("AAF-abcdefghijklmnopqrstuvwxyz012345",) if "known" in words else ())
    logger("bot").info(words, value=words)
    logging.getLogger("httpx").warning("calling %s", words)
    try:
        raise RuntimeError(words)
    except RuntimeError:
        logger("bot").exception("failed")
    assert "abcdefghijklmnop" not in stream.getvalue()
    assert stream.getvalue().count("[hidden]") >= 4


def test_times_ids_and_addresses_stay_readable():
    stream = lines()
    logger("bot").info("kept", at="2026-11-24T10:45:48", url="http://127.0.0.1:8080/console", citizen=812)
    assert "2026-11-24T10:45:48 url=http://127.0.0.1:8080/console citizen=812" in stream.getvalue()


def test_a_librarys_warning_looks_like_ours_and_its_chatter_is_left_out():
    stream = lines()
    logging.getLogger("aiohttp.server").info("noise")
    logging.getLogger("aiohttp.server").warning("slow %s", "disk")
    assert stream.getvalue() == "WARNING aiohttp.server slow disk\n"
