"""Choosing one of the nearest entries leaves a proposal for editors; any other button does not."""

from sqlalchemy import select

from bot.storage.tables import Wording

VAGUE = "sua ten tren giay khai sinh the nao"


async def proposals(friend):
    async with friend.database.read() as db:
        return [(row.entry, row.question) for row in await db.scalars(select(Wording))]


async def test_the_chosen_entry_is_proposed_with_the_question_as_it_was_asked(friend):
    offered = await friend(VAGUE)
    assert offered.phrase in ("ask.near", "ask.which")
    chosen = next(does for does, _ in (await friend.citizen()).choices if does.startswith("ask.entry:"))
    await friend(button=chosen)
    assert await proposals(friend) == [(chosen.partition(":")[2], VAGUE)]
    await friend(button=chosen)
    assert len(await proposals(friend)) == 1


async def test_an_old_button_after_another_talk_proposes_nothing(friend):
    await friend(VAGUE)
    await friend("cảm ơn")
    assert (await friend("bao giờ sửa cầu")).phrase in ("ask.near", "ask.which")
    await friend(button="ask.entry:quen-mat-khau-vneid")
    assert await proposals(friend) == []


async def test_what_names_nothing_proposes_nothing(friend):
    offered = await friend("con phi bao nhieu")
    await friend(button=next(button for button in offered.buttons if button.startswith("ask.entry:")))
    assert await proposals(friend) == []
