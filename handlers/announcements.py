"""The latest announcements for where the citizen lives."""

from __future__ import annotations

from bot.domain.domain import Domain
from bot.messages import Button, Reply, Turn
from bot.router import Router

from . import buttons, notice_shown

router = Router()


@router.command("announcements")
async def latest(turn: Turn, domain: Domain) -> Reply:
    """The last five that concern this citizen; who chose no commune sees the province's, and may choose one."""
    found = await domain.announcements.latest_for(turn.citizen)
    place = [] if turn.citizen.commune else [buttons.COMMUNE]
    where = "" if turn.citizen.commune else "_anywhere"
    if not found:
        ways = [*place, buttons.LESSONS, buttons.ASK, _switch(turn), buttons.MENU]
        return Reply(f"announcements.none{where}", buttons=ways)
    lines = [notice_shown.line(one, domain) for one in found]
    ways = [*place, _switch(turn), buttons.MENU]
    return Reply(f"announcements.latest{where}", {"text": "\n\n".join(lines)}, buttons=ways)


def _switch(turn: Turn) -> Button:
    if turn.citizen.news:
        return Button("announcements.news:off", "buttons.news_off")
    return Button("announcements.news:on", "buttons.news_on")


@router.button("announcements.news")
async def switch(turn: Turn, domain: Domain) -> Reply:
    """Opt out of announcements, or in again."""
    return await _wanted(turn, domain, turn.argument == "on")


@router.command("news_off", "news_on")
async def switch_by_words(turn: Turn, domain: Domain) -> Reply:
    """ "Đừng gửi thông báo nữa"; every button of it says what was done, and undoes it."""
    return await _wanted(turn, domain, turn.command == "news_on")


async def _wanted(turn: Turn, domain: Domain, wanted: bool) -> Reply:
    await domain.citizens.want_news(turn.citizen.id, wanted)
    undo = Button("announcements.news:off" if wanted else "announcements.news:on", "buttons.undo")
    return Reply("announcements.on" if wanted else "announcements.off", buttons=[undo, buttons.MENU])
