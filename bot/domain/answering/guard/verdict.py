"""What the guard is given and gives back, and how a model's raw output is read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

GUARD_REFUSAL = (
    "Dạ, hiện chưa có câu trả lời chắc chắn cho câu hỏi này trong kho tri thức. "
    "Để được giúp đúng việc, xin gõ “cán bộ” để gặp người phụ trách."
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A public piece of the library that the model was given."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an answer: `text` is what a citizen may see."""

    verdict: Literal["pass", "edited", "blocked"]
    text: str
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Claim:
    """One part of an answer and the passages that it says it rests on."""

    text: str
    passages: tuple[str, ...] = ()


class UnreadableError(Exception):
    """The output looks like the forced schema but is not."""


FENCE = re.compile(r"^\s*```[a-zA-Z]*\s*\n?(.*?)\n?\s*```\s*$", re.DOTALL)
LOOKS_LIKE_JSON = re.compile(r"^\s*[\[{](?!\[)|\"(?:sentences|coverage|passages)\"\s*:", re.DOTALL)


def read_output(answer: str) -> tuple[list[Claim], str]:
    """The claims of a raw output and its coverage ("" for plain text); UnreadableError if it is broken."""
    fenced = FENCE.match(answer)
    body = fenced.group(1) if fenced else answer
    if not LOOKS_LIKE_JSON.search(body) or re.match(r"\s*\[[^\"{\]]*\][^,]", body):
        return [Claim(answer)], ""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnreadableError from error
    return list(read_claims(data)), str(data.get("coverage", ""))


def read_claims(data: Any) -> Iterable[Claim]:
    """The sentences of the schema; UnreadableError for any other shape."""
    if not isinstance(data, dict) or not isinstance(data.get("sentences"), list):
        raise UnreadableError
    if data.get("coverage", "whole") not in ("whole", "partial", "absent"):
        raise UnreadableError
    for row in data["sentences"]:
        text, ids = (row.get("text"), row.get("passages", [])) if isinstance(row, dict) else (None, None)
        if not isinstance(text, str) or not isinstance(ids, list):
            raise UnreadableError
        yield Claim(text, tuple(map(str, ids)))
