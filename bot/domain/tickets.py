"""Questions for a person: opening, telling who is on duty, answering."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.staff import Refusal, StaffAccounts
from bot.errors import CitizenError
from bot.messages import Button, Held, Label, Reply
from bot.redaction import is_marked_secret, mask
from bot.storage import addresses, alerts, citizens, kept, moderation, outbox, tickets
from bot.storage import staff as staff_rows
from bot.storage.tables import Staff, Ticket

MAX_OPEN = 3
QUESTION_MAX, ANSWER_MAX = 2000, 3000
ALERT_MAX = 80
AGAIN_AFTER = timedelta(minutes=1)
"""Further words of somebody in danger are told to duty staff so often at most."""
MOST_TOLD = 10
"""So many people in danger are named to who comes on duty; the console lists all."""
REASONS = ("answer", "rescue", "complaint")
"""For what somebody may look at the personal data in an open question."""
ANSWER = outbox.ANSWER
THUMBS = ("ask.right:", "ask.wrong:", "tickets.right:", "tickets.wrong:")
"""How the buttons under answers begin. Their words, where they are typed, mean the newest answer."""
WAYS_ON = (Button("do:tickets", "buttons.person"), Button("do:menu", "buttons.menu"))
"""Under what staff said: ask once more, or go back."""


class TooManyOpenTickets(CitizenError):
    """So many questions wait already that one more would only wait longer."""

    phrase = "tickets.too_many"


class Tickets:
    """Tickets in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def open(self, citizen_id: int, address_id: int, question: str, urgent: bool = False) -> Ticket:
        """A new ticket; who is on duty hears of it at once. Raises TooManyOpenTickets, never for an urgent one."""
        if not urgent and len(await self.waiting_of(citizen_id)) >= MAX_OPEN:
            raise TooManyOpenTickets(limit=MAX_OPEN)
        made = await tickets.add(
            self.db, citizen_id, address_id, question[:QUESTION_MAX], urgent=urgent, opened_at=self.now
        )
        await self._alert(made)
        return made

    async def waiting_of(self, citizen_id: int) -> list[Ticket]:
        """What this person asked and nobody answered yet, the oldest first; nothing urgent."""
        return await tickets.open_of(self.db, citizen_id)

    async def take_back(self, citizen_id: int, ticket_id: int) -> bool:
        """The person no longer asks it: it is forgotten. False where it is not theirs, or answered already."""
        if ticket_id not in {one.id for one in await self.waiting_of(citizen_id)}:
            return False
        await alerts.settled(self.db, [ticket_id])
        await tickets.forget(self.db, [ticket_id])
        return True

    async def emergency(self, citizen_id: int, address_id: int, words: str) -> Ticket:
        """Someone is in danger: one open urgent ticket per citizen; further words are added, and told at once too."""
        found = await tickets.urgent_of(self.db, citizen_id)
        if found is None:
            return await self.open(citizen_id, address_id, words, urgent=True)
        await tickets.add_words(self.db, found.id, f"{found.question}\n{words}"[-QUESTION_MAX:])
        if await self._told_again(found.id):
            await self._alert(found, "tickets.alert_urgent_more", words)
        return found

    async def tell_urgent(self, who: Staff) -> int:
        """Who has just come on duty hears of everybody in danger who still waits. Returns of how many."""
        chat = await staff_rows.chat_of(self.db, who.id)
        if chat is None:
            return 0
        waiting = await tickets.longest_waiting(self.db, area=who.area, limit=MOST_TOLD)
        urgent = [one for one in waiting if one.urgent]
        for one in urgent:
            reply = Reply("tickets.alert_urgent", {"number": one.id, "text": _newest(one.question)})
            await outbox.add(self.db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=self.now)
        return len(urgent)

    async def _told_again(self, ticket_id: int) -> bool:
        """Whether further words are told now: once a minute, so that a flood of them drowns nobody."""
        name = f"urgent:{ticket_id}"
        last = await kept.get(self.db, name)
        if last and self.now - datetime.fromisoformat(last) < AGAIN_AFTER:
            return False
        await kept.put(self.db, name, self.now.isoformat())
        return True

    async def answer(self, ticket_id: int, staff: Staff, text: str) -> None:
        """Send the answer to the citizen, labelled, and close the ticket. Raises Refusal."""
        text = text.strip()
        if not text or len(text) > ANSWER_MAX:
            raise Refusal("tickets.answer_length", most=ANSWER_MAX)
        if is_marked_secret(text):
            raise Refusal("secret")
        found = await self.get(ticket_id, staff)
        masked = mask(found.question)
        values = {"answer": text, "question": masked, "closed_at": self.now, "answered_by": staff.id}
        if not await tickets.close(self.db, ticket_id, **values):
            raise Refusal("tickets.answered_already")
        exchange = await self._log(found, masked, text)
        ways = [Button(f"tickets.{word}:{exchange}", f"buttons.{word}") for word in ("right", "wrong")]
        said = {"text": text, "name": staff.name, "ticket": ticket_id}
        reply = Reply("tickets.answer", said, label=Label.STAFF, buttons=[*ways, *WAYS_ON])
        await outbox.add(self.db, found.citizen_id, found.address_id, reply, rank=outbox.PEOPLE, now=self.now)
        await citizens.unname(self.db, found.citizen_id, THUMBS)
        await alerts.settled(self.db, [ticket_id])
        await audit.record(self.db, staff.login, "tickets.answered", {"ticket": ticket_id}, now=self.now)

    async def reopen(self, ticket_id: int, staff: Staff) -> None:
        """It waits again, and who is on duty hears of it; the answer before stays in the log. Raises Refusal."""
        found = await self.get(ticket_id, staff)
        if not await tickets.reopen(self.db, found.id):
            raise Refusal("tickets.open_already")
        await self._alert(await self.get(ticket_id, staff))
        await audit.record(self.db, staff.login, "tickets.reopened", {"ticket": ticket_id}, now=self.now)

    async def unmask(self, ticket_id: int, staff: Staff, reason: str) -> str:
        """The question with what was masked in it, for who says why; the trail remembers. Raises Refusal."""
        found = await self.get(ticket_id, staff)
        if reason not in REASONS:
            raise Refusal("tickets.reason_missing")
        details = {"ticket": ticket_id, "reason": reason}
        await audit.record(self.db, staff.login, "tickets.unmasked", details, now=self.now)
        return found.question

    async def expire(self, before: datetime) -> int:
        """Words are kept no longer than promised, answered or not: who never got an answer hears so.

        Returns how many tickets of a slice went.
        """
        found = await tickets.unanswered(self.db, before=before)
        for one in found:
            reply = Reply("tickets.expired", {"number": one.id}, buttons=WAYS_ON)
            await outbox.add(self.db, one.citizen_id, one.address_id, reply, rank=outbox.PEOPLE, now=self.now)
        await alerts.settled(self.db, [one.id for one in found])
        await tickets.forget(self.db, [one.id for one in found])
        return len(found)

    async def keep(self, held: Held) -> None:
        """Something said by or to staff may not go out now: it waits until the person writes."""
        if "ticket" in held.reply.get("values", ()):
            await self.keep_answer(int(held.reply["values"]["ticket"]))
        else:
            await outbox.miss(self.db, [held.citizen_id], ANSWER)

    async def keep_answer(self, ticket_id: int) -> None:
        """The platform lets nobody write to them: the answer waits until they do, and who gave it hears of that."""
        found = await tickets.get(self.db, ticket_id)
        if found is None:
            return
        await tickets.change(self.db, ticket_id, kept_at=self.now)
        await outbox.miss(self.db, [found.citizen_id], ANSWER)
        chat = await staff_rows.chat_of(self.db, found.answered_by) if found.answered_by else None
        if chat is not None:
            reply = Reply("tickets.kept", {"number": ticket_id})
            await outbox.add(self.db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=self.now)

    async def give_kept(self, citizen_id: int, address_id: int) -> None:
        """They wrote again: what staff answered meanwhile goes out now."""
        await outbox.resume(self.db, citizen_id, address_id, now=self.now)
        await tickets.given(self.db, citizen_id)
        await outbox.miss(self.db, [citizen_id], "")

    async def get(self, ticket_id: int, staff: Staff) -> Ticket:
        """A ticket within this person's area. Raises Refusal."""
        found = await tickets.get(self.db, ticket_id, area=staff.area)
        if found is None:
            raise Refusal("tickets.unknown")
        return found

    async def count_open(self) -> int:
        """How many wait for an answer."""
        return (await tickets.count_open(self.db))[0]

    async def longest_waiting(self, *, area: str = "", holder: int = 0, limit: int = 50) -> list[Ticket]:
        """Open tickets, urgent ones first, then the longest waiting; with a `holder`, those in their hands."""
        return await tickets.longest_waiting(self.db, area=area, holder=holder, limit=limit)

    async def closed(self, *, area: str = "", before: int | None = None) -> list[Ticket]:
        """Answered tickets, the newest first."""
        return await tickets.closed(self.db, area=area, before=before)

    async def _alert(self, ticket: Ticket, phrase: str = "", words: str = "") -> None:
        """A line in each linked chat of who is on duty for the citizen's commune: no more than masked words."""
        commune = await tickets.commune_of(self.db, ticket.citizen_id)
        usual = "tickets.alert_urgent" if ticket.urgent else "tickets.alert"
        reply = Reply(phrase or usual, {"number": ticket.id, "text": shortened(mask(words or ticket.question))})
        for chat in await StaffAccounts(self.db, self.now).on_duty(commune):
            await outbox.add(self.db, chat.citizen_id, chat.address_id, reply, rank=outbox.PEOPLE, now=self.now)

    async def _log(self, found: Ticket, question: str, text: str) -> int:
        return await moderation.add(
            self.db,
            citizen_id=found.citizen_id,
            channel=await addresses.channel_of(self.db, found.address_id),
            at=self.now,
            handler="bot.domain.tickets.answer",
            phrase="tickets.answer",
            question=question,
            answer=mask(text),
            label=Label.STAFF.value,
            outcome="staff",
        )


def _newest(question: str) -> str:
    """The last line that somebody in danger wrote, masked, for an alert."""
    return shortened(mask(question.rpartition("\n")[2]))


def shortened(text: str) -> str:
    """A question in one line, for an alert."""
    text = " ".join(text.split())
    return text if len(text) <= ALERT_MAX else text[: ALERT_MAX - 1].rstrip() + "…"
