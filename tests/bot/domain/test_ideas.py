"""Ideas on the desk: alike together, settled and told, shown to citizens in staff's words alone, counted, forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.domain.idea_desk import IdeaDesk, Shown
from bot.domain.idea_report import report
from bot.domain.ideas import Gone, Ideas, TooMany
from bot.domain.staff import Refusal
from bot.messages import Person
from bot.storage import citizens, ideas, joining, purge
from bot.storage.tables import Idea, Outbound, Vote
from tests.people import HERE, NOW, THERE, citizen, staff

TODAY = date(2026, 11, 24)
NURSE = "Trạm y tế cho đặt lịch khám qua điện thoại để bà con đỡ chờ"
NURSES = [NURSE, "cho đặt lịch khám ở trạm y tế qua điện thoại", "dat lich kham tram y te qua dien thoai do phai cho"]
LIGHT = "Gắn mã QR trên cột đèn hỏng để báo sửa đèn đường"


async def sent(db, text: str = NURSE, *, commune: str = HERE, anonymous: bool = True, to: int = 0, turn: int = 0):
    number, address = await citizen(db, commune=commune)
    who = Person(number, commune=commune)
    return await Ideas(db, NOW, TODAY).send(who, address, turn or number, text, to=to, anonymous=anonymous)


async def told(db) -> list[tuple[str, int]]:
    rows = await db.scalars(select(Outbound).order_by(Outbound.id))
    return [(row.reply["phrase"], row.citizen_id) for row in rows]


async def test_the_same_message_is_one_idea_and_a_day_has_five(database):
    async with database.begin() as db:
        number, address = await citizen(db)
        who, work = Person(number, commune=HERE), Ideas(db, NOW, TODAY)
        first = await work.send(who, address, 1, NURSE, to=0, anonymous=True)
        assert (await work.send(who, address, 1, NURSE, to=0, anonymous=False)).id == first.id
        for turn in range(2, 6):
            await work.send(who, address, turn, NURSE, to=0, anonymous=True)
        with pytest.raises(TooMany):
            await work.send(who, address, 6, NURSE, to=0, anonymous=True)


async def test_without_a_name_the_commune_is_not_kept_and_personal_data_never(database):
    async with database.begin() as db:
        nameless = await sent(db, anonymous=True)
        named = await sent(db, "Gọi tôi 0912345678 để nghe ý về trạm y tế", anonymous=False)
        assert (nameless.area, named.area) == ("", HERE)
        assert "0912345678" not in named.text
        await Ideas(db, NOW, TODAY).name(nameless.citizen_id, nameless.id, "An")
        assert (await ideas.get(db, nameless.id)).name == ""


async def test_alike_ones_are_together_and_settled_together_and_their_senders_told(database):
    async with database.begin() as db:
        alike = [await sent(db, text) for text in NURSES]
        other = await sent(db, LIGHT)
        editor, desk = await staff(db, "editor"), IdeaDesk(db, NOW, {})
        groups = await desk.groups(editor, Shown())
        assert [{one.id for one in group.ideas} for group in groups] == [{one.id for one in alike}, {other.id}]
        ids = [alike[0].id, *(one.id for one in await desk.alike(alike[0], editor))]
        assert await desk.settle(ids, editor, "studied", "") == 3
        assert await desk.settle(ids, editor, "studied", "") == 0, "nobody is told the same twice"
        with pytest.raises(Refusal, match=r"ideas\.why_missing"):
            await desk.settle([other.id], editor, "declined", " ")
        await desk.settle([other.id], editor, "declined", "Đã có tổng đài nhận tin báo.")
        assert await told(db) == [
            *(("ideas.told_studied_only", one.citizen_id) for one in alike),
            ("ideas.told_declined", other.citizen_id),
        ]
        assert [one.id for one in (await desk.groups(editor, Shown("declined")))[0].ideas] == [other.id]


async def test_staff_of_another_commune_see_nothing_of_it(database):
    async with database.begin() as db:
        found = await sent(db, anonymous=False)
        there = await staff(db, "editor", area=THERE)
        desk = IdeaDesk(db, NOW, {})
        assert await desk.groups(there, Shown()) == []
        with pytest.raises(Refusal, match=r"ideas\.unknown"):
            await desk.settle([found.id], there, "taken_up", "")


async def test_citizens_vote_once_on_what_staff_put_before_them(database):
    async with database.begin() as db:
        found = await sent(db)
        editor, desk, work = await staff(db, "editor"), IdeaDesk(db, NOW, {}), Ideas(db, NOW, TODAY)
        number, _ = await citizen(db, commune=THERE)
        voter, sender = Person(number, commune=THERE), Person(found.citizen_id, commune=HERE)
        with pytest.raises(Gone):
            await work.vote(voter, found.id)
        with pytest.raises(Refusal, match=r"ideas\.title_missing"):
            await desk.describe(found.id, editor, "", show=True)
        with pytest.raises(Refusal, match=r"ideas\.personal"):
            await desk.describe(found.id, editor, "Gọi 0912345678", show=True)
        await desk.describe(found.id, editor, "Đặt lịch khám qua điện thoại", show=True)
        with pytest.raises(Gone):
            await work.vote(sender, found.id)
        now, stands = await work.vote(voter, found.id)
        assert (now.votes, stands) == (1, True)
        assert [(one.id, voted) for one, voted in await work.votable(voter)] == [(found.id, True)]
        now, stands = await work.vote(voter, found.id)
        assert (now.votes, stands) == (0, False)
        assert not await work.withdraw(found.citizen_id, found.id), "what is voted on is no longer taken back"


async def test_one_person_on_two_channels_voted_once(database):
    async with database.begin() as db:
        found = await sent(db)
        (one, _), (two, _), (three, _) = [await citizen(db) for _ in range(3)]
        for number in (one, two, three):
            await ideas.vote(db, found.id, number)
        mine = await sent(db, LIGHT)
        await joining.join(db, one, two)
        await joining.join(db, one, mine.citizen_id)
        assert (await ideas.get(db, found.id)).votes == 2
        assert sorted(await db.scalars(select(Vote.citizen_id))) == [one, three]
        assert (await ideas.get(db, mine.id)).citizen_id == one


async def test_erasing_takes_ideas_and_votes_and_leaves_what_staff_wrote(database):
    async with database.begin() as db:
        plain, kept = await sent(db), await sent(db, LIGHT, turn=10**6)
        await IdeaDesk(db, NOW, {}).describe(kept.id, await staff(db, "editor"), "Mã QR trên cột đèn", show=True)
        await ideas.vote(db, kept.id, plain.citizen_id)
        await citizens.erase(db, plain.citizen_id, now=datetime.now(UTC))
        await citizens.erase(db, kept.citizen_id, now=datetime.now(UTC))
        left = await ideas.get(db, kept.id)
        assert await ideas.get(db, plain.id) is None
        assert (left.title, left.text, left.citizen_id, left.votes) == ("Mã QR trên cột đèn", "", None, 0)


async def test_words_go_when_their_time_is_over(database):
    async with database.begin() as db:
        old, new = await sent(db), await sent(db, LIGHT)
        await ideas.change(db, [old.id], sent_at=NOW - timedelta(days=200))
        assert await purge.words(db, before=NOW - timedelta(days=180)) == 1
        assert await purge.words(db, before=NOW - timedelta(days=180)) == 0
        assert [(await ideas.get(db, one)).text for one in (old.id, new.id)] == ["", LIGHT]
        editor, desk = await staff(db, "editor"), IdeaDesk(db, NOW, {})
        await desk.settle([old.id], editor, "taken_up", "")
        assert await told(db) == [], "there is no way left to the sender"


async def test_the_report_counts_and_hides_few(database):
    async with database.begin() as db:
        for number in range(6):
            await sent(db, anonymous=False, commune=HERE if number < 5 else THERE)
        editor = await staff(db, "editor")
        first = (await db.scalars(select(Idea.id).order_by(Idea.id))).first()
        await IdeaDesk(db, NOW, {}).settle([first], editor, "taken_up", "")
        found = await report(db)
        assert (found.whole.total, found.whole.by_status["taken_up"], found.few) == (6, 1, 1)
        assert [(one.key, one.total) for one in found.communes] == [(HERE, 5)]
        assert (await report(db, area=THERE)).whole.total == 1
