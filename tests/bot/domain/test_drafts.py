"""Entries written in the console: from a group to citizens, by two people."""

from datetime import date, timedelta

import pytest
import yaml
from sqlalchemy import select

from bot.domain.answering.guard import Guard
from bot.domain.drafts import Drafts, Written, as_entry, as_file, entry_id
from bot.domain.staff import Refusal
from bot.domain.unanswered import Asked, grouped
from bot.library.files import read_page
from bot.library.schemas import Faq
from bot.storage import drafts, purge
from bot.storage.tables import AuditEntry, Draft
from tests.people import HERE, NOW, staff

ASKED = ["bao giờ sửa cầu Bang", "bao giờ sửa cầu Bang", "cầu Bang khi nào sửa [số điện thoại]", "sửa cầu Bang chưa"]


@pytest.fixture(scope="module")
def guard(library):
    return Guard(library.register)


@pytest.fixture(scope="module")
def good(library):
    fact = next(iter(library.facts))
    return Written("dich-vu-cong", "Bao giờ sửa cầu Bang?", ["sua cau bang"], "{You} hỏi {me} sau nhé.", [fact], [])


def changed(good: Written, **values) -> Written:
    return Written(**{**{name: getattr(good, name) for name in good.__slots__}, **values})


async def written(db, library, good, who) -> Drafts:
    """A draft with everything in it, number 1."""
    made = Drafts(db, NOW, library)
    one = await made.blank(who)
    await made.write(one.id, who, good)
    return made


async def test_one_click_takes_the_question_and_the_ways_of_asking_without_anybodys_data(database, library):
    (group,) = grouped([Asked(n, n, words) for n, words in enumerate(ASKED)], {})
    async with database.begin() as db:
        one = await Drafts(db, NOW, library).from_group(group, await staff(db, "editor"))
        assert (one.question, one.also) == (ASKED[0], [ASKED[3]])
        assert set(one.tried) == set(ASKED)
        assert (await drafts.tried(db))[ASKED[2]] == one.id


async def test_a_second_person_publishes_and_it_can_be_withdrawn(database, library, guard, good):
    async with database.begin() as db:
        author, other = await staff(db, "editor"), await staff(db, "editor")
        made = await written(db, library, good, author)
        await made.submit(1, author, guard)
        with pytest.raises(Refusal, match="your_own"):
            await made.publish(1, author, guard)
        with pytest.raises(Refusal, match="outside_area"):
            await made.publish(1, await staff(db, "editor", area=HERE), guard)
        with pytest.raises(Refusal, match="not_now"):
            await made.write(1, other, good)
        await made.give_back(1, other, "Thiếu nơi hỏi")
        await made.write(1, other, changed(good, text="{You} hỏi xã nhé."))
        await made.submit(1, other, guard)
        with pytest.raises(Refusal, match="your_own"):
            await made.publish(1, other, guard)
        await made.publish(1, author, guard)
        (found,) = await drafts.published(db)
        assert (found.entry, found.text, found.approver_id) == ("bao-gio-sua-cau-bang", "{You} hỏi xã nhé.", author.id)
        await made.withdraw(1, author)
        assert await drafts.published(db) == []
        actions = [row.action.partition(".")[2] for row in await db.scalars(select(AuditEntry).order_by(AuditEntry.id))]
        steps = ["drafted", "written", "submitted", "returned", "written", "submitted", "published", "withdrawn"]
        assert actions == steps


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"text": ""}, "drafts.empty"),
        ({"text": "một " * 81}, "drafts.too_long"),
        ({"topic": "khong-co"}, "drafts.no_topic"),
        ({"facts": ()}, "drafts.no_fact"),
        ({"facts": ("F-XX-99",)}, "drafts.no_fact"),
        ({"text": "Gọi chị Hoa 0912345678."}, "checking.correction_personal"),
        ({"text": "Theo Nghị định 99/2031/NĐ-CP."}, "checking.correction_citation"),
        ({"question": "Quên mật khẩu VNeID?"}, "drafts.there_already"),
    ],
)
async def test_what_no_file_could_hold_goes_to_nobody(database, library, guard, good, values, why):
    async with database.begin() as db:
        who = await staff(db, "editor")
        made = await written(db, library, changed(good, **values), who)
        with pytest.raises(Refusal, match=why):
            await made.submit(1, who, guard)


async def test_a_mark_of_secrecy_is_not_even_kept(database, library, good):
    async with database.begin() as db:
        who = await staff(db, "editor")
        made = Drafts(db, NOW, library)
        one = await made.blank(who)
        with pytest.raises(Refusal, match="secret"):
            await made.write(one.id, who, changed(good, text="TỐI MẬT: danh sách đoàn kiểm tra"))
        assert (await made.get(one.id)).text == ""


async def test_the_file_of_a_draft_reads_as_the_same_entry(database, library, guard, good, tmp_path):
    async with database.begin() as db:
        who = await staff(db, "editor")
        made = await written(db, library, changed(good, valid_until=date(2027, 1, 31), sources=("Nghị quyết",)), who)
        await made.submit(1, who, guard)
        found = await made.get(1)
    today, path = date(2026, 11, 26), tmp_path / f"{found.entry}.md"
    path.write_text(as_file(found, today), encoding="utf-8")
    source = read_page(path)
    assert Faq.model_validate({**source.fields, "id": path.stem, "text": source.body}) == as_entry(found, today)
    assert yaml.safe_load(path.read_text("utf-8").split("---")[1])["valid_until"] == date(2027, 1, 31)
    assert entry_id("Đổi  thẻ ATM ở đâu?!") == "doi-the-atm-o-dau"


async def test_questions_of_citizens_go_when_the_log_goes(database, library):
    (group,) = grouped([Asked(1, 1, ASKED[0])], {})
    async with database.begin() as db:
        one = await Drafts(db, NOW, library).from_group(group, await staff(db, "editor"))
        await purge.words(db, before=NOW - timedelta(days=1))
        assert (await drafts.tried(db)) == {ASKED[0]: one.id}
        await purge.words(db, before=NOW + timedelta(days=1))
        assert (await db.scalars(select(Draft.tried))).all() == [[]]
