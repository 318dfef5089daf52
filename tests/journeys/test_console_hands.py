"""Questions in the console: taken, handed on, answered with canned words; a case that somebody else looks at."""

from __future__ import annotations

import html
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from bot.domain.tickets import Tickets
from bot.storage import citizens
from bot.storage.tables import AuditEntry, Outbound, Ticket
from tests.bot.domain.test_checking import line
from tests.journeys.desk import open_desk
from tests.people import citizen


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        async with database.begin() as db:
            who, where = await citizen(db)
            await Tickets(db, datetime.now(UTC)).open(who, where, "Hồ sơ của tôi nộp ở đâu?")
        yield opened


async def test_taken_handed_on_and_answered_in_canned_words(desk):
    assert (await desk.post("moderator", "/tickets/1/take", seen="0")).status == 303
    assert "Cán bộ moderator đang giữ" in html.unescape(await desk.text("editor", "/tickets"))
    assert "Hồ sơ của tôi" in await desk.text("moderator", "/tickets?mine=1")
    assert "Hồ sơ của tôi" not in await desk.text("editor", "/tickets?mine=1")
    late = await desk.post("editor", "/tickets/1/take", seen="0")
    assert late.status == 422 and "sang tay người khác" in await late.text()
    async with desk.database.read() as db:
        holder = (await db.scalars(select(Ticket))).one().holder_id
    told = {"to": "here-editor", "note": "Người này hỏi lần hai", "seen": str(holder)}
    assert (await desk.post("moderator", "/tickets/1/hand_on", **{**told, "to": "there-editor"})).status == 422
    assert (await desk.post("moderator", "/tickets/1/hand_on", **told)).status == 303
    assert "Người này hỏi lần hai" in html.unescape(await desk.text("here editor", "/tickets/1"))

    made = {"title": "Nơi nộp", "text": "{Me} mời {you} đến trung tâm phục vụ hành chính công."}
    assert (await desk.post("moderator", "/canned", **made)).status == 303
    assert "mời bác đến" in await desk.text("moderator", "/canned")
    filled = await (await desk.post("here editor", "/tickets/1/fill", canned="1", text="Chào!")).text()
    assert "Chào!\nMình mời bạn đến trung tâm" in html.unescape(filled)
    assert (await desk.post("here editor", "/tickets/1", text="{Me} mời {you} đến xã.")).status == 303
    async with desk.database.read() as db:
        said = (await db.scalars(select(Outbound))).one()
        actions = set(await db.scalars(select(AuditEntry.action)))
    assert said.reply["values"]["text"] == "Mình mời bạn đến xã."
    assert {"tickets.taken", "tickets.handed_on", "canned.made", "tickets.answered"} <= actions


async def test_canned_words_are_changed_taken_away_and_brought_back(desk):
    assert (await desk.post("moderator", "/canned", title="x", text="{ten} ơi")).status == 422
    await desk.post("moderator", "/canned", title="Mẫu một", text="Một")
    assert (await desk.post("editor", "/canned/1", title="Mẫu hai", text="Hai")).status == 303
    assert (await desk.post("here editor", "/canned/1", title="x", text="x")).status == 422
    assert (await desk.post("editor", "/canned/1/remove")).status == 303
    assert "Lấy lại" in await desk.text("editor", "/canned")
    assert (await desk.post("editor", "/canned/1/remove", back="yes")).status == 303
    assert "Mẫu hai" in await desk.text("here editor", "/canned")


async def test_who_comes_second_to_a_case_is_told_who_is_there(desk):
    async with desk.database.begin() as db:
        who, _ = await citizen(db)
        number = await line(db, who, harm=3, question="câu cần xem")
    assert "câu cần xem" in await desk.text("moderator", "/checking")
    assert "câu cần xem" not in await desk.text("here moderator", "/checking")
    page = html.unescape(await desk.text("here moderator", f"/checking/{number}"))
    assert "Cán bộ moderator</strong> đang xem câu này" in page
    assert (await desk.post("moderator", f"/checking/{number}", verdict="right")).status == 303


async def test_the_log_shows_what_the_citizen_saw(desk):
    async with desk.database.begin() as db:
        who, _ = await citizen(db)
        await citizens.change(db, who, form="ba")
        first = await line(db, who, answer="{You} vào VNeID, {me} chỉ {you}.", label="curated", outcome="curated")
        danger = {"answer": "", "label": "curated", "outcome": "emergency", "entry": "emergency"}
        urgent = await line(db, who, phrase="emergency.card", **danger)
    for path in (f"/log/{first}", f"/log/{urgent}", f"/checking/{urgent}"):
        page = html.unescape(await desk.text("moderator", path))
        assert "Bà vào VNeID, cháu chỉ bà." in page and "{" not in page, path
        assert "Bà bình tĩnh, làm ngay từng việc" in page, path
        if str(urgent) in path:
            assert "Thẻ khẩn cấp: lời soạn sẵn" in page and ">P1<" not in page and "không còn đoạn này" not in page


async def test_who_judges_what_tells_nobody_anything_reads_so(desk):
    async with desk.database.begin() as db:
        who, _ = await citizen(db)
        near = await line(db, who, answer="", label="", outcome="near")
        other = await line(db, who, answer="Ở xã.", digest="d")
    for number, words, otherwise in (
        (near, "Không ai được báo", "sẽ được báo"),
        (other, "sẽ được báo", "Không ai được báo"),
    ):
        sent = await desk.post("moderator", f"/checking/{number}", verdict="wrong")
        page = html.unescape(await desk.text("moderator", sent.headers["Location"].removeprefix("/console")))
        assert words in page and otherwise not in page
    listed = html.unescape(await desk.text("moderator", "/checking/verdicts"))
    assert "không ai được báo" in listed and "sẽ báo lúc" in listed
    assert "Không ai được báo" in html.unescape(await desk.text("moderator", "/checking/verdicts/1"))


async def test_of_an_emergency_card_nobody_reads_that_the_bot_said_nothing(desk):
    async with desk.database.begin() as db:
        who, _ = await citizen(db)
        danger = {"answer": "", "label": "curated", "outcome": "emergency", "entry": "emergency"}
        number = await line(db, who, phrase="emergency.card", **danger)
    sent = await desk.post("moderator", f"/checking/{number}", verdict="wrong", correction="")
    for path in (sent.headers["Location"].removeprefix("/console"), "/checking/verdicts/1"):
        page = html.unescape(await desk.text("moderator", path))
        assert "bot đã đưa thẻ khẩn cấp" in page and "chưa trả lời gì" not in page, path


async def test_a_very_long_question_is_short_in_lists_and_whole_behind_them(desk):
    long = " ".join(["căn cước của tôi"] * 180) + " hết"
    async with desk.database.begin() as db:
        who, _ = await citizen(db)
        number = await line(db, who, question=long, answer="", label="", outcome="none")
    for path in ("/log", "/unanswered"):
        page = html.unescape(await desk.text("moderator", path))
        assert "căn cước của tôi" in page and long not in page and "…" in page, path
    assert long in html.unescape(await desk.text("moderator", f"/log/{number}"))
    assert long in html.unescape(await desk.text("moderator", f"/checking/{number}"))
