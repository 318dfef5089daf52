"""The bot while it is off, and after: who writes is told once, and every message is answered in the end."""

import asyncio

from sqlalchemy import func, select

from bot.domain.switches import BOT, Switches
from bot.messages import IncomingMessage
from bot.storage.tables import Inbound, Outbound
from tests.people import NOW, staff


async def switch(friend, on: bool) -> None:
    """As the console does it, and the process knows it at once."""
    async with friend.database.begin() as db:
        switches, who = Switches(db, NOW, ["paper"]), await staff(db, "administrator")
        await (switches.put_on(BOT, who) if on else switches.put_off(BOT, who, "kiểm tra"))
    friend.inbox.off = tuple if on else lambda: (BOT,)


async def said(friend) -> list[str]:
    async with friend.database.read() as db:
        return [row.reply["phrase"] for row in await db.scalars(select(Outbound).order_by(Outbound.id))]


async def test_who_is_in_danger_is_told_whom_to_call_every_time(friend):
    before = len(await said(friend))
    await switch(friend, on=False)
    for words in ("alo", "cấp cứu", "bao giờ sửa cầu", "toi vua chuyen tien cho lua dao"):
        await friend(words)
        await friend.inbox.take()
    told = (await said(friend))[before:]
    assert told == ["switches.notice", "switches.danger", "switches.danger"]
    assert all(number in friend.library.phrases.sentences["switches.danger"] for number in ("113", "114", "115"))


async def test_who_writes_first_in_danger_hears_it_once(friend):
    before = len(await said(friend))
    await switch(friend, on=False)
    for words in ("cấp cứu", "alo"):
        await friend(words)
    assert (await said(friend))[before:] == ["switches.danger"]


async def test_a_call_for_help_beneath_a_burst_is_not_missed(friend):
    before = len(await said(friend))
    await switch(friend, on=False)
    words = ["cấp cứu", *["alo"] * 600, "cấp cứu", *["alo"] * 600]
    await asyncio.gather(
        *(
            friend.arrivals.receive(IncomingMessage("paper", f"b{number}", friend.person, text=text))
            for number, text in enumerate(words)
        )
    )
    for _ in range(3):
        friend.inbox.wakeup.clear()
        await friend.inbox.take()
    assert (await said(friend))[before:] == ["switches.danger"] * 2
    assert not friend.inbox.wakeup.is_set()


async def test_nothing_is_answered_nothing_is_lost(friend):
    before = len(await said(friend))
    await switch(friend, on=False)
    for words in ("quên mật khẩu VNeID", "alo", "bao giờ sửa cầu"):
        assert (await friend(words)).messages == []
    assert (await said(friend))[before:] == ["switches.notice"]
    await switch(friend, on=True)
    for _ in range(20):
        await friend.inbox.take()
    async with friend.database.read() as db:
        assert await db.scalar(select(func.count()).select_from(Inbound).where(Inbound.done_at.is_(None))) == 0
    answers = (await said(friend))[before + 1 :]
    assert len(answers) >= 3 and answers[0] == "ask.answer"
