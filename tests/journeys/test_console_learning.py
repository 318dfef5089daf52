"""The console's pages about learning: counts without people, certificates looked up and revoked."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import Clock
from bot.domain.learning import measures
from bot.domain.learning.signing import Signer, Statement
from bot.storage import learning
from bot.storage.database import Database
from bot.storage.tables import Base, Progress
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from tests.journeys.test_console import csrf, opened
from tests.people import HERE, THERE, citizen

NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


@pytest.fixture
async def kept(tmp_path):
    made = Database(f"sqlite+aiosqlite:///{tmp_path}/l.db")
    async with made.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    yield made
    await made.close()


@pytest.fixture
async def learnt(kept):
    """Seven learners here and two there in one lesson; of those here four are done, three stopped at the third card.

    The first question of M6-02 is no drill, the second one of M6-01 is.
    """
    async with kept.begin() as db:
        for number in range(9):
            who, _ = await citizen(db, commune=HERE if number < 7 else THERE)
            done = NOW if number < 4 else None
            place = 2 if 4 <= number < 7 else 0
            db.add(Progress(citizen_id=who, lesson="M6-02", card=place, updated_at=NOW, finished_at=done))
        for right in (True, True, False, False, False, True):
            await learning.count_question(db, "M6-02", 0, kind="first", right=right)
        for right in (True,) * 5:
            await learning.count_question(db, "M6-02", 0, kind="review", right=right)
        for right in (True, False, False, False, False):
            await learning.count_question(db, "M6-01", 1, kind="first", right=right)
            await learning.count_question(db, "M6-01", 1, kind="review", right=True)
    return kept


async def test_the_classroom_is_counted(learnt, library):
    async with learnt.read() as db:
        found = await measures.measured(db, library)
        here = await measures.measured(db, library, HERE)
        communes = await measures.standing(db)
    assert (found.learners, found.begun, found.finished) == (9, 9, 4)
    assert (here.learners, here.finished) == (7, 4)
    lesson = next(one for one in found.lessons if one.lesson.code == "M6-02")
    assert lesson.questions[0].first == measures.Share(3, 6) and lesson.questions[0].first.percent == 50
    assert (found.before.percent, found.after.percent) == (20, 100)
    assert lesson.stops == [], "a place where three stopped is not counted out"
    assert communes == [(HERE, 7, 4)], "a commune of two is not shown"


async def test_where_many_stop_is_named(learnt, library):
    async with learnt.begin() as db:
        for _ in range(6):
            who, _ = await citizen(db)
            db.add(Progress(citizen_id=who, lesson="M6-02", card=7, updated_at=NOW))
    async with learnt.read() as db:
        found = await measures.measured(db, library)
    lesson = next(one for one in found.lessons if one.lesson.code == "M6-02")
    cards = len(lesson.lesson.cards)
    assert lesson.stops == [(f"câu đố {7 - cards + 1}", 6)]


async def test_the_page_shows_counts_and_hides_small_ones(learnt, library):
    async for enter in opened(learnt, library):
        viewer = await enter("viewer")
        text = await (await viewer.get("/console/learning")).text()
        assert "Nhận ra lừa đảo" in text and "50 %" in text and "dưới 5" in text
        assert library.places.by_code(HERE).name in text and library.places.by_code(THERE).name not in text


async def test_a_certificate_is_looked_up_by_its_link_and_revoked(kept, library):
    signer = Signer(Signer.new_key())
    code = signer.sign(Statement("M0", date(2026, 11, 24), "Nguyễn Thị Hoa", date(2029, 11, 24), "0a1b2c3d"))
    context = ConsoleContext(kept, library, Clock(), b"s" * 32, signer=signer)
    app = web.Application()
    app.add_routes(pages.routes(context))
    async with kept.begin() as db:
        who, _ = await citizen(db)
        await learning.certify(db, who, "M0", code, now=NOW)
    async for enter in opened(kept, library):
        moderator = await enter("moderator")
        async with TestServer(app) as server:
            moderator._server = server
            link = f"https://b.example/chungnhan/{code}"
            page = await (await moderator.get("/console/certificates", params={"code": link})).text()
            assert "Còn giá trị" in page and "Nguyễn Thị Hoa" in page
            data = {"csrf": csrf(page), "code": code, "reason": "Cấp nhầm người"}
            answer = await moderator.post("/console/certificates", data=data)
            assert "Đã thu hồi" in await answer.text()
            page = await (await moderator.get("/console/certificates", params={"code": code})).text()
            assert "Lý do thu hồi" not in page and "đã thu hồi" in page
            page = await (await moderator.get("/console/certificates", params={"code": code[:-2] + "AA"})).text()
            assert "Không phải do Học Vụ Số cấp" in page
