"""An announcement asks back, people answer by button or in words, staff see sums and a list."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, update

from bot.domain.announcements import Announcements, Content
from bot.domain.answers import Answers, NotAsked
from bot.domain.staff import Refusal
from bot.storage import answers, citizens, joining
from bot.storage.tables import Announcement, AuditEntry, Outbound, Response, Staff
from tests.journeys.test_console import citizens as people
from tests.journeys.test_console import console, post  # noqa: F401 - a fixture
from tests.journeys.test_conversations import met
from tests.people import HERE, NOW, citizen, staff


async def sent(db, kind: str = "join", *, communes=(HERE,)) -> int:
    """An announcement that asks, planned for everybody there."""
    author, approver = await staff(db, "author"), await staff(db, "approver")
    made = await Announcements(db, NOW).draft(author, Content("Dọn vệ sinh", "Mời bà con.", communes))
    await Answers(db, NOW).ask(author, made.id, kind)
    await Announcements(db, NOW).submit(author, made.id)
    await Announcements(db, NOW).approve(approver, made.id)
    await Announcements(db, NOW).plan_next()
    await db.execute(update(Outbound).where(Outbound.announcement_id == made.id).values(status="sent", sent_at=NOW))
    return made.id


async def test_each_counts_once_and_may_change_their_mind(database):
    async with database.begin() as db:
        first, second, third = [(await citizen(db))[0] for _ in range(3)]
        elsewhere, _ = await citizen(db, commune="06811")
        number = await sent(db)
        work = Answers(db, NOW)
        for who, answer in ((first, "coming"), (first, "coming"), (first, "have_read"), (second, "coming")):
            await work.answer(who, number, answer)
        await work.answer(second, number, "not_coming")
        await work.answer(third, number, "have_read")
        assert await answers.counts(db, number) == {"read": 3, "coming": 1, "not_coming": 1}
        with pytest.raises(NotAsked):
            await work.answer(elsewhere, number, "coming")
        with pytest.raises(NotAsked):
            await work.answer(first, number, "nonsense")
        await joining.join(db, first, third)
        assert await answers.counts(db, number) == {"read": 2, "coming": 1, "not_coming": 1}
        await citizens.erase(db, first, now=datetime.now(UTC))
        assert await answers.counts(db, number) == {"read": 1, "coming": 0, "not_coming": 1}


async def test_it_is_asked_with_buttons_and_frozen_with_the_words(database):
    async with database.begin() as db:
        await citizen(db)
        number = await sent(db, "join")
        row = (await db.scalars(select(Outbound).where(Outbound.announcement_id == number))).one()
        ways = [f"answers.coming:{number}", f"answers.not_coming:{number}", "kinds.off:general"]
        assert [one[0] for one in row.reply["buttons"]] == ways
        author = await db.get(Staff, (await db.get(Announcement, number)).author_id)
        with pytest.raises(Refusal) as error:
            await Answers(db, NOW).ask(author, number, "read")
        assert error.value.name == "announcements.not_now"


async def test_answered_in_the_chat_by_button_and_in_words(talk):
    await met(talk)
    async with talk.database.begin() as db:
        number = await sent(db, "join", communes=())
    assert (await talk(button=f"answers.coming:{number}")).phrase == "answers.coming"
    assert (await talk("không tham gia")).phrase == "answers.not_coming"
    assert (await talk("1")).phrase == "answers.coming"
    assert (await talk("da doc")).phrase == "answers.read"
    assert (await talk(button="answers.coming:999")).phrase == "answers.closed"
    async with talk.database.read() as db:
        assert [one.coming for one in await db.scalars(select(Response))] == [True]


async def test_nothing_asked_says_so(talk):
    await met(talk)
    for words in ("đã đọc", "tham gia", "tôi không tham gia"):
        assert (await talk(words)).phrase == "answers.nothing_asked"


async def test_staff_choose_it_and_see_who_answered(console, database):  # noqa: F811
    author = await console("author")
    await people(database, [HERE, HERE])
    made = await post(author, "/announcements/new", title="Dọn vệ sinh", body="Mời bà con.", province="yes")
    number = int(str(made.url).partition("?")[0].rpartition("/")[2])
    assert "Đã lưu" in await (await post(author, f"/announcements/{number}/answers", kind="join")).text()
    assert (await post(author, f"/announcements/{number}/answers", kind="x")).status == 422
    async with database.begin() as db:
        now = datetime.now(UTC)
        row = {"announcement_id": number, "read_at": now, "changed_at": now}
        await db.execute(insert(Response).values(**row, citizen_id=1, coming=True))
    page = await (await author.get(f"/console/announcements/{number}/answers")).text()
    assert "<strong>tham gia</strong>" in page
    listed = (await (await author.get(f"/console/announcements/{number}/answers.csv")).read()).decode("utf-8-sig")
    assert listed.count("\r\n") == 2 and '"tham gia"' in listed
    assert (await (await author.get(f"/console/announcements/{number}/answers.xlsx")).read())[:2] == b"PK"
    stranger = await console("author", "stranger")
    async with database.begin() as db:
        await db.execute(update(Staff).where(Staff.login == "stranger").values(area="06811"))
        await db.execute(update(Staff).where(Staff.login == "author").values(area=HERE))
    for path in ("answers", "answers.csv", "answers.xlsx"):
        assert (await stranger.get(f"/console/announcements/{number}/{path}")).status == 404
    assert (await post(stranger, f"/announcements/{number}/answers", kind="")).status in (404, 409, 422)
    async with database.read() as db:
        assert await answers.kind(db, number) == "join"
        actions = set(await db.scalars(select(AuditEntry.action)))
    assert {"answers.asked", "answers.exported"} <= actions
