"""Questions whose answers are known: our own, and those of any folder of the same layout."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bot.domain.answering.base import as_document, is_public
from bot.domain.answering.search import Document
from bot.library.files import content_dir
from bot.library.library import Library
from tests.typing_forms import FORMS, as_typed

QUESTIONS = Path(__file__).parents[1] / "questions"
SURE = 0.95
NAMES = {"chat": "teencode", "chat_nodiac": "teencode_nodiac"}
"""What a foreign folder calls two of the forms."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the entries that answer it; none where nothing does."""

    text: str
    right: frozenset[str]


def own() -> tuple[list[Document], list[Asked], Library]:
    """Our entries, and the questions written for them."""
    library = Library.load(content_dir())
    documents = [as_document(entry) for entry in library.faqs if is_public(entry)]
    known = {one.id for one in documents}
    rows = [
        json.loads(line) for path in sorted(QUESTIONS.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()
    ]
    return documents, [Asked(row["text"], frozenset({row["entry"]})) for row in rows if row["entry"] in known], library


def foreign(folder: Path) -> tuple[list[Document], dict[str, list[Asked]]]:
    """A corpus, and its questions in every form."""
    rows = [json.loads(line) for line in (folder / "corpus.jsonl").read_text("utf-8").splitlines()]
    documents = [Document(str(row["id"]), row.get("title") or "", row["text"]) for row in rows]
    plain = _questions(folder / "queries.jsonl")
    forms = {form: folder / f"queries.{NAMES.get(form, form)}.jsonl" for form in FORMS}
    return documents, {
        form: plain
        if form == "plain"
        else _questions(path)
        if path.exists()
        else [Asked(as_typed(one.text, form), one.right) for one in plain]
        for form, path in forms.items()
    }


def _questions(path: Path) -> list[Asked]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [Asked(row["text"], frozenset(map(str, row["relevant"]))) for row in rows]
