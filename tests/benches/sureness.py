"""Does the search know when it does not know: questions that nothing answers, and those whose own entry was taken out.

Everything is asked of an index as it is built in use; where entries are taken out, another is built without them.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.table import Table

from bot.domain.answering.search import Document, Index
from bot.domain.answering.search.meaning import Meaning
from tests.benches.questions import QUESTIONS, SURE, Asked
from tests.typing_forms import as_typed

FORMS = ("plain", "typo_nodiac")
GONE = 0.3
"""The share of the entries that is taken out, by chance."""
ROUNDS = 3
"""How often, each time others."""
Build = Callable[[Sequence[Document]], Index]


def unanswerable(data: Path | None, form: str) -> dict[str, list[str]]:
    """Questions without an answer, by their kind: beside a foreign folder under `unanswerable`, or our own."""
    if data is None:
        return {"no entry": [as_typed(text, form) for text in _texts(QUESTIONS / "no-entry.jsonl")]}
    folder = data.resolve().parent / "unanswerable"
    kinds = sorted(path.stem for path in folder.glob("*.jsonl") if "." not in path.stem)
    end = "" if form == "plain" else f".{form}"
    return {kind: _texts(folder / f"{kind}{end}.jsonl") for kind in kinds}


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def asked(index: Index, meaning: Meaning | None, text: str) -> tuple[float, str]:
    """How sure, and of which entry."""
    said = index.understanding.question(text)
    found = index.find(text, 1, meaning.question(said) if meaning and said else None)
    return found.certainty.first, found.hits[0].id if found.hits else ""


def taken_out(documents: Sequence[Document], chance: random.Random) -> frozenset[str]:
    """The ids of entries that are missing."""
    return frozenset(chance.sample([one.id for one in documents], round(GONE * len(documents))))


def removed(
    build: Build, meaning: Meaning | None, documents: Sequence[Document], questions: Sequence[Asked], rounds: int
) -> list[float]:
    """How sure of questions whose entries are all missing."""
    found: list[float] = []
    for number in range(rounds):
        gone = taken_out(documents, random.Random(number))
        index = build([one for one in documents if one.id not in gone])
        found += [asked(index, meaning, one.text)[0] for one in questions if one.right <= gone]
    return found


def auroc(right: Sequence[float], wrong: Sequence[float]) -> float:
    """How often one that has an answer is surer than one that has none; half for equals."""
    pairs = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return pairs / max(1, len(right) * len(wrong))


def claimed(answers: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """The share that is claimed sure, and how much of that is right."""
    sure = [right for certain, right in answers if certain >= SURE]
    return len(sure) / max(1, len(answers)), sum(sure) / max(1, len(sure))


def table(
    title: str,
    build: Build,
    meaning: Meaning | None,
    documents: Sequence[Document],
    forms: dict[str, list[Asked]],
    data: Path | None,
    rounds: int = ROUNDS,
) -> Table:
    """A line a form: AUROC against each kind without an answer, and what is claimed sure."""
    index = build(documents)
    kinds = [*unanswerable(data, "plain"), "own entry removed"]
    shown = Table(
        "typed", *(f"AUROC {kind}" for kind in kinds), f"sure (≥ {SURE})", "right of those", "sure of none", title=title
    )
    for form in FORMS:
        answers = [(asked(index, meaning, one.text), one.right) for one in forms[form]]
        sure = [certain for (certain, _), _ in answers]
        wrong = {
            kind: [asked(index, meaning, text)[0] for text in texts] for kind, texts in unanswerable(data, form).items()
        }
        wrong["own entry removed"] = removed(build, meaning, documents, forms[form], rounds)
        share, right = claimed([(certain, entry in wanted) for (certain, entry), wanted in answers])
        falsely = " / ".join(f"{sum(one >= SURE for one in some) / max(1, len(some)):.3f}" for some in wrong.values())
        shown.add_row(
            form, *(f"{auroc(sure, wrong[kind]):.3f}" for kind in kinds), f"{share:.3f}", f"{right:.3f}", falsely
        )
    return shown
