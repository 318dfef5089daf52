"""What a kill met, and how every reply stands in the end: the table held against what the double got."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.tables import Address, Inbound, Outbound
from tests.benches.processes import Double

Came = dict[str, set[str]]
"""Address → numbers of the messages that stand in that chat."""


@dataclass
class Moment:
    """A kill. `kept` messages of all `said` were stored, `done` of them answered, `turns` were being answered."""

    said: int
    kept: int
    done: int
    turns: int
    in_flight: Counter[str] = field(default_factory=Counter)
    """By address: replies that had come although their row, being sent, had no receipt."""

    @property
    def waiting(self) -> int:
        """Messages stored, and not answered yet."""
        return self.kept - self.done

    def __str__(self) -> str:
        return f"{self.said}/{self.kept}/{self.done}/{self.turns}/{self.in_flight.total()}"


@dataclass
class Person:
    """One person in the end. `answered`: messages with replies; `again`: of these with the same reply made twice."""

    kept: int = 0
    answered: int = 0
    again: int = 0
    lost: int = 0
    """Replies that are not sent, or count as sent and did not come."""
    doubled: int = 0
    """More messages than replies."""


async def came(double: Double, first: int, count: int) -> Came:
    """What the people got so far."""
    found = await double.get("numbers", first=first, count=count)
    return {address: set(numbers) for address, numbers in found.items()}


class Watcher:
    """Looks at the database of the dead, and knows which replies without a receipt it has seen already."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self._seen: Came = defaultdict(set)

    async def look(self, said: int, got: Came) -> Moment:
        """What the program was at when it was killed."""
        async with self.database.read() as db:
            done = func.count().filter(Inbound.done_at.is_not(None))
            turns = func.count().filter(Inbound.done_at.is_(None), Inbound.lease_until.is_not(None))
            moment = Moment(said, *(await db.execute(select(func.count(), done, turns).select_from(Inbound))).one())
            rows = await _replies(db)
        sending = Counter(row.address for row in rows if row.status == "sending")
        for address, numbers in self._without_receipt(rows, got).items():
            moment.in_flight[address] = min(len(numbers - self._seen[address]), sending[address])
            self._seen[address] |= numbers
        return moment

    def _without_receipt(self, rows: Sequence[Any], got: Came) -> Came:
        written = _sent(rows)
        return {address: numbers - written[address] for address, numbers in got.items()}

    async def open_left(self) -> tuple[int, int]:
        """Messages done, and replies that are not out."""
        async with self.database.read() as db:
            done = select(func.count()).select_from(Inbound).where(Inbound.done_at.is_not(None))
            waiting = select(func.count()).select_from(Outbound).where(Outbound.status != "sent")
            return (await db.execute(done)).scalar_one(), (await db.execute(waiting)).scalar_one()

    async def persons(self, got: Came) -> dict[str, Person]:
        """How everybody stands in the end."""
        async with self.database.read() as db:
            heard = select(Address.address, func.count().label("count")).join(Inbound, Inbound.address_id == Address.id)
            kept = {row.address: row.count for row in await db.execute(heard.group_by(Address.address))}
            rows = await _replies(db)
        return {one: _person(kept.get(one, 0), [row for row in rows if row.address == one], got[one]) for one in got}


async def _replies(db: Any) -> Sequence[Any]:
    found = select(Address.address, Outbound.turn, Outbound.status, Outbound.platform_id, Outbound.reply)
    return (await db.execute(found.join(Outbound, Outbound.address_id == Address.id))).all()


def _sent(rows: Sequence[Any]) -> Came:
    written: Came = defaultdict(set)
    for row in rows:
        if row.status == "sent":
            written[row.address].add(row.platform_id)
    return written


def _person(kept: int, rows: Sequence[Any], got: set[str]) -> Person:
    replies = Counter((row.turn, row.reply["phrase"]) for row in rows)
    turns = {turn for turn, _ in replies if turn is not None}
    arrived = [row for row in rows if row.status == "sent" and row.platform_id in got]
    return Person(
        kept=kept,
        answered=len(turns),
        again=sum(1 for times in replies.values() if times > 1),
        lost=len(rows) - len(arrived),
        doubled=len(got) - len(rows),
    )
