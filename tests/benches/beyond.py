"""What becomes of questions that nothing answers, and of our own: offered entries, a quoted passage, or nothing.

`python -m tests.benches.beyond` prints the table of docs/search.md, by words alone and by meaning too.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bot.cli.search import cache_dir
from bot.domain.answering.answer import Answering, Found
from bot.domain.answering.guard import Guard
from bot.domain.answering.search.meaning import Meaning
from bot.library.files import content_dir
from bot.library.library import Library
from tests.benches.questions import QUESTIONS

TODAY = date(2026, 11, 27)
OFFERED, QUOTED, NOTHING, GIVEN = "near", "extract", "none", "given"


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one question. `right`: its entry was given, or is among those offered."""

    text: str
    kind: str
    right: bool
    why: str


def rows(name: str) -> list[dict[str, str | None]]:
    """The questions of one file."""
    return [json.loads(line) for line in (QUESTIONS / name).read_text("utf-8").splitlines()]


def without_entry() -> dict[str, list[str]]:
    """Questions that nothing answers: those in and near our fields, and far ones in two halves."""
    far = [str(row["text"]) for row in rows("far.jsonl")]
    near = [str(row["text"]) for row in rows("no-entry.jsonl")]
    return {"no entry": near, "far, looked at": far[::2], "far, kept back": far[1::2]}


def with_entry() -> list[tuple[str, str]]:
    """Our own questions, each with its entry."""
    found = [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in rows(path.name) if row["entry"]]
    return [(str(row["text"]), str(row["entry"])) for row in found]


async def came(answering: Answering, text: str, entry: str = "") -> Came:
    """Ask it, alone and without a model."""
    found = await answering.prepare(text, 1)
    return Came(text, kind(found), bool(entry) and entry in (found.entry, *dict(found.near)), "; ".join(found.steps))


def kind(found: Found) -> str:
    """Offered, quoted, nothing, or given outright."""
    return found.kind if found.kind in (OFFERED, QUOTED, NOTHING) else GIVEN
