"""Calls for ideas: for whom, until when, and who may end them."""

from datetime import date, timedelta

import pytest

from bot.domain.campaigns import Campaigns
from bot.domain.ideas import Ideas, Over
from bot.domain.staff import Refusal
from bot.messages import Person
from tests.people import HERE, NOW, THERE, citizen, staff

TODAY = date(2026, 11, 24)


async def test_a_campaign_takes_ideas_of_its_commune_until_its_last_day(database):
    async with database.begin() as db:
        editor = await staff(db, "editor", area=HERE)
        desk = Campaigns(db, NOW)
        number = await desk.begin(editor, "Trạm y tế", "", TODAY, area=HERE, today=TODAY)
        (sender, address), ideas = await citizen(db), Ideas(db, NOW, TODAY)
        who = Person(sender, commune=HERE)
        sent = await ideas.send(who, address, 1, "Đặt lịch khám qua điện thoại", to=number, anonymous=True)
        assert sent.area == HERE
        for commune, today in ((THERE, TODAY), (HERE, TODAY + timedelta(days=1))):
            with pytest.raises(Over):
                await Ideas(db, NOW, today).campaign(number, commune)
        await desk.close(number, editor, closed=True)
        assert await ideas.asked_for(HERE) == []
        await desk.close(number, editor, closed=False)
        assert [one.id for one in await ideas.asked_for(HERE)] == [number]
        stranger = await staff(db, "editor", area=THERE)
        with pytest.raises(Refusal, match="outside_area"):
            await desk.close(number, stranger, closed=True)
        with pytest.raises(Refusal, match=r"campaigns\.day_unfit"):
            await desk.begin(editor, "Muộn", "", TODAY - timedelta(days=1), area=HERE, today=TODAY)
