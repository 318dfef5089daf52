"""Reading the log, and saying which answers were right."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.answering.found import Found
from bot.domain.harm import harm_of, ranked
from bot.domain.staff import Refusal
from bot.messages import Turn
from bot.storage import model_answers, moderation
from bot.storage.tables import Exchange, ModelAnswer, Staff

FILTERS = tuple(moderation.FILTERS)


class Moderation:
    """The log in the caller's transaction. Its words were masked before they were kept."""

    def __init__(self, db: AsyncSession, now: datetime) -> None:
        self.db, self.now = db, now

    async def question_of(self, citizen_id: int, turn: int, *, line: int = 0) -> str:
        """The words of an earlier turn of this citizen, or of a line of the log, or ""."""
        if line:
            return await moderation.question_of_line(self.db, citizen_id, line)
        return await moderation.question_of(self.db, citizen_id, turn)

    async def also(self, turn: Turn, found: Found) -> int:
        """Log the second of two answers to one turn: its question, label and sources, masked. Returns its line."""
        trace = found.trace
        line = {
            "turn": None,
            "citizen_id": turn.citizen.id,
            "channel": turn.message.channel,
            "at": self.now,
            "handler": "ask.second",
            "phrase": "ask.part",
            "question": trace.question,
            "answer": found.text,
            "label": found.label.value if found.label else "",
            "outcome": found.kind,
            "entry": trace.entry[:64],
            "score": trace.score,
            "sources": list(trace.sources),
            "cuts": list(trace.cuts),
            "thumb": 0,
        }
        return await moderation.add(self.db, **ranked(line))

    async def thumb(self, citizen_id: int, turn: int, *, up: bool) -> bool:
        """Keep whether the answer helped; False when that turn is not logged.

        One that was found right is looked at again when somebody says it is not.
        """
        return await self._ranked(await moderation.thumb(self.db, citizen_id, turn, 1 if up else -1), up=up)

    async def thumb_line(self, citizen_id: int, line: int, *, up: bool) -> bool:
        """The same of a line of the log: the second of two answers."""
        return await self._ranked(await moderation.thumb_line(self.db, citizen_id, line, 1 if up else -1), up=up)

    async def _ranked(self, found: Exchange | None, *, up: bool) -> bool:
        if found is not None and not (up and found.verdict):
            await moderation.rank(self.db, found.id, harm_of(vars(found)))
        return found is not None

    async def thumb_staff(self, citizen_id: int, exchange: int, *, up: bool) -> bool:
        """Keep whether an answer of staff helped; False when this citizen was given no such one."""
        return await moderation.thumb_staff(self.db, citizen_id, exchange, 1 if up else -1)

    async def model_answers(self, me: Staff, *, before: int | None = None, limit: int = 30) -> list[ModelAnswer]:
        """What the model wrote to citizens of the area, and what the guard made of it; the newest first."""
        return await model_answers.latest(self.db, area=me.area, before=before, limit=limit)

    async def last_answer(self, citizen_id: int) -> Exchange | None:
        """The newest answer that this citizen was given."""
        return await moderation.last_answer(self.db, citizen_id)

    async def log(
        self, who: Staff, *, shown: str = "all", label: str = "", before: int | None = None, limit: int = 30
    ) -> list[Exchange]:
        """The newest exchanges within this person's area, through one of `FILTERS`."""
        shown = shown if shown in FILTERS else "all"
        return await moderation.page(self.db, shown=shown, label=label, area=who.area, before=before, limit=limit)

    async def get(self, exchange_id: int, who: Staff) -> Exchange:
        """One exchange within this person's area. Raises Refusal."""
        found = await moderation.get(self.db, exchange_id, area=who.area)
        if found is None:
            raise Refusal("log.unknown")
        return found

    async def conversation(
        self, exchange_id: int, who: Staff, *, before: int | None = None, limit: int = 50
    ) -> list[Exchange]:
        """What the citizen of this exchange asked and was told, the newest first. Raises Refusal."""
        found = await self.get(exchange_id, who)
        return await moderation.of_citizen(self.db, found.citizen_id, before=before, limit=limit)
