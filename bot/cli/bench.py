"""`hocvuso bench [NAME]`: measurements, from a checkout."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parents[2]
BENCHES = {
    "turns": "turns a second beside two echo bots",
    "kill": "killed at random, nothing lost",
    "guard": "what gets past the guard, what it cuts for nothing, its time",
    "answers": "the whole answering with a model that is honest, lying, late or broken",
    "zalo": "Zalo: killed in refreshes, processes under one ceiling",
    "journeys": "every journey on Telegram, Zalo OA and the Bot Platform",
    "search": "the right entry first, however it is typed; times beside SQLite FTS5",
    "console": "a moderator clears 100 answers by keyboard alone: keystrokes and seconds a case",
    "lists": "every list and filter of the console with 1,000,000 messages stored, beside a tenth",
    "memory": "simulated learners: recall and reviews",
    "cards": "from tap to next card with 100,000 learners stored, beside a hundredth",
    "announce": "announcements: killed at random, memory, pace, answers meanwhile",
    "genuine": "is this message genuine: faithful and altered copies of announcements",
    "lessons": "every lesson on every channel in every form of address, by buttons, numbers and words",
}


def bench(  # noqa: PLR0917 - typer calls it by name
    name: Annotated[str, typer.Argument(help=" | ".join(f"{n}: {what}" for n, what in BENCHES.items()))] = "turns",
    short: Annotated[bool, typer.Option("--short", help="a version under a minute")] = False,
    data: Annotated[Path | None, typer.Option(help="search: a folder with corpus.jsonl and queries.jsonl")] = None,
    people: Annotated[int | None, typer.Option(help="announce: how many recipients, in place of its own")] = None,
    seconds: Annotated[float | None, typer.Option(help="announce: how long at a rate")] = None,
    on: Annotated[str | None, typer.Option(help="announce: sqlite or postgresql alone")] = None,
    part: Annotated[str | None, typer.Option(help="announce: kills, even, fast, answers or together alone")] = None,
) -> None:
    """Measure the program on this machine; prints the figures and how they were had."""
    if not (ROOT / "tests" / "benches").is_dir():
        print("bench: works from a checkout of the repository only (tests/benches is not installed)", file=sys.stderr)
        raise typer.Exit(1)
    if name not in BENCHES:
        print(f"bench: no such bench {name}; there are {', '.join(BENCHES)}", file=sys.stderr)
        raise typer.Exit(2)
    sys.path.insert(0, str(ROOT))
    given = {"data": data, "people": people, "seconds": seconds, "on": on, "part": part}
    chosen = {option: value for option, value in given.items() if value is not None}
    importlib.import_module(f"tests.benches.{name}").main(short=short, **chosen)
