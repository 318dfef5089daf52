"""How an announcement will look: its words, its picture, the buttons under it, its length on each channel."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.announcements import Content, message
from bot.domain.answers import asked, asking
from bot.domain.news_kinds import with_way_out
from bot.domain.notice_extras import body_of, host_of
from bot.messages import Reply
from bot.redaction import found
from bot.storage.tables import Announcement
from bot.web.console.context import FORMAL
from bot.web.console.visit import Visit
from bot.web.console.words import PERSONAL, PERSONAL_WARNING


async def kept(visit: Visit, db: AsyncSession, one: Announcement) -> dict[str, Any]:
    """Of one that is kept, with what it asks back."""
    return _shown(visit, one, one.code, await asking(db, one.id, message(one)))


def typed(visit: Visit, content: Content, code: str) -> dict[str, Any]:
    """Of what is being written; a form without the choice asks nothing."""
    return _shown(visit, content, code, asked(visit.field("asks"), message(content, code)))


def _shown(visit: Visit, one: Content | Announcement, code: str, reply: Reply) -> dict[str, Any]:
    reply = reply if one.urgent else with_way_out(reply, one.kind)
    seen = visit.context.as_citizens_see(one.title, body_of(one), code, urgent=one.urgent)
    return {
        "seen": seen,
        "lengths": visit.context.lengths(seen, picture=bool(one.picture)),
        "buttons": [visit.context.library.phrases.say(each.phrase, each.values, FORMAL) for each in reply.buttons],
        "picture": _address(one.picture),
        "alt": one.picture_alt,
        "leads": host_of(one.link) if one.link else "",
        "personal": personal(f"{one.title}\n{one.body}"),
    }


def personal(text: str) -> str:
    """A warning of one person's own data in what everybody will read, "" without any."""
    kinds = found(text)
    named = [title for kind, title in PERSONAL.items() if kind in kinds]
    return PERSONAL_WARNING.format(kinds=", ".join(named)) if named else ""


def _address(picture: str) -> str:
    """Where our server shows it; its name holds what it contains."""
    name = picture.rpartition("/")[2]
    return f"/pictures/{name.partition('.')[0]}/{name}" if name else ""
