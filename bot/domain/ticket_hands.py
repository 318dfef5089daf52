"""In whose hands a question is: taking it, handing it on to a colleague, letting it go."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal, covers, may
from bot.domain.tickets import Tickets, shortened
from bot.messages import Reply
from bot.redaction import is_marked_secret, mask
from bot.storage import outbox, staff, tickets
from bot.storage.tables import Staff, Ticket

NOTE_MAX = 300


class TicketHands:
    """Who holds which open question, in the caller's transaction. Anybody of the area may still answer it."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def take(self, ticket_id: int, who: Staff, *, seen: int) -> None:
        """It is this person's from now on. `seen`: who held it when they looked, 0 for nobody. Raises Refusal."""
        await self._move(await self._open(ticket_id, who), who.id, seen, "")
        await self._record(who, "tickets.taken", ticket_id)

    async def let_go(self, ticket_id: int, who: Staff) -> None:
        """Nobody's again; only who holds it lets it go. Raises Refusal."""
        await self._move(await self._open(ticket_id, who), None, who.id, "")
        await self._record(who, "tickets.let_go", ticket_id)

    async def colleagues(self, found: Ticket, who: Staff) -> list[Staff]:
        """Who else may answer this citizen."""
        commune = await tickets.commune_of(self.db, found.citizen_id)
        able = [one for one in await staff.everyone(self.db) if one.disabled_at is None and may(one, "tickets.answer")]
        return [one for one in able if one.id != who.id and covers(one, [commune] if commune else [])]

    async def hand_on(self, ticket_id: int, who: Staff, login: str, note: str, *, seen: int) -> None:
        """To a colleague, with a word for them; their chat hears of it. Raises Refusal."""
        found, note = await self._open(ticket_id, who), " ".join(note.split())
        if len(note) > NOTE_MAX or is_marked_secret(note):
            raise Refusal("secret" if is_marked_secret(note) else "tickets.note_too_long", most=NOTE_MAX)
        to = next((one for one in await self.colleagues(found, who) if one.login == login), None)
        if to is None:
            raise Refusal("tickets.no_such_colleague")
        await self._move(found, to.id, seen, mask(note))
        chat = await staff.chat_of(self.db, to.id)
        if chat is not None:
            values = {"number": found.id, "by": who.name, "text": shortened(mask(found.question))}
            reply = Reply("tickets.handed", values)
            await outbox.add(self.db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=self.now)
        await self._record(who, "tickets.handed_on", ticket_id, to=to.id)

    async def _open(self, ticket_id: int, who: Staff) -> Ticket:
        found = await Tickets(self.db, self.now).get(ticket_id, who)
        if found.closed_at is not None:
            raise Refusal("tickets.answered_already")
        return found

    async def _move(self, found: Ticket, to: int | None, seen: int, note: str) -> None:
        if not await tickets.hold(self.db, found.id, seen or None, holder_id=to, handed_note=note):
            raise Refusal("tickets.moved_meanwhile")

    async def _record(self, who: Staff, action: str, ticket_id: int, **more: int) -> None:
        await audit.record(self.db, who.login, action, {"ticket": ticket_id, **more}, now=self.now)
