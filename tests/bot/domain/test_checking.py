"""Checking answers: the queue, verdicts, taking them back, and who is told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.domain.answering.guard import Guard
from bot.domain.checking import UNDO_FOR, Checking, Telling
from bot.domain.harm import ranked
from bot.domain.moderation import Moderation
from bot.domain.staff import Refusal
from bot.storage import checking
from bot.storage.outbox import PEOPLE
from bot.storage.tables import AuditEntry, Exchange, ModelAnswer, Outbound, Verdict
from tests.people import HERE, NOW, THERE, citizen, staff

LATER = NOW + UNDO_FOR + timedelta(seconds=1)


@pytest.fixture(scope="module")
def guard(library):
    return Guard(library.register)


async def line(db, citizen_id: int, **values: Any) -> int:
    """A turn in the log, ranked as the inbox ranks it."""
    blank = {"phrase": "ask.answer", "handler": "h", "channel": "web", "at": NOW, "question": "làm căn cước ở đâu"}
    blank |= {"turn": None, "answer": "Ở công an xã.", "label": "ai", "outcome": "ai", "entry": "", "score": 0.5}
    blank |= {"sources": [], "cuts": [], "thumb": 0, "verdict": "", "citizen_id": citizen_id}
    row = ranked({**blank, **values})
    return (await db.execute(insert(Exchange).values(**row).returning(Exchange.id))).scalar_one()


async def tell(db, now=LATER, quiet=False) -> list[tuple[int, str]]:
    """(citizen, phrase) of what is in the outbox once everything that is due was planned."""
    while await Telling(db, now).tell_due(quiet=quiet):
        pass
    rows = await db.scalars(select(Outbound).order_by(Outbound.citizen_id))
    return [(row.citizen_id, row.reply["phrase"]) for row in rows]


async def test_the_worst_comes_first_and_what_is_judged_is_gone(database, guard):
    async with database.begin() as db:
        who, _ = await citizen(db)
        unanswered = await line(db, who, label="", outcome="none", answer="")
        ai = await line(db, who)
        cut = await line(db, who, answer="b", cuts=["citation: 1"])
        down = await line(db, who, answer="c", thumb=-1)
        urgent = await line(db, who, label="curated", outcome="emergency", entry="emergency", answer="")
        await line(db, who, label="curated", outcome="curated", answer="d")
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        found = []
        while one := await checks.following(judge):
            found.append(one.id)
            await checks.judge(one.id, judge, "right", "", guard)
        assert found == [urgent, down, cut, ai, unanswered]
        assert await checks.counts(judge) == {}


async def test_what_is_put_off_comes_again_at_the_end(database, guard):
    async with database.begin() as db:
        who, _ = await citizen(db)
        older, newer = await line(db, who, answer="a"), await line(db, who, answer="b")
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        first = await checks.following(judge)
        assert first.id == newer
        second = await checks.following(judge, after=(first.harm, first.id))
        assert second.id == older
        assert await checks.following(judge, after=(second.harm, second.id)) is None
        assert await checks.following(judge, rank=6) is None


async def test_a_verdict_holds_for_the_same_answer_and_everyone_who_got_it_hears_of_it(database, guard):
    async with database.begin() as db:
        (one, _), (two, _), (other, _) = [await citizen(db) for _ in range(3)]
        first = await line(db, one)
        await line(db, one)
        await line(db, two)
        different = await line(db, other, answer="Ở chợ.")
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        assert (await checks.case(first, judge)).receivers == 2
        await checks.judge(first, judge, "right", "", guard)
        assert (await checks.following(judge)).id == different
        assert await tell(db, NOW + UNDO_FOR - timedelta(seconds=1)) == []
        assert await tell(db) == [(one, "checking.confirmed"), (two, "checking.confirmed")]
        assert await tell(db) == [(one, "checking.confirmed"), (two, "checking.confirmed")]
        row = (await db.scalars(select(Outbound).limit(1))).first()
        assert row.rank == PEOPLE and row.reply["values"]["question"] == "làm căn cước ở đâu"
        assert (await db.scalars(select(AuditEntry.action))).all() == ["log.judged_right"]


@pytest.mark.parametrize(
    ("verdict", "correction", "phrase", "label"),
    [
        ("wrong", "Ở trung tâm hành chính công.", "checking.corrected", "staff"),
        ("incomplete", "Nhớ mang theo giấy hẹn.", "checking.completed", "staff"),
        ("wrong", "", "checking.withdrawn", ""),
    ],
)
async def test_a_correction_goes_out_as_the_words_of_staff(database, guard, verdict, correction, phrase, label):
    async with database.begin() as db:
        who, _ = await citizen(db)
        number = await line(db, who, at=NOW - timedelta(days=100))
        await Checking(db, NOW).judge(number, await staff(db, "moderator"), verdict, correction, guard)
        assert await tell(db, quiet=True) == [(who, phrase)]
        row = (await db.scalars(select(Outbound))).one()
        assert (row.label, row.reply["values"].get("text", "")) == (label, correction)


async def test_that_an_answer_was_right_waits_for_the_morning_and_is_no_news_after_a_week(database, guard):
    async with database.begin() as db:
        (new, _), (old, _) = [await citizen(db) for _ in range(2)]
        number = await line(db, new)
        await line(db, old, at=NOW - timedelta(days=8))
        await Checking(db, NOW).judge(number, await staff(db, "moderator"), "right", "", guard)
        assert await tell(db, quiet=True) == []
        assert await tell(db) == [(new, "checking.confirmed")]


async def test_a_curated_answer_is_confirmed_to_those_alone_who_doubted_it(database, guard):
    async with database.begin() as db:
        (doubts, _), (trusts, _) = [await citizen(db) for _ in range(2)]
        same = {"label": "curated", "outcome": "curated", "entry": "e"}
        number = await line(db, doubts, thumb=-1, **same)
        await line(db, trusts, **same)
        await Checking(db, NOW).judge(number, await staff(db, "moderator"), "right", "", guard)
        assert await tell(db) == [(doubts, "checking.confirmed")]


async def test_emergencies_and_unanswered_questions_are_judged_one_by_one(database, guard):
    async with database.begin() as db:
        (one, _), (two, _) = [await citizen(db) for _ in range(2)]
        urgent = {"label": "curated", "outcome": "emergency", "entry": "emergency", "answer": ""}
        nothing = {"label": "", "outcome": "none", "answer": ""}
        first, _ = await line(db, one, **urgent), await line(db, two, **urgent)
        asked, _ = await line(db, one, **nothing), await line(db, two, **nothing)
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        await checks.judge(first, judge, "right", "", guard)
        await checks.judge(asked, judge, "wrong", "Mai sửa xong, bác ạ.", guard)
        assert await checks.counts(judge) == {6: 1, 2: 1}
        assert await tell(db) == [(one, "checking.answered")]


async def test_a_verdict_can_be_taken_back_until_somebody_was_told(database, guard):
    async with database.begin() as db:
        (one, _), (two, _) = [await citizen(db) for _ in range(2)]
        number, other = await line(db, one, thumb=-1), await line(db, two)
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        before = await checks.counts(judge)
        made = await checks.judge(number, judge, "right", "", guard)
        assert await checks.counts(judge) == {}
        assert (await checks.undo(made.id, judge)).id == number
        assert await checks.counts(judge) == before == {5: 1, 3: 1}
        assert {row.verdict for row in await db.scalars(select(Exchange))} == {""}
        assert await tell(db) == []
        again = await checks.judge(other, judge, "right", "", guard)
        await tell(db)
        with pytest.raises(Refusal, match="told_already"):
            await checks.undo(again.id, judge)


async def test_a_second_verdict_takes_the_place_of_one_that_nobody_heard_of(database, guard):
    async with database.begin() as db:
        who, _ = await citizen(db)
        number = await line(db, who)
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        await checks.judge(number, judge, "right", "", guard, seen=0)
        with pytest.raises(Refusal, match="judged_already"):
            await checks.judge(number, judge, "wrong", "", guard, seen=0)
        seen = (await checks.case(number, judge)).seen
        await checks.judge(number, judge, "wrong", "", guard, seen=seen)
        assert await tell(db) == [(who, "checking.withdrawn")]


@pytest.mark.parametrize(
    ("verdict", "correction", "why"),
    [
        ("maybe", "", "log.no_such_verdict"),
        ("incomplete", "  ", "checking.correction_missing"),
        ("wrong", "x" * 1501, "checking.correction_too_long"),
        ("wrong", "TỐI MẬT: danh sách đoàn kiểm tra", "secret"),
        ("wrong", "Bác gọi cho chị Hoa, số 0912345678.", "checking.correction_personal"),
        ("wrong", "Theo Nghị định 99/2031/NĐ-CP thì phải nộp phạt.", "checking.correction_citation"),
        ("wrong", "Theo Luật Căn cước công dân 2014 thì làm ở xã.", "checking.correction_citation"),
    ],
)
async def test_what_may_not_go_out_is_refused_and_nothing_changes(database, guard, verdict, correction, why):
    async with database.begin() as db:
        number = await line(db, (await citizen(db))[0])
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        with pytest.raises(Refusal, match=why):
            await checks.judge(number, judge, verdict, correction, guard)
        assert await checks.counts(judge) == {3: 1}


async def test_a_moderator_of_a_commune_judges_and_tells_that_commune_alone(database, guard):
    async with database.begin() as db:
        (here, _), (there, _) = await citizen(db, commune=HERE), await citizen(db, commune=THERE)
        mine, other = await line(db, here), await line(db, there)
        local, province = await staff(db, "moderator", area=HERE), await staff(db, "moderator")
        checks = Checking(db, NOW)
        for refused in (checks.case(other, local), checks.judge(other, local, "right", "", guard)):
            with pytest.raises(Refusal, match=r"log\.unknown"):
                await refused
        made = await checks.judge(mine, local, "wrong", "", guard)
        assert [one.id for one in [await checks.following(province)]] == [other]
        assert await tell(db) == [(here, "checking.withdrawn")]
        assert (await checks.verdict(made.id, province)).id == made.id
        elsewhere = await staff(db, "moderator", area=THERE)
        with pytest.raises(Refusal, match=r"checking\.unknown"):
            await checks.verdict(made.id, elsewhere)


async def test_who_could_not_be_told_is_listed_with_the_reason(database, guard):
    async with database.begin() as db:
        reached, _ = await citizen(db)
        blocks, _ = await citizen(db, blocked=True)
        late, _ = await citizen(db, channel="zalo_oa")
        numbers = [await line(db, who) for who in (reached, blocks, late)]
        made = await Checking(db, NOW).judge(numbers[0], await staff(db, "moderator"), "wrong", "", guard)
        await tell(db)
        await db.execute(update(Outbound).where(Outbound.citizen_id == reached).values(status="sent"))
        failed = {"status": "failed", "failure": "outside"}
        await db.execute(update(Outbound).where(Outbound.citizen_id == late).values(**failed))
        assert (await checking.tally(db, [made.id]))[made.id] == {"sent": 1, "blocked": 1, "outside": 1}
        found = await checking.unreached(db, made.id)
        assert [(row.exchange_id, row.why) for row in found] == [(numbers[1], "blocked"), (numbers[2], "outside")]


async def test_many_receivers_are_told_slice_by_slice_each_once(database, guard, monkeypatch):
    monkeypatch.setattr("bot.domain.checking.SLICE", 3)
    async with database.begin() as db:
        people = [(await citizen(db))[0] for _ in range(8)]
        numbers = [await line(db, who) for who in people]
        await Checking(db, NOW).judge(numbers[0], await staff(db, "moderator"), "wrong", "", guard)
        assert [who for who, _ in await tell(db)] == people
        assert (await db.scalars(select(Verdict.told_at))).one() == LATER


async def test_a_right_answer_is_looked_at_again_when_somebody_says_that_it_is_wrong(database, guard):
    async with database.begin() as db:
        who, _ = await citizen(db)
        number = await line(db, who, turn=7)
        judge, checks, log = await staff(db, "moderator"), Checking(db, NOW), Moderation(db, NOW)
        await checks.judge(number, judge, "right", "", guard)
        await log.thumb(who, 7, up=True)
        assert await checks.counts(judge) == {}
        await log.thumb(who, 7, up=False)
        assert await checks.counts(judge) == {5: 1}


async def test_the_trace_of_the_model_is_found_by_turn_and_for_a_remembered_answer_by_its_words(database):
    async with database.begin() as db:
        (one, _), (two, _) = [await citizen(db) for _ in range(2)]
        first, again = await line(db, one, turn=7), await line(db, two, turn=9)
        other = await line(db, two, turn=11, answer="Ở chợ.")
        made = ModelAnswer(citizen_id=one, at=NOW, shown="Ở công an xã.", verdict="pass", turn=7)
        db.add(made)
        await db.flush()
        judge, checks = await staff(db, "moderator"), Checking(db, NOW)
        assert (await checks.case(first, judge)).trace.id == made.id
        assert (await checks.case(again, judge)).trace.id == made.id
        assert (await checks.case(other, judge)).trace is None
