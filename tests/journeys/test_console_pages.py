"""Lessons and articles changed in the console: faults shown, two people, citizens see it, the way back, the files."""

from __future__ import annotations

import html
import io
import re
import shutil
import zipfile

import pytest
from sqlalchemy import select

from bot.domain.knowledge import in_force
from bot.library.files import content_dir
from bot.library.pictures import Pictures
from bot.preview import Preview
from bot.storage.tables import AuditEntry, PageDraft
from bot.web.console.fault_words import UNKNOWN, remedy
from tests.journeys.channels import OPEN
from tests.journeys.desk import open_desk

LESSON, ARTICLE = "M0-01", "knowledge-chup-giay-to-nop-ho-so"
FILE = content_dir() / "lessons/m0-lam-quen-thiet-bi/m0-01.md"
CARD = "Chữ nhỏ quá, khó đọc thì chỉnh cho to."
LAST_CARD = re.compile(r"\n---card---\nBiết dùng máy.*", re.DOTALL)
FIVE_EASIER = re.compile(r"  5: .*\n")


@pytest.fixture
async def desk(database, library):
    seen = Preview(library, Pictures(content_dir()))
    async with open_desk(database, library, preview=seen.lesson, too_long=seen.too_long) as opened:
        yield opened


@pytest.fixture
async def talk(database, library):
    async with OPEN["paper"](database, library) as opened:
        yield opened


async def begun(desk, name: str) -> tuple[str, str]:
    """A draft of this page: its address, and the text in its form."""
    made = await desk.post("moderator", f"/pages/{name}/edit")
    path = made.headers["Location"].removeprefix("/console")
    page = await desk.text("moderator", path)
    return path, html.unescape(re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)[1])


async def published(desk, name: str, change) -> None:
    """Written by a moderator, published by an editor."""
    path, text = await begun(desk, name)
    assert (await desk.post("moderator", f"{path}/submit", text=change(text))).status == 303
    assert (await desk.post("moderator", f"{path}/publish", decision="publish")).status == 403
    assert (await desk.post("editor", f"{path}/publish", decision="publish")).status == 303


async def hears(talk) -> None:
    """What a running program looks up every few seconds."""
    async with talk.database.read() as db:
        talk.inbox.services.latest.overlay = await in_force(db, talk.watch)


def shorter(text: str) -> str:
    return FIVE_EASIER.sub("", LAST_CARD.sub("\n", text))


async def test_a_card_is_changed_by_two_people_seen_by_citizens_and_undone(desk, talk):
    await talk("/start")
    path, text = await begun(desk, LESSON)
    assert text == FILE.read_text("utf-8").strip() + "\n"
    faulty = text.replace("minutes: 3", "minutes: 12").replace(CARD, "Bạn gọi 0912345678 nhé.")
    assert (await desk.post("moderator", path, text=faulty)).status == 303
    page = html.unescape(await desk.text("moderator", path))
    assert (
        "<strong>Dòng 4</strong>, <code>minutes</code>: nhiều nhất là 5, đang là 12" in page and "minutes: 12" in page
    )
    sent = await desk.post("moderator", f"{path}/submit", text=faulty.replace("minutes: 12", "minutes: 4"))
    page = html.unescape(await sent.text())
    assert sent.status == 422 and "thẻ 4" in page and "0912345678 không có trong dữ kiện nào" in page
    assert "viết {you} hoặc {me} thay cho “Bạn”" in page and "minutes: 4" in page, "what was typed is kept"
    good = text.replace(CARD, "Chữ bé thì khó đọc.")
    assert (await desk.post("moderator", path, text=good)).status == 303
    page = html.unescape(await desk.text("moderator", path))
    assert "Đã kiểm tra: không có lỗi." in page and "<del>nhỏ" in page
    seen = html.unescape(await desk.text("moderator", f"{path}/preview?form=ba"))
    assert "Chữ bé thì khó đọc." in seen and "bà" in seen and 'class="phone"' in seen
    assert (await desk.post("moderator", f"{path}/submit")).status == 303
    assert "Duyệt, cho người dân thấy" in await desk.text("editor", path)
    assert (await desk.post("editor", f"{path}/publish", decision="return")).status == 422
    assert (await desk.post("here editor", f"{path}/publish", decision="publish")).status == 422
    assert CARD in (await talk(button="lessons.card:m0-01:3")).text
    assert (await desk.post("editor", f"{path}/publish", decision="publish")).status == 303
    await hears(talk)
    assert "Chữ bé thì khó đọc." in (await talk(button="lessons.card:m0-01:3")).text
    assert "Chữ bé thì khó đọc." in html.unescape(await desk.text("viewer", f"/lessons/{LESSON}"))
    assert "sửa ở bảng" in await desk.text("viewer", "/lessons")
    page = html.unescape(await desk.text("editor", f"/pages/{LESSON}"))
    assert "Khác với tệp" in page and "moderator" in page and "Về bản trước" in page
    assert (await desk.post("editor", f"/pages/{LESSON}/undo")).status == 303
    await hears(talk)
    assert CARD in (await talk(button="lessons.card:m0-01:3")).text
    async with desk.database.read() as db:
        done = list(
            await db.scalars(select(AuditEntry.action).where(AuditEntry.action.like("pages.%")).order_by(AuditEntry.id))
        )
    assert done[0] == "pages.drafted" and done[-3:] == ["pages.submitted", "pages.published", "pages.undone"]


async def test_a_learner_in_the_midst_of_a_lesson_that_became_shorter_meets_no_error(desk, talk, library):
    lesson = library.lesson(LESSON)
    last = len(lesson.cards) + len(lesson.quiz) - 1
    await talk("/start")
    await talk(button="start.agree:yes")
    await talk(button=f"lessons.card:m0-01:{last}")
    await published(desk, LESSON, shorter)
    await hears(talk)
    said = await talk(button="lessons.open:m0-01")
    assert said.phrase == "lessons.question"
    for pressed in (f"lessons.card:m0-01:{last}", "lessons.card:m0-01:99"):
        assert (await talk(button=pressed)).phrase == "lessons.question"
    gone = await talk(button=f"lessons.easier:m0-01:{len(lesson.cards) - 1}")
    assert gone.phrase in ("lessons.easier", "lessons.card_last")
    await talk(button=f"lessons.card:m0-01:{last}")
    assert (await talk("học tiếp")).phrase == "lessons.question"
    assert (await talk(button="lessons.answer:m0-01:1:3")).phrase in ("lessons.right", "lessons.wrong")


async def test_a_class_at_a_card_that_is_gone_goes_on(desk, talk, library):
    await talk("/start")
    made = await talk(button="classes.open:m0-01")
    code = made.buttons[0].split(":")[1]
    await talk(button=f"classes.card:{code}:6")
    await published(desk, LESSON, shorter)
    await hears(talk)
    assert (await talk(button=f"classes.back:{code}")).phrase == "classes.card"
    assert (await talk(button=f"classes.card:{code}:6")).phrase == "classes.card"


async def test_reviews_of_a_question_that_is_gone_or_changed_do_not_break(desk, talk, library):
    """A lesson with three questions loses the last; the learner had answered them all."""
    lesson = next(one for one in library.lessons if len(one.quiz) == 3)
    code, cards = lesson.code.lower(), len(lesson.cards)
    await talk("/start")
    await talk(button="start.agree:yes")
    for number in range(3):
        await talk(button=f"lessons.card:{code}:{cards + number}")
        await talk(button=f"lessons.answer:{code}:{number}:1")
    talk.watch.move(days=60)
    asked = await talk("ôn bài")
    assert asked.phrase == "review.question"

    def without_last(text: str) -> str:
        front, body = text.split("\n---\n", 1)
        questions = front.split("\n- ask:")
        return "\n- ask:".join(questions[:-1]) + "\n---\n" + body

    await published(desk, lesson.code, without_last)
    await hears(talk)
    assert (await talk(button=f"review.answer:{code}:2:1:0:3")).phrase == "lessons.gone"
    assert (await talk(lesson.quiz[2].choices[0])).phrases, "words of a choice that is gone"
    phrases = []
    for _ in range(4):
        said = await talk("ôn bài")
        phrases.append(said.phrase)
        if said.phrase == "review.question":
            await talk(button=said.buttons[0])
    assert phrases[:2] == ["review.question"] * 2 and phrases[2] == "review.later_tomorrow"


async def test_a_file_changed_beneath_is_shown_with_both_and_settled(database, library, tmp_path):
    folder = tmp_path / "content"
    for part in ("lessons", "knowledge"):
        shutil.copytree(content_dir() / part, folder / part)
    async with open_desk(database, library, folder=folder) as desk:
        await published(desk, LESSON, lambda text: text.replace(CARD, "Chữ bé thì khó đọc."))
        file = folder / FILE.relative_to(content_dir())
        file.write_text(file.read_text("utf-8").replace("minutes: 3", "minutes: 4"), "utf-8")
        page = html.unescape(await desk.text("editor", f"/pages/{LESSON}"))
        assert "Tệp đã đổi bên dưới" in page and "<ins>4</ins>" in page and "<ins>bé</ins>" in page
        assert LESSON in await desk.text("editor", "/pages?shown=conflict")
        assert (await desk.post("moderator", f"/pages/{LESSON}/keep")).status == 403
        assert (await desk.post("editor", f"/pages/{LESSON}/keep")).status == 303
        assert "Tệp đã đổi bên dưới" not in await desk.text("editor", f"/pages/{LESSON}")
        file.write_text(file.read_text("utf-8").replace("minutes: 4", "minutes: 5"), "utf-8")
        assert (await desk.post("editor", f"/pages/{LESSON}/file")).status == 303
        page = html.unescape(await desk.text("editor", f"/pages/{LESSON}"))
        assert "Tệp đã đổi bên dưới" not in page and "minutes: 5" in page and "Soạn lại từ bản này" in page
        version = re.search(r'name="version" value="(\d+)"', page)[1]
        assert (await desk.post("editor", f"/pages/{LESSON}/restore", version=version)).status == 303


async def test_the_export_holds_lessons_and_articles_as_clean_files(desk):
    await published(desk, LESSON, lambda text: text.replace(CARD, "Chữ bé thì khó đọc."))
    await published(desk, ARTICLE, lambda text: text.replace("Mờ hay mất góc thì", "Mờ, mất góc thì"))
    body = await (await desk.get("editor", "/knowledge.zip")).read()
    with zipfile.ZipFile(io.BytesIO(body)) as files:
        names = files.namelist()
        assert f"content/{FILE.relative_to(content_dir()).as_posix()}" in names and len(names) == 2
        assert (
            files.read(names[0]).decode() == FILE.read_text("utf-8").replace(CARD, "Chữ bé thì khó đọc.").strip() + "\n"
        )


async def test_secret_papers_are_refused_and_nothing_of_them_is_kept(desk):
    path, text = await begun(desk, ARTICLE)
    refused = await desk.post("moderator", path, text=text + "\nTUYỆT MẬT\n")
    assert refused.status == 422 and "bí mật nhà nước" in html.unescape(await refused.text())
    async with desk.database.read() as db:
        assert "MẬT" not in (await db.scalars(select(PageDraft.text))).one()
    assert (await desk.get("moderator", f"{path}/preview")).status == 409, "an article is no lesson"


async def test_found_by_words_and_what_runs_does_not_run(desk):
    assert "M6-02" in await desk.text("moderator", "/pages?shown=lessons&words=m6-02")
    assert "Không có bài nào" in await desk.text("moderator", "/pages?words=zzzz")
    whole = await desk.text("moderator", "/pages")
    assert ARTICLE in whole and len(whole.encode()) < 100_000
    for path in ("/pages/khong-co", "/pages/..%2f..%2fREADME", "/page-drafts/999", "/page-drafts/999/preview"):
        assert (await desk.get("editor", path)).status == 404, path
    path, text = await begun(desk, LESSON)
    nasty = "</textarea><script>alert(1)</script>"
    await desk.post("moderator", path, text=text.replace(CARD, nasty).replace("title: ", f"{nasty}: 1\ntitle: "))
    page = await desk.text("moderator", path)
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page
    assert (await desk.post("moderator", f"{path}/drop")).status == 303


def test_the_remedies_of_the_checks_are_said_in_vietnamese():
    """Every sentence of the checks that can befall a lesson or an article."""
    told = (
        "must begin with a line of ---, then the fields, then --- again",
        "the fields must end with a line of ---",
        "mapping values are not allowed here; quote texts that hold a colon",
        "must hold fields like `title: …`",
        "no such field; did you mean `title`?",
        "is missing: write it",
        "must be at most 5, is 12",
        "card 2 must have at most 60 words, has 70",
        "there is no card 9",
        "must explain each of the 3 choices, has 2",
        "the article must have 200 to 600 words, has 100",
        "“Hỏi?” must have 40 to 150 words, has 3",
        "no section names number 2: name it, or leave it out",
        "a section names number 4, there are 3",
        "the words must begin with a heading: a line of ## and a question",
        "“Hỏi?” must have one line of nguồn:, its last",
        "“Hỏi?”: after nguồn: write numbers of sources, or không",
        "M1 lies in a folder named m1-…, not m0-lam-quen-thiet-bi",
        "no fact F-MK-99 in content/facts/",
        "F-MK-01 is weak: find another source, or leave it out",
        "99/2099/NĐ-CP is not in content/legal/register.yaml: add it there with its source",
        "{Ban} is no placeholder; use {you} or {me}",
        "write {you} or {me} in place of “Bạn”",
        "a sentence of 40 words is hard to read: make two of it",
        "0912345678 stands in no fact of this file: name the fact that holds it under `facts`, or leave it out",
        "“link” is explained nowhere: say what it is, once",
        "stands in knowledge-x too: keep one of them",
        "drawing — card: must be at most 4, is 5",
        "half of the sentences have 17 words or more: make them shorter",
        "the right answer is always the first: change the order of the choices",
        "the right answer is always the longest: write a wrong one as fully",
        "who types “Có” chooses another answer: word it otherwise",
        "a sentence has 20 words: at most 16 are easy",
        "1500 stands in no card: easier words bring no new fact",
        "70% of the words stand in M0-02 too: join the two lessons",
        "must stay M0-01",
        "telegram 3: 5000 letters, telegram shows 4096 in one message",
        "telegram 3: 1200 letters, below a drawing telegram shows 1024",
        "zalo_oa 3: the choice “Dài quá…” is cut on zalo_oa",
        "input should be 'DÂN' or 'CAO', is 'X'",
        "list should have at least 3 items after validation, not 2, is '[…]'",
        "string should match pattern '^F-[A-Z]{2,3}-\\d{2}$', is 'F-1'",
        "input should be a valid list, is 'x'",
    )
    begins = UNKNOWN.partition("{")[0]
    assert [one for one in told if remedy(one).startswith(begins)] == []


async def test_a_lesson_with_another_title_is_listed_and_found_by_it(desk, talk, library):
    old = library.lesson(LESSON).title
    await talk("/start")
    await published(desk, LESSON, lambda text: text.replace(f"title: {old}", "title: Then cài cho chiếc điện thoại"))
    await hears(talk)
    listed = await talk(button="lessons.module:m0")
    assert "Then cài cho chiếc điện thoại" in str([row.reply for row in listed.messages])
    found = await talk("tôi muốn học then cài cho chiếc điện thoại")
    assert "lessons.open:m0-01" in found.buttons
