"""The link under “dữ liệu”: a page that a person can read, the file for programs beside it."""

from __future__ import annotations

import html
import re

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.storage.citizens import OWNED
from bot.web import my_data
from tests.journeys.test_learning import agree, learn


@pytest.fixture
async def visitor(talk, library):
    """Somebody with a link, and no login."""
    app = web.Application()
    app.add_routes(my_data.routes(library, talk.database, b"s" * 32, talk.watch))
    async with TestClient(TestServer(app)) as client:
        yield client


def test_every_table_that_is_exported_has_its_place_on_the_page():
    told = [table for _, tables, _ in my_data.PARTS for table in tables]
    assert sorted(told) == sorted(["citizens", *(table.__tablename__ for table in OWNED)])


async def test_what_is_kept_is_read_in_plain_words(talk, library, visitor):
    await agree(talk)
    await talk(button="start.form:bac")
    await talk(button="settings.commune:07090")
    await learn(talk, library.lessons[0])
    await talk("Quên mật khẩu VNeID thì làm sao?")
    await talk("/canbo")
    await talk("Hồ sơ của tôi nộp ở đâu? <b>x</b>")
    link = (await talk("/dulieu")).messages[0].reply["values"]["link"].removeprefix("https://bot.example")
    answer = await visitor.get(link)
    source = await answer.text()
    page = html.unescape(re.sub("<[^>]*>", " ", source))
    assert answer.status == 200 and answer.headers["Cache-Control"] == "no-store"
    for words in (
        "Cách gọi: bác",
        "Nơi ở: Phường An Sinh",
        f"{library.lessons[0].title}: học xong",
        "Hồ sơ của tôi nộp ở đâu?",
        "Người nhắn: Quên mật khẩu VNeID",
        "Trả lời: Bác mở VNeID",
    ):
        assert words in page, words
    assert "{" not in page and "<b>x" not in source and "citizen_id" not in page
    file = await visitor.get(f"{link}/tep.json")
    assert file.content_type == "application/json" and "attachment" in file.headers["Content-Disposition"]
    assert (await file.json())["citizens"][0]["form"] == "bac"


@pytest.mark.parametrize("more", ["", "/tep.json"])
async def test_a_link_that_is_over_opens_nothing(talk, visitor, more):
    assert (await visitor.get(f"/dulieu/1.2.3{more}")).status == 410


async def test_a_link_does_not_outlive_an_erasure(talk, visitor):
    await agree(talk)
    link = (await talk("/dulieu")).messages[0].reply["values"]["link"].removeprefix("https://bot.example")
    assert (await visitor.get(link)).status == 200
    talk.watch.move(seconds=5)
    await talk("xóa dữ liệu")
    await talk("vâng")
    assert (await visitor.get(link)).status == 410
    await talk("Quên mật khẩu VNeID thì làm sao?")
    assert (await visitor.get(link)).status == 410
    assert (await visitor.get(f"{link}/tep.json")).status == 410
    anew = (await talk("/dulieu")).messages[0].reply["values"]["link"].removeprefix("https://bot.example")
    assert (await visitor.get(anew)).status == 200
