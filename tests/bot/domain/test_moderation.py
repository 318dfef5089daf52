"""The log: what a moderator finds in it, and what may be said about it."""

from typing import Any

import pytest
from sqlalchemy import insert

from bot.domain import reports
from bot.domain.moderation import Moderation
from bot.domain.staff import Refusal
from bot.domain.tickets import Tickets
from bot.storage import counters
from bot.storage.tables import Exchange, Inbound
from tests.people import HERE, NOW, THERE, citizen, staff


async def exchange(db, citizen_id: int, **values: Any) -> int:
    blank = {"phrase": "ask.answer", "handler": "handlers.ask.answer", "channel": "web", "at": NOW, "question": "hỏi"}
    blank |= {"answer": "đáp", "label": "", "outcome": "", "entry": "", "score": 0.5, "sources": [], "cuts": []}
    row = {**blank, "citizen_id": citizen_id, "thumb": 0, "verdict": "", **values}
    return (await db.execute(insert(Exchange).values(**row).returning(Exchange.id))).scalar_one()


async def test_each_filter_shows_what_it_says(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        unanswered = await exchange(db, who, outcome="none")
        person = await exchange(db, who, outcome="person")
        ai = await exchange(db, who, label="ai", outcome="ai")
        cut = await exchange(db, who, label="extract", outcome="extract", cuts=["Nghị định 99/2031"])
        down = await exchange(db, who, label="curated", outcome="curated", thumb=-1, verdict="wrong")
        reader, log = await staff(db, "moderator"), Moderation(db, NOW)

        async def shown(**filters: Any) -> list[int]:
            return [row.id for row in await log.log(reader, **filters)]

        assert await shown() == [down, cut, ai, person, unanswered]
        assert await shown(shown="unanswered") == [person, unanswered]
        assert await shown(shown="ai") == [ai]
        assert await shown(shown="blocked") == [cut]
        assert await shown(shown="thumbs_down") == [down]
        assert await shown(shown="unjudged") == [cut, ai]
        assert await shown(label="curated") == [down]
        assert await shown(shown="no such filter") == await shown()
        assert await shown(before=ai) == [person, unanswered]


async def test_the_log_pages_without_gaps_or_repeats(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        made = [await exchange(db, who) for _ in range(25)]
        reader, log = await staff(db, "moderator"), Moderation(db, NOW)
        found, before = [], None
        while rows := await log.log(reader, before=before, limit=10):
            found += [row.id for row in rows]
            before = rows[-1].id
        assert found == made[::-1]


async def test_a_moderator_of_a_commune_reads_that_commune_alone(database):
    async with database.begin() as db:
        here, _ = await citizen(db, commune=HERE)
        there, _ = await citizen(db, commune=THERE)
        mine, other = await exchange(db, here), await exchange(db, there)
        reader, log = await staff(db, "moderator", area=HERE), Moderation(db, NOW)
        assert [row.id for row in await log.log(reader)] == [mine]
        assert [row.id for row in await log.conversation(mine, reader)] == [mine]
        for refused in (log.get(other, reader), log.conversation(other, reader)):
            with pytest.raises(Refusal):
                await refused


async def test_a_thumb_counts_for_ones_own_turn_alone(database):
    async with database.begin() as db:
        who, _ = await citizen(db)
        other, _ = await citizen(db)
        number = await exchange(db, who, turn=7)
        log, reader = Moderation(db, NOW), await staff(db, "moderator")
        assert not await log.thumb(other, 7, up=False)
        assert (await log.get(number, reader)).thumb == 0
        assert await log.thumb(who, 7, up=False)
        assert (await log.get(number, reader)).thumb == -1
        assert await log.thumb(who, 7, up=True)
        assert (await log.get(number, reader)).thumb == 1


async def test_the_words_of_an_earlier_turn_are_its_writers_alone(database):
    async with database.begin() as db:
        who, where = await citizen(db)
        other, _ = await citizen(db)
        await exchange(db, who, turn=900, question="lam can cuoc o dau")
        heard = Inbound(
            channel="web",
            platform_id="1",
            citizen_id=who,
            address_id=where,
            kind="text",
            words="chưa rõ",
            received_at=NOW,
        )
        db.add(heard)
        await db.flush()
        log = Moderation(db, NOW)
        assert await log.question_of(who, 900) == "lam can cuoc o dau"
        assert await log.question_of(who, heard.id) == "chưa rõ"
        assert await log.question_of(other, 900) == ""
        assert await log.question_of(who, 12345) == ""


async def test_the_dashboard_counts_from_counters(database):
    async with database.begin() as db:
        day = NOW.date()
        await counters.add(db, day, {"turns": 40, "answers.none": 3, "answers.person": 1, "answers.ai": 9})
        await Tickets(db, NOW).open(*await citizen(db), "câu hỏi")
        await Tickets(db, NOW).emergency(*await citizen(db, commune=THERE), "cứu")
        assert await reports.today(db, day) == reports.Counts(open=2, urgent=1, unanswered=4, turns=40)
        assert (await reports.today(db, day, area=HERE)).as_json() == {
            "open": 1,
            "urgent": 0,
            "unanswered": 4,
            "turns": 40,
        }
