"""Ideas from the chat: sending one with a name or without, taking it back, voting, hearing what became of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import CitizenError
from bot.messages import Person
from bot.redaction import mask
from bot.storage import campaigns, ideas
from bot.storage.tables import Campaign, Idea

IDEA_MAX = 1000
FEWEST_WORDS = 3
PER_DAY = 5
VOTABLE = 5
STATUSES = ("received", "studied", "taken_up", "declined")


class TooMany(CitizenError):
    """So many in one day are enough."""

    phrase = "ideas.too_many"


class Over(CitizenError):
    """Nobody collects ideas for this any more."""

    phrase = "ideas.over"


class Gone(CitizenError):
    """The idea is not there, or not for this person."""

    phrase = "ideas.gone"


class Ideas:
    """What a citizen does with ideas, in the caller's transaction. `today`: the date where they live."""

    def __init__(self, db: AsyncSession, now: datetime, today: date) -> None:
        self.db, self.now, self.today = db, now, today

    async def asked_for(self, commune: str) -> list[Campaign]:
        """The campaigns that somebody who lives there can send ideas to."""
        return await campaigns.running(self.db, commune, self.today)

    async def campaign(self, campaign_id: int, commune: str) -> Campaign:
        """One of them. Raises Over."""
        found = {one.id: one for one in await self.asked_for(commune)}.get(campaign_id)
        if found is None:
            raise Over
        return found

    async def send(self, who: Person, address_id: int, turn: int, text: str, *, to: int, anonymous: bool) -> Idea:
        """Keep an idea; the same message once more is the same idea. Raises TooMany, Over.

        Without a name the sender's commune is not kept either: who deals with it follows from the campaign alone.
        """
        if there := await ideas.of_turn(self.db, turn):
            return there
        if len(await ideas.of_citizen(self.db, who.id, since=self.now - timedelta(days=1), limit=PER_DAY)) >= PER_DAY:
            raise TooMany(most=PER_DAY)
        area = (await self.campaign(to, who.commune)).area if to else ""
        return await ideas.add(
            self.db,
            citizen_id=who.id,
            address_id=address_id,
            turn=turn,
            campaign_id=to or None,
            area=area or ("" if anonymous else who.commune),
            text=mask(text)[:IDEA_MAX],
            anonymous=anonymous,
            sent_at=self.now,
            changed_at=self.now,
        )

    async def name(self, citizen_id: int, idea_id: int, name: str) -> None:
        """The name that the sender wants beside it; nothing for one sent without."""
        found = await ideas.get(self.db, idea_id)
        if found and found.citizen_id == citizen_id and not found.anonymous:
            await ideas.change(self.db, [idea_id], name=name[:40])

    async def withdraw(self, citizen_id: int, idea_id: int) -> bool:
        """Take an idea back; False when somebody has dealt with it already."""
        return await ideas.withdraw(self.db, idea_id, citizen_id)

    async def mine(self, citizen_id: int) -> list[Idea]:
        """What they sent last, the newest first."""
        return await ideas.of_citizen(self.db, citizen_id)

    async def votable(self, who: Person) -> list[tuple[Idea, bool]]:
        """What they may vote on, and whether they did."""
        found = await ideas.votable(self.db, who.commune, limit=VOTABLE)
        voted = await ideas.voted(self.db, who.id, [one.id for one in found])
        return [(one, one.id in voted) for one in found]

    async def vote(self, who: Person, idea_id: int) -> tuple[Idea, bool]:
        """Vote for it, or take the vote back: the idea as it is now, and whether the vote stands. Raises Gone."""
        found = await ideas.get(self.db, idea_id)
        if found is None or not found.open or found.area not in ("", who.commune) or found.citizen_id == who.id:
            raise Gone
        stands = await ideas.vote(self.db, idea_id, who.id)
        now = await ideas.get(self.db, idea_id)
        assert now
        return now, stands


def is_enough(text: str) -> bool:
    """Words that somebody else can make something of."""
    return sum(any(letter.isalpha() for letter in word) for word in text.split()) >= FEWEST_WORDS


def shortened(text: str, most: int = 160) -> str:
    """An idea in one line; a citizen's braces mean nothing."""
    text = " ".join(text.split()).translate(str.maketrans("{}", "()"))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
