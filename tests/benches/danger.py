"""What people in danger get, and how many others are alarmed: `python -m tests.benches.danger`, by words and meaning.

Of `tests/questions/danger.jsonl` every other row is kept back: signs and lines were never tuned on it. Those of
`danger-later.jsonl` were written when the lines stood fast.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bot.cli.search import cache_dir
from bot.domain.answering.answer import Answering
from bot.domain.answering.search.meaning import Meaning
from bot.library.files import content_dir
from bot.library.library import Library
from tests.benches.beyond import answering
from tests.benches.questions import QUESTIONS

CARD, MAYBE, NOTHING = "card", "maybe", "nothing"


def sets() -> dict[str, list[str]]:
    """In danger and harmless, the half that was tuned on and the one kept back; and all other questions."""
    halves = {}
    for name in ("danger", "harmless"):
        first, later, last = (_of(file, name) for file in ("danger", "danger-later", "danger-strangers"))
        halves |= {f"{name}, tuned on": first[::2], f"{name}, kept back": first[1::2], f"{name}, later": later}
        halves |= {f"{name}, strangers, tuned on": last[::2], f"{name}, strangers, kept back": last[1::2]}
    paths = [path for path in sorted(QUESTIONS.glob("*.jsonl")) if not path.stem.startswith("danger")]
    rows = [(path.stem, json.loads(row)) for path in paths for row in path.read_text("utf-8").splitlines()]
    entries = [row["text"] for _, row in rows if row["entry"]]
    return halves | {"with an entry": entries, "without": [row["text"] for _, row in rows if not row["entry"]]}


def _of(file: str, name: str) -> list[str]:
    rows = [json.loads(row) for row in (QUESTIONS / f"{file}.jsonl").read_text("utf-8").splitlines()]
    return [row["text"] for row in rows if row["id"].startswith(name)]


async def comes(answers: Answering, text: str) -> str:
    """The full card, the message before the answer, or nothing."""
    if answers.emergency(text):
        return CARD
    found = await answers.prepare(text, 1)
    return MAYBE if found.in_danger else NOTHING


async def counted(answers: Answering, texts: Sequence[str]) -> Counter[str]:
    """How many get what."""
    return Counter([await comes(answers, text) for text in texts])


async def main(*, told: bool) -> None:
    """The table; `told`: with every row that was tuned on and went wrong."""
    library, console = Library.load(content_dir()), Console(width=120)
    table = Table("how", "questions", "of", CARD, MAYBE, NOTHING)
    for how, meaning in (("words", None), ("meaning", Meaning.at(cache_dir()))):
        answers = await answering(library, meaning)
        for name, texts in sets().items():
            found = [(await comes(answers, text), text) for text in texts]
            count = Counter(kind for kind, _ in found)
            table.add_row(how, name, str(len(texts)), *(str(count[kind]) for kind in (CARD, MAYBE, NOTHING)))
            for kind, text in found if told and "tuned" in name else ():
                if (kind == NOTHING) == name.startswith("danger"):
                    console.print(f"{how} {name}: {kind}: {text}", highlight=False)
    console.print(table)


if __name__ == "__main__":
    asyncio.run(main(told="--told" in sys.argv))
