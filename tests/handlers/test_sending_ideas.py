"""Somebody has an idea: writes it, sees it once more, sends it nameless or named, takes it back, votes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from bot.storage import campaigns, ideas
from bot.storage.tables import Idea
from tests.people import HERE

WORDS = "Cho bà con đặt lịch khám ở trạm y tế qua điện thoại"


async def kept(talk) -> list[Idea]:
    async with talk.database.read() as db:
        return list(await db.scalars(select(Idea).order_by(Idea.id)))


def way(said, begins: str) -> str:
    return next(one for one in said.buttons if one.startswith(begins))


async def test_sent_without_a_name_after_a_look_and_taken_back(friend):
    assert (await friend("góp ý")).phrase == "ideas.begin"
    assert (await friend("hay")).phrase == "ideas.too_short"
    said = await friend(WORDS)
    assert said.phrase == "ideas.check" and WORDS in said.text
    assert await kept(friend) == [], "nothing goes to anybody before it was looked at"
    said = await friend(button=way(said, "ideas.anonymous"))
    assert said.phrases == ["ideas.sent"]
    (found,) = await kept(friend)
    assert (found.text, found.anonymous, found.area) == (WORDS, True, "")
    assert WORDS in (await friend(button="ideas.mine")).text
    assert "1 sáng kiến, 0 lượt bình chọn" in (await friend("/dulieu")).text
    assert (await friend(button=way(said, "ideas.withdraw"))).phrase == "ideas.withdrawn"
    assert await kept(friend) == []
    assert (await friend(button=way(said, "ideas.withdraw"))).phrase == "ideas.too_late"


async def test_sent_with_a_name(friend):
    await friend("/sangkien")
    said = await friend(WORDS)
    said = await friend(button=way(said, "ideas.named"))
    assert said.phrases == ["ideas.sent", "ideas.ask_name"]
    assert (await friend("12345")).phrase == "ideas.no_name"
    assert (await friend("Nguyễn Thị Lan")).phrase == "ideas.named"
    (found,) = await kept(friend)
    assert (found.name, found.area) == ("Nguyễn Thị Lan", HERE)


async def test_for_a_campaign_and_voting(friend):
    today = friend.watch.local(friend.watch.now()).date()
    async with friend.database.begin() as db:
        made = {"area": "", "title": "Khám bệnh đỡ chờ", "made_at": friend.watch.now()}
        campaign = await campaigns.add(db, **made, ends_on=today + timedelta(days=7))
    said = await friend("sáng kiến")
    assert said.phrase == "ideas.choose" and "Khám bệnh đỡ chờ" in said.text
    assert (await friend(button=f"ideas.about:{campaign.id}")).phrase == "ideas.about_title"
    said = await friend(WORDS)
    await friend(button=way(said, "ideas.anonymous"))
    (found,) = await kept(friend)
    assert found.campaign_id == campaign.id
    async with friend.database.begin() as db:
        other = await ideas.add(
            db,
            area="",
            text="x",
            title="Mã QR trên cột đèn",
            open=True,
            sent_at=made["made_at"],
            changed_at=made["made_at"],
        )
        await db.execute(update(Idea).where(Idea.id == found.id).values(open=True, title="Đặt lịch khám"))
    said = await friend(button="ideas.votes")
    assert f"ideas.vote:{other.id}" in said.buttons and f"ideas.vote:{found.id}" not in said.buttons
    assert (await friend(button=f"ideas.vote:{other.id}")).phrases == ["ideas.voted", "ideas.votes"]
    assert (await friend(button=f"ideas.vote:{other.id}")).phrases == ["ideas.unvoted", "ideas.votes"]
    assert (await friend(button=f"ideas.vote:{found.id}")).phrase == "ideas.gone"


async def test_a_button_of_an_idea_that_is_not_there(friend):
    assert (await friend(button="ideas.vote:x")).phrase == "ideas.gone"
    assert (await friend(button="ideas.about:99")).phrase == "ideas.over"
    assert (await friend(button="ideas.anonymous:99-0")).phrase == "ideas.begin"
    assert (await friend(button="ideas.withdraw:")).phrase == "ideas.too_late"
