"""The console as its people use it: log in, announce with a second person, answer, read; nothing else is allowed."""

from __future__ import annotations

import html
import re
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime

import pytest
import yaml
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import insert, select

from bot.clock import Clock
from bot.domain import totp
from bot.domain.announcements import Announcements
from bot.domain.staff import PERMISSIONS, Role, StaffAccounts
from bot.domain.tickets import Tickets
from bot.llm.budget import Budget
from bot.storage import model_answers
from bot.storage.tables import Address, Citizen, Exchange, Outbound, Staff, Wording
from bot.web.console import pages
from bot.web.console.context import ConsoleContext
from bot.web.console.words import MISSING
from tests import people

PASSWORD = "một mật khẩu đủ dài 9"
NASTY = "<script>document.title='run'</script>"


@pytest.fixture
async def console(database, library):
    """Opens a browser-like client for a role."""
    async with asynccontextmanager(opened)(database, library) as enter:
        yield enter


async def opened(database, library, budget=None):
    """The console behind a server, and a way in for each role."""
    context = ConsoleContext(database, library, Clock(), b"s" * 32, channels=["web"], budget=budget)
    app = web.Application()
    app.add_routes(pages.routes(context))
    server = TestServer(app)
    await server.start_server()
    clients = []

    async def enter(role: str, login: str = "") -> TestClient:
        login = login or role
        async with database.begin() as db:
            await StaffAccounts(db, datetime.now(UTC)).add(login, name=login, role=role, password=PASSWORD)
            who = (await db.scalars(select(Staff).where(Staff.login == login))).one()
            who.must_change, who.urgent = False, True
            await db.flush()
        client = TestClient(server)
        clients.append(client)
        token = csrf(await (await client.get("/console/login")).text())
        data = {"csrf": token, "login": login, "password": PASSWORD}
        entered = await client.post("/console/login", data=data)
        assert entered.status == 200, await entered.text()
        return client

    yield enter
    for client in clients:
        await client.close()
    await server.close()


def csrf(page: str) -> str:
    return re.search(r'name="csrf" value="([^"]*)"', page)[1]


async def post(client, path: str, **fields):
    token = csrf(await (await client.get("/console/account")).text())
    return await client.post(f"/console{path}", data={"csrf": token, **fields})


async def citizens(database, communes):
    now = datetime.now(UTC)
    async with database.begin() as db:
        for number, commune in enumerate(communes, 1):
            who = {"id": number, "created_at": now, "data": {}, "choices": [], "commune": commune}
            await db.execute(insert(Citizen).values(**who))
            await db.execute(
                insert(Address).values(
                    id=number, citizen_id=number, channel="web", address=f"a{number}", last_heard=now
                )
            )


async def test_an_announcement_needs_a_second_person_and_reaches_its_commune(console, database, library):
    here, there = library.places.all[0].code, library.places.all[1].code
    await citizens(database, [here, here, there])
    author, approver = await console("approver", "mot"), await console("approver", "hai")
    made = await post(author, "/announcements/new", title="Lớp học", body="Tối thứ Ba tại nhà văn hóa.", communes=here)
    assert "Người dân" in await made.text() or made.status == 200
    seen = await (await author.get("/console/announcements/1")).text()
    assert re.search(r"đến được\s*<strong>2</strong>\s*người", seen)
    await post(author, "/announcements/1/submit")
    refused = await post(author, "/announcements/1/approve", decision="approve")
    assert refused.status in (403, 409)
    await post(approver, "/announcements/1/approve", decision="approve")
    async with database.begin() as db:
        while await Announcements(db, datetime.now(UTC)).plan_next():
            pass
    async with database.read() as db:
        rows = list(await db.scalars(select(Outbound)))
    assert sorted(row.citizen_id for row in rows) == [1, 2]
    numbers = await (await author.get("/console/announcements/1/progress.json")).json()
    assert numbers["reach"] == 2


async def test_a_moderator_answers_and_the_answer_is_labelled(console, database):
    await citizens(database, ["07090"])
    async with database.begin() as db:
        await Tickets(db, datetime.now(UTC)).open(1, 1, f"Hỏi {NASTY}")
    moderator = await console("moderator")
    page = await (await moderator.get("/console/tickets")).text()
    assert NASTY not in page and "&lt;script&gt;" in page
    assert "&lt;script&gt;" in await (await moderator.get("/console/tickets/1")).text()
    assert (await post(moderator, "/tickets/1", text="Mời bác đến công an xã.")).status == 200
    answered = await (await moderator.get("/console/tickets/1")).text()
    assert "Đã trả lời" in answered and "· moderator" in answered
    async with database.read() as db:
        row = (await db.scalars(select(Outbound))).one()
    assert (row.label, row.reply["phrase"]) == ("staff", "tickets.answer")


async def test_a_moderator_reads_the_log(console, database):
    await citizens(database, ["07090"])
    async with database.begin() as db:
        await db.execute(
            insert(Exchange).values(
                citizen_id=1,
                channel="web",
                at=datetime.now(UTC),
                handler="h",
                phrase="ask.answer",
                question=NASTY,
                answer="a",
                label="ai",
                outcome="ai",
                sources=["s"],
                cuts=["số 99/2031/NĐ-CP"],
            )
        )
    moderator = await console("moderator")
    for shown in ("all", "unanswered", "ai", "blocked", "thumbs_down", "unjudged"):
        page = await moderator.get(f"/console/log?shown={shown}")
        assert page.status == 200 and NASTY not in await page.text()
    assert "99/2031" in await (await moderator.get("/console/log/1")).text()
    assert "/console/checking/1" in await (await moderator.get("/console/log/1")).text()


@pytest.mark.parametrize("role", list(Role))
async def test_every_page_opens_for_those_who_may_and_for_nobody_else(console, role):
    client = await console(str(role))
    for route in pages.ROUTES:
        if route.method != "GET" or "{" in route.path or route.permission not in PERMISSIONS:
            continue
        answer = await client.get(f"/console{route.path}")
        allowed = role in PERMISSIONS[route.permission]
        assert answer.status == (200 if allowed else 403), route.path
        if "text/html" in answer.content_type:
            assert "Content-Security-Policy" in answer.headers


async def test_a_moderator_sees_what_the_model_wrote_and_what_the_guard_cut(console, database):
    async with database.begin() as db:
        asked, _ = await people.citizen(db)
        given = {"prompt": "3", "question": "Làm căn cước ở đâu?", "passages": ["faq-1"], "raw": f"Gọi 0912. {NASTY}"}
        judged = {"verdict": "edited", "reasons": ["figure: 0912"], "shown": "Ra Công an xã.", "tokens": 321}
        await model_answers.keep(
            db, {"citizen_id": asked, **given, **judged, "seconds": 1.5, "cost": 0.25}, at=people.NOW
        )
    page = await (await (await console("moderator")).get("/console/model")).text()
    for told in ("bản 3", "Làm căn cước ở đâu?", "figure: 0912", "Ra Công an xã.", "321 token", "0.2500", "faq-1"):
        assert told in page
    assert NASTY not in page


async def test_an_administrator_invites_and_sees_the_trail(console):
    administrator = await console("administrator")
    given = {"login": "moi", "name": "Người mới", "role": "viewer", "area": "", "email": ""}
    page = await (await post(administrator, "/staff/new", **given)).text()
    link = re.search(r"(/console/invited/[\w-]{40,})<", page)[1]
    form = await (await administrator.get(link)).text()
    assert "moi" in form
    trail = await (await administrator.get("/console/audit")).text()
    assert "thêm tài khoản" in trail and "gửi thư mời" in trail
    assert "Chuỗi nguyên vẹn" in await (await post(administrator, "/audit")).text()


async def test_the_first_page_tells_an_administrator_who_is_missing(console):
    administrator = await console("administrator")
    page = await (await administrator.get("/console")).text()
    assert all(words in page for words in MISSING.values())
    moderator = await console("moderator")
    page = await (await administrator.get("/console")).text()
    assert MISSING["tickets.answer"] not in page and MISSING["announcements.approve"] in page
    assert MISSING["announcements.approve"] not in await (await moderator.get("/console")).text()
    for role in ("approver", "editor"):
        await console(role)
    assert "Còn thiếu người" not in await (await administrator.get("/console")).text()


async def test_who_answers_for_the_model_sees_what_it_used_and_cost(database, library):
    budget = Budget(lambda: date(2026, 11, 24), price=2500.0)
    await budget.spend(1_234_567)
    line = "Trợ lý AI tháng này: 1.234.567 token, chi phí 3.086,42 theo đơn giá đã đặt."
    async with asynccontextmanager(opened)(database, library, budget) as enter:
        administrator, moderator = await enter("administrator"), await enter("moderator")
        assert line in await (await administrator.get("/console")).text()
        assert "Trợ lý AI tháng này" not in await (await moderator.get("/console")).text()


async def test_an_editor_takes_a_way_of_asking_and_finds_the_lines_for_the_file(console, database, library):
    await citizens(database, ["07090"])
    entry = library.faqs[0]
    async with database.begin() as db:
        rows = [{"citizen_id": 1, "at": datetime.now(UTC), "entry": entry.id, "key": str(n)} for n in range(2)]
        await db.execute(insert(Wording), [row | {"question": NASTY} for row in rows])
    moderator, editor = await console("moderator"), await console("editor")
    page = await (await moderator.get("/console/wordings")).text()
    assert entry.question in page and NASTY not in page and "Nhận</button>" not in page
    assert "Nhận</button>" in await (await editor.get("/console/wordings")).text()
    refused = await post(editor, "/wordings/1/accept", text="gọi 0912345678")
    assert refused.status == 422 and "Cách hỏi dài tối đa" in await refused.text()
    taken = await (await post(editor, "/wordings/1/accept", text="con tôi hỏi: giấy tờ 'gì'")).text()
    assert f"content/faqs/{entry.topic}/{entry.id}.md" in taken
    lines = html.unescape(re.search(r"<pre>(.*?)</pre>", taken, re.DOTALL)[1])
    assert yaml.safe_load(lines) == ["con tôi hỏi: giấy tờ 'gì'"]
    left = await (await post(editor, "/wordings/2/dismiss")).text()
    assert "Chưa có cách hỏi mới nào" in left
    assert (await post(editor, "/wordings/2/dismiss")).status == 422


async def test_what_is_switched_off_stands_above_every_page_until_it_is_on_again(console):
    administrator, author = await console("administrator"), await console("author")
    refused = await post(administrator, "/switches/off", name="model", reason=" ")
    assert refused.status == 422 and "lý do" in await refused.text()
    assert "Đang tắt" not in await (await author.get("/console")).text()
    off = await (await post(administrator, "/switches/off", name="model", reason=f"Trả lời bịa {NASTY}")).text()
    assert "Đang tắt: Trợ lý AI" in off and NASTY not in off
    seen = await (await author.get("/console")).text()
    assert "Đang tắt: Trợ lý AI" in seen and "/console/switches" not in seen
    assert (await post(administrator, "/switches/on", name="fax")).status == 404
    on = await (await post(administrator, "/switches/on", name="model")).text()
    assert "Đã bật lại" in on and "Đang tắt" not in on
    assert "tắt khẩn cấp" in await (await administrator.get("/console/audit")).text()


async def test_personal_data_in_a_question_is_shown_for_a_reason_and_the_trail_remembers(console, database):
    await citizens(database, ["07090"])
    async with database.begin() as db:
        await Tickets(db, datetime.now(UTC)).open(1, 1, "Gọi lại cho tôi số 0912345678")
    editor, viewer = await console("editor"), await console("administrator")
    for path in ("/console/tickets", "/console/tickets/1"):
        assert "0912345678" not in await (await editor.get(path)).text()
    refused = await post(editor, "/tickets/1/unmask", reason="tò mò")
    assert refused.status == 422 and "0912345678" not in await refused.text()
    assert "0912345678" in await (await post(editor, "/tickets/1/unmask", reason="answer")).text()
    assert "0912345678" not in await (await editor.get("/console/tickets/1")).text()
    trail = await (await viewer.get("/console/audit")).text()
    assert "xem nguyên văn câu hỏi" in trail and "trả lời đúng việc của người hỏi" in trail


async def test_the_second_step_is_set_up_asked_for_and_taken_away(console, database):
    client = await console("moderator", "lan")
    page = await (await post(client, "/account/second")).text()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)[1]
    assert "<svg" in page and "style=" not in page
    step = int(datetime.now(UTC).timestamp()) // totp.STEP
    page = await (await post(client, "/account/second/confirm", code=totp.code_of(secret, step))).text()
    codes = re.findall(r"<li>([a-z0-9]{5}-[a-z0-9]{5})</li>", page)
    assert len(codes) == 10
    await post(client, "/logout")
    assert (await client.get("/console/login/code")).url.path == "/console/login"

    async def login(code: str):
        token = csrf(await (await client.get("/console/login")).text())
        asked = await client.post("/console/login", data={"csrf": token, "login": "lan", "password": PASSWORD})
        assert asked.url.path == "/console/login/code"
        token = csrf(await asked.text())
        return await client.post("/console/login/code", data={"csrf": token, "code": code})

    wrong = await login(totp.code_of(secret, step))
    assert wrong.status == 422 and "đã dùng rồi" in await wrong.text()
    assert (await login(codes[0])).url.path == "/console/"
    await post(client, "/logout")
    assert (await login(totp.code_of(secret, step + 1))).url.path == "/console/"
    assert "Còn 9 mã dự phòng" in await (await client.get("/console/account")).text()
    assert (await post(client, "/account/second/off", old="sai")).status == 422
    off = await (await post(client, "/account/second/off", old=PASSWORD)).text()
    assert "Đã tắt đăng nhập hai bước" in off and "nơi này" in off


async def test_nobody_starts_half_way(console):
    client = await console("moderator")
    client.session.cookie_jar.update_cookies({"hocvuso_half": f"{int(datetime.now(UTC).timestamp())}-1.abc"})
    assert (await client.get("/console/login/code")).url.path == "/console/login"


async def test_a_group_of_questions_becomes_an_entry_by_two_people(console, database, library):
    await citizens(database, ["07090", "07090"])
    asked = {"channel": "web", "at": datetime.now(UTC), "handler": "h", "phrase": "ask.no_answer", "outcome": "none"}
    async with database.begin() as db:
        for number, words in enumerate(("bao giờ sửa cầu Bang", "cau bang bao gio sua", NASTY), 1):
            await db.execute(insert(Exchange).values(citizen_id=min(number, 2), question=words, **asked))
    author, editor = await console("editor", "mot"), await console("editor", "hai")
    page = await (await author.get("/console/unanswered")).text()
    assert "2 người" in page and NASTY not in page
    made = await (await post(author, "/unanswered", line="2")).text()
    assert "cau bang bao gio sua" in made and "Đã soạn bản nháp" in made
    assert "Đã có bản nháp số 1" in await (await author.get("/console/unanswered")).text()
    fields = {"question": "Bao giờ sửa cầu Bang?", "also": "sửa cầu bang\n\ncầu hỏng", "topic": "dich-vu-cong"}
    fields |= {
        "text": "{You} hỏi xã nhé.",
        "facts": next(iter(library.facts)).lower(),
        "sources": "",
        "valid_until": "",
    }
    form = html.unescape(await (await author.get("/console/drafts/1")).text())
    assert '<option value="dich-vu-cong">Dịch vụ công</option>' in form
    refused = await post(author, "/drafts/1/submit")
    assert refused.status == 422
    assert "Đã lưu" in await (await post(author, "/drafts/1", **fields)).text()
    await post(author, "/drafts/1/submit")
    shown = html.unescape(await (await author.get("/console/drafts/1")).text())
    assert "Duyệt, đưa vào" not in shown and "<dd>Dịch vụ công</dd>" in shown
    assert (await post(author, "/drafts/1/publish", decision="publish")).status == 422
    done = await (await post(editor, "/drafts/1/publish", decision="publish")).text()
    assert "Đã duyệt" in done and "content/faqs/dich-vu-cong/bao-gio-sua-cau-bang.md" in done
    assert "không tự duyệt mục mình viết" in html.unescape(await _trail(console))
    assert "Đã gỡ xuống" in await (await post(author, "/drafts/1/withdraw")).text()


async def _trail(console) -> str:
    return await (await (await console("viewer")).get("/console/audit")).text()
