"""The announcement's form: a picture is uploaded and shown, a link says where it leads, buttons are previewed."""

from __future__ import annotations

import html
import io

import pytest
from aiohttp import FormData
from PIL import Image
from sqlalchemy import select, update

from bot.preview import FRAMES, parts
from bot.storage import answers
from bot.storage.tables import Announcement, NoticePicture, Outbound, Staff
from bot.web.console.announcement_preview import personal
from tests.journeys.desk import open_desk
from tests.people import HERE, citizen

CLASS = {"title": "Lớp học", "body": "Mời bà con đến học.", "communes": HERE}


class Platform:
    """One that shows something."""

    def __init__(self, name: str) -> None:
        self.name, self.abilities = name, FRAMES[name]


@pytest.fixture
async def desk(database, library):
    lengths = lambda text, picture: parts([Platform(one) for one in ("telegram", "zalo_oa", "web")], text, picture)  # noqa: E731
    async with open_desk(database, library, parts=lengths) as opened:
        yield opened


def picture(size=(40, 30)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "PNG")
    return out.getvalue()


def with_file(content: bytes, **form: str) -> FormData:
    data = FormData({**CLASS, **form})
    data.add_field("upload", content, filename="anh.exe", content_type="application/octet-stream")
    return data


async def upload(desk, who: str, path: str, content: bytes, **form: str):
    token = (await desk.text(who, "/account")).split('name="csrf" value="')[1].split('"')[0]
    headers = desk._headers(who)
    data = with_file(content, csrf=token, **form)
    return await desk.client.post(f"/console{path}", headers=headers, data=data, allow_redirects=False)


async def test_a_draft_keeps_picture_link_lesson_and_question(desk):
    extras = {"picture_alt": "Bản đồ", "link": "https://lop.example.vn/thon-3", "lesson": "m1-01", "asks": "join"}
    made = await upload(desk, "here author", "/announcements/new", picture() + b"\0" * 2_500_000, **extras)
    assert made.status == 303
    async with desk.database.read() as db:
        found = (await db.scalars(select(Announcement))).one()
        assert (await db.scalars(select(NoticePicture.name))).one() == found.picture
        assert (found.link, found.lesson, found.picture_alt) == (extras["link"], "m1-01", "Bản đồ")
        assert await answers.kind(db, found.id) == "join"
    page = await desk.text("here author", f"/announcements/{found.id}")
    name = found.picture.removeprefix("notices/")
    assert f'<img src="/pictures/{name.removesuffix(".jpg")}/{name}" alt="Bản đồ">' in page
    for shown in ("Tham gia", "Học m1-01", "Tắt tin chung", "<strong>lop.example.vn</strong>", "Zalo OA: 2 tin"):
        assert shown in page
    form = await desk.text("here author", f"/announcements/{found.id}/edit")
    assert f'name="picture" value="{found.picture}"' in form and "Bỏ hình đang có" in form
    again = {**CLASS, "picture": found.picture, "picture_alt": "Bản đồ", "drop_picture": "yes", "asks": ""}
    assert (await desk.post("here author", f"/announcements/{found.id}/edit", **again)).status == 303
    async with desk.database.read() as db:
        found = (await db.scalars(select(Announcement).execution_options(populate_existing=True))).one()
        assert (found.picture, found.picture_alt, found.link, await answers.kind(db, found.id)) == ("", "", "", "")


async def test_a_picture_without_its_words_is_asked_for_them_and_not_uploaded_twice(desk):
    missing = await upload(desk, "here author", "/announcements/new", picture())
    page = await missing.text()
    assert missing.status == 422 and "Xin ghi hình vẽ gì" in page and 'name="picture" value="notices/' in page


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"MZ\x90 not a picture", "Không đọc được hình này"), (b"\0" * (8 * 1024 * 1024 + 1), "Hình nặng quá")],
)
async def test_what_is_no_picture_gets_a_sentence_and_costs_no_words(desk, content, said):
    answer = await upload(desk, "here author", "/announcements/new", content, picture_alt="Bản đồ")
    page = await answer.text()
    assert answer.status == 422 and said in page and CLASS["body"] in page


async def test_the_preview_shows_the_buttons_that_will_be_there(desk):
    typed = {**CLASS, "asks": "read", "lesson": "m1-01", "kind": "class", "link": "https://a.example.vn/x"}
    found = await (await desk.post("here author", "/announcements/preview.json", **typed)).json()
    assert found["buttons"] == ["Đã đọc", "Học m1-01", "Tắt lớp"]
    assert found["leads"] == "a.example.vn" and found["seen"].count("🔗 https://a.example.vn/x") == 1


async def test_who_may_approve_hears_of_what_is_handed_in(desk):
    async with desk.database.begin() as db:
        chats = {login: (await citizen(db))[1] for login in ("here-approver", "there-approver", "here-author")}
        for login, chat in chats.items():
            await db.execute(update(Staff).where(Staff.login == login).values(chat_address_id=chat))
    await desk.post("here author", "/announcements/new", **CLASS)
    assert (await desk.post("here author", "/announcements/1/submit")).status == 303
    async with desk.database.read() as db:
        told = [(row.address_id, row.reply["phrase"]) for row in await db.scalars(select(Outbound))]
    assert told == [(chats["here-approver"], "alerts.notice_waiting")]


@pytest.mark.parametrize(
    "decision, phrase", [("approve", "alerts.notice_approved"), ("return", "alerts.notice_returned")]
)
async def test_an_author_hears_what_became_of_it_in_the_console(desk, decision, phrase):
    async with desk.database.begin() as db:
        _, chat = await citizen(db)
        await db.execute(update(Staff).where(Staff.login == "here-author").values(chat_address_id=chat))
    await desk.post("here author", "/announcements/new", **CLASS)
    await desk.post("here author", "/announcements/1/submit")
    await desk.post("here approver", "/announcements/1/approve", decision=decision, why="Thiếu giờ họp")
    async with desk.database.read() as db:
        told = [(row.address_id, row.reply["phrase"]) for row in await db.scalars(select(Outbound))]
    assert told == [(chat, phrase)]


@pytest.mark.parametrize(("title", "body"), [("Lớp học", "Mời bà con. " * 750), ("Lớp " * 60, "Mời bà con đến học.")])
async def test_what_is_too_long_is_refused_whole_and_never_cut(desk, title, body):
    form = html.unescape(await desk.text("author", "/announcements/new"))
    for name in ('name="title"', 'name="body"'):
        field = form[form.index(name) :].partition(">")[0]
        assert "maxlength" not in field, "a browser would cut what is pasted, without a word"
    refused = await desk.post("author", "/announcements/new", **{**CLASS, "title": title, "body": body})
    page = html.unescape(await refused.text())
    assert refused.status == 422 and "nội dung tối đa 2500 ký tự" in page
    assert title.strip() in page and body.strip() in page
    async with desk.database.read() as db:
        assert not (await db.scalars(select(Announcement))).all()


async def test_a_citizens_number_in_an_announcement_is_warned_of_until_it_is_gone(desk):
    form = {**CLASS, "body": "Mời ông A căn cước 022123456789 đến nhận thẻ, hỏi 0203 3835 123."}
    previewed = await (await desk.post("author", "/announcements/preview.json", **form)).json()
    sent = await desk.post("author", "/announcements/new", **form)
    made = sent.headers["Location"].removeprefix("/console").partition("?")[0]
    for page in (previewed["personal"], *[await desk.text("author", f"{made}{more}") for more in ("", "/edit")]):
        assert "trông như số căn cước của một người" in html.unescape(page)
    await desk.post("author", f"{made}/edit", **CLASS)
    assert "của một người" not in html.unescape(await desk.text("author", made))
    assert (await (await desk.post("author", "/announcements/preview.json", **CLASS)).json())["personal"] == ""


def test_what_an_announcement_may_well_name_is_not_warned_of():
    told = "Chị Nguyễn Thị Hoa, 0912 345 678, nhà văn hóa khu 3, phường Hồng Gai, 8 giờ ngày 28/11/2026. Gọi 1900 0368."
    assert personal(told) == ""
