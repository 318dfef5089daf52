"""Entries of the files changed in the console: by two people, with versions, and a file that changes beneath."""

from dataclasses import replace
from datetime import date

import pytest

from bot.clock import Clock
from bot.domain.answering.guard import Guard
from bot.domain.differences import differences, pieces
from bot.domain.drafts import Drafts, Written, as_entry, as_file
from bot.domain.facts import Facts
from bot.domain.knowledge import Knowledge, in_force
from bot.domain.learning.lessons import Lessons
from bot.domain.overlay import Latest, News, Overlay, fields_of, hash_of, laid_over, lesson_now
from bot.domain.staff import Refusal
from bot.library.files import read_page
from bot.library.schemas import Faq
from bot.storage import drafts
from tests.people import HERE, NOW, staff

TODAY = date(2026, 11, 24)
NAME = "quen-mat-khau-vneid"


@pytest.fixture(scope="module")
def guard(library):
    return Guard(library.register)


@pytest.fixture
async def db(database):
    async with database.begin() as opened:
        yield opened


def file_of(library) -> Faq:
    return next(one for one in library.faqs if one.id == NAME)


def shelf(db, library) -> Knowledge:
    return Knowledge(db, NOW, library, TODAY)


async def published(db, library, guard, text: str, **more) -> int:
    """One more version of the entry, written by one and published by another."""
    author, other = await staff(db, "editor"), await staff(db, "editor")
    draft, work = await shelf(db, library).edit(NAME, author), Drafts(db, NOW, library)
    told = {name: getattr(draft, name) for name in Written.__slots__} | {"text": text, **more}
    await work.write(draft.id, author, Written(**told))
    await work.submit(draft.id, author, guard)
    with pytest.raises(Refusal, match="your_own"):
        await work.publish(draft.id, author, guard)
    await work.publish(draft.id, other, guard)
    return draft.id


async def answered(db, library) -> str:
    """The text that citizens get for the entry."""
    return next(one for one in laid_over(library, await in_force(db, Clock())).faqs if one.id == NAME).text


async def test_an_edit_takes_the_place_of_the_file_and_undo_brings_back_what_was_before(db, library, guard):
    file = file_of(library)
    assert await answered(db, library) == file.text
    await published(db, library, guard, "{You} hỏi {me} cách khác nhé.")
    await published(db, library, guard, "{You} ra công an xã nhé.")
    assert await answered(db, library) == "{You} ra công an xã nhé."
    work, editor = shelf(db, library), await staff(db, "editor")
    assert [one.state for one in await work.history(NAME)] == ["published", "replaced"]
    with pytest.raises(Refusal, match="outside_area"):
        await work.undo(NAME, await staff(db, "editor", area=HERE))
    await work.undo(NAME, editor)
    assert await answered(db, library) == "{You} hỏi {me} cách khác nhé."
    await work.undo(NAME, editor)
    assert await answered(db, library) == file.text
    with pytest.raises(Refusal, match="nothing_here"):
        await work.undo(NAME, editor)


async def test_an_edit_keeps_what_no_form_has_and_its_file_reads_as_the_same(db, library, guard, tmp_path):
    file = file_of(library)
    number = await published(db, library, guard, "{You} ra công an xã nhé.")
    draft = await drafts.get(db, number)
    made = as_entry(draft, TODAY)
    assert fields_of(made) == {**fields_of(file), "text": "{You} ra công an xã nhé.", "reviewed": "2026-11-24"}
    path = tmp_path / f"{NAME}.md"
    path.write_text(as_file(draft, TODAY), encoding="utf-8")
    source = read_page(path)
    assert Faq.model_validate({**source.fields, "id": NAME, "text": source.body}) == made


async def test_every_entry_of_the_files_can_be_edited_and_come_out_as_it_was(library):
    for file in library.faqs:
        based = {"hash": hash_of(file), "entry": fields_of(file), "before": fields_of(file)}
        draft = drafts.Draft(
            entry=file.id,
            question=file.question,
            also=list(file.also),
            topic=file.topic,
            text=file.text,
            facts=list(file.facts),
            sources=[str(one) for one in file.citizen_sources],
            valid_until=file.valid_until,
            based_on=based,
        )
        assert as_entry(draft, file.reviewed) == file


async def test_a_file_that_changes_beneath_an_edit_is_a_conflict_and_both_are_kept(db, library, guard):
    await published(db, library, guard, "{You} ra công an xã nhé.")
    file = file_of(library)
    assert not (await shelf(db, library).get(NAME)).conflict
    other = file.model_copy(update={"text": "Tệp mới."})
    changed = replace(library, faqs=[other if one.id == NAME else one for one in library.faqs])
    found = await shelf(db, changed).get(NAME)
    assert found.conflict and (found.faq.text, found.file.text) == ("{You} ra công an xã nhé.", "Tệp mới.")
    assert await answered(db, changed) == "{You} ra công an xã nhé.", "nobody's correction is lost by a new file"
    assert [one.faq.id for one in await shelf(db, changed).find("", "", "conflict", limit=9)] == [NAME]
    await shelf(db, changed).keep(NAME, await staff(db, "editor"))
    assert not (await shelf(db, changed).get(NAME)).conflict
    same = file.model_copy(update={"text": "{You} ra công an xã nhé."})
    merged = replace(library, faqs=[same if one.id == NAME else one for one in library.faqs])
    found = await shelf(db, merged).get(NAME)
    assert found.in_file and not found.conflict


async def test_one_draft_at_a_time_and_an_old_version_comes_back_through_two_people(db, library, guard):
    first = await published(db, library, guard, "{You} hỏi {me} cách khác nhé.")
    await published(db, library, guard, "{You} ra công an xã nhé.")
    work, editor = shelf(db, library), await staff(db, "editor")
    draft = await work.restore(NAME, first, editor)
    assert draft.text == "{You} hỏi {me} cách khác nhé." and draft.state == "draft"
    assert (await work.edit(NAME, editor)).id == draft.id
    with pytest.raises(Refusal, match="open_already"):
        await work.restore(NAME, first, editor)
    with pytest.raises(Refusal, match="no_version"):
        await work.restore(NAME, 10**9, editor)


async def test_the_list_is_searched_without_marks_and_goes_on_by_name(db, library):
    work = shelf(db, library)
    assert NAME in [one.faq.id for one in await work.find("quen mat khau", "", "all", limit=50)]
    first = await work.find("", "", "all", limit=50)
    rest = await work.find("", "", "all", after=first[-1].faq.id, limit=1000)
    assert len(first) + len(rest) == len(library.faqs)
    with pytest.raises(Refusal, match="unknown"):
        await work.get("khong-co")


def test_differences_name_the_fields_and_the_words(library):
    file = file_of(library)
    other = file.model_copy(update={"text": f"{file.text} Thêm câu này.", "valid_until": date(2027, 1, 1)})
    found = {one.field: one.pieces for one in differences(file, other)}
    assert set(found) == {"text", "valid_until"}
    assert [one.words.strip() for one in found["text"] if one.kind == "new"] == ["Thêm câu này."]
    assert [(one.kind, one.words) for one in pieces("một hai", "một ba")] == [
        ("same", "một "),
        ("gone", "hai"),
        ("new", "ba"),
    ]


async def test_a_confirmed_fact_no_longer_waits_and_a_corrected_one_is_said_everywhere(db, library, guard):
    waiting = {one.code for one in library.facts_to_confirm()}
    lesson = next(
        one
        for one in library.lessons
        if waiting.intersection(one.facts) and any("(chưa được tỉnh xác nhận" in card for card in one.cards)
    )
    codes, editor, work = sorted(waiting.intersection(lesson.facts)), await staff(db, "editor"), Facts(db, NOW)
    when = {"source": "Sở Khoa học và Công nghệ", "confirmed_on": TODAY, "today": TODAY}
    with pytest.raises(Refusal, match="outside_area"):
        await work.confirm(await staff(db, "editor", area=HERE), codes[0], **when)
    for code in codes[1:]:
        await work.confirm(editor, code, **when)
    now = lesson_now(await work.news(), lesson, library.facts)
    assert codes[1:] == [] or now.cards == lesson.cards, "one of them still waits"
    await work.correct(editor, codes[0], "Nay không còn như vậy.", **when, guard=guard)
    now = lesson_now(await work.news(), lesson, library.facts)
    assert not any("chưa được tỉnh xác nhận" in card for card in now.cards)
    assert all("Nay không còn như vậy. (Nguồn: Sở Khoa học" in card for card in now.cards)
    latest = Latest()
    assert Lessons(db, library, NOW, latest).find(lesson.code) is lesson
    latest.overlay = await work.news()
    assert Lessons(db, library, NOW, latest).find(lesson.code.lower()) == now
    whole = laid_over(library, await work.news())
    resting = [one for one in (*whole.faqs, *whole.articles) if codes[0] in one.facts]
    assert all("Nay không còn như vậy." in one.text for one in resting)
    untouched = [one for one in whole.faqs if not set(codes) & set(one.facts)]
    assert untouched == [one for one in library.faqs if not set(codes) & set(one.facts)]
    await work.confirm(editor, codes[0], **when)
    now = lesson_now(await work.news(), lesson, library.facts)
    assert now.cards[0].count("Nay không còn") == 0, "confirmed again as it was"
    with pytest.raises(Refusal, match="personal"):
        await work.correct(editor, codes[0], "Gọi chị Hoa 0912345678", **when, guard=guard)


async def test_nothing_published_is_nothing_to_take_over(db):
    assert await in_force(db, Clock()) == Overlay(), "no index is made for it at every start"


def test_nothing_published_changes_nothing(library):
    assert laid_over(library, Overlay()).faqs == library.faqs
    lesson = library.lessons[0]
    assert News(library.facts, Overlay()).lesson(lesson) is lesson
