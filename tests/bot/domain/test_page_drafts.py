"""Lessons and articles changed in the console as whole files: checked like files, by two people, with a way back."""

import asyncio
import shutil
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.clock import Clock
from bot.domain.answering.guard import Guard
from bot.domain.answering.live import Live
from bot.domain.answering.tryout import _overlay, _plain
from bot.domain.facts import Facts
from bot.domain.knowledge import in_force
from bot.domain.overlay import Latest, Overlay, laid_over
from bot.domain.page_drafts import TEXT_MAX, PageDrafts
from bot.domain.page_shelf import PageShelf
from bot.domain.staff import Refusal
from bot.library.files import content_dir
from bot.library.pages import paths
from bot.storage import page_drafts
from bot.storage.tables import AuditEntry
from tests.people import HERE, NOW, staff

LESSON, ARTICLE = "M0-01", "knowledge-chup-giay-to-nop-ho-so"
CARD = "Chữ nhỏ quá, khó đọc thì chỉnh cho to."


@pytest.fixture
async def db(database):
    async with database.begin() as opened:
        yield opened


@pytest.fixture
def shelf(library):
    return PageShelf(library, content_dir())


async def published(db, shelf, name: str, old: str, new: str) -> int:
    """One more version, written by one and published by another."""
    author, other, work = await staff(db, "editor"), await staff(db, "editor"), PageDrafts(db, NOW, shelf)
    draft = await work.edit(name, author)
    assert old in draft.text
    await work.write(draft.id, author, draft.text.replace(old, new))
    checked = shelf.checked(draft.path, (await work.get(draft.id)).text)
    await work.submit(draft.id, author, checked)
    with pytest.raises(Refusal, match="your_own"):
        await work.publish(draft.id, author, checked)
    with pytest.raises(Refusal, match="outside_area"):
        await work.publish(draft.id, await staff(db, "editor", area=HERE), checked)
    await work.publish(draft.id, other, checked)
    return draft.id


async def now(db, library):
    """The lesson as citizens get it."""
    latest = Latest()
    latest.overlay = await in_force(db, Clock())
    return latest.lesson(library.lesson(LESSON), library.facts)


def test_every_file_can_be_changed_here_and_is_found_without_fault(library, shelf):
    assert set(shelf.titles) == {one.code for one in library.lessons} | {one.id for one in library.articles}
    assert set(shelf.titles) == set(paths(content_dir()))
    for name in list(shelf.titles)[::10]:
        found = shelf.get(name, None, None)
        assert not shelf.checked(found.path, found.file).faults


FAULTS = {
    "minutes: 3": ("minutes: 12", "minutes", "at most 5"),
    "code: M0-01": ("code: M0-02", "code", "must stay M0-01"),
    "F-MK-07": ("F-MK-99", "facts", "no fact F-MK-99"),
    "title: ": ("titel: ", "titel", "did you mean `title`"),
    CARD: ("Bạn gọi 0912345678 nhé.", "card 4", "0912345678"),
    "Bà Mùi ở xã": ("Theo 99/2099/NĐ-CP, bà Mùi ở xã", "card 1", "99/2099/NĐ-CP"),
    "Tránh 1234": ("{Ban} tránh 1234", "card 3", "{Ban}"),
    "right: 2": ("right: 7", "quiz.1.right", "at most 3"),
    "quiz:\n": ("quiz\n", "file", "quote"),
    "---card---\nMã khóa": ("Mã khóa", "cards", "at most 60 words"),
}


@pytest.mark.parametrize("old", FAULTS)
def test_each_fault_is_named_with_its_line_and_field_as_that_of_a_file(shelf, old):
    new, field, remedy = FAULTS[old]
    found = shelf.get(LESSON, None, None)
    text = found.file.replace(old, new, 1)
    faults = shelf.checked(found.path, text).faults
    named = [one for one in faults if one.field == field and remedy in one.remedy]
    assert named, [str(one) for one in faults]
    assert named[0].path == f"content/{found.path}" and 1 <= named[0].line <= text.count("\n")


def test_a_press_page_stays_in_the_console_for_edited_pages_too(library, shelf):
    found = shelf.get(LESSON, None, None)
    page = next(one.url for fact in library.facts.values() for one in fact.sources if one.kind == "press" and one.url)
    text = found.file.replace("citizen_sources:\n", f"citizen_sources:\n- agency: Báo\n  url: {page}\n", 1)
    assert text != found.file
    assert any("is a press page" in one.remedy for one in shelf.checked(found.path, text).faults)


def test_what_a_platform_would_cut_and_a_lesson_told_twice_are_faults(library, shelf):
    long = PageShelf(library, content_dir(), too_long=lambda lesson: [("telegram 3", "5000 letters")])
    found, other = long.get(LESSON, None, None), shelf.get("M0-02", None, None)
    assert [one.field for one in long.checked(found.path, found.file).faults] == ["cards"]
    cards = other.file.split("\n---\n", 1)[1]
    twin = found.file.split("\n---\n", 1)[0] + "\n---\n" + cards
    assert any("M0-02" in one.remedy for one in shelf.checked(found.path, twin).faults)


def test_an_article_keeps_its_folder_and_a_title_of_its_own(library, shelf):
    found, other = shelf.get(ARTICLE, None, None), next(one for one in library.articles if one.id != ARTICLE)
    moved = shelf.checked(found.path, found.file.replace("module: M0", "module: M1"))
    assert [one.field for one in moved.faults] == ["module"]
    named = found.file.replace(f"title: {shelf.titles[ARTICLE]}", f"title: {other.title}")
    assert [one.field for one in shelf.checked(found.path, named).faults] == ["title"]


async def test_a_published_lesson_is_shown_searched_and_undone(db, library, shelf):
    file = library.lesson(LESSON)
    assert await now(db, library) is file
    await published(db, shelf, LESSON, CARD, "Chữ bé thì khó đọc.")
    await published(db, shelf, LESSON, "Chữ bé thì khó đọc.", "Chữ nhỏ thì mỏi mắt.")
    assert (await now(db, library)).cards[3].startswith("Chữ nhỏ thì mỏi mắt.")
    whole = laid_over(library, await in_force(db, Clock()))
    assert whole.lesson(LESSON).cards[3].startswith("Chữ nhỏ thì") and len(whole.lessons) == len(library.lessons)
    work, editor = PageDrafts(db, NOW, shelf), await staff(db, "editor")
    assert [one.state for one in await work.history(LESSON)] == ["published", "replaced"]
    await work.undo(LESSON, editor)
    assert (await now(db, library)).cards[3].startswith("Chữ bé thì khó đọc.")
    await work.undo(LESSON, editor)
    assert await now(db, library) is file
    with pytest.raises(Refusal, match="nothing_here"):
        await work.undo(LESSON, editor)
    again = await work.restore(LESSON, (await work.history(LESSON))[0].id, editor)
    assert again.state == "draft" and "Chữ" in again.text
    actions = list(await db.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[:4] == ["pages.drafted", "pages.written", "pages.submitted", "pages.published"]
    assert actions[-3:] == ["pages.undone", "pages.undone", "pages.drafted"]


async def test_a_published_article_is_what_answers_rest_on(db, library, shelf):
    await published(db, shelf, ARTICLE, "Mờ hay mất góc thì", "Mờ, mất góc thì")
    overlay = await in_force(db, Clock())
    whole = laid_over(library, overlay)
    assert "Mờ, mất góc thì" in next(one for one in whole.articles if one.id == ARTICLE).text
    assert len(whole.articles) == len(library.articles)


async def test_corrected_facts_are_said_in_published_lessons_too(db, library, shelf):
    await published(db, shelf, LESSON, CARD, "Chữ bé thì khó đọc.")
    who, today = await staff(db, "editor"), NOW.date()
    code = library.lesson(LESSON).facts[0]
    guard = Guard(library.register)
    await Facts(db, NOW).correct(
        who, code, "Nay đã khác.", source="Sở Y tế", confirmed_on=today, today=today, guard=guard
    )
    card = (await now(db, library)).cards[3]
    assert card.startswith("Chữ bé thì khó đọc.") and "Nay đã khác." in card


async def test_the_tryout_is_told_of_published_pages(db, library, shelf):
    await published(db, shelf, LESSON, CARD, "Chữ bé thì khó đọc.")
    await published(db, shelf, ARTICLE, "Mờ hay mất góc thì", "Mờ, mất góc thì")
    overlay = await in_force(db, Clock())
    told = _overlay(_plain(overlay))
    assert (list(told.lessons), list(told.articles)) == (list(overlay.lessons), list(overlay.articles))
    assert told.lessons and told.articles


async def test_what_is_refused(db, shelf):
    author, work = await staff(db, "moderator"), PageDrafts(db, NOW, shelf)
    draft = await work.edit(LESSON, author)
    assert (await work.edit(LESSON, await staff(db, "editor"))).id == draft.id, "one draft of a page at a time"
    with pytest.raises(Refusal, match="same"):
        await work.submit(draft.id, author, shelf.checked(draft.path, draft.text))
    with pytest.raises(Refusal, match="secret"):
        await work.write(draft.id, author, draft.text + "\nTUYỆT MẬT\n")
    with pytest.raises(Refusal, match="too_long"):
        await work.write(draft.id, author, "x" * TEXT_MAX)
    await work.write(draft.id, author, draft.text.replace("minutes: 3", "minutes: 30"))
    faulty = shelf.checked(draft.path, (await work.get(draft.id)).text)
    with pytest.raises(Refusal, match="faults"):
        await work.submit(draft.id, author, faulty)
    sound = shelf.checked(draft.path, draft.before.replace("minutes: 3", "minutes: 4"))
    with pytest.raises(Refusal, match="not_now"):
        await work.submit(draft.id, author, sound)
    for name in ("M99-01", "m0-01", "../README", ""):
        with pytest.raises(Refusal, match="unknown"):
            await work.of(name)
    with pytest.raises(Refusal, match="no_version"):
        await work.restore(LESSON, draft.id, author)
    await work.drop(draft.id, author)
    assert (await work.of(LESSON)).open is None


async def test_given_back_with_a_reason(db, shelf):
    author, other, work = await staff(db, "editor"), await staff(db, "editor"), PageDrafts(db, NOW, shelf)
    draft = await work.edit(LESSON, author)
    await work.write(draft.id, author, draft.text.replace(CARD, "Chữ bé thì khó đọc."))
    await work.submit(draft.id, author, shelf.checked(draft.path, (await work.get(draft.id)).text))
    with pytest.raises(Refusal, match="why"):
        await work.give_back(draft.id, other, " ")
    await work.give_back(draft.id, other, "Câu còn cụt.")
    found = await work.get(draft.id)
    assert (found.state, found.why) == ("draft", "Câu còn cụt.")


async def test_a_lesson_about_secret_papers_can_be_changed_elsewhere(db, shelf):
    author, work = await staff(db, "editor"), PageDrafts(db, NOW, shelf)
    draft = await work.edit("M9-07", author)
    await work.write(draft.id, author, draft.text.replace("minutes: ", "minutes:  "))
    with pytest.raises(Refusal, match="secret"):
        await work.write(draft.id, author, draft.text + "\nCông văn đóng dấu mật số 12.")


async def test_a_file_changed_beneath_is_a_conflict_with_both_kept(db, library, shelf, tmp_path):
    await published(db, shelf, LESSON, CARD, "Chữ bé thì khó đọc.")
    await published(db, shelf, LESSON, "Chữ bé thì khó đọc.", "Chữ nhỏ thì mỏi mắt.")
    work, editor = PageDrafts(db, NOW, shelf), await staff(db, "editor")
    assert not (await work.of(LESSON)).conflict
    folder = tmp_path / "content"
    for part in ("lessons", "knowledge"):
        shutil.copytree(content_dir() / part, folder / part)
    changed = PageDrafts(db, NOW, PageShelf(library, folder))
    file = folder / (await work.of(LESSON)).path
    file.write_text(file.read_text("utf-8").replace("minutes: 3", "minutes: 4"), "utf-8")
    found = await changed.of(LESSON)
    assert found.conflict and "minutes: 4" in found.file and "Chữ nhỏ thì" in found.text
    assert [one.name for one in await changed.all() if one.fits("conflict")] == [LESSON]
    await changed.keep(LESSON, editor)
    assert not (await changed.of(LESSON)).conflict
    assert (await now(db, library)).cards[3].startswith("Chữ nhỏ thì mỏi mắt.")
    await changed.take_file(LESSON, editor)
    assert await now(db, library) is library.lesson(LESSON)
    assert {one.state for one in await changed.history(LESSON)} == {"withdrawn"}
    await published(db, shelf, LESSON, CARD, "Chữ bé thì khó đọc.")
    file.write_text((await work.of(LESSON)).text, "utf-8")
    assert (await changed.of(LESSON)).in_file and not (await changed.of(LESSON)).conflict
    file.unlink()
    gone = PageDrafts(db, NOW, PageShelf(replace(library, lessons=[]), folder))
    assert (await gone.of(LESSON)).file == "" and LESSON in [one.name for one in await gone.all()]


async def test_what_the_content_can_no_longer_hold_is_left_out(db, library, shelf):
    number = await published(db, shelf, LESSON, CARD, "Chữ bé thì khó đọc.")
    await page_drafts.change(db, number, "published", text="không còn đọc được")
    assert await now(db, library) is library.lesson(LESSON)


async def test_a_running_program_learns_of_a_published_article_within_seconds(tmp_path, library, shelf):
    """The watch takes it over into the answers without a pause, and takes it away again."""
    folder = tmp_path / "content"
    folder.mkdir()
    found = shelf.get(ARTICLE, None, None)
    text = found.file.replace("Mờ hay mất góc thì", "Mờ, mất góc thì")
    files = replace(library, faqs=[], lessons=[], articles=[one for one in library.articles if one.id == ARTICLE])
    taken: list[str] = []

    class Answers:
        async def change(self, changed) -> None:
            taken.append(changed.articles[0].text)

    published = [shelf.checked(found.path, text).page]

    async def look_up() -> Overlay:
        return Overlay(articles=tuple(published))

    watch = asyncio.create_task(Live(Answers(), files, folder, every=0.01, published=look_up).run())
    async with asyncio.timeout(5):
        while not taken:
            await asyncio.sleep(0.01)
        assert "Mờ, mất góc thì" in taken[0]
        published.clear()
        while len(taken) < 2:
            await asyncio.sleep(0.01)
    assert "Mờ hay mất góc thì" in taken[1] and len(taken) == 2
    watch.cancel()
