"""Who writes: consent, settings, what is kept about them, erasing it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button
from bot.storage import citizens, outbox

FORMS = ("ong", "ba", "bac", "co", "chu", "anh", "chi", "ban")
"""How a citizen may be addressed, as the phrases know it."""

AUDIENCES = ("DÂN", "CAO", "VÙNG", "GIA", "HSSV", "CB", "KD")
"""Groups of learners, as the curriculum names them."""


class Citizens:
    """Settings of one citizen at a time."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now
        self.addressed: dict[int, str] = {}
        """Who chose a form of address just now: the reply to the choice is already worded in it."""

    async def consent(self, citizen_id: int, agreed: bool) -> None:
        """Keep or withdraw consent to remember settings and learning."""
        await citizens.change(self.db, citizen_id, consented_at=self.now if agreed else None)

    async def met(self, citizen_id: int, stage: str) -> None:
        """How far the first meeting went: "asked" for consent, asked "again", or "done"."""
        await citizens.change(self.db, citizen_id, met=stage)

    async def address_as(self, citizen_id: int, form: str) -> bool:
        """Set the form of address; False when there is no such form."""
        if form not in FORMS:
            return False
        await citizens.change(self.db, citizen_id, form=form)
        self.addressed[citizen_id] = form
        return True

    async def live_in(self, citizen_id: int, commune: str) -> None:
        """Set the commune by its code; "" forgets it."""
        await citizens.change(self.db, citizen_id, commune=commune)

    async def belong_to(self, citizen_id: int, audience: str) -> bool:
        """Set the group; False when there is no such group."""
        if audience not in AUDIENCES:
            return False
        await citizens.change(self.db, citizen_id, audience=audience)
        return True

    async def follow(self, citizen_id: int, path: str) -> None:
        """Learn along this path from now on; "" for none."""
        await citizens.change(self.db, citizen_id, path=path)

    async def offered(self, citizen_id: int, today: date) -> None:
        """Reviews were offered, or not due, today: no more of it until tomorrow."""
        await citizens.change(self.db, citizen_id, offered_on=today)

    async def reminders_unanswered(self, citizen_id: int, number: int) -> None:
        """So many reminders in a row have brought no word."""
        await citizens.change(self.db, citizen_id, unanswered=number)

    async def want_news(self, citizen_id: int, wanted: bool) -> None:
        """Opt in to or out of announcements."""
        await citizens.change(self.db, citizen_id, news=wanted)

    async def want_pictures(self, citizen_id: int, wanted: bool) -> None:
        """Send drawings with lessons, or spare their data."""
        await citizens.change(self.db, citizen_id, pictures=wanted)

    async def remind_at(self, citizen_id: int, hour: int | None) -> None:
        """Remind once a day from this hour (0–23, local), or not at all."""
        await citizens.change(self.db, citizen_id, reminder_hour=hour, unanswered=0)

    async def made_up(self, citizen_id: int) -> None:
        """What they missed has been said."""
        await citizens.change(self.db, citizen_id, missed="")

    async def listed(self, citizen_id: int, address_id: int) -> list[Button]:
        """The list that goes on, as it was offered; nothing when not all of it can be said again."""
        said = [outbox.from_json(kept) for kept in await outbox.last_said(self.db, address_id)]
        known = {button.does: button for reply in reversed(said) for button in reply.buttons}
        meant = [known.get(does) for does, _ in await citizens.choices(self.db, citizen_id)]
        return [button for button in meant if button] if all(meant) else []

    async def export(self, citizen_id: int) -> dict[str, list[dict[str, Any]]]:
        """Everything kept about a citizen, by table."""
        return await citizens.everything(self.db, citizen_id)

    async def erase(self, citizen_id: int, *, but_turn: int) -> None:
        """Delete everything about a citizen; the address goes once the goodbye is out."""
        await citizens.erase(self.db, citizen_id, now=self.now, but_turn=but_turn)
        await citizens.change(self.db, citizen_id, met=ERASED)


ERASED = "erased"
