"""The talk on the chat page: a drawing stands above its words, under an address that names its content."""

from __future__ import annotations

from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import update

from bot.library.phrases import Phrases
from bot.library.pictures import Pictures
from bot.messages import Picture, Reply
from bot.storage import outbox
from bot.storage.tables import Address, Outbound
from bot.web import pictures
from bot.web.history import History
from tests import people
from tests.pictures import png, put

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)


async def said(database, *named):
    """What the page gets when these pictures were sent."""
    async with database.begin() as db:
        who, where = await people.citizen(db, channel="web")
        await db.execute(update(Address).where(Address.id == where).values(address="me"))
        for picture in named:
            await outbox.add(db, who, where, Reply("say", picture=picture), rank=outbox.REPLIES, now=NOW)
        await db.execute(update(Outbound).values(status="sent", sent_at=NOW, words="Thẻ 1"))


async def test_a_drawing_has_an_address_a_size_and_words(database, tmp_path):
    put(tmp_path, content=png(80, 50))
    shelf = Pictures(tmp_path)
    await said(database, Picture("pictures/m0-01.png", "Ổ khóa"), Picture("pictures/gone.png", "Không còn"), None)
    shown, gone, plain = await History(database, Phrases({}), shelf)("me", 0, 0)
    assert shown["picture"] | {"path": ""} == {"path": "", "alt": "Ổ khóa", "width": 80, "height": 50}
    assert "picture" not in gone and "picture" not in plain and gone["text"] == "Thẻ 1"
    app = web.Application()
    app.add_routes(pictures.routes(shelf))
    async with TestClient(TestServer(app)) as client:
        answer = await client.get(shown["picture"]["path"])
        assert await answer.read() == png(80, 50)
        assert (answer.content_type, "immutable" in answer.headers["Cache-Control"]) == ("image/png", True)
        for path in ("/pictures/0000000000000000/m0-01.png", "/pictures/x/..%2fphrases%2fvi.yaml"):
            assert (await client.get(path)).status == 404
