"""The part of a form in which staff choose who is meant by conditions: fields, choices, and reading it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.audience_rules import BLOCKS_MAX, ROWS_MAX, block, row, rule
from bot.domain.staff import Refusal, covers
from bot.web.console.audience_words import title
from bot.web.console.visit import Visit
from bot.web.console.words import CHANNELS, GROUPS

BLANK_ROWS = 2
"""So many empty lines stand under those that are filled in."""
BLANK_BLOCKS = 1
ALWAYS_HERE = ("terminal",)
WHOLE = "province"
"""The tick that says that no commune is left out."""
HEADINGS: Mapping[str, str] = {
    "group": "Thuộc nhóm",
    "organisation": "Thuộc tổ chức",
    "not_learnt": "Chưa học bài",
    "learnt": "Đã học bài",
    "module_not_done": "Chưa xong môn",
    "module_done": "Đã xong môn",
    "channel": "Nhận tin ở kênh",
    "commune": "Sống ở",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """What may be chosen, by heading: (value of the field, words)."""

    headings: Sequence[tuple[str, Sequence[tuple[str, str]]]]

    @classmethod
    def of(cls, visit: Visit) -> Choices:
        """Everything that the content has, within this person's area."""
        library = visit.context.library
        codes: Mapping[str, list[str]] = {
            "group": list(GROUPS),
            "organisation": [one.code for one in library.organisations],
            "not_learnt": [one.code for one in library.lessons],
            "learnt": [one.code for one in library.lessons],
            "module_not_done": [one.code for one in library.modules if library.lessons_of(one.code)],
            "module_done": [one.code for one in library.modules if library.lessons_of(one.code)],
            "channel": [name for name in CHANNELS if name not in ALWAYS_HERE],
            "commune": [one.code for one in library.places.all if covers(visit.me, [one.code])],
        }
        return cls(
            [
                (heading, [(f"{what}:{code}", title(visit.context, what, code)) for code in codes[what]])
                for what, heading in HEADINGS.items()
            ]
        )


def read(visit: Visit) -> dict[str, Any]:
    """The rule that the form says. What does not exist is passed over; a foreign commune stays, to be refused later."""
    blocks = [_block(visit, f"block{number}") for number in range(BLOCKS_MAX)]
    return rule(_join(visit, "rule_join"), *blocks)


def _block(visit: Visit, name: str) -> dict[str, Any]:
    rows = [made for number in range(ROWS_MAX) if (made := _row(visit, f"{name}_row{number}"))]
    return block(_join(visit, f"{name}_join"), *rows, unless=visit.field(f"{name}_not") == "yes")


def _join(visit: Visit, name: str) -> str:
    return "any" if visit.field(name) == "any" else "all"


def _row(visit: Visit, name: str) -> dict[str, Any] | None:
    what, _, value = visit.field(name).partition(":")
    if not value or not _exists(visit, what, value):
        return None
    lessons = [one.code for one in visit.context.library.lessons_of(value)] if what.startswith("module_") else ()
    return row(what, value, unless=visit.field(f"{name}_not") == "yes", lessons=lessons)


def _exists(visit: Visit, what: str, value: str) -> bool:
    library = visit.context.library
    there: Mapping[str, bool] = {
        "commune": library.places.by_code(value) is not None,
        "group": value in GROUPS,
        "organisation": library.organisation(value) is not None,
        "learnt": any(one.code == value for one in library.lessons),
        "module_done": bool(library.lessons_of(value)) and any(one.code == value for one in library.modules),
        "channel": value in CHANNELS and value not in ALWAYS_HERE,
    }
    plain = {"not_learnt": "learnt", "module_not_done": "module_done"}.get(what, what)
    return there.get(plain, False)


def frame(visit: Visit) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The communes and groups that the form says; codes that do not exist are passed over."""
    places = visit.context.library.places
    communes = tuple(code for code in visit.fields("communes") if places.by_code(code))
    return communes, tuple(group for group in visit.fields("audiences") if group in GROUPS)


def whole(visit: Visit, communes: Sequence[str], *, kept: bool) -> bool:
    """Is the whole province meant? As the form says; `kept`: as what was chosen before says, where no form did."""
    return kept and not communes if kept or not visit.form else visit.field(WHOLE) == "yes"


def refuse_unsaid(visit: Visit, communes: Sequence[str]) -> None:
    """Who may write to the whole province says so, or names communes: a forgotten tick reaches nobody.

    Raises Refusal.
    """
    if not visit.me.area and (visit.field(WHOLE) == "yes") == bool(communes):
        raise Refusal("whom.both" if communes else "whom.missing")


def values(visit: Visit, given: Mapping[str, Any]) -> dict[str, Any]:
    """What the template needs to draw the choice."""
    places = [place for place in visit.context.library.places.all if covers(visit.me, [place.code])]
    return {"places": places, "rule": fields(given), "choices": Choices.of(visit)}


def fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The rule as the template draws it: blocks and lines with their names, and empty ones to go on."""
    blocks = list(given.get("blocks", ())) + [{"join": "all", "not": False, "rows": []}] * BLANK_BLOCKS
    drawn = [_drawn(f"block{number}", one) for number, one in enumerate(blocks[:BLOCKS_MAX])]
    return {"join": given.get("join", "all"), "blocks": drawn, "used": bool(given)}


def _drawn(name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    blank = {"is": "", "value": "", "not": False}
    rows = [*given["rows"], *([blank] * BLANK_ROWS)][:ROWS_MAX]
    lines = [
        {"name": f"{name}_row{number}", "value": f"{one['is']}:{one['value']}" if one["is"] else "", "not": one["not"]}
        for number, one in enumerate(rows)
    ]
    return {"name": name, "join": given["join"], "not": given["not"], "rows": lines}
