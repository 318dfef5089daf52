"""From a rule of who is meant to one SQL expression, the same for counting and for sending.

A rule is JSON: `{"v": 1, "join": "all"|"any", "blocks": [{"join", "not", "rows": [{"is", "value", "not", …}]}]}`.
In a block and among the blocks "not" takes away whatever else is said: (these, all or any of them) and none of those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select, true

from bot.storage.tables import Address, Citizen, Membership, Progress

NOT_WRITTEN_TO = ("terminal",)
"""Channels that exist only while someone sits there."""
REACHABLE = (Address.blocked_at.is_(None), Address.channel.not_in(NOT_WRITTEN_TO))
LAST_HEARD_FIRST = (Address.last_heard.desc().nulls_last(), Address.id.desc())
"""A citizen is written to at the first of their addresses in this order."""


def compiled(rule: Mapping[str, Any]) -> ColumnElement[bool]:
    """Whom the rule means, as a condition on `Citizen`; an empty rule means everybody."""
    return _joined(rule["join"], rule["blocks"], _block) if rule else true()


def _block(block: Mapping[str, Any]) -> ColumnElement[bool]:
    return _joined(block["join"], block["rows"], lambda row: CONDITIONS[row["is"]](row))


def _joined(
    join: str, parts: Sequence[Mapping[str, Any]], each: Callable[[Mapping[str, Any]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Those that are wanted, all or any of them, and none that is to be left out."""
    wanted = [each(part) for part in parts if not part.get("not")]
    unwanted = [not_(each(part)) for part in parts if part.get("not")]
    together = and_(true(), *wanted) if join == "all" or not wanted else or_(*wanted)
    return and_(together, *unwanted)


def _channel(row: Mapping[str, Any]) -> ColumnElement[bool]:
    """They are written to there: at the address that they wrote from last."""
    last = select(Address.channel).where(Address.citizen_id == Citizen.id, *REACHABLE)
    return (
        func.coalesce(last.order_by(*LAST_HEARD_FIRST).limit(1).correlate(Citizen).scalar_subquery(), "")
        == (row["value"])
    )


def _organisation(row: Mapping[str, Any]) -> ColumnElement[bool]:
    theirs = (Membership.citizen_id == Citizen.id, Membership.organisation == row["value"])
    return exists().where(*theirs).correlate(Citizen)


def _learnt(row: Mapping[str, Any]) -> ColumnElement[bool]:
    done = (Progress.citizen_id == Citizen.id, Progress.lesson == row["value"], Progress.finished_at.is_not(None))
    return exists().where(*done).correlate(Citizen)


def _module_done(row: Mapping[str, Any]) -> ColumnElement[bool]:
    """Every lesson that the module had when the rule was made."""
    mine = (Progress.citizen_id == Citizen.id, Progress.lesson.in_(row["lessons"]), Progress.finished_at.is_not(None))
    done = select(func.count()).select_from(Progress).where(*mine).correlate(Citizen).scalar_subquery()
    return done >= len(row["lessons"])


CONDITIONS: Mapping[str, Callable[[Mapping[str, Any]], ColumnElement[bool]]] = {
    "commune": lambda row: Citizen.commune == row["value"],
    "group": lambda row: Citizen.audience == row["value"],
    "organisation": _organisation,
    "learnt": _learnt,
    "not_learnt": lambda row: not_(_learnt(row)),
    "module_done": _module_done,
    "module_not_done": lambda row: not_(_module_done(row)),
    "channel": _channel,
}
"""What may be asked of a citizen. `value`: a commune, a group, an organisation, a lesson, a module, a channel."""
