"""A rule of who is meant: blocks of conditions, joined by "and" or "or", each block and condition also as "but not".

Any and/or/not can be put so. The shape is that of `bot.storage.audience_rules`, which turns it into SQL.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.domain.staff import Refusal
from bot.storage.audience_rules import CONDITIONS

VERSION = 1
JOINS = ("all", "any")
BLOCKS_MAX, ROWS_MAX = 6, 12


def row(what: str, value: str, *, unless: bool = False, lessons: Sequence[str] = ()) -> dict[str, Any]:
    """One condition; `unless` takes away whom it fits. `lessons`: of a module, all that it has."""
    more = {"lessons": list(lessons)} if lessons else {}
    return {"is": what, "value": value, "not": unless, **more}


def block(join: str, *rows: Mapping[str, Any], unless: bool = False) -> dict[str, Any]:
    """Conditions of which all or any must hold."""
    return {"join": join, "not": unless, "rows": [dict(one) for one in rows]}


def rule(join: str, *blocks: Mapping[str, Any]) -> dict[str, Any]:
    """Blocks of which all or any must hold; without one with a condition in it, the empty rule: everybody."""
    filled = [dict(one) for one in blocks if one["rows"]]
    return {"v": VERSION, "join": join, "blocks": filled} if filled else {}


def communes_of(given: Mapping[str, Any]) -> set[str]:
    """Every commune that the rule speaks of."""
    rows = (one for part in given.get("blocks", ()) for one in part["rows"])
    return {one["value"] for one in rows if one["is"] == "commune"}


def refuse_unfit(given: Mapping[str, Any]) -> None:
    """A rule that is none, or of another version. Raises Refusal."""
    if given and not (given.get("v") == VERSION and _is_join(given, "blocks", BLOCKS_MAX)):
        raise Refusal("announcements.rule_unfit", blocks=BLOCKS_MAX, rows=ROWS_MAX)
    for part in given.get("blocks", ()):
        if not (isinstance(part, Mapping) and _is_join(part, "rows", ROWS_MAX) and all(map(_is_row, part["rows"]))):
            raise Refusal("announcements.rule_unfit", blocks=BLOCKS_MAX, rows=ROWS_MAX)


def _is_join(part: Mapping[str, Any], of: str, most: int) -> bool:
    inner = part.get(of)
    return part.get("join") in JOINS and isinstance(inner, list) and 0 < len(inner) <= most


def _is_row(one: Any) -> bool:
    if not isinstance(one, Mapping) or one.get("is") not in CONDITIONS or not isinstance(one.get("value"), str):
        return False
    lessons = one.get("lessons", [])
    named = isinstance(lessons, list) and all(isinstance(code, str) for code in lessons)
    return named and bool(lessons) == one["is"].startswith("module_")
