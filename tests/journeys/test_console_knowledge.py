"""The shelf of knowledge in the console: found, edited by two people, compared, undone, taken away as clean files."""

from __future__ import annotations

import html
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, update

from bot.domain.answering.tryout import Outcome, Tried, judged
from bot.domain.overlay import fields_of
from bot.library.schemas import Faq
from bot.storage.tables import AuditEntry, Confirmation, Draft, Session, Staff
from tests.bot.domain.test_checking import line
from tests.journeys.desk import open_desk
from tests.people import citizen

NAME = "quen-mat-khau-vneid"


@pytest.fixture
async def desk(database, library):
    async with open_desk(database, library) as opened:
        yield opened


async def published(desk, library, text: str) -> None:
    file = next(one for one in library.faqs if one.id == NAME)
    made = await desk.post("editor", f"/knowledge/{NAME}/edit")
    path = made.headers["Location"].removeprefix("/console")
    form = {"question": file.question, "also": "\n".join(file.also), "topic": file.topic, "text": text}
    form |= {"facts": ", ".join(file.facts), "sources": "\n".join(map(str, file.citizen_sources))}
    assert (await desk.post("editor", path, **form)).status == 303
    page = html.unescape(await desk.text("editor", path))
    assert f"<ins>{text}</ins>" in page or f"<ins>{text.split()[0]}" in page
    assert (await desk.post("editor", f"{path}/submit")).status == 303
    assert (await desk.post("editor", f"{path}/publish", decision="publish")).status == 422
    async with desk.database.begin() as db:
        await db.execute(update(Draft).values(author_id=None))
    assert (await desk.post("editor", f"{path}/publish", decision="publish")).status == 303


async def test_found_edited_compared_and_undone(desk, library):
    assert NAME in await desk.text("moderator", "/knowledge?words=quen+mat+khau")
    assert "Không có mục nào" in await desk.text("moderator", "/knowledge?words=zzzz")
    assert "Xem tiếp" in await desk.text("moderator", "/knowledge")
    await published(desk, library, "Bản mới ở bảng.")
    page = html.unescape(await desk.text("moderator", f"/knowledge/{NAME}"))
    assert "Bản mới ở bảng." in page and "Khác với tệp" in page and "Về bản trước" not in page
    assert NAME in await desk.text("moderator", "/knowledge?shown=console")
    assert (await desk.post("moderator", f"/knowledge/{NAME}/undo")).status == 403
    assert (await desk.post("editor", f"/knowledge/{NAME}/undo")).status == 303
    assert "Khác với tệp" not in await desk.text("editor", f"/knowledge/{NAME}")
    assert (await desk.get("editor", "/knowledge/khong-co")).status == 404
    async with desk.database.read() as db:
        assert "knowledge.undone" in set(await db.scalars(select(AuditEntry.action)))


async def test_the_export_is_clean_files(desk, library):
    await published(desk, library, "Bản mới ở bảng.")
    body = await (await desk.get("editor", "/knowledge.zip")).read()
    with zipfile.ZipFile(io.BytesIO(body)) as files:
        (name,) = files.namelist()
        assert name == f"content/faqs/vneid-can-cuoc/{NAME}.md"
        assert "Bản mới ở bảng." in files.read(name).decode()


async def test_a_conflict_is_shown_with_both_and_settled(database, library):
    file = next(one for one in library.faqs if one.id == NAME)
    async with open_desk(database, library) as desk:
        await published(desk, library, "Bản mới ở bảng.")
    other = Faq.model_validate({**fields_of(file), "id": NAME, "text": "Tệp vừa đổi."})
    changed = replace(library, faqs=[other if one.id == NAME else one for one in library.faqs])
    async with database.begin() as db:
        for table in (Session, Staff):
            await db.execute(table.__table__.delete())
    async with open_desk(database, changed) as desk:
        page = html.unescape(await desk.text("editor", f"/knowledge/{NAME}"))
        assert "Tệp đã đổi bên dưới" in page and "<ins>" in page and "Bản mới ở bảng." in page
        assert (await desk.post("editor", f"/knowledge/{NAME}/keep")).status == 303
        assert "Tệp đã đổi bên dưới" not in await desk.text("editor", f"/knowledge/{NAME}")


async def test_a_fact_is_corrected_on_its_page(desk, library):
    page = html.unescape(await desk.text("editor", "/facts"))
    code = re.search(r'action="/console/facts/([^"]+)"', page)[1]
    assert "facts?module=" in page and len(page.encode()) < 100_000
    told = {"source": "Sở Y tế", "on": "2026-11-20", "correction": "Nay đã khác."}
    assert (await desk.post("editor", f"/facts/{code}", **told)).status == 303
    seen = html.unescape(await desk.text("viewer", "/facts"))
    assert "Nay đã khác." in seen and "Bạn xem được, chưa ghi được" in seen
    assert "Bạn xem được, chưa ghi được" not in page
    refused = await desk.post("editor", f"/facts/{code}", **{**told, "correction": "x" * 301})
    assert refused.status == 422
    async with desk.database.read() as db:
        assert (await db.scalars(select(Confirmation))).one().correction == "Nay đã khác."


async def test_a_draft_is_tried_out_on_what_citizens_asked(desk, library):
    """What nobody answered is won, and nothing is published by it."""
    taken = next(one for one in library.faqs if one.id == NAME)
    async with desk.database.begin() as db:
        who, _ = await citizen(db)
        for words in ("bao giờ sửa cầu Bang", "Bao giờ sửa cầu Bang", "cầu Bang bao giờ sửa"):
            await line(db, who, question=words, outcome="none", label="", answer="", at=datetime.now(UTC))
        await line(db, who, question=taken.question, outcome="curated", entry=NAME, at=datetime.now(UTC))
    await desk.post("editor", "/drafts")
    assert (await desk.get("editor", "/drafts/1/tryout")).status == 409
    form = {"question": "Bao giờ sửa cầu Bang?", "also": "cau bang bao gio sua", "text": "{You} hỏi xã nhé."}
    await desk.post("editor", "/drafts/1", **form)
    page = html.unescape(await desk.text("editor", "/drafts/1/tryout"))
    assert "trả lời thêm (3)" in page and "thôi trả lời (0)" in page and "không nhận (0)" in page
    async with desk.database.read() as db:
        assert (await db.scalars(select(Draft))).one().state == "draft"


def test_what_an_entry_wins_loses_and_takes_from_others():
    cases = {
        "won": (("none", ""), ("curated", "mine")),
        "taken": (("curated", "theirs"), ("curated", "mine")),
        "lost": (("curated", "mine"), ("near", "")),
        "disturbed": (("curated", "theirs"), ("near", "")),
        "same": (("extract", "mine"), ("extract", "mine")),
    }
    tried = [Tried(name, 1, Outcome(*before), Outcome(*after)) for name, (before, after) in cases.items()]
    found = judged("mine", tried)
    assert [[one.question for one in kind] for kind in (found.won, found.lost, found.disturbed)] == [
        ["won", "taken"],
        ["lost"],
        ["disturbed"],
    ]
