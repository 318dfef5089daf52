"""People check what the bot answered: the queue, verdicts with corrections, and telling who got the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain import audit
from bot.domain.answering.found import Found
from bot.domain.answering.guard import Guard, Passage
from bot.domain.harm import digest_of, harm_of
from bot.domain.staff import Refusal
from bot.messages import Button, Label, Reply
from bot.redaction import is_marked_secret, mask
from bot.storage import case_leases, checking, moderation, outbox, staff
from bot.storage.tables import Address, Exchange, ModelAnswer, Staff, Verdict

RIGHT, WRONG, INCOMPLETE = "right", "wrong", "incomplete"
VERDICTS = (RIGHT, WRONG, INCOMPLETE)
UNDO_FOR = timedelta(seconds=60)
"""So long nobody is told, so that a verdict can be taken back."""
CONFIRMED_FOR = timedelta(days=7)
"""Who got an answer longer ago is not told that it was right; a correction goes to everybody in the log."""
CORRECTION_MAX = 1500
QUOTED_MAX = 120
SLICE = 200
WAYS_ON = (Button("do:tickets", "buttons.person"), Button("do:menu", "buttons.menu"))
HARMLESS = str.maketrans("{}", "()")


@dataclass(frozen=True, slots=True)
class Case:
    """One answer with all that is needed to judge it. `receivers`: how many people got it."""

    found: Exchange
    around: Sequence[Exchange]
    trace: ModelAnswer | None
    receivers: int
    verdicts: Sequence[Verdict]
    names: Mapping[int, str]

    @property
    def seen(self) -> int:
        """The newest verdict on it, 0 without one: whoever judges must have seen it."""
        return self.verdicts[0].id if self.verdicts else 0


class Checking:
    """The queue and its verdicts in the caller's transaction."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def counts(self, who: Staff) -> dict[int, int]:
        """How many answers wait, by rank of harm."""
        return await checking.counts(self.db, area=who.area)

    async def following(self, who: Staff, *, after: tuple[int, int] | None = None, rank: int = 0) -> Exchange | None:
        """The next one that nobody else looks at, after (rank, number) of one that was put off; None without any."""
        free = ~case_leases.looked_at_by_others(who.id, self.now)
        return await checking.following(self.db, free, area=who.area, after=after, rank=rank)

    async def case(self, exchange_id: int, who: Staff) -> Case:
        """Everything about one answer. Raises Refusal."""
        found = await self._line(exchange_id, who)
        verdicts = await checking.of_answer(self.db, found)
        return Case(
            found,
            await checking.around(self.db, found, before=3, after=3),
            await checking.trace(self.db, found),
            await checking.receivers(self.db, found, area=who.area),
            verdicts,
            await staff.names(self.db, {one.staff_id for one in verdicts if one.staff_id}),
        )

    async def corrected(self, found: Found, commune: str) -> Found:
        """An answer as people left it: nobody is told again what was found wrong; what was missing comes along.

        Until the entry is changed, or the model writes something else, which is another answer.
        """
        if found.label is None:
            return found
        said = await checking.standing(self.db, digest_of(found.entry[:64], found.text), commune)
        if said is None or said.verdict == RIGHT:
            return found
        if said.verdict == INCOMPLETE:
            return replace(found, addition=said.correction)
        if said.correction:
            return replace(found, kind="staff", text=said.correction, label=Label.STAFF, sources=(), partial=False)
        return replace(found, kind="none", text="", label=None, sources=())

    async def judge(
        self, exchange_id: int, who: Staff, verdict: str, correction: str, guard: Guard, *, seen: int | None = None
    ) -> Verdict:
        """Right, wrong or incomplete, for everyone who got this answer. Raises Refusal.

        `seen`: the newest verdict on the page that was judged from; somebody may have been faster.
        """
        found = await self._line(exchange_id, who)
        correction = correction.strip() if verdict != RIGHT else ""
        _check(found, verdict, correction, guard)
        before = await checking.of_answer(self.db, found)
        if seen is not None and seen != (before[0].id if before else 0):
            raise Refusal("checking.judged_already")
        for one in before:
            await checking.undo(self.db, one.id, now=self.now)
        made = await checking.add(
            self.db,
            exchange_id=found.id,
            digest=found.digest,
            area=who.area,
            verdict=verdict,
            correction=correction,
            staff_id=who.id,
            at=self.now,
            due_at=self.now + UNDO_FOR,
        )
        await checking.settle(self.db, found.id, found.digest, verdict=verdict, staff_id=who.id, area=who.area)
        await case_leases.drop(self.db, found.id, who.id)
        details = {"exchange": found.id, "verdict": made.id}
        await audit.record(self.db, who.login, f"log.judged_{verdict}", details, now=self.now)
        return made

    async def undo(self, verdict_id: int, who: Staff) -> Exchange:
        """Take a verdict back before anybody heard of it; its answers wait again. Raises Refusal."""
        found = await self.verdict(verdict_id, who)
        if not await checking.undo(self.db, found.id, now=self.now):
            raise Refusal("checking.told_already")
        for line in await checking.judged(self.db, found):
            await checking.put_back(self.db, line.id, int(harm_of(vars(line))))
        details = {"exchange": found.exchange_id, "verdict": found.id}
        await audit.record(self.db, who.login, "log.verdict_undone", details, now=self.now)
        return await self._line(found.exchange_id, who)

    async def verdict(self, verdict_id: int, who: Staff) -> Verdict:
        """A verdict given in this person's area. Raises Refusal."""
        found = await checking.get(self.db, verdict_id)
        if found is None or (who.area and found.area != who.area):
            raise Refusal("checking.unknown")
        return found

    async def _line(self, exchange_id: int, who: Staff) -> Exchange:
        found = await moderation.get(self.db, exchange_id, area=who.area)
        if found is None:
            raise Refusal("log.unknown")
        return found


def _check(found: Exchange, verdict: str, correction: str, guard: Guard) -> None:
    """Is this a verdict, and may its correction go out? Raises Refusal."""
    if verdict not in VERDICTS:
        raise Refusal("log.no_such_verdict")
    if verdict == INCOMPLETE and not correction:
        raise Refusal("checking.correction_missing")
    if len(correction) > CORRECTION_MAX:
        raise Refusal("checking.correction_too_long", most=CORRECTION_MAX)
    if is_marked_secret(correction):
        raise Refusal("secret")
    if mask(correction) != correction:
        raise Refusal("checking.correction_personal")
    if faults := citation_faults(guard, found.question, correction):
        raise Refusal("checking.correction_citation", why="; ".join(faults))


def citation_faults(guard: Guard, question: str, correction: str) -> list[str]:
    """Legal documents in a correction that are not in the register or no longer in force.

    What a person writes is its own evidence for everything else.
    """
    if not correction:
        return []
    judged = guard.check(question, [Passage("staff", correction)], correction)
    return [reason for reason in judged.reasons if reason.startswith(("citation", "validity"))]


def said_of(found: Exchange, verdict: str, correction: str) -> str:
    """The phrase for who got the answer; "" where a verdict changes nothing for them."""
    if found.outcome == "emergency" or not found.label:
        return "checking.answered" if correction else ""
    if verdict == RIGHT:
        return "checking.confirmed"
    if not correction:
        return "checking.withdrawn"
    return "checking.completed" if verdict == INCOMPLETE else "checking.corrected"


class Telling:
    """Puts verdicts on their way to who got the answer."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def tell_due(self, *, quiet: bool) -> int:
        """One slice of one verdict that is due; 0 when there is nothing to do. In quiet hours corrections alone go."""
        found = await checking.due(self.db, now=self.now, verdicts=(WRONG, INCOMPLETE) if quiet else VERDICTS)
        if found is None:
            return 0
        right = found.verdict == RIGHT
        since = self.now - CONFIRMED_FOR if right else None
        told = await checking.untold(self.db, found, since=since, doubted=right, limit=SLICE)
        await self._tell(found, told)
        if len(told) < SLICE:
            await checking.change(self.db, found.id, told_at=self.now)
        return 1

    async def _tell(self, found: Verdict, told: Sequence[tuple[int, int]]) -> None:
        lines = await checking.lines(self.db, [line for _, line in told])
        addresses = await checking.addresses(self.db, [citizen for citizen, _ in told])
        notices = []
        for citizen, number in told:
            phrase = said_of(lines[number], found.verdict, found.correction)
            notice = {"verdict_id": found.id, "exchange_id": number, "citizen_id": citizen}
            if phrase:
                where = _where(addresses.get(citizen, ()), lines[number].channel)
                notices.append(notice | await self._sent(found, lines[number], phrase, where))
        await checking.keep_notices(self.db, notices)

    async def _sent(self, found: Verdict, line: Exchange, phrase: str, where: Address | None) -> dict[str, Any]:
        if where is None or where.blocked_at:
            return {"outbox_id": None, "failure": "blocked" if where else "no_channel"}
        said = _reply(phrase, line.question, found.correction)
        number = await outbox.add(self.db, line.citizen_id, where.id, said, rank=outbox.PEOPLE, now=self.now)
        return {"outbox_id": number, "failure": ""}


def _reply(phrase: str, question: str, correction: str) -> Reply:
    """What is said, with the question it is about; a citizen's braces mean nothing."""
    asked = " ".join(question.split()).translate(HARMLESS)
    asked = asked if len(asked) <= QUOTED_MAX else asked[: QUOTED_MAX - 1].rstrip() + "…"
    values = {"question": asked, **({"text": correction} if correction else {})}
    return Reply(phrase, values, label=Label.STAFF if correction else None, buttons=WAYS_ON)


def _where(addresses: Sequence[Address], channel: str) -> Address | None:
    """Where the answer was given, else where they wrote last; one that does not block us first."""
    best = sorted(addresses, key=lambda one: (one.blocked_at is not None, one.channel != channel))
    return best[0] if best else None
