"""Counting rows of a period, and of some of the people. What is counted says `bot.domain.figures`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.storage.tables import Citizen, Exchange, Membership, Ticket

MOST_WAITS = 20_000


@dataclass(frozen=True, slots=True)
class Scope:
    """A period (the end not in it) and whose rows count; "" for everybody's."""

    since: datetime
    until: datetime
    commune: str = ""
    audience: str = ""
    organisation: str = ""

    def of(self, at: Any, citizen: Any) -> list[ColumnElement[bool]]:
        """The same as conditions on when a row happened and whose it is."""
        found = [at >= self.since, at < self.until]
        if self.commune or self.audience:
            who = aliased(Citizen)
            where = [who.id == citizen]
            where += [who.commune == self.commune] if self.commune else []
            where += [who.audience == self.audience] if self.audience else []
            found.append(exists().where(*where))
        if self.organisation:
            found.append(exists().where(Membership.citizen_id == citizen, Membership.organisation == self.organisation))
        return found


async def counted(db: AsyncSession, source: Any, columns: Sequence[Any], scope: Scope) -> Sequence[Any]:
    """One row: each column over the rows of a source."""
    found = select(*columns).select_from(source.at.class_).where(*scope.of(source.at, source.citizen), *source.where)
    return (await db.execute(found)).one()


async def by_commune(db: AsyncSession, source: Any, columns: Sequence[Any], scope: Scope) -> list[Any]:
    """A row for each commune: its code, then each column."""
    found = select(Citizen.commune, *columns).select_from(source.at.class_).join(Citizen, Citizen.id == source.citizen)
    found = found.where(*scope.of(source.at, source.citizen), *source.where, Citizen.commune != "")
    return list(await db.execute(found.group_by(Citizen.commune)))


async def by_entry(db: AsyncSession, source: Any, scope: Scope) -> list[tuple[str, int]]:
    """(entry, how many questions) of the lines of the log that count."""
    found = select(Exchange.entry, func.count()).where(*scope.of(source.at, source.citizen), *source.where)
    return [(row[0], int(row[1])) for row in await db.execute(found.group_by(Exchange.entry))]


async def waits(db: AsyncSession, scope: Scope) -> list[float]:
    """How many minutes each answered question waited for a person; of the newest `MOST_WAITS`."""
    found = select(Ticket.opened_at, Ticket.closed_at).where(*scope.of(Ticket.opened_at, Ticket.citizen_id))
    found = found.where(Ticket.closed_at.is_not(None)).order_by(Ticket.id.desc()).limit(MOST_WAITS)
    return [(shut - opened).total_seconds() / 60 for opened, shut in await db.execute(found) if shut]
