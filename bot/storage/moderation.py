"""Queries about the log of questions and answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.tables import Citizen, Exchange, Inbound
from bot.storage.upsert import new_only

UNANSWERED = ("none", "person")
"""Outcomes in which the library had no answer."""
QUESTIONS = ("curated", "extract", "ai", "near", "none", "person")
"""Outcomes of questions; an emergency and what staff answer are none of them."""


async def question_of(db: AsyncSession, citizen_id: int, turn: int) -> str:
    """The words of an earlier turn of this citizen, masked, or ""."""
    logged = select(Exchange.question).where(Exchange.turn == turn, Exchange.citizen_id == citizen_id)
    heard = select(Inbound.words).where(
        Inbound.id == turn, Inbound.citizen_id == citizen_id, Inbound.kind == "text", Inbound.button == ""
    )
    return await db.scalar(logged) or await db.scalar(heard) or ""


async def question_of_line(db: AsyncSession, citizen_id: int, line: int) -> str:
    """The question of a line of this citizen's log, masked, or ""."""
    mine = select(Exchange.question).where(Exchange.id == line, Exchange.citizen_id == citizen_id)
    return await db.scalar(mine) or ""


async def thumb(db: AsyncSession, citizen_id: int, turn: int, value: int) -> Exchange | None:
    """Keep what the citizen thinks of the answer to a turn of theirs. Returns its line, or None without one."""
    return await _thumb(db, value, Exchange.turn == turn, Exchange.citizen_id == citizen_id)


async def thumb_line(db: AsyncSession, citizen_id: int, line: int, value: int) -> Exchange | None:
    """The same of the second answer to a turn, which has a line of its own and no turn."""
    mine = (Exchange.id == line, Exchange.citizen_id == citizen_id, Exchange.label != "staff")
    return await _thumb(db, value, *mine)


async def _thumb(db: AsyncSession, value: int, *mine: Any) -> Exchange | None:
    await db.execute(update(Exchange).where(*mine).values(thumb=value))
    return (await db.scalars(select(Exchange).where(*mine).execution_options(populate_existing=True))).first()


async def rank(db: AsyncSession, exchange_id: int, harm: int) -> None:
    """Its place in the queue of what is to be checked."""
    await db.execute(update(Exchange).where(Exchange.id == exchange_id).values(harm=harm))


async def thumb_staff(db: AsyncSession, citizen_id: int, exchange: int, value: int) -> bool:
    """Keep what the citizen thinks of an answer that staff gave them; False when there is no such one."""
    mine = (Exchange.id == exchange, Exchange.citizen_id == citizen_id, Exchange.label == "staff")
    kept = update(Exchange).where(*mine).values(thumb=value).returning(Exchange.id)
    return (await db.execute(kept)).scalar_one_or_none() is not None


async def last_answer(db: AsyncSession, citizen_id: int) -> Exchange | None:
    """The newest answer that a citizen was given, by whomever."""
    given = select(Exchange).where(Exchange.citizen_id == citizen_id, Exchange.label != "")
    return (await db.scalars(given.order_by(Exchange.id.desc()).limit(1))).first()


EXCHANGES: Any = Exchange.__table__


async def keep(db: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Log turns, all with the same keys; one that is logged already stays as it is."""
    connection = await db.connection()
    await connection.execute(new_only(connection.dialect.name, EXCHANGES), [dict(row) for row in rows])


async def add(db: AsyncSession, **values: Any) -> int:
    """Log an exchange that was no turn of the bot (an answer of staff). Returns its number."""
    blank: dict[str, Any] = {
        "turn": None,
        "entry": "",
        "score": 0.0,
        "sources": [],
        "cuts": [],
        "thumb": 0,
        "verdict": "",
        "digest": "",
        "harm": 0,
    }
    made = insert(Exchange).values(**{**blank, **values}).returning(Exchange.id)
    return int((await db.execute(made)).scalar_one())


async def page(
    db: AsyncSession, *, shown: str, label: str = "", area: str = "", before: int | None = None, limit: int = 30
) -> list[Exchange]:
    """The log before that number, the newest first, through a filter of `FILTERS`."""
    found = select(Exchange).where(*FILTERS[shown]).order_by(Exchange.id.desc()).limit(limit)
    if label:
        found = found.where(Exchange.label == label)
    if before is not None:
        found = found.where(Exchange.id < before)
    return list(await db.scalars(within(found, area)))


async def unanswered(db: AsyncSession, *, since: datetime, area: str = "", limit: int) -> list[tuple[int, int, str]]:
    """(id, citizen_id, question) of the newest questions to which the library had nothing."""
    found = select(Exchange.id, Exchange.citizen_id, Exchange.question).where(Exchange.outcome == "none")
    found = found.where(Exchange.at >= since, Exchange.question != "").order_by(Exchange.id.desc()).limit(limit)
    return [(row[0], row[1], row[2]) for row in await db.execute(within(found, area))]


async def asked(db: AsyncSession, *, since: datetime, area: str = "", limit: int) -> list[tuple[str, str]]:
    """(question, entry) of the newest questions, whatever came of them."""
    found = select(Exchange.question, Exchange.entry).where(Exchange.at >= since, Exchange.question != "")
    found = found.where(Exchange.outcome.in_(QUESTIONS)).order_by(Exchange.id.desc()).limit(limit)
    return [(row[0], row[1]) for row in await db.execute(within(found, area))]


async def get(db: AsyncSession, exchange_id: int, *, area: str = "") -> Exchange | None:
    """One exchange as it stands now, if it lies in the area, or None."""
    found = select(Exchange).where(Exchange.id == exchange_id).execution_options(populate_existing=True)
    return (await db.scalars(within(found, area))).first()


async def of_citizen(
    db: AsyncSession, citizen_id: int, *, before: int | None = None, limit: int = 50
) -> list[Exchange]:
    """What one citizen asked and was told before that number, the newest first."""
    found = select(Exchange).where(Exchange.citizen_id == citizen_id).order_by(Exchange.id.desc()).limit(limit)
    return list(await db.scalars(found if before is None else found.where(Exchange.id < before)))


FILTERS: dict[str, tuple[ColumnElement[bool], ...]] = {
    "all": (),
    "unanswered": (Exchange.outcome.in_(UNANSWERED),),
    "ai": (Exchange.label == "ai",),
    "blocked": (cast(Exchange.cuts, Text) != "[]",),
    "thumbs_down": (Exchange.thumb < 0,),
    "unjudged": (Exchange.verdict == "", Exchange.label != ""),
}


def within(found: Any, area: str) -> Select[Any]:
    """Only lines of citizens of this commune; "" is the whole province."""
    if not area:
        return found
    return found.join(Citizen, Citizen.id == Exchange.citizen_id).where(Citizen.commune == area)
