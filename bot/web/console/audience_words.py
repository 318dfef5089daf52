"""Whom an announcement means, as one sentence for staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bot.storage.audiences import Whom
from bot.web.console.context import ConsoleContext
from bot.web.console.words import CHANNELS, GROUPS

SAID: Mapping[str, str] = {
    "commune": "sống ở {title}",
    "group": "thuộc nhóm “{title}”",
    "organisation": "thuộc “{title}”",
    "learnt": "đã học bài {title}",
    "not_learnt": "chưa học bài {title}",
    "module_done": "đã xong môn {title}",
    "module_not_done": "chưa xong môn {title}",
    "channel": "nhận tin ở {title}",
}
JOINED: Mapping[str, str] = {"all": " và ", "any": " hoặc "}
EVERYBODY = "Gồm tất cả mọi người dùng bot trong tỉnh."
NOWHERE = "Chưa chọn nơi nhận: đánh dấu “Toàn tỉnh”, hoặc chọn xã, phường."


def sentence(context: ConsoleContext, whom: Whom) -> str:
    """ "Gồm những người sống ở phường Hạ Long và chưa học bài M1-01 …, trừ người thuộc “Hội Nông dân”." """
    parts = [_one_of(context, "commune", whom.communes), _one_of(context, "group", whom.groups)]
    frame = [part for part in parts if part]
    if not whom.rule:
        return f"Gồm những người {' và '.join(frame)}." if frame else EVERYBODY
    told = _rule(context, whom.rule)
    if frame:
        told = " và ".join([*frame, f"({told})" if _is_long(whom.rule) else told])
    return f"Gồm {'' if told.startswith(ALL_OF_THEM) else 'những người '}{told}."


ALL_OF_THEM = "mọi người"


def title(context: ConsoleContext, what: str, value: str) -> str:
    """What a condition's value is called; what is no longer in the content, by its code."""
    library = context.library
    lesson, organisation = library.lesson(value), library.organisation(value)
    module = next((one for one in library.modules if one.code == value), None)
    names: Mapping[str, str | None] = {
        "commune": context.place(value),
        "group": GROUPS.get(value),
        "organisation": organisation.title if organisation else None,
        "learnt": f"{value} “{lesson.title}”" if lesson else None,
        "module_done": f"{value} “{module.title}”" if module else None,
        "channel": CHANNELS.get(value),
    }
    return names.get(what.replace("not_learnt", "learnt").replace("module_not_done", "module_done")) or value


def _one_of(context: ConsoleContext, what: str, values: Sequence[str] | Any) -> str:
    names = [SAID[what].format(title=title(context, what, value)) for value in values]
    return f"({' hoặc '.join(names)})" if len(names) > 1 else "".join(names)


def _rule(context: ConsoleContext, rule: Mapping[str, Any]) -> str:
    alone = len(rule["blocks"]) == 1 and not rule["blocks"][0]["not"]
    return _joined(rule, "blocks", lambda one: _block(context, one) if alone else f"({_block(context, one)})")


def _block(context: ConsoleContext, block: Mapping[str, Any]) -> str:
    return _joined(block, "rows", lambda one: SAID[one["is"]].format(title=title(context, one["is"], one["value"])))


def _joined(part: Mapping[str, Any], of: str, say: Callable[[Mapping[str, Any]], str]) -> str:
    """ "a và b, trừ người c, trừ người d"."""
    wanted = [say(one) for one in part[of] if not one["not"]]
    unwanted = [f", trừ người {say(one)}" for one in part[of] if one["not"]]
    return (JOINED[part["join"]].join(wanted) or ALL_OF_THEM) + "".join(unwanted)


def _is_long(rule: Mapping[str, Any]) -> bool:
    return len(rule["blocks"]) > 1 or len(rule["blocks"][0]["rows"]) > 1
