"""What is printed for a class: a sheet to take home, a code to scan, a poster for the wall."""

from __future__ import annotations

import io

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from PIL import Image

from bot.domain.learning import sheets
from bot.web import lessons
from tests.journeys.test_console import opened
from tests.journeys.test_console_learning import kept

__all__ = ["kept"]


@pytest.fixture
async def visitor(library):
    app = web.Application()
    app.add_routes(lessons.routes(library, "https://b.example"))
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_sheet_of_every_lesson_is_one_or_two_pages(library):
    for lesson in library.lessons[::9]:
        made = sheets.sheet(lesson, ["Nguồn"], "https://b.example/?hoc=m1-01", lambda text: text)
        assert made.startswith(b"%PDF-") and 1 <= made.count(b"/Type /Page\n") <= 2


async def test_the_sheet_and_the_code_of_a_class_are_for_anybody(visitor):
    answer = await visitor.get("/bai/m6-02/to-mang-ve.pdf")
    assert (answer.status, answer.content_type) == (200, "application/pdf")
    answer = await visitor.get("/lop/bcd234/ma.png")
    with Image.open(io.BytesIO(await answer.read())) as picture:
        assert picture.width >= 200
    assert (await visitor.get("/bai/m9-99/to-mang-ve.pdf")).status == 404
    assert (await visitor.get("/lop/..%2f/ma.png")).status == 404


async def test_staff_print_posters_for_their_own_commune(kept, library):
    async for enter in opened(kept, library):
        helper = await enter("helper")
        page = await (await helper.get("/console/posters")).text()
        assert page.count("<option") == len(library.lessons) + len(library.places.all)
        wanted = {"lesson": "M6-02", "commune": "06811"}
        answer = await helper.get("/console/posters/ap-phich.pdf", params=wanted)
        assert (answer.status, (await answer.read())[:5]) == (200, b"%PDF-")
        answer = await helper.get("/console/posters/ap-phich.pdf", params={**wanted, "commune": "00000"})
        assert answer.status == 404
